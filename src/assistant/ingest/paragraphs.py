"""A paragraph too long to be one passage is cut between its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from assistant.french import sentences
from assistant.ingest.layout import Block, LineRef

LONGEST = 400
"""Words: what a list may hold, too. A paragraph up to this length is one idea."""
_PIECE = 180


def pieces(block: Block) -> Iterator[Block]:
    """The block itself, or blocks of about 180 words that end where sentences do."""
    if block.words <= LONGEST:
        yield block
        return
    parts: list[str] = []
    refs: list[LineRef] = []
    held = 0
    for part, ref in zip(block.parts, block.refs, strict=True):
        for start, end in sentences(part):
            words = len(part[start:end].split())
            if parts and held + words > _PIECE and _ends(parts[-1]):
                yield replace(block, parts=tuple(parts), refs=tuple(refs))
                parts, refs, held = [], [], 0
            parts.append(part[start:end])
            refs.append(ref)
            held += words
    if parts:
        yield replace(block, parts=tuple(parts), refs=tuple(refs))


def _ends(text: str) -> bool:
    return text.rstrip('»”")’ \u00a0').endswith((".", "!", "?", "…", ":", ";"))
