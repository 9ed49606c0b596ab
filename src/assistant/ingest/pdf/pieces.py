"""The text of a page in pieces, and where they stand, from pdfium's characters.

pdfium has already told words apart. Pieces of one look with ordinary spaces between make one
piece, of which the ends are measured: ten times cheaper than measuring every letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, groupby
from operator import add, sub
from typing import TYPE_CHECKING, NamedTuple

from assistant.ingest.pdf.characters import Characters, Extent, Look
from assistant.ingest.pdf.frame import Frame
from assistant.ingest.pdf.sheet import Piece
from assistant.ingest.pdf.signs import LINE_END_HYPHENS, cleaned

if TYPE_CHECKING:
    import pypdfium2

_TOKEN = re.compile(rf"[^\s{LINE_END_HYPHENS}]+[{LINE_END_HYPHENS}]?|[{LINE_END_HYPHENS}]")
_HYPHEN_INSIDE = re.compile(rf"[{LINE_END_HYPHENS}](?!$)")
_LINE = re.compile(r"[^\r\n]+")
_MAY_HOLD_CALL = re.compile(r"[\d*†‡§]")
_SAME_BASE = 0.15
_WIDTH, _SPACE, _BLANK = 0.55, 0.9, 0.28
"""As shares of the size: a usual letter, the widest ordinary space, the usual one."""
_SPACED_OUT = 5
_RAISED_SIZE, _RAISED_BY = 0.85, 0.12


class Seen(NamedTuple):
    """A piece and whether it may be hidden."""

    piece: Piece
    invisible: bool
    white: bool


def read_pieces(text: pypdfium2.PdfTextPage, frame: Frame, *, whole: bool) -> list[Seen]:
    """Every piece of text, hidden ones too, in the file's order. Unless `whole`, each word is a
    piece of its own: the cells of a table may stand close together."""
    return list(_Reader(Characters(text, frame), whole=whole).read())


class _Reader:
    """The words of a page and where each stands, made into pieces. Words are told by number."""

    def __init__(self, chars: Characters, *, whole: bool) -> None:
        self._chars = chars
        self._joins = whole and chars.level
        self._string = chars.string()
        self._starts: list[int] = []
        self._stops: list[int] = []
        self._lines = [self._parted(line) for line in _LINE.finditer(self._string)]
        self._xs, self._ys = chars.places(self._starts)

    def _parted(self, line: re.Match[str]) -> tuple[int, int]:
        """The first and last words of a line. Single spaces need no measure."""
        begin = len(self._starts)
        text = line[0].rstrip()
        sizes = list(map(len, text.split()))
        if sum(sizes) + len(sizes) - 1 == len(text) and not _HYPHEN_INSIDE.search(text):
            starts = list(accumulate([size + 1 for size in sizes], initial=line.start()))
            starts.pop()
            self._starts += starts
            self._stops += map(add, starts, sizes)
        else:
            for match in _TOKEN.finditer(self._string, *line.span()):
                self._starts.append(match.start())
                self._stops.append(match.end())
        return begin, len(self._starts)

    def read(self) -> Iterator[Seen]:
        for begin, end in self._lines:
            if end > begin:
                yield from self._line(begin, end)

    def _line(self, begin: int, end: int) -> Iterator[Seen]:
        """A line of pdfium's, which may hold several of the page's, in pieces."""
        chars, starts, stops = self._chars, self._starts, self._stops
        joins = self._joins and not self._is_set_apart(begin, end)
        if joins and chars.same_object(starts[begin], stops[end - 1] - 1):
            look = chars.look(starts[begin])
            if look.turn == 0:
                yield from self._runs(begin, end, look)
                return
        first, shared = begin, None
        for n in range(begin, end):
            word = starts[n], stops[n]
            here = chars.look(word[0])
            plain = joins and here.turn == 0 and not _MAY_HOLD_CALL.search(self._string, *word)
            if shared is not None and not (plain and here == shared):
                yield from self._runs(first, n, shared)
                shared = None
            if not plain:
                yield from self._pieces(*word)
            elif shared is None:
                first, shared = n, here
        if shared is not None:
            yield from self._runs(first, end, shared)

    def _is_set_apart(self, begin: int, end: int) -> bool:
        """« T I T R E »: where its words end is told by measures alone."""
        if end - begin < _SPACED_OUT:
            return False
        sizes = list(map(sub, self._stops[begin:end], self._starts[begin:end]))
        return sizes.count(1) >= 0.8 * len(sizes)

    def _runs(self, begin: int, end: int, look: Look) -> Iterator[Seen]:
        """Words of one look, parted where one does not follow the other on the same line, an
        ordinary space between. The end of a word is measured only where the next seems far."""
        letter, most, shift = _WIDTH * look.size, _SPACE * look.size, _SAME_BASE * look.size
        starts, stops, xs, ys = self._starts, self._stops, self._xs, self._ys
        x, y = xs[begin], ys[begin]
        for n in range(begin + 1, end):
            ahead, base = xs[n], ys[n]
            step = ahead - x
            if (
                step <= 0
                or abs(base - y) > shift
                or (
                    step > letter * (stops[n - 1] - starts[n - 1]) + most
                    and ahead - self._chars.right(stops[n - 1] - 1) > most
                )
            ):
                yield self._run(begin, n, look)
                begin = n
            x, y = ahead, base
        yield self._run(begin, end, look)

    def _run(self, begin: int, end: int, look: Look) -> Seen:
        """Words as one piece."""
        start, stop = self._starts[begin], self._stops[end - 1]
        place = self._xs[begin], self._ys[begin]
        extent = self._chars.extent(start, stop - 1, place)
        if end - begin == 1:
            return _seen(self._string[start:stop], extent, look)
        first = self._xs[begin + 1] - place[0] - _BLANK * look.size
        return _seen(self._string[start:stop], extent, look, first=first)

    def _pieces(self, start: int, stop: int) -> Iterator[Seen]:
        """A word as one piece, or as several when a part of it is raised above the rest."""
        chars, token = self._chars, self._string[start:stop]
        look = chars.look(start)
        mixed = len(token) > 1 and (
            look.size != chars.look(stop - 1).size or bool(_MAY_HOLD_CALL.search(token))
        )
        runs = [list(run) for _, run in groupby(range(start, stop), self._level)] if mixed else []
        if len(runs) < 2:
            yield _seen(token, self._extent(start, stop), look)
            return
        large = max(chars.look(run[0]).size for run in runs)
        floor = max(self._base(run[0]) for run in runs if chars.look(run[0]).size > 0.9 * large)
        for n, run in enumerate(runs):
            first, last = run[0], run[-1] + 1
            here = chars.look(first)
            higher = floor - self._base(first)
            raised = here.size < _RAISED_SIZE * large and higher > _RAISED_BY * large
            extent = self._extent(first, last)
            yield _seen(self._string[first:last], extent, here, glued=n > 0, raised=raised)

    def _extent(self, start: int, stop: int) -> Extent:
        return self._chars.extent(start, stop - 1, self._chars.place(start))

    def _level(self, index: int) -> tuple[float, float]:
        """The size of a sign and the line that it stands on."""
        return round(self._chars.look(index).size, 1), round(self._base(index), 1)

    def _base(self, index: int) -> float:
        x, y = self._chars.shown(index)
        turn = self._chars.look(index).turn
        return {0: y, 1: x, 2: -y, 3: -x}.get(turn, y)


def _seen(
    raw: str,
    extent: Extent,
    look: Look,
    *,
    glued: bool = False,
    raised: bool = False,
    first: float | None = None,
) -> Seen:
    left, top, right, bottom, base = extent
    piece = Piece(
        raw if raw[-1] not in LINE_END_HYPHENS else raw[:-1] + "-",
        cleaned(raw),
        left,
        top,
        right,
        bottom,
        base,
        look.size,
        look.bold,
        glued,
        raised,
        look.turn,
        right - left if first is None else first,
    )
    return Seen(piece, look.invisible, look.white)
