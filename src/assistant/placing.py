"""Where a passage stands on its document's pages: the lines it was read from, and the part of
each that a quote covers."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.domain import PageText, Passage, Span

_MOST_STARTS = 64
_LINE_END_HYPHENS = ("-", "\u00ad", "\u2010")


@dataclass(frozen=True, slots=True)
class Place:
    """One line of one page, both 0-based; `page` is a position among the pages, no number."""

    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A quote's part of a line: `lines[line].text[start:end]`."""

    place: Place
    start: int
    end: int


class Placer:
    """Finds passages again among the lines of their document's pages."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._pages = pages
        self._places = [Place(p, n) for p, page in enumerate(pages) for n in range(len(page.lines))]
        self._positions: dict[str, list[int]] = defaultdict(list)
        for position, place in enumerate(self._places):
            self._positions[pages[place.page].lines[place.line].raw].append(position)

    def lines(self, passage: Passage) -> tuple[Place, ...]:
        """Every line whose raw text went into the passage, in the file's order."""
        return tuple(self._places[position] for position in self._found(passage).values())

    def marks(self, passage: Passage, start: int, end: int) -> tuple[Mark, ...]:
        """The part of each line that `passage.text[start:end]` covers, in the order of the text."""
        found = self._found(passage)
        return tuple(
            mark
            for span in passage.spans
            if max(start, span.start) < min(end, span.end) and span.raw_start in found
            for mark in self._mark(passage, span, self._places[found[span.raw_start]], start, end)
        )

    def below(self, place: Place) -> Place | None:
        """The line that holds the end of a word cut at the end of this one."""
        lines = self._pages[place.page].lines
        cut = lines[place.line].raw.rstrip().endswith(_LINE_END_HYPHENS)
        if not cut:
            return None
        after = range(place.line + 1, len(lines))
        line = next((n for n in after if lines[n].raw.strip()), None)
        return None if line is None else Place(place.page, line)

    def _mark(
        self, passage: Passage, span: Span, place: Place, start: int, end: int
    ) -> Iterator[Mark]:
        line = self._pages[place.page].lines[place.line].text
        at = line.find(passage.text[span.start : span.end])
        if at < 0:
            yield Mark(place, 0, len(line))
            return
        first, last = max(start, span.start) - span.start, min(end, span.end) - span.start
        yield Mark(place, at + first, at + last)

    def _found(self, passage: Passage) -> dict[int, int]:
        """Positions of the passage's raw lines, by where each starts in its raw text.

        A line may stand several times in a document: of all the ways to find them in order, the
        one that begins on the passage's page and spreads over the fewest lines.
        """
        pieces = {a: self._positions.get(passage.raw[a:b], ()) for a, b in _raw_lines(passage)}
        known = {start: positions for start, positions in pieces.items() if positions}
        if not known:
            return {}
        first = next(iter(known.values()))
        ways = [_follow(known, position) for position in first[:_MOST_STARTS]]
        return min(ways, key=lambda way: self._strangeness(passage, known, way))

    def _strangeness(
        self, passage: Passage, known: Mapping[int, Sequence[int]], way: Mapping[int, int]
    ) -> tuple[int, bool, int]:
        positions = list(way.values())
        opening = way.get(passage.spans[0].raw_start) if passage.spans else positions[0]
        page = None if opening is None else self._pages[self._places[opening].page].number
        spread = max(positions) - min(positions)
        return len(known) - len(way), page != passage.page, spread


def _raw_lines(passage: Passage) -> list[tuple[int, int]]:
    """Bounds of the lines of `passage.raw`; those between spans hold no line end of their own."""
    spans = sorted({(span.raw_start, span.raw_end) for span in passage.spans})
    bounds = [(0, 0), *spans, (len(passage.raw), len(passage.raw))]
    found = set(spans)
    for (_, before), (after, _) in pairwise(bounds):
        at = before
        for piece in passage.raw[before:after].split("\n"):
            if piece.strip():
                found.add((at, at + len(piece)))
            at += len(piece) + 1
    return sorted(found)


def _follow(pieces: Mapping[int, Sequence[int]], start: int) -> dict[int, int]:
    """Each piece at its first position after the one before; those that have none are left."""
    way: dict[int, int] = {}
    last = start - 1
    for name, positions in pieces.items():
        at = bisect_right(positions, last)
        if at < len(positions):
            last = positions[at]
            way[name] = last
    return way
