"""Pages as loaded to pages as read: furniture and noise out, French repaired."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.domain import Change
from assistant.ingest.bullets import (
    BULLET,
    NOTE,
    mark_bullets,
    mark_note,
    mark_note_runs,
    unmark_first,
)
from assistant.ingest.diagnosis import Diagnosis, diagnose_pages, overall
from assistant.ingest.furniture import drop_furniture
from assistant.ingest.noise import is_noise, trim_edges
from assistant.ingest.pages import Page
from assistant.ingest.readable import repeated_words
from assistant.ingest.repair import compounds, join_line_ends, repair
from assistant.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`pages` keep their line numbers: a dropped line is empty, its raw text remains.
    `changes` are the repairs, page by page."""

    pages: tuple[Page, ...]
    diagnosis: Diagnosis
    furniture_lines: int
    noise_lines: int
    changes: tuple[tuple[Change, ...], ...]


def clean(
    pages: Sequence[Page],
    lexicon: Lexicon | None = None,
    tell: Callable[[], None] = lambda: None,
) -> Cleaned:
    """Clean all the pages of one document (running headers need them all); `tell` is called
    after each."""
    lexicon = lexicon or Lexicon.shared()
    diagnoses = diagnose_pages(pages, lexicon)
    bare, furniture = drop_furniture(pages)
    texts = [line.text for page in bare for line in page.lines]
    vocabulary = compounds(texts)
    seen = lexicon.with_own(repeated_words(texts))
    cleaned, noise, changes = [], 0, []
    for page, diagnosis in zip(bare, diagnoses, strict=True):
        joined = join_line_ends([line.text for line in page.lines], lexicon, vocabulary)
        told = [line.role is not None for line in page.lines]
        marked = mark_note_runs(_marked(joined, told, scan=diagnosis.ocr))
        repaired = repair(marked, diagnosis, lexicon)
        after = list(repaired.lines)
        changes.append(repaired.changes)
        if diagnosis.ocr:
            after = unmark_first(_marked([trim_edges(x, seen) for x in after], told, scan=True))
        silent = [
            not told[i] and is_noise(text, _next(after, i), seen, scan=diagnosis.ocr)
            for i, text in enumerate(after)
        ]
        noise += sum(silent)
        lines = tuple(
            replace(line, text="" if quiet else text)
            for line, text, quiet in zip(page.lines, after, silent, strict=True)
        )
        cleaned.append(replace(page, lines=lines))
        tell()
    return Cleaned(tuple(cleaned), overall(diagnoses), furniture, noise, tuple(changes))


def _marked(texts: Sequence[str], told: Sequence[bool], *, scan: bool) -> list[str]:
    """What a line is, written before it, unless the file has told."""
    return [x if known else _mark(x, scan=scan) for x, known in zip(texts, told, strict=True)]


def _mark(text: str, *, scan: bool) -> str:
    if text.startswith((BULLET, NOTE)):
        return text
    noted = mark_note(text, scan=scan)
    return noted if noted != text else mark_bullets(text, scan=scan)


def _next(lines: Sequence[str], i: int) -> str:
    return next((line for line in lines[i + 1 : i + 3] if line), "")
