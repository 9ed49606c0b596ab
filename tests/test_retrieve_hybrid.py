from __future__ import annotations

import numpy as np
import pytest

from assistant.backends.units import UnitCutter
from assistant.core import Assistant
from assistant.domain import IndexEntry
from assistant.ports import Index, Match, Vector, Vectors
from assistant.retrieve.fusion import fuse
from assistant.retrieve.hybrid import LEG_WEIGHTS, HybridRetriever
from assistant.retrieve.late import LateScorer
from assistant.retrieve.lexical import dense_text, entry_tokens
from assistant.retrieve.rerank import KeepOrder
from assistant.retrieve.terms import QueryReader
from index_samples import WordTable
from query_samples import StemIndex, hit, passage


class NoEmbedder:
    fingerprint, dimensions = "none", 4

    def embed_passages(self, texts: object) -> Vectors:
        raise AssertionError("nothing is to be embedded but the query")

    def embed_query(self, text: str) -> Vector:
        return None  # type: ignore[return-value]


LEXICAL = (Match("a", 9.0, ("mesur",)), Match("b", 4.0), Match("c", 1.0))
DENSE = (Match("c", 0.9), Match("d", 0.1))
STORED = [passage(name, document_id="even" if name in "bd" else "odd") for name in "abcd"]


def retriever() -> HybridRetriever:
    index = StemIndex({"mesur": 3}, STORED, LEXICAL, DENSE)
    return HybridRetriever(index, NoEmbedder(), QueryReader())


def test_it_ranks_as_the_fusion_says() -> None:
    fused = fuse({"lexical": LEXICAL, "dense": DENSE}, LEG_WEIGHTS)
    assert [(h.passage.id, h.score, h.legs) for h in retriever().retrieve("mesures")] == fused


@pytest.mark.parametrize("k", [1, 2, 10])
def test_it_gives_at_most_k_of_the_same_ranking(k: int) -> None:
    assert retriever().retrieve("mesures", k) == retriever().retrieve("mesures")[:k]


def test_it_keeps_to_the_documents_asked() -> None:
    hits = retriever().retrieve("mesures", filters={"document_ids": ["even"]})
    assert {h.passage.document_id for h in hits} == {"even"}
    assert retriever().retrieve("mesures", filters={"document_ids": []}) == ()


def test_the_lexical_leg_weighs_most_and_none_is_idle() -> None:
    assert max(LEG_WEIGHTS, key=lambda leg: LEG_WEIGHTS[leg]) == "lexical"
    assert min(LEG_WEIGHTS.values()) > 0


class TestLateLegs:
    @staticmethod
    def retriever(weights: dict[str, float] | None = None) -> HybridRetriever:
        table = WordTable()
        texts = {"a": "alliance", "b": "commune mesure", "c": "mesure", "d": "autre"}
        units = UnitCutter(table).cut([([text], []) for text in texts.values()])
        index = StemIndex(
            {"mesur": 3}, STORED, LEXICAL, DENSE, cut=dict(zip(texts, units, strict=True))
        )
        embedder = WordEmbedder(table)
        return HybridRetriever(
            index, embedder, QueryReader(), LateScorer(table), weights or LEG_WEIGHTS
        )

    def test_every_candidate_is_scored_by_every_late_leg(self) -> None:
        for hit_ in self.retriever().retrieve("mesure"):
            assert {"dense", "unit", "soft", "soft_unit"} <= {leg.leg for leg in hit_.legs}

    def test_they_can_turn_the_order(self) -> None:
        assert self.retriever({"lexical": 1.0}).retrieve("mesure")[0].passage.id == "a"
        by_words = {"lexical": 0.1, "unit": 1.0, "soft": 1.0}
        assert self.retriever(by_words).retrieve("mesure")[0].passage.id == "c"

    def test_ranks_of_a_leg_follow_its_scores(self) -> None:
        legs = [leg for h in self.retriever().retrieve("mesure") for leg in h.legs]
        for name in ("dense", "unit", "soft", "soft_unit"):
            own = sorted((leg for leg in legs if leg.leg == name), key=lambda leg: leg.rank)
            assert [leg.rank for leg in own] == [1, 2, 3, 4]
            scores = [leg.score for leg in own]
            assert scores == sorted(scores, reverse=True)

    def test_the_mended_question_is_what_is_compared(self) -> None:
        right, wrong = (self.retriever().retrieve(q) for q in ("mesure", "messure"))
        assert [h.passage.id for h in wrong] == [h.passage.id for h in right]


class WordEmbedder(NoEmbedder):
    def __init__(self, table: WordTable) -> None:
        self._table = table

    def embed_query(self, text: str) -> Vector:
        rows = self._table.vectors[self._table.numbers([text])[0]]
        vector: Vector = rows.sum(axis=0) / max(float(np.linalg.norm(rows.sum(axis=0))), 1e-9)
        return vector


def test_the_reranker_that_does_nothing_changes_nothing() -> None:
    hits = [hit("a", name="a"), hit("b", name="b")]
    assert KeepOrder().rerank("question", hits) == tuple(hits)


def test_tokens_count_the_heading_twice_and_what_repair_changed_once() -> None:
    entry = IndexEntry(
        passage(),
        {
            "text": "Les mesures du territoire",
            "heading": "Mesures",
            "raw": "Les mcsures du territoire",
        },
    )
    assert sorted(entry_tokens(entry)) == ["mcsur", "mesur", "mesur", "mesur", "territoir"]


def test_the_dense_leg_reads_heading_and_text() -> None:
    assert (
        dense_text(IndexEntry(passage(), {"text": "Corps", "heading": "Titre"})) == "Titre\nCorps"
    )
    assert dense_text(IndexEntry(passage(), {"text": "Corps"})) == "Corps"


def test_the_real_ranking_is_sound(assistant_built: Assistant, built_index: Index) -> None:
    hits = assistant_built.search("Quelles sont les 21 mesures ?", 10)
    assert len(hits) == 10
    assert len({h.passage.id for h in hits}) == 10
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert hits == assistant_built.search("Quelles sont les 21 mesures ?", 10)
    assert hits[:3] == assistant_built.search("Quelles sont les 21 mesures ?", 3)
    twins = {name for p in built_index.all_passages() for name in p.twins}
    assert not twins & {h.passage.id for h in hits}
