"""The llama-index retriever gives our ranking, unchanged."""

from __future__ import annotations

import warnings

from assistant.testing import FakeAssistant, sample_hit

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from assistant.adapters.llama_index import PassageRetriever


def test_nodes_are_our_hits_in_our_order() -> None:
    hits = (sample_hit(),)
    nodes = PassageRetriever(FakeAssistant(hits=hits), k=5).retrieve("comment faire alliance ?")
    assert [node.node.node_id for node in nodes] == [hit.passage.id for hit in hits]
    assert [node.score for node in nodes] == [hit.score for hit in hits]
    assert nodes[0].text == hits[0].passage.text
    assert nodes[0].metadata["document_id"] == hits[0].passage.document_id
    assert nodes[0].metadata["page"] == hits[0].passage.page
