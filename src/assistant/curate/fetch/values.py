"""What a run of downloads says while it goes and once it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.curate.fetch.address import host_of

State = Literal["fetched", "updated", "unchanged", "changed", "failed"]
"""New; replaced; as it was; another one on its site, which only an update takes; not obtained."""
There = Literal["absent", "partial", "present"]


@dataclass(frozen=True, slots=True)
class Source:
    """A document on offer. `fields` are those of its catalogue entry; `line` is where its block
    begins in the list."""

    id: str
    address: str
    fields: Mapping[str, str]
    line: int = 0

    @property
    def title(self) -> str:
        return self.fields["title"]

    @property
    def host(self) -> str:
        return host_of(self.address)


@dataclass(frozen=True, slots=True)
class Listed:
    """A document on offer: whether the corpus holds it, or its download was begun."""

    source: Source
    state: There


@dataclass(frozen=True, slots=True)
class Step:
    """Where document `number` of `of` is: its site is asked, or waited for (`seconds`), or
    sends it (`done` of `total` bytes, -1 when unknown; bytes a second; seconds left)."""

    id: str
    number: int
    of: int
    state: Literal["ask", "wait", "body"] = "ask"
    host: str = ""
    seconds: float = 0.0
    done: int = 0
    total: int = -1
    rate: float = 0.0

    @property
    def left(self) -> float | None:
        return (self.total - self.done) / self.rate if self.total >= 0 and self.rate else None


Tell = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one document. `problem` is French; `file` is its name in the corpus."""

    id: str
    address: str
    state: State
    file: str = ""
    bytes: int = 0
    sha256: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class FetchReport:
    documents: tuple[Fetched, ...]

    def of(self, state: State) -> tuple[Fetched, ...]:
        return tuple(document for document in self.documents if document.state == state)
