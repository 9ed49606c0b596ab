"""llama-index as its five-line starter does it: SentenceSplitter and vectors, here in Chroma."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import chromadb
from embed import Encode, encoder
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import TextNode
from llama_index.vector_stores.chroma import ChromaVectorStore
from pydantic import PrivateAttr
from values import Chunk, Job, Search, Source, numbered


class Embedding(BaseEmbedding):  # type: ignore[misc]
    """The given encoder as llama-index wants it."""

    _encode: Encode = PrivateAttr()

    def __init__(self, encode: Encode) -> None:
        super().__init__(embed_batch_size=64)
        self._encode = encode

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        rows: list[list[float]] = self._encode(texts).tolist()
        return rows


class LlamaStarter:
    """`options`: chunk_size and chunk_overlap of SentenceSplitter (its defaults when absent)."""

    def __init__(self, job: Job) -> None:
        self._options = job.options
        self._embedding = Embedding(encoder(job.embedder))

    def split(self, sources: Sequence[Source]) -> list[Chunk]:
        splitter = SentenceSplitter(**self._options)
        documents = [Document(text=source.text, id_=source.id) for source in sources]
        nodes = splitter.get_nodes_from_documents(documents)
        return numbered([(node.ref_doc_id, node.get_content()) for node in nodes])

    def index(self, chunks: Sequence[Chunk], folder: Path) -> None:
        context = StorageContext.from_defaults(vector_store=store(folder))
        VectorStoreIndex(nodes(chunks), storage_context=context, embed_model=self._embedding)

    def open(self, folder: Path, depth: int) -> Mapping[str, Search]:
        retriever = self.vectors(folder, depth)
        return {"dense": lambda query: found(retriever.retrieve(query))}

    def vectors(self, folder: Path, depth: int) -> BaseRetriever:
        index = VectorStoreIndex.from_vector_store(store(folder), embed_model=self._embedding)
        return index.as_retriever(similarity_top_k=depth)


def store(folder: Path) -> ChromaVectorStore:
    client = chromadb.PersistentClient(
        folder / "chroma", settings=chromadb.Settings(anonymized_telemetry=False)
    )
    collection = client.get_or_create_collection("quickstart", embedding_function=None)
    return ChromaVectorStore(chroma_collection=collection)


def nodes(chunks: Sequence[Chunk]) -> list[TextNode]:
    return [TextNode(text=chunk.indexed, id_=chunk.id) for chunk in chunks]


def found(results: Sequence[Any]) -> list[str]:
    return [result.node.node_id for result in results]
