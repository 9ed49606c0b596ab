from __future__ import annotations

import pytest

from assistant.core import Assistant
from assistant.domain import IndexEntry
from assistant.ports import Index, Match, Vector, Vectors
from assistant.retrieve.fusion import fuse
from assistant.retrieve.hybrid import LEG_WEIGHTS, HybridRetriever
from assistant.retrieve.lexical import dense_text, entry_tokens
from assistant.retrieve.rerank import KeepOrder
from assistant.retrieve.terms import QueryReader
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


def test_the_lexical_leg_weighs_most() -> None:
    assert LEG_WEIGHTS["lexical"] > LEG_WEIGHTS["dense"] > 0


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
