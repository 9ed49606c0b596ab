"""Blocks that must not be parted: a paragraph, or a list with its introduction.

A list stays whole up to about 400 words; a longer one is cut at its sub-lists, which share a
`list_id`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.ingest.layout import Block
from assistant.ingest.paragraphs import pieces

MAX_WORDS, MAX_LIST_WORDS = 180, 400
_MAX_BRIDGE_WORDS = 70


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks that must not be parted: a paragraph, or a list with its introduction."""

    blocks: tuple[Block, ...]
    is_list: bool = False
    list_id: str | None = None

    @property
    def words(self) -> int:
        return sum(block.words for block in self.blocks)


def units(blocks: Sequence[Block], document_id: str) -> Iterator[Unit]:
    i = 0
    while i < len(blocks):
        end = _list_end(blocks, i)
        if end == i:
            yield from (Unit((piece,)) for piece in pieces(blocks[i]))
            i += 1
            continue
        whole = Unit(tuple(blocks[i:end]), is_list=True)
        yield from ([whole] if whole.words <= MAX_LIST_WORDS else _sub_lists(whole, document_id))
        i = end


def _list_end(blocks: Sequence[Block], start: int) -> int:
    """Index after the list that begins at `start` (its introduction or first item)."""
    i = start
    if blocks[i].kind != "item":
        introduces = blocks[i].text.rstrip().endswith((":", ",")) or _opens(blocks, i)
        if not introduces or i + 1 >= len(blocks) or blocks[i + 1].kind != "item":
            return start
        i += 1
    numbers = [0]
    while i < len(blocks):
        block = blocks[i]
        bridge = block.kind == "prose" and block.words <= _MAX_BRIDGE_WORDS
        if block.kind == "item":
            numbers.append(block.number or numbers[-1])
        elif not (bridge and _goes_on_after(blocks, i, numbers[-1])):
            break
        i += 1
    return i if i - start > 1 else start


def _opens(blocks: Sequence[Block], i: int) -> bool:
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    return following is not None and following.kind == "item" and blocks[i].words <= 30


def _goes_on_after(blocks: Sequence[Block], i: int, last: int) -> bool:
    """A remark inside a numbered list: the next item carries the next number."""
    following = blocks[i + 1] if i + 1 < len(blocks) else None
    return following is not None and following.kind == "item" and following.number == last + 1


def _sub_lists(whole: Unit, document_id: str) -> Iterator[Unit]:
    """A long list cut where an unnumbered item heads numbered ones, else by size."""
    digest = hashlib.sha256(whole.blocks[0].text.encode()).hexdigest()[:8]
    list_id = f"{document_id}:list-{digest}"
    heads = [
        i
        for i, block in enumerate(whole.blocks[:-1])
        if block.kind == "item" and block.number is None
        and any(b.number for b in whole.blocks[i + 1 : i + 3])
    ]  # fmt: skip
    part: list[Block] = []
    for i, block in enumerate(whole.blocks):
        full = sum(b.words for b in part) + block.words > (MAX_LIST_WORDS if heads else MAX_WORDS)
        if part and (i in heads[1:] or (full and block.kind == "item")):
            yield Unit(tuple(part), is_list=True, list_id=list_id)
            part = []
        part.append(block)
    yield Unit(tuple(part), is_list=True, list_id=list_id)
