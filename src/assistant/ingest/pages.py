"""What a loader makes of a file: pages of lines, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.domain import Box, Engine, PageState, Quality
from assistant.lexicon import Lexicon
from assistant.ports import Recognizer

Role = Literal["heading", "text", "item", "row", "note"]
"""What a line is, where the file says so. Lines of one role without an empty line between them
are one block, items and rows apart: each of those is one. "text" is running text, whatever it
looks like. A row carries its column heads: « Région : Bretagne ; Maires : 12 »."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `raw` as the file holds it, `text` as read so far (cleaned, repaired).

    `role` is None where only the words can tell; `level` is a heading's, 1 for the highest.
    `box` is where it stands on its page, when the engine knows.
    """

    raw: str
    text: str
    role: Role | None = None
    level: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`number` is physical and 1-based; None in a document without pages. `label` is the
    printed number; `size` width and height in points."""

    number: int | None
    lines: tuple[Line, ...]
    label: str | None = None
    engine: Engine = "text"
    state: PageState = "read"
    quality: Quality | None = None
    size: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a file says of itself, "" where it says nothing. `date` is ISO 8601, cut to what is
    known."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Loaded:
    pages: tuple[Page, ...]
    about: About = About()


def _silent(done: int, total: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Context:
    """What a loader may use beside the bytes.

    `tell(pages done, pages in all)` is called after each page: a loader that stays silent for
    long is taken for dead. `recognizer` reads scans, None where there is none; pages are drawn
    for it with `dpi` dots an inch.
    """

    tell: Callable[[int, int], None] = _silent
    recognizer: Recognizer | None = None
    lexicon: Lexicon | None = None
    dpi: int = 300

    @property
    def words(self) -> Lexicon:
        return self.lexicon or Lexicon.shared()


Loader = Callable[[bytes, Context], Loaded]
"""Bytes to pages. Raises UnreadableFile (French, one line) when nothing can be read."""
