"""What a document to take along is made of, whatever its format. Texts are French as they are
shown; « [n] » in them is the n-th of the sheet's citations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.domain import Citation
from assistant.faces.render import cut_at_marks


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    kind: Literal["plain", "quiet", "notice"] = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was asked and what was replied."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, with a box to tick."""

    number: int
    title: str
    text: str
    limit: str = ""


@dataclass(frozen=True, slots=True)
class Extract:
    """A quote shown in the text itself."""

    citation: Citation


Block = Heading | Paragraph | Facts | Bullets | Task | Extract


@dataclass(frozen=True, slots=True)
class Sheet:
    """`made` says when and by what; `one_page` asks a paged format to fit it on one."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    made: str
    one_page: bool = False


def pieces(text: str, citations: int) -> Iterator[str | int]:
    """Text and marks in turn; a bracketed number that names no citation stays text."""
    return cut_at_marks(text, range(1, citations + 1), spaced=False)
