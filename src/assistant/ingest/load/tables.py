"""Tables to lines that can be read alone: « Région : Bretagne ; Maires : 12 »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.ingest.load.writer import Writer, plain

MAX_COLUMNS, MAX_CELLS = 200, 400_000
_HEAD_WORDS, _LABEL_WORDS = 8, 7
_LAYOUT_WORDS = 60
_FIGURE = re.compile(
    r"^[^\w]*[\d.,\s/%€$+x×-]+(?:[%€]|k€|M€|Md€|ans?|h|km|kg|t|ha|m²)?[^\w]*$", re.I
)
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_SIGNS = re.compile(r"[\W_]*$")


@dataclass(frozen=True, slots=True)
class Cell:
    """`across` and `down`: how many columns and rows it fills. `head`: the file says that it is
    a heading."""

    text: str
    head: bool = False
    across: int = 1
    down: int = 1


Grid = list[list[Cell | None]]
"""Every place filled: a merged cell stands in each place that it covers."""


def spread(rows: Sequence[Sequence[Cell]]) -> Grid:
    """Cells as written, row by row, to the places they fill."""
    width = min(MAX_COLUMNS, max((sum(c.across for c in row) for row in rows), default=0))
    grid: Grid = []
    below: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        if len(grid) * max(1, width) > MAX_CELLS:
            break
        places: list[Cell | None] = []
        waiting = list(row)
        while len(places) < MAX_COLUMNS and (waiting or len(places) in below):
            left, cell = below.pop(len(places), (0, None))
            if cell is None:
                cell = waiting.pop(0)
                left = cell.down
                for _ in range(max(1, cell.across)):
                    _place(places, below, cell, left)
            else:
                _place(places, below, cell, left)
        grid.append(places)
    width = max((len(row) for row in grid), default=0)
    return [row + [None] * (width - len(row)) for row in grid]


def is_layout(grid: Grid) -> bool:
    """Whether the cells only place text on the page: one row, one column, or long paragraphs
    under no heading."""
    full = [row for row in grid if any(cell and cell.text for cell in row)]
    columns = {i for row in full for i, cell in enumerate(row) if cell and cell.text}
    if len(full) < 2 or len(columns) < 2:
        return True
    if any(cell and cell.head for row in full for cell in row):
        return False
    sizes = [len(c.text.split()) for row in full for c in row if c and c.text]
    return sum(sizes) / len(sizes) > _LAYOUT_WORDS


def write_table(writer: Writer, grid: Grid) -> None:
    """The rows, each cell with the head of its column (and of its row)."""
    grid = [row for row in grid if any(cell and cell.text for cell in row)]
    heads, body = _parted(grid)
    names = _names(heads)
    pairs = not names and _are_pairs(body)
    for row in body:
        raw = "\t".join(cell.text if cell else "" for cell in _once(row))
        writer.row(raw, _pair(row) if pairs else _row(row, names))


def _place(
    places: list[Cell | None], below: dict[int, tuple[int, Cell]], cell: Cell, left: int
) -> None:
    if len(places) >= MAX_COLUMNS:
        return
    if left > 1:
        below[len(places)] = (left - 1, cell)
    places.append(cell)


def _parted(grid: Grid) -> tuple[Grid, Grid]:
    """The rows of heads and the others."""
    told = 0
    while told < len(grid) - 1 and all(c is None or c.head or not c.text for c in grid[told]):
        told += 1
    if not told and any(cell and cell.head for row in grid for cell in row):
        return [], grid
    depth = max(1, told)
    while depth < len(grid) - 1 and _covers(grid[depth - 1]) and _labels(grid[depth]):
        depth += 1
    if not told and (_are_told_pairs(grid) or not _opens(_names(grid[:depth]), grid[depth:])):
        return [], grid
    return grid[:depth], grid[depth:]


def _are_told_pairs(grid: Grid) -> bool:
    """« Nom : | Kerbrat »: a colon ends each label of the first column."""
    firsts = [row[0].text for row in grid if row[0] and row[0].text]
    return len(grid[0]) == 2 and firsts[0].endswith(":") if firsts else False


def _covers(row: Sequence[Cell | None]) -> bool:
    """A head over several columns, which the next row names one by one."""
    return any(cell and cell.text and cell is beside for cell, beside in pairwise(row))


def _labels(row: Sequence[Cell | None]) -> bool:
    texts = [cell.text for cell in row if cell and cell.text]
    return len(texts) > 1 and all(_may_name(text) for text in texts)


def _may_name(text: str) -> bool:
    figure = bool(_FIGURE.match(text)) and not _is_year(text)
    return len(text.split()) <= _HEAD_WORDS and not figure and not text.endswith((".", ":", ";"))


def _opens(names: Sequence[str], rest: Grid) -> bool:
    """Whether the first row names columns: short distinct words over something else."""
    if not rest or not all(names[1:]) or len(set(names)) < len(names):
        return False
    if not all(_may_name(name) for name in names if name):
        return False
    columns = ([row[i].text if row[i] else "" for row in rest] for i in range(len(names)))  # type: ignore[union-attr]
    figures = any(
        any(column) and all(_FIGURE.match(text) for text in column if text)
        for column, name in zip(columns, names, strict=True)
        if not _FIGURE.match(name)
    )
    return figures or (len(names) >= 3 and len(rest) >= 2) or not names[0]


def _is_year(text: str) -> bool:
    return bool(_YEAR.match(text.strip()))


def _names(heads: Grid) -> list[str]:
    """The name of each column: heads over one another joined by a dash."""
    if not heads:
        return []
    names = []
    for i in range(len(heads[0])):
        parts: list[str] = []
        for row in heads:
            text = _bare(row[i].text if row[i] else "")  # type: ignore[union-attr]
            if text and text not in parts:
                parts.append(text)
        names.append(" – ".join(parts))
    return names


def _are_pairs(grid: Grid) -> bool:
    """Two columns, short labels before their values."""
    rows = [tuple(_once(row)) for row in grid]
    if any(len(row) > 2 for row in rows):
        return False
    firsts = [row[0] for row in rows if len(row) == 2 and row[0] is not None]
    if not firsts:
        return False
    told = any(cell.head for cell in firsts)
    return told or all(
        len(cell.text.split()) <= _LABEL_WORDS and not _FIGURE.match(cell.text)
        for cell in firsts
        if cell.text
    )


def _pair(row: Sequence[Cell | None]) -> str:
    texts = [cell.text for cell in _once(row) if cell and cell.text]
    return _said(_bare(texts[0]), texts[1]) if len(texts) == 2 else " ".join(texts)


def _row(row: Sequence[Cell | None], names: Sequence[str]) -> str:
    """Cells with their heads; a cell that fills the row stands alone."""
    parts: list[str] = []
    at = 0
    for cell in _once(row):
        covered = max(1, sum(1 for c in row[at:] if c is cell)) if cell else 1
        heads = [name for name in names[at : at + covered] if name]
        at += covered
        if cell is None or not cell.text:
            continue
        whole = covered >= len(row) and len(row) > 1
        alone = whole or not heads or (cell.head and at == covered)
        parts.append(cell.text if alone else _said(_joined(heads), cell.text))
    return " ; ".join(part.rstrip(" ;") for part in parts if not _SIGNS.fullmatch(part))


def _joined(heads: Sequence[str]) -> str:
    """Heads of the columns that one cell covers; what they share is said once."""
    return heads[0] if len(set(heads)) == 1 else ", ".join(dict.fromkeys(heads))


def _said(name: str, value: str) -> str:
    return f"{name} : {value}" if name else value


def _bare(text: str) -> str:
    return plain(text).rstrip(" :")


def _once(row: Sequence[Cell | None]) -> Iterator[Cell | None]:
    """A cell that fills several places of a row, once."""
    before: Cell | None = None
    for cell in row:
        if cell is None or cell is not before:
            yield cell
        before = cell
