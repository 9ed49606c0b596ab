"""Which blocks are headings, which are scraps of figures, once sentences are whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.ingest.layout import ENDS_SENTENCE, HANGS, Block, Kind, Style

HEADING_WORDS = 26
_NARROW = 0.4

_REFERS_BACK = re.compile(r"(?:Ils?|Elles?|Cela|Celles?|Ceux)\b")
"""A pronoun goes on what was said: no heading begins so."""


def settle(blocks: Sequence[Block], style: Style) -> Iterator[Block]:
    """Decide, now that sentences are whole, which blocks are headings and which scraps."""
    previous: Block | None = None
    for i, block in enumerate(blocks):
        kind: Kind = block.kind
        following = next((b for b in blocks[i + 1 :] if b.kind != "note"), None)
        if not block.sure and (
            kind == "prose" or (kind == "item" and _heads_section(block, blocks, i))
        ):
            if not (not style.slides and _is_loose(block, previous)) and _is_heading(
                block, following, style
            ):
                kind = "heading"
            elif kind == "prose" and not style.slides and _is_scrap(block, following):
                kind = "scrap"
        if kind != "note":
            previous = replace(block, kind=kind)
        yield replace(block, kind=kind)


def _is_loose(block: Block, previous: Block | None) -> bool:
    """A few words after a figure's scrap, or in the middle of a sentence, head nothing."""
    if previous is None or block.words > 4 or block.kind == "item":
        return False
    if block.refs[0].page > previous.refs[-1].page:
        return False
    unfinished = previous.kind in {"prose", "item"} and not ENDS_SENTENCE.search(previous.text)
    return previous.kind == "scrap" or (unfinished and not previous.text.endswith((":", ";")))


def _heads_section(block: Block, blocks: Sequence[Block], i: int) -> bool:
    """« 1. Title » followed by paragraphs is a heading, followed by « 2. » a list item."""
    if block.number is None or ENDS_SENTENCE.search(block.text) or block.text.endswith((",", ";")):
        return False
    following = next((b for b in blocks[i + 1 :] if b.kind != "note"), None)
    before = next((b for b in blocks[:i][::-1] if b.kind != "note"), None)
    if before is not None and before.kind == "item" and before.number == block.number - 1:
        return False
    return following is not None and following.kind == "prose" and following.words >= 12


def _is_heading(block: Block, following: Block | None, style: Style) -> bool:
    text = block.text
    if following is None or following.kind == "title" or not re.search(r"[^\W\d_]{3}", text):
        return False
    if not style.slides and len(block.parts) > 1 and _is_narrow(block, style):
        return False
    if _REFERS_BACK.match(text):
        return False
    if (
        block.words > HEADING_WORDS
        or ENDS_SENTENCE.search(text.rstrip("?!»” "))
        or text[-1] in ",;"
    ):
        return False
    if text[-1] == ":" and following.kind == "item":
        return len(re.findall(r"[^\W\d_]{2,}", text)) <= 4
    if text.endswith(".") or text.count("»") > text.count("«") or HANGS.search(text):
        return False
    if not (text.lstrip("«“•(0123456789.) ")[:1].isupper()):
        return False
    if following.kind == "prose":
        return following.words >= (6 if style.slides else 10) and following.words > block.words
    return following.kind == "item" and block.words >= 2


def _is_narrow(block: Block, style: Style) -> bool:
    """A heading over several lines fills them; a figure's label does not."""
    return max(map(len, block.parts)) < _NARROW * style.line


def _is_scrap(block: Block, following: Block | None) -> bool:
    """A label or value torn from a figure: too short for a sentence, no sentence end."""
    if block.text.endswith(":") and following is not None and following.kind == "item":
        return False
    if ENDS_SENTENCE.search(block.text) and block.words >= 4:
        return False
    return block.words <= 6 or (len(block.parts) >= 3 and block.words / len(block.parts) < 4)
