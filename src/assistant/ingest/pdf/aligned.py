"""Tables of figures without rules: cells that stand level in columns, under heads."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from assistant.ingest.pdf.rows import Chunk
from assistant.ingest.pdf.sheet import Piece
from assistant.ingest.pdf.tables import Cell, heads_of, table_chunk

_LEAST_ROWS, _LEAST_COLUMNS = 3, 3
_ALIGNED = 4.0
_LEVEL_SHARE, _FIGURE_SHARE = 0.8, 0.7
_CELL_WORDS = 5
_STEP = 2.5


def take_aligned(rows: Sequence[list[Chunk]]) -> list[list[Chunk]]:
    """The rows of a page, those of each unruled table of figures made one chunk."""
    kept: list[list[Chunk]] = []
    i = 0
    while i < len(rows):
        end = i
        while (
            end < len(rows)
            and len(rows[end]) >= _LEAST_COLUMNS
            and (end == i or _close(rows[end - 1][0], rows[end][0]))
        ):
            end += 1
        table = _aligned(rows[i:end]) if end - i >= _LEAST_ROWS else None
        end = max(end, i + 1)
        kept.extend([[table]] if table is not None else rows[i:end])
        i = end
    return kept


def _close(above: Chunk, below: Chunk) -> bool:
    return below.base - above.base < _STEP * above.size


def _aligned(rows: Sequence[Sequence[Chunk]]) -> Chunk | None:
    wide = max(map(len, rows))
    full = [row for row in rows if len(row) == wide]
    if len(full) < max(_LEAST_ROWS, _LEVEL_SHARE * len(rows)):
        return None
    if not all(_is_level([row[n] for row in full]) for n in range(wide)):
        return None
    if median(c.words for row in rows for c in row) > _CELL_WORDS:
        return None
    grid = [_placed(row, full[-1]) for row in rows]
    body = grid[1:]
    counted = [
        sum(row[n].figures for row in body) >= _FIGURE_SHARE * len(body) for n in range(1, wide)
    ]
    heads = heads_of(grid, shaded=False)
    if not any(counted) or heads is None:
        return None
    return table_chunk(grid, [piece for row in rows for c in row for piece in c.pieces], heads)


def _is_level(cells: Sequence[Chunk]) -> bool:
    """Cells under each other: their left sides, right sides or middles on one line. The first
    may be a head, set otherwise."""
    for places in (
        [c.box.left for c in cells],
        [c.box.right for c in cells],
        [(c.box.left + c.box.right) / 2 for c in cells],
    ):
        if max(places[1:]) - min(places[1:]) <= _ALIGNED:
            return True
    return False


def _placed(row: Sequence[Chunk], model: Sequence[Chunk]) -> list[Cell]:
    if len(row) == len(model):
        return [Cell(c.pieces) for c in row]
    cells: list[list[Piece]] = [[] for _ in model]
    for one in row:
        middle = (one.box.left + one.box.right) / 2
        n = min(
            range(len(model)),
            key=lambda k: abs((model[k].box.left + model[k].box.right) / 2 - middle),
        )
        cells[n].extend(one.pieces)
    return [Cell(tuple(cell)) for cell in cells]
