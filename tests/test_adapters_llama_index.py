"""The llama-index retriever gives our ranking, unchanged, with what a citation needs."""

from __future__ import annotations

import warnings

import pytest

from assistant.core import Assistant
from assistant.testing import FakeAssistant, sample_document, sample_hit, sample_passage

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers import get_response_synthesizer

    from assistant.adapters.llama_index import PassageRetriever

QUESTION = "Comment faire alliance ?"


def engine(assistant: Assistant, k: int = 3) -> RetrieverQueryEngine:
    """A query engine whose model repeats what it is given."""
    synthesizer = get_response_synthesizer(llm=MockLLM(), response_mode="compact")
    return RetrieverQueryEngine(PassageRetriever(assistant, k), synthesizer)


def test_nodes_are_our_hits_in_our_order() -> None:
    hits = (sample_hit(), sample_hit(passage=sample_passage(id="mesures-2020#2"), score=0.4))
    nodes = PassageRetriever(FakeAssistant(hits=hits), k=5).retrieve(QUESTION)
    assert [node.node.node_id for node in nodes] == [hit.passage.id for hit in hits]
    assert [node.score for node in nodes] == [hit.score for hit in hits]
    assert nodes[0].text == hits[0].passage.text


def test_metadata_say_what_a_citation_needs() -> None:
    (node,) = PassageRetriever(FakeAssistant(hits=[sample_hit()])).retrieve(QUESTION)
    assert node.metadata == {
        "passage_id": "mesures-2020#1",
        "document_id": "mesures-2020",
        "title": "21 mesures pour réussir l’ODD 17",
        "publisher": "Le RAMEAU",
        "date": "2020-05-07",
        "page": 3,
        "heading": "Faire alliance",
    }


def test_what_is_not_known_is_not_said() -> None:
    hits = [sample_hit(passage=sample_passage(page=None, heading=""))]
    documents = [sample_document(publisher=None, date=None)]
    (node,) = PassageRetriever(FakeAssistant(hits=hits, documents=documents)).retrieve(QUESTION)
    assert set(node.metadata) == {"passage_id", "document_id", "title"}


async def test_the_ranking_can_be_awaited() -> None:
    retriever = PassageRetriever(FakeAssistant(hits=[sample_hit()]))
    assert await retriever.aretrieve(QUESTION) == retriever.retrieve(QUESTION)


@pytest.mark.parametrize("k", [1, 3])
def test_a_query_engine_answers_from_our_passages(assistant_built: Assistant, k: int) -> None:
    response = engine(assistant_built, k).query(QUESTION)
    hits = assistant_built.search(QUESTION, k)
    titles = {document.id: document.title for document in assistant_built.documents()}
    assert [node.node.node_id for node in response.source_nodes] == [h.passage.id for h in hits]
    assert [node.score for node in response.source_nodes] == [h.score for h in hits]
    for node, hit in zip(response.source_nodes, hits, strict=True):
        assert node.metadata["title"] == titles[hit.passage.document_id]
        assert node.metadata["passage_id"] == hit.passage.id
        assert node.metadata.get("page") == hit.passage.page
        assert node.metadata.get("heading", "") == hit.passage.heading


def test_the_model_reads_the_passages_and_their_sources(assistant_built: Assistant) -> None:
    said = str(engine(assistant_built, 1).query(QUESTION))
    (hit,) = assistant_built.search(QUESTION, 1)
    titles = {document.id: document.title for document in assistant_built.documents()}
    assert hit.passage.text in said
    assert titles[hit.passage.document_id] in said
    assert hit.passage.id not in said


async def test_a_query_engine_can_be_awaited(assistant_built: Assistant) -> None:
    response = await engine(assistant_built, 2).aquery(QUESTION)
    hits = assistant_built.search(QUESTION, 2)
    assert [node.node.node_id for node in response.source_nodes] == [h.passage.id for h in hits]
