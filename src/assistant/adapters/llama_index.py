"""The assistant's ranking as a llama-index retriever, for pipelines built with that framework.

Imports llama-index, so nothing else of the package imports this module.
"""

from __future__ import annotations

import asyncio

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.core import Assistant
from assistant.domain import Document, Hit

_FOR_PROGRAMS = ["passage_id", "document_id"]


class PassageRetriever(BaseRetriever):
    """`retrieve(question)` gives the `k` best passages, best first, as text nodes.

    A node's id is the passage's; its metadata say what a citation needs. The ids among them
    are kept from the language model and from an embedder.
    """

    def __init__(self, assistant: Assistant, k: int = 10) -> None:
        super().__init__()
        self._assistant = assistant
        self._k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(query_bundle.query_str, self._k)
        documents = {document.id: document for document in self._assistant.documents()}
        return [_node(hit, documents[hit.passage.document_id]) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(hit: Hit, document: Document) -> NodeWithScore:
    passage = hit.passage
    metadata = {
        "passage_id": passage.id,
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date,
        "page": passage.page,
        "page_label": passage.page_label,
        "heading": passage.heading,
    }
    node = TextNode(
        id_=passage.id,
        text=passage.text,
        metadata={key: value for key, value in metadata.items() if value not in (None, "")},
        excluded_llm_metadata_keys=_FOR_PROGRAMS,
        excluded_embed_metadata_keys=_FOR_PROGRAMS,
    )
    return NodeWithScore(node=node, score=hit.score)
