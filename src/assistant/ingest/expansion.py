"""What the corpus's editors add to passages: questions they answer, and a lay summary.

`corpus/expansion/*.jsonl`, one JSON object per line: {"document", "quote", "questions",
"summary"}. A row belongs to the passage of that document that holds its quote, so that cutting
the document anew loses nothing. It is searched, never shown as the source's text nor quoted.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.domain import Passage
from assistant.errors import CatalogueInvalid
from assistant.quotes import holds, tokens

FOLDER = "expansion"
_KEYS = ("document", "quote", "questions", "summary")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Expansion:
    """One row: `questions` that the passage holding `quote` answers, and a `summary` of it."""

    document: str
    quote: str
    questions: tuple[str, ...]
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """Rows by the id of their canonical passage, and those that found none."""

    rows: Mapping[str, tuple[Expansion, ...]]
    orphans: tuple[Expansion, ...]


def load_expansions(corpus: Path) -> tuple[Expansion, ...]:
    """Every row, files in the order of their names. Raises CatalogueInvalid (French)."""
    folder = corpus / FOLDER
    return tuple(row for path in sorted(folder.glob("*.jsonl")) for row in _rows(path))


def digests(rows: Iterable[Expansion]) -> dict[str, str]:
    """SHA-256 of each document's rows, whatever their order."""
    texts: dict[str, list[str]] = {}
    for row in rows:
        line = json.dumps([row.quote, row.questions, row.summary], ensure_ascii=False)
        texts.setdefault(row.document, []).append(line)
    return {
        name: hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
        for name, lines in texts.items()
    }


def resolve(rows: Sequence[Expansion], passages: Sequence[Passage]) -> Resolved:
    """Each row to the first passage of its document that holds the quote: one that is ranked
    before a twin, whose rows go to the passage that stands for it."""
    canonical = {twin: p.id for p in passages for twin in p.twins}
    of_document: dict[str, list[Passage]] = {}
    for passage in sorted(passages, key=lambda p: p.id in canonical):
        of_document.setdefault(passage.document_id, []).append(passage)
    found: dict[str, list[Expansion]] = {}
    orphans: list[Expansion] = []
    for row in rows:
        home = next((p for p in of_document.get(row.document, ()) if _has(p, row.quote)), None)
        if home is None:
            orphans.append(row)
        else:
            found.setdefault(canonical.get(home.id, home.id), []).append(row)
    return Resolved({name: tuple(items) for name, items in found.items()}, tuple(orphans))


def label(row: Expansion) -> str:
    """How a report names a row."""
    quote = row.quote if len(row.quote) <= _SHOWN else row.quote[:_SHOWN].rstrip() + "…"
    return wording.EXPANSION_ROW.format(document=row.document, quote=quote)


def _has(passage: Passage, quote: str) -> bool:
    return any(_likely(text, quote) and holds(text, quote) for text in (passage.text, passage.raw))


def _likely(text: str, quote: str) -> bool:
    """Cheap, and true wherever `holds` is: half of the quote's different words are there."""
    wanted = set(tokens(quote))
    return 2 * len(wanted & set(tokens(text))) >= len(wanted)


def _rows(path: Path) -> Iterator[Expansion]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueInvalid(wording.EXPANSION_UNREADABLE.format(name=path.name)) from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            row = parse_row(line)
            if isinstance(row, str):
                raise CatalogueInvalid(
                    wording.EXPANSION_LINE.format(name=path.name, line=number, problem=row)
                )
            yield row


def parse_row(line: str) -> Expansion | str:
    """The row, or what is wrong with it (French)."""
    try:
        data: Any = json.loads(line)
    except ValueError:
        return wording.EXPANSION_NOT_JSON
    if not isinstance(data, dict):
        return wording.EXPANSION_NOT_JSON
    for key in data:
        if key not in _KEYS:
            return wording.GLOSSARY_UNKNOWN_KEY.format(key=key)
    for key in ("document", "quote"):
        if not isinstance(data.get(key), str) or not data[key].strip():
            return wording.EXPANSION_TEXT.format(key=key)
    questions = data.get("questions", [])
    if not isinstance(questions, list) or not all(
        isinstance(text, str) and text.strip() for text in questions
    ):
        return wording.EXPANSION_QUESTIONS
    if not isinstance(data.get("summary", ""), str):
        return wording.EXPANSION_TEXT.format(key="summary")
    return Expansion(data["document"], data["quote"], tuple(questions), data.get("summary", ""))
