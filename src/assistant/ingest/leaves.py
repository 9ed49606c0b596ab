"""A paragraph that runs over a page's end is cut after the sentence that crosses it.

That sentence belongs to the page on which it starts; all that follows belongs to the next, so
that a citation never names the page before the one its quote stands on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.ingest.layout import Block

_SENTENCE_END = re.compile(r"[.!?…](?:\s?[»”)])?(?=\s+[«“(]?\s?[A-ZÀ-ÖØ-Þ])|[.!?…](?:\s?[»”)])?$")


def cut_at_pages(blocks: Sequence[Block]) -> Iterator[Block]:
    """The same blocks in page order, those of running text that cross a page end in pieces.

    What is cut off opens its own page, after all that still stands on the page before.
    """
    waiting: list[Block] = []
    for block in blocks:
        while waiting and block.refs[0].page >= waiting[0].refs[0].page:
            yield waiting.pop(0)
        first, *rest = _cut(block) if block.kind == "prose" else (block,)
        yield first
        waiting.extend(rest)
    yield from waiting


def _cut(block: Block) -> Iterator[Block]:
    page = block.refs[0].page
    over = next((i for i, ref in enumerate(block.refs) if ref.page > page), None)
    place = None if over is None else _first_end(block.parts, over)
    if place is None:
        yield block
        return
    line, at = place
    left, right = block.parts[line][:at], block.parts[line][at:].lstrip()
    yield replace(block, parts=(*block.parts[:line], left), refs=block.refs[: line + 1])
    rest = ((right,) if right else ()) + block.parts[line + 1 :]
    refs = (block.refs[line : line + 1] if right else ()) + block.refs[line + 1 :]
    if rest:
        yield from _cut(replace(block, parts=rest, refs=refs))


def _first_end(parts: Sequence[str], start: int) -> tuple[int, int] | None:
    """(line, offset) of the first sentence end from a line on."""
    for line in range(start, len(parts)):
        match = _SENTENCE_END.search(parts[line])
        if match:
            return line, match.end()
    return None
