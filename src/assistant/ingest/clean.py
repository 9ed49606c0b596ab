"""Pages as loaded to pages as read: furniture and noise out, French repaired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.ingest.bullets import (
    BULLET,
    NOTE,
    mark_bullets,
    mark_note,
    mark_note_runs,
    unmark_first,
)
from assistant.ingest.diagnosis import Diagnosis, diagnose
from assistant.ingest.furniture import drop_furniture
from assistant.ingest.load import Page
from assistant.ingest.noise import is_noise, trim_edges
from assistant.ingest.readable import repeated_words
from assistant.ingest.repair import compounds, join_line_ends, repair_lines
from assistant.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`pages` keep their line numbers: a dropped line is empty, its raw text remains."""

    pages: tuple[Page, ...]
    diagnosis: Diagnosis
    furniture_lines: int
    noise_lines: int
    pages_repaired: int


def clean(pages: Sequence[Page], lexicon: Lexicon | None = None) -> Cleaned:
    """Clean all the pages of one document (running headers need them all)."""
    lexicon = lexicon or Lexicon.shared()
    diagnosis = diagnose("\n".join(line.text for page in pages for line in page.lines), lexicon)
    bare, furniture = drop_furniture(pages)
    texts = [line.text for page in bare for line in page.lines]
    vocabulary = compounds(texts)
    seen = lexicon.with_own(repeated_words(texts))
    cleaned, noise, repaired = [], 0, 0
    for page in bare:
        joined = join_line_ends([line.text for line in page.lines], lexicon, vocabulary)
        marked = mark_note_runs([_mark(text, scan=diagnosis.ocr) for text in joined])
        after = repair_lines(marked, diagnosis, lexicon)
        repaired += after != marked
        if diagnosis.ocr:
            trimmed = [_mark(trim_edges(text, seen), scan=True) for text in after]
            after = unmark_first(trimmed)
        silent = [
            is_noise(text, _next(after, i), seen, scan=diagnosis.ocr)
            for i, text in enumerate(after)
        ]
        noise += sum(silent)
        lines = tuple(
            replace(line, text="" if quiet else text)
            for line, text, quiet in zip(page.lines, after, silent, strict=True)
        )
        cleaned.append(replace(page, lines=lines))
    return Cleaned(tuple(cleaned), diagnosis, furniture, noise, repaired)


def _mark(text: str, *, scan: bool) -> str:
    if text.startswith((BULLET, NOTE)):
        return text
    noted = mark_note(text, scan=scan)
    return noted if noted != text else mark_bullets(text, scan=scan)


def _next(lines: Sequence[str], i: int) -> str:
    return next((line for line in lines[i + 1 : i + 3] if line), "")
