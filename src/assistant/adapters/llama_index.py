"""The assistant's ranking as a llama-index retriever, for pipelines built with that framework.

Imports llama-index, so nothing else of the package imports this module.
"""

from __future__ import annotations

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.core import Assistant
from assistant.domain import Hit


class PassageRetriever(BaseRetriever):
    """`retrieve(question)` gives the `k` best passages, best first, as text nodes.

    A node's id is the passage's; its metadata name the document, page and heading.
    """

    def __init__(self, assistant: Assistant, k: int = 10) -> None:
        super().__init__()
        self._assistant = assistant
        self._k = k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [_node(hit) for hit in self._assistant.search(query_bundle.query_str, self._k)]


def _node(hit: Hit) -> NodeWithScore:
    passage = hit.passage
    metadata = {
        "document_id": passage.document_id,
        "page": passage.page,
        "heading": passage.heading,
    }
    node = TextNode(id_=passage.id, text=passage.text, metadata=metadata)
    return NodeWithScore(node=node, score=hit.score)
