"""Pieces to rows of text: what stands on one line, and where a row has wide gaps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from statistics import median

from assistant.domain import Box
from assistant.ingest.pdf.sheet import Piece, Row, joined

GAP = 0.9
"""A space wider than this share of the letters' size may part two columns."""
_SAME_BASE = 0.35
_SMALLER = 0.85
_BOLD_SHARE = 0.8
_SPACED_OUT = 5
_TOUCH = 0.12


@dataclass(frozen=True, slots=True)
class Chunk:
    """Pieces of one row without a wide gap between them; or a whole table, its rows in `rows`."""

    pieces: tuple[Piece, ...]
    box: Box
    base: float
    size: float
    bold: bool
    rows: tuple[Row, ...] = ()

    @property
    def text(self) -> str:
        return joined(self.pieces)

    @property
    def words(self) -> int:
        return words_in(self.pieces)


def words_in(pieces: Iterable[Piece]) -> int:
    return sum(piece.text.count(" ") + 1 for piece in pieces if not piece.glued)


def rows_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Words that stand on one line across the page, from top to bottom, each from the left.

    Raised pieces go with the line they are raised from.
    """
    rows: list[tuple[float, list[Piece]]] = []
    floating: list[tuple[Piece, Piece | None]] = []
    before: Piece | None = None
    level: list[Piece] = []
    for piece in pieces:
        if piece.raised:
            floating.append((piece, before))
        else:
            level.append(piece)
        before = piece
    for piece in sorted(level, key=attrgetter("base")):
        for base, row in reversed(rows[-4:]):
            if abs(piece.base - base) <= _SAME_BASE * min(piece.size, row[0].size):
                row.append(piece)
                break
        else:
            rows.append((piece.base, [piece]))
    found = [row for _, row in rows]
    for piece, near in floating:
        _nearest(found, piece, near).append(piece)
    sizes = {piece.size for piece in pieces}
    if sizes and min(sizes) < _SMALLER * max(sizes):
        found = _with_raised(found)
    return [_in_order(row) for row in found]


def _in_order(row: list[Piece]) -> list[Piece]:
    if len(row) == 1:
        return row
    row.sort(key=lambda w: (w.left, w.right))
    if not any(piece.raised for piece in row):
        return row
    closed = row[:1]
    for before, piece in pairwise(row):
        touches = (
            piece.raised or before.raised
        ) and piece.left - before.right < _TOUCH * piece.size
        closed.append(piece._replace(glued=piece.glued or touches))
    return closed


def _nearest(rows: list[list[Piece]], piece: Piece, near: Piece | None) -> list[Piece]:
    """The row of the piece that this one is glued to, else the one it floats over."""
    for row in rows:
        if near is not None and any(near is other for other in row):
            return row
    below = [row for row in rows if row[0].top <= piece.bottom and row[0].base >= piece.base]
    if below:
        return min(below, key=lambda row: row[0].base - piece.base)
    rows.append([piece])
    return rows[-1]


def _with_raised(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Rows of small raised pieces alone are joined to the row that they stand beside."""
    kept: list[list[Piece]] = []
    for i, row in enumerate(rows):
        below = rows[i + 1] if i + 1 < len(rows) else None
        if below is not None and len(row) <= 6 and all(_floats(piece, below) for piece in row):
            below.extend(piece._replace(raised=True) for piece in row)
        else:
            kept.append(row)
    return kept


def _floats(piece: Piece, row: Sequence[Piece]) -> bool:
    """Whether a small piece stands, raised, beside a piece of the row."""
    return any(
        piece.size < _SMALLER * other.size
        and 0 < other.base - piece.base < 0.7 * other.size
        and (abs(piece.left - other.right) < 0.4 * other.size
             or abs(other.left - piece.right) < 0.6 * other.size)
        for other in row
    )  # fmt: skip


def chunks_of(row: Sequence[Piece]) -> Iterator[Chunk]:
    """A row cut at its wide gaps. A bullet or a number stays with what it opens."""
    if len(row) == 1:
        yield chunk(row)
        return
    parts: list[list[Piece]] = [[row[0]]]
    reach = row[0].right
    for before, piece in pairwise(row):
        gap = piece.left - reach
        wide = GAP * max(min(before.size, piece.size), 4.0)
        if gap > wide and not piece.glued and not _opens_item(parts[-1], gap):
            parts.append([])
            reach = piece.right
        parts[-1].append(piece)
        reach = max(reach, piece.right)
    for part in parts:
        yield chunk(part)


def _opens_item(part: Sequence[Piece], gap: float) -> bool:
    if len(part) != 1 or gap > 4 * part[0].size:
        return False
    return is_marker(part[0].text)


def is_marker(text: str) -> bool:
    """« • », « – », « 1. », « a) »: what stands before an item's words."""
    return text in MARKERS or bool(_NUMBER.match(text))


_NUMBER = re.compile(r"^(?:\d{1,3}|[^\W\d_])[.)°]+$")
SIGNS = "•▪‣◦·●►✓–—-*+○■□❖➢→o"
MARKERS = frozenset(SIGNS)


def chunk(pieces: Sequence[Piece]) -> Chunk:
    if len(pieces) == 1:
        one = pieces[0]
        box = Box(one.left, one.top, one.right, one.bottom)
        return Chunk((one,), box, one.base, round(one.size, 1), one.bold)
    pieces = _letters_joined(pieces)
    whole = [w for w in pieces if not w.raised] or list(pieces)
    sizes: Counter[float] = Counter()
    for piece in whole:
        sizes[round(piece.size, 1)] += len(piece.raw)
    letters = sum(len(piece.raw) for piece in whole)
    bold = sum(len(piece.raw) for piece in whole if piece.bold)
    size = sizes.most_common(1)[0][0]
    return Chunk(
        pieces=tuple(pieces),
        box=box_of(pieces),
        base=median(w.base for w in whole),
        size=size,
        bold=bold >= _BOLD_SHARE * letters,
    )


def box_of(pieces: Iterable[Piece]) -> Box:
    found = list(pieces)
    return Box(
        min(w.left for w in found),
        min(w.top for w in found),
        max(w.right for w in found),
        max(w.bottom for w in found),
    )


def _letters_joined(pieces: Sequence[Piece]) -> list[Piece]:
    """« T I T R E »: letters set apart for show are words again; wider gaps part them."""
    single = [w for w in pieces if len(w.text) == 1 and w.text.isalpha()]
    if len(single) < _SPACED_OUT or len(single) < 0.8 * len(pieces):
        return list(pieces)
    gaps = [max(0.0, b.left - a.right) for a, b in pairwise(pieces)]
    usual = median(gaps)
    joined_up = [pieces[0]]
    for gap, piece in zip(gaps, pieces[1:], strict=True):
        joined_up.append(piece._replace(glued=gap <= 1.7 * usual + 0.3))
    return joined_up


def merged(chunks: Sequence[Chunk]) -> Chunk:
    """Chunks of one row that nothing parts."""
    if len(chunks) == 1:
        return chunks[0]
    whole = chunk([piece for one in chunks for piece in one.pieces])
    return replace(whole, pieces=tuple(piece for one in chunks for piece in one.pieces))
