"""Calls of footnotes in a sentence, and the marks that open the notes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.pdf.sheet import Piece

_CALL = re.compile(r"^[(\[]?\d{1,3}(?:[,;–-]\d{1,3})*[)\]]?[.,;]?$|^[*†‡§]{1,3}$")
_UNIT = re.compile(r"(?:^|[\d\s(/])(?:[kcdmh]?m|s|cm)$|\d$|^10$")

_STOPS = ".,;)"
_LETTER = re.compile(r"^[^\W\d_]$")
"""A quantity named by one letter is raised to a power; no note is called there."""


def is_call(piece: Piece, before: Piece | None) -> bool:
    """Whether a raised piece calls a note: figures after a word, not a power or a unit."""
    if not piece.raised or before is None or not _CALL.match(piece.text):
        return False
    if not piece.text[:1].isdigit():
        return True
    last = before.text.rsplit(" ", 1)[-1]
    return not _UNIT.search(last) and not _LETTER.match(last)


def parted_mark(pieces: Sequence[Piece]) -> tuple[str, Sequence[Piece]]:
    """What opens a note, raised, and the pieces that follow."""
    if len(pieces) > 1 and pieces[0].raised and _CALL.match(pieces[0].text):
        return pieces[0].text.strip("()[].,;"), pieces[1:]
    return "", pieces


def without_calls(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a line, calls of notes left out; the stop that follows one closes up."""
    kept: list[Piece] = []
    after_call = False
    for piece in pieces:
        if is_call(piece, kept[-1] if kept else None):
            after_call = True
            if piece.text[-1] in _STOPS and piece.text[:1].isdigit():
                kept.append(piece._replace(text=piece.text[-1], glued=True, raised=False))
            continue
        if after_call and piece.text[:1] in _STOPS:
            piece = piece._replace(glued=True)
        kept.append(piece)
        after_call = False
    return kept
