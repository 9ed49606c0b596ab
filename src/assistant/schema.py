"""The versioned JSON form of values, shared by CLI, API, evaluation and permalinks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from assistant.domain import Answer

ANSWER_SCHEMA = "assistant.answer/1"


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
