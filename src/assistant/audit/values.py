"""The audit of a corpus: frozen values, worded by whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain import Change, Document, Engine, Grade, PageState, Quality

YEARS, SHOWN = 5, 20
"""How much older a document must be to be told, how many pages and passages are listed."""

FileState = Literal["current", "changed", "new", "failed", "missing"]
"""Indexed as it is; changed since; not indexed yet; could not be read; not in the folder."""
Flaw = Literal[
    "unread", "poor", "fair", "glued", "spaced", "ligatures", "accents", "strange", "uncovered",
    "repaired",
]  # fmt: skip
Standing = Literal["replaced", "archived", "draft", "older"]
LinkProblem = Literal["replaced", "absent"]
PieceKind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Progress:
    """Documents examined so far."""

    done: int
    total: int
    label: str = ""
    step: str = "audit"


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """One document, or a file that the index does not hold yet.

    `coverage` is the share of its pages' characters that ended in some passage, `score` the
    mean quality of its words; None where nothing was read. `repairs` are those of a thousand
    words. `said_elsewhere` passages stand in another document too, which is shown instead.
    """

    document: Document
    state: FileState
    problem: str = ""
    pages: int = 0
    pages_read: int = 0
    pages_empty: int = 0
    pages_unread: int = 0
    engines: Mapping[Engine, int] = field(default_factory=dict)
    grades: Mapping[Grade, int] = field(default_factory=dict)
    score: float | None = None
    coverage: float | None = None
    words: int = 0
    passages: int = 0
    said_elsewhere: int = 0
    without_heading: int = 0
    questions: int = 0
    changes: int = 0
    repairs: float = 0.0
    changes_by_kind: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageAudit:
    """One page and what is wrong with it. `kept` of its `signs` (characters that are no space)
    ended in some passage: `coverage` is their share. `badness` orders pages, 0 for a sound one."""

    document_id: str
    number: int | None
    label: str | None
    engine: Engine
    state: PageState
    grade: Grade | None
    score: float | None
    words: int
    signs: int
    kept: int
    coverage: float | None
    changes: int
    flaws: tuple[Flaw, ...]
    badness: float


@dataclass(frozen=True, slots=True)
class PassageNote:
    """A passage worth a look, by its first words."""

    id: str
    document_id: str
    page: int | None
    heading: str
    words: int
    first_words: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """`other_id` holds `share` (0 to 1) of what `document_id` says, which holds `back` of it.
    `twins`: passages of the first that are known to be said by the second."""

    document_id: str
    other_id: str
    share: float
    back: float
    twins: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """A document that no longer holds, or may not. `by` is what replaces it or is newer."""

    document_id: str
    standing: Standing
    by: str | None = None
    years: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """The catalogue's `field` of a document leads to one that is replaced or not indexed."""

    document_id: str
    field: str
    target: str
    problem: LinkProblem


@dataclass(frozen=True, slots=True)
class Orphans:
    """`expansions`: rows that no passage holds; `uncatalogued` and `without_file`: file names."""

    expansions: tuple[str, ...] = ()
    uncatalogued: tuple[str, ...] = ()
    without_file: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A file in quarantine: `message` is French."""

    source: str
    message: str
    since: str
    tries: int


@dataclass(frozen=True, slots=True)
class Totals:
    documents: int
    pages: int
    pages_unread: int
    pages_poor: int
    passages: int
    words: int
    questions: int
    without_heading: int
    coverage: float | None
    repairs: float


@dataclass(frozen=True, slots=True)
class Audit:
    """`worst_pages`, `longest` and `emptiest` are cut at what was asked for."""

    schema: Literal["assistant.audit/1"] = field(default="assistant.audit/1", kw_only=True)
    generation: str
    date: str
    years: int
    totals: Totals
    documents: tuple[DocumentAudit, ...]
    worst_pages: tuple[PageAudit, ...] = ()
    overlaps: tuple[Overlap, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    orphans: Orphans = Orphans()
    quarantine: tuple[SetAside, ...] = ()
    longest: tuple[PassageNote, ...] = ()
    emptiest: tuple[PassageNote, ...] = ()
    without_heading: tuple[PassageNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that the file and the reading both hold, or one only."""

    kind: PieceKind
    text: str


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line as the file holds it against the same as it was read."""

    pieces: tuple[Piece, ...]

    @property
    def dropped(self) -> bool:
        """Nothing was read of it: a running header, a page number, noise."""
        return bool(self.pieces) and all(piece.kind == "removed" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class DocumentReview:
    """One document, page by page."""

    schema: Literal["assistant.document/1"] = field(default="assistant.document/1", kw_only=True)
    document: DocumentAudit
    pages: tuple[PageAudit, ...]


@dataclass(frozen=True, slots=True)
class PageReview:
    """One page, raw against repaired. `passages` are the ids of those read from it."""

    schema: Literal["assistant.page/1"] = field(default="assistant.page/1", kw_only=True)
    document: DocumentAudit
    page: PageAudit
    quality: Quality | None
    lines: tuple[DiffLine, ...]
    changes: tuple[Change, ...]
    changes_by_kind: Mapping[str, int]
    dropped: int
    passages: tuple[str, ...]
