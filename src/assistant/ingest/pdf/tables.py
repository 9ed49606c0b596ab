"""Ruled tables: words to cells, cells to rows that can be read alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.domain import Box
from assistant.ingest.pdf.calls import without_calls
from assistant.ingest.pdf.drawing import Drawing
from assistant.ingest.pdf.grids import frames
from assistant.ingest.pdf.rows import Chunk, box_of, rows_of, words_in
from assistant.ingest.pdf.sheet import Piece, Row, joined

_LONG_CELL = 40
_HEAD_WORDS = 12
_LABEL_WORDS = 8
_LEAST_HEADS = 3
_FIGURES = re.compile(r"^[\W_]*\d[\d\s.,/%€+−–-]*(?:[%€]|k€|M€|ha|km²?|h|ans)?[\W_]*$")


@dataclass(frozen=True, slots=True)
class Cell:
    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(filter(None, (joined(without_calls(row)) for row in rows_of(self.pieces))))

    @property
    def raw(self) -> str:
        return " ".join(filter(None, (joined(row, raw=True) for row in rows_of(self.pieces))))

    @property
    def words(self) -> int:
        return words_in(self.pieces)

    @property
    def bold(self) -> bool:
        return bool(self.pieces) and all(piece.bold for piece in self.pieces)

    @property
    def figures(self) -> bool:
        return bool(_FIGURES.match(self.text))


Grid = list[list[Cell]]


def take_tables(pieces: Sequence[Piece], drawing: Drawing) -> tuple[list[Chunk], list[Piece]]:
    """The ruled tables of a page as chunks, and the pieces that stand in none."""
    left = list(pieces)
    found: list[Chunk] = []
    for xs, ys in frames(drawing):
        box = Box(xs[0] - 1, ys[0] - 1, xs[-1] + 1, ys[-1] + 1)
        inside = [piece for piece in left if _holds(box, piece)]
        grid = _grid(inside, xs, ys)
        if not _is_table(grid):
            continue
        heads = heads_of(grid, _shaded_head(drawing, xs, ys))
        found.append(table_chunk(grid, inside, heads, xs))
        gone = set(map(id, inside))
        left = [piece for piece in left if id(piece) not in gone]
    return found, left


def _holds(box: Box, piece: Piece) -> bool:
    across, down = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return box.left <= across <= box.right and box.top <= down <= box.bottom


def _grid(pieces: Sequence[Piece], xs: Sequence[float], ys: Sequence[float]) -> Grid:
    cells: list[list[list[Piece]]] = [[[] for _ in pairwise(xs)] for _ in pairwise(ys)]
    for piece in pieces:
        across, down = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
        column = min(max(sum(x <= across for x in xs) - 1, 0), len(xs) - 2)
        row = min(max(sum(y <= down for y in ys) - 1, 0), len(ys) - 2)
        cells[row][column].append(piece)
    grid = [[Cell(tuple(cell)) for cell in row] for row in cells]
    return [row for row in grid if any(cell.pieces for cell in row)]


def _is_table(grid: Grid) -> bool:
    """Rows of short cells; a page laid out in frames is none."""
    filled = [cell.words for row in grid for cell in row if cell.pieces]
    if len(grid) == 1:
        return _names_columns(grid[0])
    if not grid or len(filled) < 0.4 * sum(map(len, grid)):
        return False
    several = sum(sum(bool(cell.pieces) for cell in row) >= 2 for row in grid)
    return several >= 2 and sum(filled) / len(filled) <= _LONG_CELL


def _names_columns(row: Sequence[Cell]) -> bool:
    """Heads that a page's end has parted from their table."""
    return len(row) >= _LEAST_HEADS and all(
        cell.bold and cell.words <= _LABEL_WORDS and not cell.figures for cell in row
    )


def _shaded_head(drawing: Drawing, xs: Sequence[float], ys: Sequence[float]) -> bool:
    """Whether a ground lies behind the first row and not behind the second."""

    def shaded(top: float, bottom: float) -> bool:
        middle = (top + bottom) / 2
        return any(
            box.top <= middle <= box.bottom and box.right > xs[0] + 2 and box.left < xs[-1] - 2
            for box in drawing.grounds
        )

    return len(ys) > 2 and shaded(ys[0], ys[1]) and not shaded(ys[1], ys[2])


def table_chunk(
    grid: Grid,
    pieces: Sequence[Piece],
    heads: Sequence[str],
    columns: Sequence[float] = (),
) -> Chunk:
    box = box_of(pieces)
    rows = tuple(_rows(grid, heads, tuple(columns)))
    size = median(piece.size for piece in pieces)
    return Chunk((), box, box.bottom, size, bold=False, rows=rows)


def heads_of(grid: Grid, shaded: bool) -> tuple[str, ...]:
    """The texts of the first row when it names the columns, () when it does not."""
    first, rest = grid[0], grid[1:]
    if not all(cell.pieces for cell in first[1:]):
        return ()
    if any(cell.figures or cell.words > _HEAD_WORDS for cell in first):
        return ()
    styled = all(cell.bold for cell in first if cell.pieces) and not (
        rest and all(cell.bold for row in rest for cell in row if cell.pieces)
    )
    counted = any(sum(row[n].figures for row in rest) > len(rest) / 2 for n in range(1, len(first)))
    if styled or shaded or counted or len(first) >= _LEAST_HEADS:
        return tuple(cell.text for cell in first)
    return ()


def _rows(grid: Grid, heads: Sequence[str], columns: tuple[float, ...]) -> Iterator[Row]:
    """Each row with its column heads. The row of heads says nothing more."""
    for n, row in enumerate(grid):
        cells = tuple(cell.text for cell in row)
        raw = " ".join(cell.raw for cell in row if cell.pieces)
        text = "" if heads and n == 0 else row_text(cells, heads)
        box = box_of(piece for cell in row for piece in cell.pieces)
        yield Row(raw, text, box, cells, tuple(heads), columns)


def row_text(cells: Sequence[str], heads: Sequence[str]) -> str:
    """« Région : Bretagne ; Maires : 12 »; a cell alone in its row stands without its head."""
    filled = [(i, cell) for i, cell in enumerate(cells) if cell]
    if heads and len(filled) > 1:
        return " ; ".join(_named(heads[i], cell) for i, cell in filled)
    pair = len(cells) == len(filled) == 2 and not heads
    if pair and len(cells[0].split()) <= _LABEL_WORDS:
        return _named(*cells)
    return " ; ".join(cell for _, cell in filled)


def _named(head: str, value: str) -> str:
    return f"{head.rstrip(' :')} : {value}" if head else value
