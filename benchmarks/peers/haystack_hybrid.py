"""Haystack's hybrid pipeline: BM25 and embeddings in memory, joined in each way it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from embed import Encode, encoder
from haystack import Document, Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from values import Chunk, Job, Search, Source, numbered

JOINS = (
    "reciprocal_rank_fusion",
    "distribution_based_rank_fusion",
    "merge",
    "concatenate",
)
STORE = "store.json"


@component
class TextEmbedder:
    """The given encoder as a pipeline wants it."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, Any]:
        return {"embedding": self._encode([text])[0].tolist()}


class HaystackHybrid:
    """`options`: those of DocumentSplitter."""

    def __init__(self, job: Job) -> None:
        self._options = job.options
        self._encode = encoder(job.embedder)

    def split(self, sources: Sequence[Source]) -> list[Chunk]:
        splitter = DocumentSplitter(**self._options)
        splitter.warm_up()
        documents = [
            Document(content=source.text, meta={"name": source.id})
            for source in sources
            if source.text.strip()
        ]
        pieces = splitter.run(documents=documents)["documents"]
        return numbered([(piece.meta["name"], piece.content) for piece in pieces])

    def index(self, chunks: Sequence[Chunk], folder: Path) -> None:
        rows = self._encode([chunk.indexed for chunk in chunks]).tolist()
        store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        store.write_documents(
            [
                Document(id=chunk.id, content=chunk.indexed, embedding=row)
                for chunk, row in zip(chunks, rows, strict=True)
            ]
        )
        store.save_to_disk(str(folder / STORE))

    def open(self, folder: Path, depth: int) -> Mapping[str, Search]:
        store = InMemoryDocumentStore.load_from_disk(str(folder / STORE))
        return {mode: self._search(store, mode, depth) for mode in JOINS}

    def _search(self, store: InMemoryDocumentStore, mode: str, depth: int) -> Search:
        pipeline = Pipeline()
        pipeline.add_component("text_embedder", TextEmbedder(self._encode))
        pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=depth))
        pipeline.add_component("bm25", InMemoryBM25Retriever(store, top_k=depth))
        pipeline.add_component("joiner", DocumentJoiner(join_mode=mode, top_k=depth))
        pipeline.connect("text_embedder.embedding", "dense.query_embedding")
        pipeline.connect("bm25", "joiner")
        pipeline.connect("dense", "joiner")

        def search(query: str) -> list[str]:
            result = pipeline.run({"text_embedder": {"text": query}, "bm25": {"query": query}})
            return [document.id for document in result["joiner"]["documents"]]

        return search
