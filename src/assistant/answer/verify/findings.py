"""What a comparison has against a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """`hard`: the sentence says what its source does not; else it may be a free paraphrase."""

    code: str
    hard: bool


def gravest(doubts: Iterable[Doubt]) -> Doubt | None:
    """The first hard one, else the first."""
    ordered = sorted(doubts, key=lambda doubt: not doubt.hard)
    return ordered[0] if ordered else None
