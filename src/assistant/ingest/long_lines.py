"""Lines that are none: longer than a page, or several in one. What follows joins lines by line
breaks and parts them again, and what it does with one may cost the square of its length."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from assistant.ingest.pages import Line, Page

LONGEST = 4_000
_PIECE = re.compile(rf"(?s).{{1,{LONGEST}}}(?!\S)|.{{1,{LONGEST}}}")


def shorten(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The same pages, where each line is one and no longer than that; pieces of a line follow
    each other, as the lines of a paragraph do."""
    if all(_fits(line) for page in pages for line in page.lines):
        return tuple(pages)
    return tuple(
        replace(page, lines=tuple(piece for line in page.lines for piece in _pieces(line)))
        for page in pages
    )


def _fits(line: Line) -> bool:
    return all(len(s) <= LONGEST and s.splitlines() in ([], [s]) for s in (line.text, line.raw))


def _pieces(line: Line) -> Iterator[Line]:
    if _fits(line):
        yield line
        return
    for raw, text in zip_longest(_cut(line.raw), _cut(line.text), fillvalue=""):
        yield replace(line, raw=raw, text=text)


def _cut(text: str) -> list[str]:
    """At line breaks, and at a space where there is one. As read and as the file holds it, a line
    has the same spaces but for those that were tidied: pieces of the two meet, near enough to
    find a quote."""
    return [piece for line in text.splitlines() for piece in _PIECE.findall(line)]
