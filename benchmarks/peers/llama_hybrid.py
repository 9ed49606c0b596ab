"""llama-index with BM25 beside the vectors: QueryFusionRetriever, in each way it documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import Stemmer
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.retrievers.bm25 import BM25Retriever
from llama_starter import LlamaStarter, found, nodes
from values import Chunk, Search

FUSIONS = {
    "reciprocal_rerank": ("reciprocal_rerank", None),
    "relative_score": ("relative_score", None),
    "relative_score 0.6/0.4": ("relative_score", [0.6, 0.4]),
    "dist_based_score": ("dist_based_score", None),
}
"""Mode and weights (vectors, BM25); 0.6/0.4 are those of the documentation's example."""


class LlamaHybrid(LlamaStarter):
    """BM25 with the stems and stop words of French, which is its best setting here."""

    def index(self, chunks: Sequence[Chunk], folder: Path) -> None:
        super().index(chunks, folder)
        BM25Retriever.from_defaults(
            nodes=nodes(chunks), stemmer=Stemmer.Stemmer("french"), language="fr"
        ).persist(str(folder / "bm25"))

    def open(self, folder: Path, depth: int) -> Mapping[str, Search]:
        lexical = BM25Retriever.from_persist_dir(str(folder / "bm25"))
        lexical.stemmer = Stemmer.Stemmer("french")  # not persisted
        lexical.similarity_top_k = min(depth, int(lexical.bm25.scores["num_docs"]))
        legs = [self.vectors(folder, depth), lexical]

        def search(mode: str, weights: list[float] | None) -> Search:
            retriever = QueryFusionRetriever(
                legs,
                llm=MockLLM(),
                mode=mode,
                retriever_weights=weights,
                similarity_top_k=depth,
                num_queries=1,
                use_async=False,
            )
            return lambda query: found(retriever.retrieve(query))

        return {name: search(*fusion) for name, fusion in FUSIONS.items()}
