"""New files for editors: a commented skeleton, or an answer that readers found good."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant import wording
from assistant.validated.format import FEWEST_QUESTIONS, MARK, asked_form

SCHEMA = "assistant.answer/1"
_MOST_MARKS = 99


@dataclass(frozen=True, slots=True)
class Good:
    """What a draft takes from an answer: `sources[n - 1]`, a document and its words, is what
    mark n names."""

    question: str
    text: str
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Unusable:
    """An answer of an export that no draft can be made of, and why (French); `place` is its
    line, or its rank in a list, from 1."""

    place: int
    reason: str


def skeleton(questions: Sequence[str], today: date) -> str:
    """A file to be completed; nothing of it is served before its editor says so."""
    asked = "\n".join(f"  - {_quoted(text)}" for text in questions)
    return wording.VALIDATED_SKELETON.format(
        questions=asked,
        fewest=FEWEST_QUESTIONS,
        author=wording.VALIDATED_AUTHOR,
        today=today.isoformat(),
        review=_a_year_later(today).isoformat(),
    )


def draft(good: Good, today: date) -> str:
    """The file of an answer, to be read again by its editor."""
    sources = "\n".join(
        wording.VALIDATED_DRAFT_SOURCE.format(number=number, document=document, quote=quote)
        for number, (document, quote) in enumerate(good.sources, 1)
    )
    return wording.VALIDATED_DRAFT.format(
        question=_quoted(good.question),
        fewest=FEWEST_QUESTIONS,
        author=wording.VALIDATED_AUTHOR,
        today=today.isoformat(),
        review=_a_year_later(today).isoformat(),
        body=good.text,
        sources=sources,
    )


def read_export(text: str) -> Iterator[Good | Unusable]:
    """The answers of an export, one JSON object a line, or one JSON value for all. Nothing of it
    is trusted."""
    try:
        whole: Any = json.loads(text)
    except (ValueError, RecursionError):
        lines = ((n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip())
        yield from (_of_line(line, number) for number, line in lines)
        return
    for place, value in enumerate(whole if isinstance(whole, list) else [whole], 1):
        yield _good(value, place)


def _of_line(line: str, number: int) -> Good | Unusable:
    try:
        return _good(json.loads(line), number)
    except (ValueError, RecursionError):
        return Unusable(number, wording.VALIDATED_EXPORT_JSON)


def _good(value: Any, place: int) -> Good | Unusable:
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        return Unusable(place, wording.VALIDATED_EXPORT_SCHEMA.format(schema=SCHEMA))
    if value.get("verdict") != "answered" or not value.get("citations"):
        return Unusable(place, wording.VALIDATED_EXPORT_EMPTY)
    question, text = _line(value.get("question")), _body(value.get("text"))
    sources = tuple(_sources(value.get("citations")))
    if not question or not asked_form(question) or not text or not sources:
        return Unusable(place, wording.VALIDATED_EXPORT_EMPTY)
    if any(not 1 <= int(mark) <= len(sources) for mark in MARK.findall(text)):
        return Unusable(place, wording.VALIDATED_EXPORT_MARKS)
    return Good(question, text, sources)


def _sources(citations: Any) -> Iterator[tuple[str, str]]:
    """Document and quote of each citation, in the order of their marks; none where one lacks."""
    if not isinstance(citations, list) or len(citations) > _MOST_MARKS:
        return
    found: list[tuple[str, str]] = []
    for number, citation in enumerate(citations, 1):
        document = citation.get("document") if isinstance(citation, Mapping) else None
        name = _line(document.get("id")) if isinstance(document, Mapping) else ""
        quote = _line(citation.get("quote")) if document else ""
        if not name or not quote or citation.get("mark") != number:
            return
        found.append((name, quote))
    yield from found


def _line(value: Any) -> str:
    return " ".join(_printable(value).split()) if isinstance(value, str) else ""


def _body(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    lines = (re.sub(r"^#+\s*", "", " ".join(_printable(x).split())) for x in value.split("\n"))
    return "\n".join(lines).strip()


def _printable(text: str) -> str:
    kept: Iterable[str] = (c if unicodedata.category(c)[0] != "C" else " " for c in text)
    return "".join(kept)


def _quoted(text: str) -> str:
    """A YAML text between quotation marks: those of JSON are YAML's too."""
    return json.dumps(_line(text), ensure_ascii=False)


def _a_year_later(day: date) -> date:
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + 1, day=last)
