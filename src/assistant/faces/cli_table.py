"""Tables at a terminal or in a pipe."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from io import StringIO
from typing import Literal

from assistant.faces.render import visible

_PIPE_WIDTH = 140
_MIN_WIDTH = 40
_LEAST_COLUMN = 13

Column = tuple[str, Literal["left", "right"]]


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their heads, as wide as the terminal; what is too long goes on below. Where
    columns would be too narrow to read, one paragraph a row."""
    if _width() < _LEAST_COLUMN * len(columns):
        return "\n".join(_paragraph(columns, row) for row in rows)
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    longest = max((len(row[0]) for row in rows), default=0)
    first = min(max(longest, len(columns[0][0])), _width() // 4)
    for n, (name, side) in enumerate(columns):
        # a column of fixed width is not made narrower for the others
        width = None if n else first
        shown.add_column(
            Text(name), justify=side, overflow="fold", no_wrap=side == "right", width=width
        )
    for row in rows:
        shown.add_row(*(Text(visible(cell).replace("\n", " ")) for cell in row))
    written = StringIO()
    Console(file=written, width=_width(), color_system=None, legacy_windows=False).print(shown)
    return "\n".join(line.rstrip() for line in written.getvalue().rstrip().split("\n"))


def _paragraph(columns: Sequence[Column], row: Sequence[str]) -> str:
    """« id », then « Pages : 12 · Qualité : 97 » below."""
    first, *rest = (visible(cell).replace("\n", " ") for cell in row)
    named = [f"{name}\u00a0: {cell}" for (name, _), cell in zip(columns[1:], rest, strict=True)]
    body = textwrap.fill(" · ".join(named), _width(), initial_indent="  ", subsequent_indent="  ")
    return f"{first}\n{body}"


def colours() -> bool:
    """Whether the reader sees colours: a terminal that shows them."""
    from rich.console import Console

    return sys.stdout.isatty() and Console(file=sys.stdout).color_system is not None


def _width() -> int:
    if not sys.stdout.isatty():
        return _PIPE_WIDTH
    return max(_MIN_WIDTH, shutil.get_terminal_size().columns)
