"""txtai with `hybrid=True`, and the other normalisations of scores that it documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from embed import MINILM, minilm_folder
from txtai import Embeddings
from txtai.pipeline import Segmentation
from txtai.scoring.normalize import Normalize
from values import Chunk, Job, Search, Source, numbered

NAME = "txtai"
NORMALISATIONS: Mapping[str, bool | str] = {
    "hybrid=True": True,
    "hybrid, bb25": "bb25",
    "hybrid, rrf": False,
}
"""`normalize` of the scoring's configuration: it decides how the two rankings are fused."""


class TxtaiHybrid:
    """`options`: those of Segmentation; none leaves documents whole."""

    def __init__(self, job: Job) -> None:
        self._options = dict(job.options)
        self._model = (
            {"path": str(minilm_folder()), "method": "sentence-transformers"}
            if job.embedder == MINILM
            else {"path": job.embedder, "method": "model2vec"}
        )

    def split(self, sources: Sequence[Source]) -> list[Chunk]:
        cut = Segmentation(**self._options) if self._options else None
        return numbered(
            [
                (source.id, piece)
                for source in sources
                for piece in (_pieces(cut(source.text)) if cut else [source.text])
            ]
        )

    def index(self, chunks: Sequence[Chunk], folder: Path) -> None:
        embeddings = Embeddings({**self._model, "hybrid": True})
        embeddings.index([(chunk.id, chunk.indexed, None) for chunk in chunks])
        embeddings.save(str(folder / NAME))

    def open(self, folder: Path, depth: int) -> Mapping[str, Search]:
        embeddings = Embeddings()
        embeddings.load(str(folder / NAME))

        def search(normalize: bool | str) -> Search:
            normalizer = Normalize(normalize) if normalize else None

            def ranked(query: str) -> list[str]:
                # The same index as one made with this setting, and one model in memory.
                embeddings.scoring.normalize = normalize
                embeddings.scoring.normalizer = normalizer
                return [name for name, _ in embeddings.search(query, depth)]

            return ranked

        return {name: search(normalize) for name, normalize in NORMALISATIONS.items()}


def _pieces(cut: Any) -> list[str]:
    return [cut] if isinstance(cut, str) else list(cut)
