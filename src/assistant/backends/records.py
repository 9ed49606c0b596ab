"""Documents, passages and entries to and from the rows of the passage store."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from assistant.domain import Document, Passage, Span

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
    return json.dumps(values, ensure_ascii=False)


def passage_from_json(text: str) -> Passage:
    values = json.loads(text)
    flat = values["spans"]
    values["spans"] = tuple(
        Span(*flat[i : i + _SPAN_PARTS]) for i in range(0, len(flat), _SPAN_PARTS)
    )
    values["twins"] = tuple(values["twins"])
    return Passage(**values)


def fields_digest(fields: Mapping[str, str]) -> str:
    return text_hash(json.dumps(dict(fields), ensure_ascii=False, sort_keys=True))


def text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
