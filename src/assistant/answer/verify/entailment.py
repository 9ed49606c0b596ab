"""An optional model that says whether one text follows from another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Entailment(Protocol):
    """A cross-encoder or natural language inference model."""

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """For each (source, sentence), how sure it is that the sentence follows: 0 to 1."""
        ...
