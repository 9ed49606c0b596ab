"""Tables that go on over a page's end: their rows keep the heads of the page before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.ingest.pdf.sheet import Printed, Row, Sheet
from assistant.ingest.pdf.tables import row_text

_SAME_PLACE = 4.0


def continue_tables(sheets: Sequence[Sheet]) -> None:
    """Give the rows at the top of a page the heads of the table that ends the page before, where
    their columns stand in the same places."""
    last: Row | None = None
    for sheet in sheets:
        shown = [line for line in sheet.lines if line.text or line.row]
        if last and last.heads and shown and _goes_on(last, shown[0].row):
            _rename(shown, last)
        last = shown[-1].row if shown else None


def _goes_on(last: Row, row: Row | None) -> bool:
    if row is None or not row.columns or len(row.columns) != len(last.columns):
        return False
    return all(abs(a - b) < _SAME_PLACE for a, b in zip(row.columns, last.columns, strict=True))


def _rename(lines: Sequence[Printed], last: Row) -> None:
    columns: tuple[float, ...] = ()
    for line in lines:
        if line.row is None or (columns and line.row.columns != columns):
            return
        columns = line.row.columns
        line.row = replace(line.row, heads=last.heads)
        line.text = "" if line.row.cells == last.heads else row_text(line.row.cells, last.heads)
