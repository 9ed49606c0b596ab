"""The product on a benchmark: each document one passage, its own index, its own retriever."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from beir import Folder, Query
from measures import DEPTH

from assistant.domain import Document, Passage
from assistant.french import nfc
from assistant.ingest.entries import make_entries
from assistant.ports import Generations, Index, Retriever
from assistant.settings import Settings
from assistant.wiring import build_index, build_retriever


@dataclass(frozen=True, slots=True)
class Answers:
    """A ranking of document ids and the seconds it took, for each query in order."""

    rankings: tuple[tuple[str, ...], ...]
    seconds: tuple[float, ...]


@dataclass(frozen=True)
class Built:
    """An opened index of a benchmark. `names` maps our ids back to the benchmark's."""

    settings: Settings
    index: Index
    names: dict[str, str]
    build_seconds: float
    bytes: int

    def retriever(self) -> Retriever:
        return build_retriever(self.settings, self.index)

    def ask(self, queries: Sequence[Query], retriever: Retriever | None = None) -> Answers:
        chosen = retriever or self.retriever()
        return ask(lambda text: self._ranked(chosen, text), queries)

    def _ranked(self, retriever: Retriever, text: str) -> list[str]:
        return [self.names[hit.passage.document_id] for hit in retriever.retrieve(text, DEPTH)]


def ask(search: Callable[[str], Sequence[str]], queries: Sequence[Query]) -> Answers:
    """Every query, timed one by one; the first is put once more before, untimed."""
    search(queries[0].text)
    rankings, seconds = [], []
    for query in queries:
        started = time.perf_counter()
        found = search(query.text)
        seconds.append(time.perf_counter() - started)
        rankings.append(tuple(found))
    return Answers(tuple(rankings), tuple(seconds))


@contextmanager
def built(folder: Folder, settings: Settings, indexes: Path | None = None) -> Iterator[Built]:
    """The folder's index, in `indexes` or a place of its own that goes with it."""
    with TemporaryDirectory(prefix="assistant-bench-") as temporary:
        here = settings.model_copy(update={"indexes": (indexes or Path(temporary)).absolute()})
        started = time.perf_counter()
        generations = index_folder(folder, here)
        taken = time.perf_counter() - started
        size = disk_bytes(here.path("indexes"))
        names = {plain_id(n): text.id for n, text in enumerate(folder.documents)}
        with generations.lease() as index:
            yield Built(here, index, names, taken, size)


def index_folder(folder: Folder, settings: Settings, per_document: int = 1) -> Generations:
    """Each text one passage, its title the passage's heading; so many of them a document."""
    passages = []
    for number, text in enumerate(folder.documents):
        heading, body = nfc(text.title), nfc(text.text)
        name = plain_id(number // per_document)
        passages.append(
            Passage(id=passage_id(number), document_id=name, text=body, raw=body, heading=heading)
        )
    documents = [
        Document(id=name, title=name, sha256=hashlib.sha256(name.encode()).hexdigest())
        for name in dict.fromkeys(passage.document_id for passage in passages)
    ]
    return build_index(settings, documents, make_entries(passages))


def plain_id(number: int) -> str:
    """Our id of a folder's document: the folder's own may hold anything."""
    return f"d{number:07}"


def passage_id(number: int) -> str:
    return f"{plain_id(number)}#1"


def disk_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
