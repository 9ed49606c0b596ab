"""Rerankers that need no model."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import Hit


class KeepOrder:
    """Leaves the ranking as it is."""

    depth = 0

    def rerank(self, query: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        return tuple(hits)
