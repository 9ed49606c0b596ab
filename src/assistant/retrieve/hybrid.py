"""The default retriever: lexical and dense legs bring candidates, late legs weigh them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.domain import Hit
from assistant.ports import Embedder, Index, Match, Vector
from assistant.retrieve.fusion import fuse
from assistant.retrieve.late import LateScorer
from assistant.retrieve.terms import QueryReader

LEG_WEIGHTS: Mapping[str, float] = {
    "lexical": 1.0,
    "dense": 0.1,
    "unit": 0.8,
    "soft": 0.45,
    "soft_unit": 0.3,
}
"""Fitted by training/fit_fusion.py. lexical: BM25 over text, heading, summary and questions;
the others: `assistant.retrieve.late`."""

_LATE_LEGS = ("dense", "unit", "soft", "soft_unit")
_DEPTH = 60
"""Candidates that each of the first two legs brings."""


class HybridRetriever:
    """Ranks one index's passages for a query. Cheap to make: holds no data of its own."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        reader: QueryReader,
        late: LateScorer | None = None,
        weights: Mapping[str, float] = LEG_WEIGHTS,
    ) -> None:
        self._index = index
        self._embedder = embedder
        self._reader = reader
        self._late = late
        self._weights = weights

    def retrieve(
        self, query: str, k: int = 10, filters: Mapping[str, Any] | None = None
    ) -> tuple[Hit, ...]:
        """The bare ranking, best first. `filters`: {"document_ids": [...]}."""
        only = (filters or {}).get("document_ids")
        depth = max(_DEPTH, k)
        terms = self._reader.read(query, self._index)
        text = terms.text or query
        vector = self._embedder.embed_query(text)
        dense = self._index.nearest(vector, depth, only)
        found = self._index.lexical(terms.lexical(), depth, [m.passage_id for m in dense])
        legs = {"lexical": found, "dense": dense, **self._late_legs(text, vector, found, dense)}
        fused = fuse(legs, self._weights, k if only is None else None)
        if only is not None:
            allowed = {
                p.id
                for p in self._index.passages([name for name, _, _ in fused])
                if p.document_id in only
            }
            fused = [row for row in fused if row[0] in allowed]
        best = fused[:k]
        passages = self._index.passages([name for name, _, _ in best])
        return tuple(
            Hit(passage, score, said)
            for passage, (_, score, said) in zip(passages, best, strict=True)
        )

    def _late_legs(
        self, query: str, vector: Vector, *legs: Sequence[Match]
    ) -> dict[str, tuple[Match, ...]]:
        names = list(dict.fromkeys(match.passage_id for leg in legs for match in leg))
        units = self._index.units(names) if self._late is not None and names else ()
        if self._late is None or not units:
            return {}
        total = self._index.manifest.entries
        late = self._late.score(query, vector, units, self._index.subword_counts(), total)
        return {leg: _ranked(names, getattr(late, leg)) for leg in _LATE_LEGS}


def _ranked(names: Sequence[str], scores: Sequence[float]) -> tuple[Match, ...]:
    matches = (Match(name, float(score)) for name, score in zip(names, scores, strict=True))
    return tuple(sorted(matches, key=lambda match: -match.score))
