"""What is read from one page, before the whole document tells what each line is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from assistant.domain import Box, Engine, PageState, Quality
from assistant.ingest.pages import Line


class Piece(NamedTuple):
    """Letters of one look printed together: a word, or several with ordinary spaces between.

    `base` is the line they stand on; `glued` to the piece before, without a space; `raised` above
    the line (a note's call, an ordinal's ending); `first` is the width of the first word. `turn`
    is how far they are turned, in quarters counter-clockwise; 4 for any other slant.
    """

    raw: str
    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    glued: bool = False
    raised: bool = False
    turn: int = 0
    first: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, its cells with their column heads in `text`. `columns` is where the
    columns part, in a ruled table."""

    raw: str
    text: str
    box: Box
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    columns: tuple[float, ...] = ()


@dataclass(slots=True)
class Printed:
    """A printed line, or a row of a table. `block` numbers the column piece it stands in; `mark`
    is what opens a footnote or an item (« 1 », « • »), apart from `text`."""

    raw: str
    text: str
    box: Box
    base: float
    size: float
    bold: bool
    block: int = 0
    first: float = 0.0
    """Width of the first word: would it have fitted on the line above?"""
    mark: str = ""
    ruled: bool = False
    """A short rule stands right above, as over footnotes."""
    row: Row | None = None
    turned: bool = False

    @property
    def letters(self) -> int:
        return sum(map(str.isalpha, self.text))


@dataclass(slots=True)
class Sheet:
    """A page as read: `size` as it is shown, `turn` the quarters by which its lines are turned.
    `told` holds the lines of a reader that has its own order (pypdf, OCR)."""

    number: int
    size: tuple[float, float]
    turn: int = 0
    label: str | None = None
    lines: list[Printed] = field(default_factory=list)
    told: tuple[Line, ...] = ()
    engine: Engine = "pdfium"
    state: PageState = "read"
    quality: Quality | None = None

    @property
    def level_size(self) -> tuple[float, float]:
        """The size of the page turned so that its lines read level."""
        return self.size[::-1] if self.turn % 2 else self.size

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in (self.told or self.lines))


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box that holds them all."""
    found = list(boxes)
    return Box(
        min(box.left for box in found),
        min(box.top for box in found),
        max(box.right for box in found),
        max(box.bottom for box in found),
    )


def joined(pieces: Sequence[Piece], *, raw: bool = False) -> str:
    """The pieces of a line as text."""
    if len(pieces) == 1:
        return (pieces[0].raw if raw else pieces[0].text).strip()
    parts: list[str] = []
    for piece in pieces:
        part = piece.raw if raw else piece.text
        if part and parts and not piece.glued:
            parts.append(" ")
        parts.append(part)
    return "".join(parts).strip()
