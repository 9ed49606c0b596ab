"""What the stages need from the outside: small Protocols, typed results.

`backends/` implements them; `wiring` chooses. Nothing here imports a heavy library.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.domain import (
    Box,
    Document,
    FailedFile,
    Hit,
    IndexEntry,
    PageText,
    Passage,
    ReadDocument,
    Sentence,
    Turn,
    ValidatedAnswer,
)

Vectors = NDArray[np.float32]
"""Shape (n, dimensions), rows of unit length."""
Vector = NDArray[np.float32]
"""Shape (dimensions,), unit length."""


class Embedder(Protocol):
    """Text to unit vectors. A query and a passage may be prefixed differently."""

    @property
    def fingerprint(self) -> str:
        """Names the model and everything that changes its vectors."""
        ...

    @property
    def dimensions(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...

    def embed_query(self, text: str) -> Vector: ...


Numbers = NDArray[np.int32]
"""Subword numbers: rows of a table."""


class Subwords(Protocol):
    """The table of a static model: one vector a subword, a text's vector being their mean."""

    @property
    def vectors(self) -> Vectors:
        """Shape (vocabulary, dimensions), each row as long as the model weighs its subword."""
        ...

    def numbers(self, texts: Sequence[str]) -> list[Numbers]:
        """The subwords of each text, in order."""
        ...


@dataclass(frozen=True, slots=True)
class Units:
    """A passage cut for comparison word by word.

    `numbers` holds the subwords of every unit one after the other, `sizes` how many each unit
    has, `norms` the length of each unit's summed vector. The first `sentences` units are the
    passage's heading and sentences, the others its expansion; `norm` is the length of the sum
    over the first ones.
    """

    numbers: Numbers
    sizes: Numbers
    norms: NDArray[np.float32]
    sentences: int
    norm: float


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made of; written beside it as JSON."""

    schema: int
    generation: str
    created: str
    embedder: str
    dimensions: int
    stages: Mapping[str, int]
    documents: Mapping[str, str]
    passages: int
    entries: int
    checksums: Mapping[str, str]
    validated: str = ""
    """Digest of the files of validated answers; "" when there are none."""


@dataclass(frozen=True, slots=True)
class Match:
    """A passage id with a leg's score (higher is better) and the index words that matched."""

    passage_id: str
    score: float
    words: tuple[str, ...] = ()


class Index(Protocol):
    """One opened, immutable generation."""

    @property
    def manifest(self) -> Manifest: ...

    def documents(self) -> tuple[Document, ...]: ...

    def document(self, document_id: str) -> Document:
        """Raises UnknownDocument."""
        ...

    def passage(self, passage_id: str) -> Passage:
        """Raises UnknownPassage."""
        ...

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        """In the order asked. Raises UnknownPassage."""
        ...

    def all_passages(self) -> Iterator[Passage]:
        """Every stored passage, twins included, in document and reading order."""
        ...

    def pages(self, document_id: str) -> tuple[PageText, ...]:
        """Every page of a document as it was read, in order; () where none was kept.

        Raises UnknownDocument.
        """
        ...

    def page(self, document_id: str, number: int | None) -> PageText:
        """One page. Raises UnknownDocument, UnknownPage."""
        ...

    def lexical(
        self, weights: Mapping[str, float], k: int, also: Sequence[str] = ()
    ) -> tuple[Match, ...]:
        """BM25 over stems; `weights` maps a query stem to its weight. Best first.

        The `k` best, and what of `also` (passage ids) holds a query stem.
        """
        ...

    def nearest(
        self, vector: Vector, k: int, document_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        """Cosine similarity (−1 to 1) in the vector store. Best first."""
        ...

    def questions(self, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """The questions written for each passage, in the order asked; () for one that has none
        or is not ranked."""
        ...

    def units(self, ids: Sequence[str]) -> tuple[Units, ...]:
        """In the order asked; () when the index was made without a subword table.

        Raises UnknownPassage.
        """
        ...

    def subword_counts(self) -> Numbers:
        """In how many entries each subword stands, shape (vocabulary,)."""
        ...

    def document_frequency(self, stem: str) -> int:
        """In how many entries the stem occurs (0 when unknown)."""
        ...

    def vocabulary(self) -> Iterable[str]:
        """Every stem of the lexical index."""
        ...

    def validated(self) -> tuple[ValidatedAnswer, ...]:
        """The editors' answers that may be served, in the order of their ids."""
        ...


@dataclass(frozen=True, slots=True)
class CheckedAnswers:
    """The editors' answers against the passages of a build. `refused` and `warned` hold one line
    a problem; `digest` stands for the files as they were read."""

    answers: tuple[ValidatedAnswer, ...] = ()
    refused: tuple[FailedFile, ...] = ()
    warned: tuple[FailedFile, ...] = ()
    digest: str = ""


class EditedAnswers(Protocol):
    """What editors wrote to be served as it is."""

    def digest(self) -> str:
        """Changes when a file does; "" when there are none."""
        ...

    def check(self, documents: Sequence[Document], passages: Sequence[Passage]) -> CheckedAnswers:
        """Find the quotes again and check every sentence. A bad file stops no other."""
        ...


@dataclass(frozen=True, slots=True)
class RecognizedLine:
    """A line read on a picture; `confidence` from 0 to 1."""

    text: str
    box: Box
    confidence: float


class Recognizer(Protocol):
    """Optical recognition of French."""

    @property
    def name(self) -> str:
        """Engine, version and language: what its readings depend on."""
        ...

    def recognize(self, picture: bytes, dpi: int) -> tuple[RecognizedLine, ...]:
        """The lines of a PNG picture in reading order, an empty text between paragraphs.

        Raises UnreadableFile when the engine fails or takes too long.
        """
        ...


@dataclass(frozen=True, slots=True)
class ReadTask:
    path: Path
    document: Document


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: `read`, or `failure` (French, one line). `lasting`: the same file
    would fail again."""

    task: ReadTask
    read: ReadDocument | None = None
    failure: str = ""
    lasting: bool = False
    seconds: float = 0.0


class Readings(Protocol):
    """Reads files, several at a time, where none can harm the others."""

    def read(
        self, tasks: Sequence[ReadTask], tell: Callable[[ReadTask, int, int], None]
    ) -> Iterator[Outcome]:
        """One outcome per task, as they come. `tell(task, pages done, pages in all)` is called
        meanwhile. Closing the iterator stops what is still being read."""
        ...

    def rest(self) -> None:
        """Give back what is held for the next reading."""
        ...

    @property
    def conditions(self) -> str:
        """All beside a file that decides whether it can be read: limits, engines. What failed
        may be tried anew when this changes."""
        ...


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What a site answered. Header names are in lower case; `pieces` is the decoded body."""

    status: int
    headers: Mapping[str, str]
    pieces: Iterator[bytes]


class Web(Protocol):
    """The web, one request at a time; nothing is followed, remembered or tried again."""

    def get(self, address: str, headers: Mapping[str, str]) -> AbstractContextManager[WebAnswer]:
        """The answer, whatever its status; its body is read as it is asked for, here only.

        Raises DownloadFailed, from here or from the body: no answer, a broken one, an address
        that must not be called.
        """
        ...


@dataclass(frozen=True, slots=True)
class Quoted:
    """A printed line as it was read, `text[start:end]` of it quoted; `box` where it stands, when
    the engine knew, and `below` the box of the line that ends its last word, cut by a hyphen."""

    text: str
    start: int
    end: int
    box: Box | None = None
    below: Box | None = None


@dataclass(frozen=True, slots=True)
class PageOrder:
    """A page of a PDF to be shown, its quoted lines highlighted; without a picture when `width`
    (pixels) is 0. `sha256` is the file's at the time it was read."""

    path: Path
    sha256: str
    number: int
    quoted: tuple[Quoted, ...] = ()
    width: int = 0


@dataclass(frozen=True, slots=True)
class PagePicture:
    """`rectangles` cover the quoted words; `size` is in points, `png` b"" when not asked for."""

    size: tuple[float, float]
    rectangles: tuple[Box, ...] = ()
    png: bytes = b""


class Painter(Protocol):
    """Draws pages where a hostile file can harm nobody."""

    def paint(self, order: PageOrder) -> PagePicture:
        """Raises UnreadableFile, DocumentChanged."""
        ...


class Originals(Protocol):
    """The files that the index was made from."""

    def unchanged(self, path: Path, sha256: str) -> bool:
        """Whether the file is there and holds the bytes that this digest names."""
        ...


class Pictures(Protocol):
    """Keeps what was drawn, within a size."""

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes kept under `key`, made and kept when there are none."""
        ...


class ReadingCache(Protocol):
    """Readings by a key that stands for all that they depend on."""

    def get(self, key: str) -> ReadDocument | None: ...

    def put(self, key: str, read: ReadDocument) -> None: ...

    def keep(self, keys: Iterable[str]) -> None:
        """Forget the others."""
        ...


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that is not read again: `message` says why, `since` when first (ISO 8601). It holds
    while `key` does: the bytes of the file and all that its reading depends on."""

    source: str
    key: str
    message: str
    since: str
    tries: int = 1


class Quarantine(Protocol):
    """Files that failed, and would fail again as they are."""

    def entries(self) -> tuple[Quarantined, ...]: ...

    def get(self, key: str) -> Quarantined | None: ...

    def put(self, key: str, source: str, message: str) -> None:
        """Since its first failure under this key. Raises StorageFull, StorageUnwritable."""
        ...

    def drop(self, key: str) -> None: ...

    def keep(self, keys: Iterable[str]) -> None:
        """Forget all others: files that have changed or left the corpus."""
        ...


class Generations(Protocol):
    """The generations of one index and the pointer to the live one."""

    def names(self) -> tuple[str, ...]:
        """Complete generations, oldest first."""
        ...

    def current(self) -> str | None:
        """Name of the live generation, None when there is none."""
        ...

    def lease(self) -> AbstractContextManager[Index]:
        """The live index, kept open while the lease lasts, even if another goes live.

        Raises IndexMissing, IndexIncompatible, IndexCorrupt.
        """
        ...

    def writing(self) -> AbstractContextManager[None]:
        """The one writer's turn, re-entrant in a thread. Raises IndexBusy when taken."""
        ...

    def withdraw(self) -> None:
        """No generation is live any more, as after the last document was taken out."""
        ...

    def publish(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        entries: Sequence[IndexEntry],
        document_hashes: Mapping[str, str],
        *,
        pages: Sequence[PageText] = (),
        validated: CheckedAnswers | None = None,
        fresh: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> str:
        """Build a generation beside the live one, warm it, switch the pointer; its name.

        `pages` are those of the documents read anew: others keep the ones they have. `fresh`
        reuses nothing of the live one. `progress` is told (embedded, to embed).
        Raises IndexBusy, StorageFull, StorageUnwritable; the live generation stays as it was.
        """
        ...


class Retriever(Protocol):
    def retrieve(
        self, query: str, k: int = 10, filters: Mapping[str, Any] | None = None
    ) -> tuple[Hit, ...]:
        """The bare ranking, best first. `filters`: {"document_ids": [...]}."""
        ...


class Reranker(Protocol):
    @property
    def depth(self) -> int:
        """How many candidates it wants to read, should fewer be shown; 0 when it does not care."""
        ...

    def rerank(self, query: str, hits: Sequence[Hit]) -> tuple[Hit, ...]: ...


class Condenser(Protocol):
    def condense(self, question: str, history: Sequence[Turn]) -> str:
        """A standalone question; the question itself when it already stands alone."""
        ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of a draft and what it stands on: `quote` is verbatim in `passage.text`."""

    passage: Passage
    quote: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What an answerer proposes, before the check."""

    claims: tuple[Claim, ...]
    notices: tuple[str, ...] = ()
    conflicts: tuple[str, ...] = ()


class Answerer(Protocol):
    def draft(self, question: str, hits: Sequence[Hit], index: Index) -> Draft: ...


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a chat model."""

    role: Literal["system", "user", "assistant"]
    content: str


class ChatModel(Protocol):
    @property
    def name(self) -> str:
        """The model, as its server calls it."""
        ...

    def complete(self, messages: Sequence[Message]) -> str:
        """The whole reply, "" when the model says nothing. Raises ModelUnavailable or a child of
        it."""
        ...

    def stream(self, messages: Sequence[Message], visitor: str = "") -> AsyncGenerator[str, None]:
        """Pieces of the reply as they come; closing the generator closes the connection.

        `visitor` is whose budget it is taken from. Raises ModelUnavailable or a child of it:
        ModelSlow, ModelTruncated, ModelUnreadable, BudgetSpent.
        """
        ...


class Verifier(Protocol):
    def verify(self, text: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
        """Check each sentence of `text` against the passages its marks name (mark n is
        `passages[n - 1]`). A mark may be moved to another of `passages` that fits better."""
        ...
