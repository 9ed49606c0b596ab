"""What the file holds of a line against what was read of it, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from assistant.audit.values import DiffLine, Piece
from assistant.domain import PageLine


def compare(line: PageLine) -> DiffLine:
    """Without the added pieces it is the raw line, without the removed ones the read one
    (spaces made one)."""
    return DiffLine(tuple(_pieces(line.raw.split(), line.text.split())))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(before[low:high]))
            continue
        if low < high:
            yield Piece("removed", " ".join(before[low:high]))
        if start < end:
            yield Piece("added", " ".join(after[start:end]))
