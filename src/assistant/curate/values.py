"""What the curator is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.curate.records import Record
from assistant.domain import Document

State = Literal["current", "stale", "unread", "quarantined", "absent", "leaving"]
"""In the index as it is; to be indexed; not readable; not read any more after it did harm; listed
but without a file; still in the index but no more in the corpus."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was left aside, and why (French)."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Like:
    """`share` of a document is in `document_id` too."""

    document_id: str
    share: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was looked at and could be added.

    `document` is what the catalogue could say of it, `source` its name in the corpus. `failure`
    says why it cannot be read, "" when it can. `present`: the document that has the same bytes
    already. `here`: the file lies in the corpus, without an entry. `archived`: it was in the
    corpus before, and `document` is what was said of it then. `unread`: pages that nothing here
    could read.
    """

    path: Path
    sha256: str
    document: Document
    pages: int = 0
    passages: int = 0
    unread: int = 0
    failure: str = ""
    present: Document | None = None
    here: bool = False
    archived: Record | None = None
    like: Like | None = None


@dataclass(frozen=True, slots=True)
class Addition:
    """A candidate to add, under what the catalogue will say. `replaces` is the document it takes
    over from; `instead` says that it is a new version of the file of `document.id`."""

    candidate: Candidate
    document: Document
    replaces: str | None = None
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """A document as it is in the corpus now. `archived` is where the file it replaced went,
    relative to the corpus."""

    document: Document
    pages: int
    passages: int
    unread: int
    replaced: str | None = None
    archived: str | None = None


@dataclass(frozen=True, slots=True)
class Removed:
    """`archived` is where the file went, relative to the corpus; None when there was none.
    `cleaned`: documents whose links to this one were taken out. `orphans`: rows of questions
    that belong to no document now."""

    document: Document
    archived: str | None
    cleaned: tuple[str, ...]
    orphans: int


@dataclass(frozen=True, slots=True)
class Row:
    """A document, its state, and what the index in service holds of it."""

    document: Document
    state: State
    pages: int = 0
    passages: int = 0
