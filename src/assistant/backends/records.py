"""Documents, passages, pages and entries to and from the rows of the passage store."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import orjson

from assistant.domain import (
    Anchor,
    Box,
    Change,
    Document,
    PageLine,
    PageText,
    Passage,
    Profile,
    Quality,
    Span,
    ValidatedAnswer,
)

_SPAN_PARTS = 4


def document_to_json(document: Document) -> str:
    return json.dumps(asdict(document), ensure_ascii=False)


def document_from_json(text: str) -> Document:
    return Document(**json.loads(text))


def passage_to_json(passage: Passage) -> str:
    """Spans are flattened: a passage may have hundreds."""
    values: dict[str, Any] = {name: getattr(passage, name) for name in Passage.__slots__}
    values["spans"] = [
        number
        for span in passage.spans
        for number in (span.start, span.end, span.raw_start, span.raw_end)
    ]
    return _dumped(values)


def passage_from_json(text: str) -> Passage:
    values = _loaded(text)
    flat = values["spans"]
    values["spans"] = tuple(
        Span(*flat[i : i + _SPAN_PARTS]) for i in range(0, len(flat), _SPAN_PARTS)
    )
    values["twins"] = tuple(values["twins"])
    return Passage(**values)


def validated_to_json(answer: ValidatedAnswer) -> str:
    return json.dumps(asdict(answer), ensure_ascii=False)


def validated_from_json(text: str) -> ValidatedAnswer:
    values = json.loads(text)
    values["questions"] = tuple(values["questions"])
    values["profile"] = Profile(values["profile"]) if values["profile"] else None
    values["citations"] = tuple(Anchor(**anchor) for anchor in values["citations"])
    return ValidatedAnswer(**values)


def page_to_blob(page: PageText) -> bytes:
    """Compressed: a page holds its text twice."""
    values: dict[str, Any] = {name: getattr(page, name) for name in PageText.__slots__}
    values["lines"] = [[line.raw, line.text, _box_parts(line.box)] for line in page.lines]
    values["changes"] = [asdict(change) for change in page.changes]
    values["quality"] = asdict(page.quality) if page.quality else None
    return zlib.compress(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


def page_from_blob(data: bytes) -> PageText:
    values = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    values["lines"] = tuple(
        PageLine(raw, text, Box(*box) if box else None) for raw, text, box in values["lines"]
    )
    values["changes"] = tuple(Change(**change) for change in values["changes"])
    values["quality"] = Quality(**values["quality"]) if values["quality"] else None
    values["size"] = tuple(values["size"]) if values["size"] else None
    return PageText(**values)


def _box_parts(box: Box | None) -> list[float] | None:
    return [round(side, 1) for side in (box.left, box.top, box.right, box.bottom)] if box else None


def _dumped(values: Mapping[str, Any]) -> str:
    """A store holds a hundred thousand of them. Lone surrogates, which some files hold, are
    only written by the standard library."""
    try:
        return orjson.dumps(values).decode()
    except TypeError:
        return json.dumps(values, ensure_ascii=False)


def _loaded(text: str) -> dict[str, Any]:
    try:
        values: dict[str, Any] = orjson.loads(text)
    except ValueError:
        values = json.loads(text)
    return values


def fields_digest(fields: Mapping[str, str]) -> str:
    return text_hash(_dumped(dict(sorted(fields.items()))))


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
