"""The versioned JSON form of values, shared by CLI, API, evaluation and permalinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

from assistant.domain import Answer, Document, Hit, Matched, Reading

ANSWER_SCHEMA = "assistant.answer/1"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, and the documents they come from. When an explanation was asked for,
    `reading` is how the question was understood, and `matched[n]` belongs to `hits[n]`."""

    schema: Literal["assistant.search/1"] = field(default="assistant.search/1", kw_only=True)
    query: str
    hits: tuple[Hit, ...]
    documents: tuple[Document, ...]
    reading: Reading | None = None
    matched: tuple[Matched, ...] = ()


def to_json(value: Any) -> Any:
    """Dataclasses, mappings and sequences as plain JSON values (tuples become lists)."""
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """One answer, with the name and version of its schema first."""
    return {"schema": ANSWER_SCHEMA, **to_json(answer)}
