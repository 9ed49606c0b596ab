"""A read document to lines of JSON and back, each value checked on the way in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from assistant.backends.frames import as_json
from assistant.domain import Document, PageText, Passage, ReadDocument

Part = tuple[bytes, bytes]
"""A kind and a JSON value."""

HEAD, PASSAGES, PAGES = b"head", b"passages", b"pages"
_BATCH = {PASSAGES: 50, PAGES: 10}
_STRICT = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


@dataclass(frozen=True, slots=True)
class _Head:
    document: Document
    furniture_lines: int
    noise_lines: int


class Garbled(ValueError):
    """What came back is not a reading of the document that was asked for."""


def document_to_values(document: Document) -> dict[str, Any]:
    return asdict(document)


def document_from_values(values: dict[str, Any]) -> Document:
    return Document(**values)


def encode(read: ReadDocument) -> Iterator[Part]:
    """A piece at a time: a long document is never held twice."""
    yield HEAD, _dump(HEAD, [_Head(read.document, read.furniture_lines, read.noise_lines)])
    for kind, items in ((PASSAGES, read.passages), (PAGES, read.pages)):
        for batch in _batches(items, _BATCH[kind]):
            yield kind, _dump(kind, batch)


def decode(parts: Iterable[Part], asked: Document) -> ReadDocument:
    """Raises Garbled when a part is not what `encode` makes, or is of another document."""
    found: dict[bytes, list[Any]] = {HEAD: [], PASSAGES: [], PAGES: []}
    for kind, value in parts:
        try:
            found[kind].extend(_adapter(kind).validate_json(value))
        except (KeyError, ValidationError) as error:
            raise Garbled(kind) from error
    if len(found[HEAD]) != 1:
        raise Garbled("head")
    head: _Head = found[HEAD][0]
    read = ReadDocument(
        document=head.document,
        passages=tuple(found[PASSAGES]),
        pages=tuple(found[PAGES]),
        furniture_lines=head.furniture_lines,
        noise_lines=head.noise_lines,
    )
    _check(read, asked)
    return read


def _check(read: ReadDocument, asked: Document) -> None:
    document = read.document
    if (document.id, document.source) != (asked.id, asked.source):
        raise Garbled("document")
    owners = {passage.document_id for passage in read.passages}
    owners |= {page.document_id for page in read.pages}
    if owners - {asked.id} or not all(map(_spans_fit, read.passages)):
        raise Garbled("passages")
    if len({passage.id for passage in read.passages}) != len(read.passages):
        raise Garbled("ids")
    if not all(passage.id.startswith(f"{asked.id}:") for passage in read.passages):
        raise Garbled("ids")


def _spans_fit(passage: Passage) -> bool:
    ends, raw_ends = len(passage.text), len(passage.raw)
    return all(
        0 <= span.start <= span.end <= ends and 0 <= span.raw_start <= span.raw_end <= raw_ends
        for span in passage.spans
    )


@lru_cache
def _adapter(kind: bytes) -> TypeAdapter[list[Any]]:
    of: Any = {HEAD: list[_Head], PASSAGES: list[Passage], PAGES: list[PageText]}[kind]
    return TypeAdapter(of, config=_STRICT)


def _dump(kind: bytes, items: Sequence[Any]) -> bytes:
    try:
        return _adapter(kind).dump_json(list(items))
    except PydanticSerializationError:
        return as_json([asdict(item) for item in items])


def _batches(items: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
