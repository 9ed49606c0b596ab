"""The product, put through the same steps as its peers.

`options`: {"folder": …} for a folder in BEIR's shape, {"corpus": …} to read documents as the
product does, with the expansion that the corpus holds, if any.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from values import Chunk, Job, Search, Source

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from beir import read
from product import index_folder

from assistant.settings import Settings
from assistant.wiring import build_retriever, make_builder, open_generations


class Ours:
    def __init__(self, job: Job) -> None:
        self._options = job.options

    def split(self, sources: Sequence[Source]) -> list[Chunk]:
        return []

    def index(self, chunks: Sequence[Chunk], folder: Path) -> None:
        settings = self._settings(folder)
        if "corpus" in self._options:
            make_builder(settings).build()
        else:
            index_folder(read(Path(self._options["folder"])), settings)

    def open(self, folder: Path, depth: int) -> Mapping[str, Search]:
        settings = self._settings(folder)
        index = open_generations(settings).lease().__enter__()  # for the life of the process
        retriever = build_retriever(settings, index)
        return {
            "assistant": lambda query: [hit.passage.id for hit in retriever.retrieve(query, depth)]
        }

    def _settings(self, folder: Path) -> Settings:
        here = {"indexes": folder / "indexes"}
        if "corpus" in self._options:
            here["corpus"] = Path(self._options["corpus"])
        return Settings().model_copy(update=here)
