"""`assistant corpus list`: every document, and where it stands in the index."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from io import StringIO
from typing import Literal

from assistant import wording
from assistant.curate.values import Row
from assistant.faces.cli_output import write, write_json
from assistant.faces.curating import curator_of, say
from assistant.faces.render import counted, typeset, visible
from assistant.schema import to_json
from assistant.settings import Settings
from assistant.sources import date_text

_PIPED_WIDTH = 200
_WIDE = 150
_NAMES = ("id", "title", "file")
_NUMBERS = ("pages", "passages")


def run(args: argparse.Namespace, settings: Settings) -> int:
    rows = curator_of(settings).list()
    if args.json:
        write_json({"documents": [to_json(row) for row in rows]})
    elif rows:
        write(_table(rows, _width()))
        say(_total(rows))
    else:
        say(wording.CURATE_LIST_EMPTY)
    return 0


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _PIPED_WIDTH


def _table(rows: Sequence[Row], width: int) -> str:
    """Where there is little room, what names a document is in one column."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = width >= _WIDE
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    for name, title in wording.CURATE_COLUMNS.items():
        if wide or name not in _NAMES[1:]:
            number = name in _NUMBERS
            justify: Literal["right", "left"] = "right" if number else "left"
            table.add_column(title, justify=justify, no_wrap=number, overflow="fold")
    for row in rows:
        cells = _cells(row)
        if not wide:
            named = [cells.pop(name) for name in _NAMES]
            cells = {"id": "\n".join(named), **cells}
        table.add_row(*(Text(cell) for cell in cells.values()), end_section=not wide)
    text = StringIO()
    Console(file=text, width=width, color_system=None, force_terminal=False).print(table)
    return "\n".join(line.rstrip() for line in text.getvalue().rstrip().split("\n"))


def _cells(row: Row) -> dict[str, str]:
    document = row.document
    state = wording.CURATE_STATES[row.state]
    if not document.catalogued:
        state = f"{state}, {wording.UNCATALOGUED}"
    texts = {
        "id": document.id,
        "title": typeset(document.title),
        "date": date_text(document),
        "status": document.status or "",
        "file": document.source,
        "pages": str(row.pages or ""),
        "passages": str(row.passages or ""),
        "state": state,
    }
    return {name: visible(text).replace("\n", " ") for name, text in texts.items()}


def _total(rows: Sequence[Row]) -> str:
    return wording.CURATE_LIST_TOTAL.format(
        documents=counted(wording.CURATE_DOCUMENTS, len(rows)),
        pages=counted(wording.CURATE_PAGES, sum(row.pages for row in rows)),
        passages=counted(wording.CURATE_PASSAGES, sum(row.passages for row in rows)),
    )
