"""What the reading of a page makes: lines grouped into blocks, and the document's own style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Literal

from assistant.ingest.pages import Page

Kind = Literal["title", "heading", "prose", "item", "note", "scrap"]

ENDS_SENTENCE = re.compile(r"[.!?…](?:\s?[»”)])?$|[»”)][.!?]$")
HANGS = re.compile(
    r"(?:\b(?:a|à|au|aux|avec|ce|ces|cette|chaque|comme|dans|de|des|du|elle|en|entre|est|et|il|la|le"
    r"|les|leur|leurs|mais|ne|nos|notre|ou|où|par|pas|plus|pour|que|qui|sa|sans|se|ses|son|sont|sous"
    r"|sur|très|un|une|vers)|,|[’'(«&-])$",
    re.IGNORECASE,
)
"""Words and signs on which no sentence stops."""


@dataclass(frozen=True, slots=True)
class LineRef:
    """One line of one page: where a block's words come from."""

    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """`parts` are the texts of its lines; `refs` their places, one each. A block is `sure` of
    its kind when the file itself said it, and a heading then has its `level`, 1 for the
    highest."""

    kind: Kind
    parts: tuple[str, ...]
    refs: tuple[LineRef, ...]
    number: int | None = None
    sure: bool = False
    level: int = 0

    @property
    def text(self) -> str:
        return " ".join(self.parts)

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Style:
    """What lines usually look like in this document, which tells slides from running text."""

    slides: bool
    line: float


def style_of(pages: Sequence[Page]) -> Style:
    counts = [sum(len(line.text.split()) for line in page.lines) for page in pages]
    lengths = [len(line.text) for page in pages for line in page.lines if line.text]
    slides = len(pages) >= 3 and median(counts) < 220
    return Style(slides, median(lengths) if lengths else 0.0)


def first_letter(text: str) -> str:
    return text.lstrip("«(“[ ")[:1]


def joined(first: Block, second: Block) -> Block:
    """`second` going on `first`."""
    return replace(first, parts=first.parts + second.parts, refs=first.refs + second.refs)
