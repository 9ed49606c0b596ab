"""The gold set: questions with what a right answer holds. One JSON object per line."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError

from assistant import wording
from assistant.domain import Profile, Turn
from assistant.errors import GoldInvalid
from assistant.schema import to_json

Split = Literal["dev", "test"]
ItemType = Literal[
    "factual",
    "figure",
    "list",
    "definition",
    "how-to",
    "comparison",
    "multi-doc",
    "unanswerable",
    "out-of-scope",
    "injection",
    "smalltalk",
    "typo",
    "follow-up",
]
SMALLTALK = "smalltalk"

_MEANINGS = {
    "json_invalid": wording.GOLD_NOT_JSON,
    "dataclass_type": wording.GOLD_NOT_OBJECT,
    "missing": wording.GOLD_FIELD_MISSING,
    "unexpected_keyword_argument": wording.GOLD_FIELD_UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an answer stands: a catalogue id and words verbatim from that file."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    doc: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldItem:
    """One question. `key_facts` and `forbidden` are regexes on folded text."""

    __pydantic_config__ = ConfigDict(extra="forbid")

    id: str
    split: Split
    profile: Profile
    type: ItemType
    question: str
    history: tuple[Turn, ...]
    answerable: bool
    key_facts: tuple[str, ...]
    forbidden: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    reference: str

    @property
    def must_abstain(self) -> bool:
        """Nothing in the corpus answers it, and it is not mere courtesy."""
        return not self.answerable and self.type != SMALLTALK


def load(path: Path) -> tuple[GoldItem, ...]:
    """Every item, in the order of the file. Raises GoldInvalid, naming the line."""
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GoldInvalid(wording.GOLD_UNREADABLE.format(path=path)) from error
    return parse(content.split("\n"), path.name)


def parse(lines: Iterable[str], name: str) -> tuple[GoldItem, ...]:
    """Items of JSON lines; blank lines are skipped. `name` is the file's, for messages."""
    items: dict[str, GoldItem] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = _item(line)
            if item.id in items:
                raise ValueError(wording.GOLD_DUPLICATE_ID.format(id=item.id))
        except ValueError as error:
            raise GoldInvalid(
                wording.GOLD_LINE.format(name=name, line=number, problem=_problem(error))
            ) from error
        items[item.id] = item
    if not items:
        raise GoldInvalid(wording.GOLD_EMPTY.format(name=name))
    return tuple(items.values())


def of_split(items: Sequence[GoldItem], split: str | None) -> tuple[GoldItem, ...]:
    """The items of one split; all of them when `split` is None. Raises GoldInvalid if none."""
    chosen = tuple(item for item in items if split in (None, item.split))
    if not chosen:
        raise GoldInvalid(wording.GOLD_SPLIT_EMPTY.format(split=split))
    return chosen


def digest(items: Iterable[GoldItem]) -> str:
    """SHA-256 of the items' canonical JSON, whatever their order."""
    rows = [to_json(item) for item in sorted(items, key=lambda item: item.id)]
    canonical = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[GoldItem]:
    return TypeAdapter(GoldItem)


def _item(line: str) -> GoldItem:
    item = _adapter().validate_json(line, strict=True)
    for name in ("id", "question", "reference"):
        if not getattr(item, name).strip():
            raise ValueError(wording.GOLD_FIELD_EMPTY.format(field=name))
    _check_patterns(item)
    _check_answerable(item)
    return item


def _check_patterns(item: GoldItem) -> None:
    for pattern in (*item.key_facts, *item.forbidden):
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(wording.GOLD_PATTERN.format(pattern=pattern)) from error
        if re.search(pattern, ""):
            raise ValueError(wording.GOLD_PATTERN_EMPTY.format(pattern=pattern))


def _check_answerable(item: GoldItem) -> None:
    if item.answerable and not (item.key_facts and item.evidence):
        raise ValueError(wording.GOLD_UNSUPPORTED)
    if any(not (evidence.doc.strip() and evidence.quote.strip()) for evidence in item.evidence):
        raise ValueError(wording.GOLD_FIELD_EMPTY.format(field="evidence"))
    if not item.answerable and item.evidence:
        raise ValueError(wording.GOLD_NEEDLESS_EVIDENCE)


def _problem(error: ValueError) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first: Any = error.errors(include_url=False)[0]
    meaning = _MEANINGS.get(first["type"], wording.GOLD_FIELD_INVALID)
    return meaning.format(field=".".join(str(part) for part in first["loc"]))
