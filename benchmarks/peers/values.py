"""What a job holds and what an engine does. Standard library only: every environment reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Source:
    """A document as an engine is given it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """What an engine ranks. `extra` is indexed with the text and never judged."""

    id: str
    document: str
    text: str
    extra: str = ""

    @property
    def indexed(self) -> str:
        return f"{self.text}\n{self.extra}".strip() if self.extra else self.text


@dataclass(frozen=True, slots=True)
class Job:
    """One engine in one setting. `embedder` is a folder; `options` are the engine's own."""

    engine: str
    embedder: str
    depth: int
    options: Mapping[str, Any]
    sources: tuple[Source, ...] = ()
    chunks: tuple[Chunk, ...] = ()
    queries: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Job:
        parts = {
            "sources": tuple(Source(**one) for one in values["sources"]),
            "chunks": tuple(Chunk(**one) for one in values["chunks"]),
            "queries": tuple(values["queries"]),
        }
        return cls(**{**values, **parts})


Search = Callable[[str], Sequence[str]]
"""A question to chunk ids, best first."""


class Engine(Protocol):
    """`split` cuts as the engine's documentation does, `index` leaves all it needs in `folder`,
    `open` reads that in another process; one search per way of fusing."""

    def split(self, sources: Sequence[Source]) -> list[Chunk]: ...

    def index(self, chunks: Sequence[Chunk], folder: Path) -> None: ...

    def open(self, folder: Path, depth: int) -> Mapping[str, Search]: ...


def numbered(pieces: Sequence[tuple[str, str]]) -> list[Chunk]:
    """(document, text) pairs as chunks with plain ids; blank ones are left out."""
    kept = [(document, text) for document, text in pieces if text.strip()]
    return [Chunk(f"c{n:07}", document, text) for n, (document, text) in enumerate(kept)]
