"""A search as the command line and the API give it."""

from __future__ import annotations

from assistant.core import Assistant
from assistant.schema import SearchResult


def search(assistant: Assistant, query: str, k: int, *, explain: bool = False) -> SearchResult:
    """The ranking and its documents; with `explain`, how it came about."""
    found = assistant.explain(query, k) if explain else None
    hits = found.hits if found else assistant.search(query, k)
    named = {hit.passage.document_id for hit in hits}
    documents = tuple(document for document in assistant.documents() if document.id in named)
    if found is None:
        return SearchResult(query, hits, documents)
    return SearchResult(query, hits, documents, found.reading, found.matched)
