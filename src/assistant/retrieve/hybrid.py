"""The default retriever: lexical and dense legs, fused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.domain import Hit
from assistant.ports import Embedder, Index, Match
from assistant.retrieve.fusion import fuse
from assistant.retrieve.terms import QueryReader

LEG_WEIGHTS: Mapping[str, float] = {"lexical": 1.0, "dense": 0.35}
_DEPTH = 60


class HybridRetriever:
    """Ranks one index's passages for a query. Cheap to make: holds no data of its own."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        reader: QueryReader,
        weights: Mapping[str, float] = LEG_WEIGHTS,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._reader = reader
        self._weights = weights

    def retrieve(
        self, query: str, k: int = 10, filters: Mapping[str, Any] | None = None
    ) -> tuple[Hit, ...]:
        """The bare ranking, best first. `filters`: {"document_ids": [...]}."""
        only = (filters or {}).get("document_ids")
        depth = max(_DEPTH, k)
        legs: dict[str, tuple[Match, ...]] = {
            "lexical": self._index.lexical(self._reader.read(query, self._index).lexical(), depth),
            "dense": self._index.nearest(self._embedder.embed_query(query), depth, only),
        }
        fused = fuse(legs, self._weights)
        passages = {p.id: p for p in self._index.passages([name for name, _, _ in fused])}
        hits = (
            Hit(passages[name], score, said)
            for name, score, said in fused
            if only is None or passages[name].document_id in only
        )
        return tuple(hits)[:k]
