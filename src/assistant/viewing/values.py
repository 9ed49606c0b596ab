"""What is shown of a page."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.domain import Document
from assistant.ports import Quoted

WIDTH, MIN_WIDTH, MAX_WIDTH = 1_000, 100, 2_000
"""Of a picture, in pixels: when nothing is asked for, and the bounds of what may be."""


@dataclass(frozen=True, slots=True)
class View:
    """One page: `text` is what was read of it, `marks` the bounds of the quoted parts.

    `number` is 1 for the only page of a document without pages, `paged` tells. `pictured`: the
    page can be drawn; `quoted` is then where to look for the quote on it.
    """

    document: Document
    number: int
    paged: bool
    label: str | None
    size: tuple[float, float] | None
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    quoted: tuple[Quoted, ...] = ()
    pictured: bool = False
