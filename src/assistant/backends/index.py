"""One generation, opened for reading."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from assistant import wording
from assistant.backends.chroma import VectorStore
from assistant.backends.lexical import Lexical
from assistant.backends.records import (
    document_from_json,
    document_to_json,
    page_from_blob,
    page_to_blob,
    passage_from_json,
    passage_to_json,
    validated_from_json,
    validated_to_json,
)
from assistant.backends.storage import is_full
from assistant.backends.units import unpack
from assistant.domain import Document, IndexEntry, PageText, Passage, ValidatedAnswer
from assistant.errors import (
    AssistantError,
    IndexCorrupt,
    StorageFull,
    UnknownDocument,
    UnknownPage,
    UnknownPassage,
)
from assistant.ports import Manifest, Match, Numbers, Units, Vector

PASSAGES = "passages.sqlite"
LEXICAL = "lexical"
VECTORS = "vectors"
_BATCH = 500
_QUESTIONS = "questions"
"""The field of an entry that holds the questions written for its passage, one a line."""
Value = TypeVar("Value")
Data = TypeVar("Data")
_SCHEMA = """
CREATE TABLE documents (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE TABLE entries (
    position INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL,
    fields TEXT NOT NULL, tokens TEXT NOT NULL, dense TEXT NOT NULL, units BLOB,
    questions TEXT NOT NULL
);
CREATE TABLE pages (
    document_id TEXT NOT NULL, position INTEGER NOT NULL, number INTEGER, data BLOB NOT NULL,
    PRIMARY KEY (document_id, position)
) WITHOUT ROWID;
CREATE TABLE subwords (counts BLOB NOT NULL);
CREATE TABLE validated (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
"""


def write_passages(
    path: Path,
    documents: Iterable[Document],
    passages: Iterable[Passage],
    entries: Sequence[IndexEntry],
    digests: Sequence[str],
    tokens: Sequence[Sequence[str]],
    dense: Sequence[str],
    units: Sequence[bytes] = (),
    counts: Numbers | None = None,
    pages: Sequence[PageText] = (),
    former: Path | None = None,
    validated: Sequence[ValidatedAnswer] = (),
) -> None:
    """The passage store. `digests` (of the fields), `tokens`, `dense` (hash of the embedded
    text) and, where there is a subword table, `units` follow `entries`. A document without
    `pages` has those of the `former` store."""
    documents = list(documents)
    with closing(sqlite3.connect(path)) as store, store:
        # Nobody reads the file before the whole generation is synchronised.
        store.execute("PRAGMA synchronous = OFF")
        store.executescript(_SCHEMA)
        store.executemany(
            "INSERT INTO documents VALUES (?, ?, ?)",
            ((n, item.id, document_to_json(item)) for n, item in enumerate(documents)),
        )
        store.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?)",
            (
                (n, item.id, item.document_id, passage_to_json(item))
                for n, item in enumerate(passages)
            ),
        )
        store.executemany(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    entry.passage.id,
                    entry.passage.document_id,
                    digest,
                    "\n".join(stems),
                    text,
                    units[n] if units else None,
                    entry.fields.get(_QUESTIONS, ""),
                )
                for n, (entry, digest, stems, text) in enumerate(
                    zip(entries, digests, tokens, dense, strict=True)
                )
            ),
        )
        store.executemany(
            "INSERT INTO validated VALUES (?, ?, ?)",
            ((n, item.id, validated_to_json(item)) for n, item in enumerate(validated)),
        )
        place: Counter[str] = Counter()
        for page in pages:
            name = page.document_id
            store.execute(
                "INSERT INTO pages VALUES (?, ?, ?, ?)",
                (name, place[name], page.number, page_to_blob(page)),
            )
            place[name] += 1
        if former is not None:
            _take_pages(store, former, [item.id for item in documents if item.id not in place])
        if counts is not None:
            store.execute("INSERT INTO subwords VALUES (?)", (counts.astype("<i4").tobytes(),))


def _take_pages(store: sqlite3.Connection, former: Path, names: Sequence[str]) -> None:
    with closing(_open_store(former)) as live:
        for name in names:
            rows = live.execute("SELECT * FROM pages WHERE document_id = ?", (name,))
            store.executemany("INSERT INTO pages VALUES (?, ?, ?, ?)", rows)


def _open_store(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        path.resolve().as_uri() + "?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """What the legs hold of one entry: digest of its fields, stems, hash of the embedded text,
    packed units."""

    document_id: str
    fields: str
    tokens: tuple[str, ...]
    dense: str
    units: bytes | None = None


class DiskIndex:
    """Implements `ports.Index`. The legs are opened when first asked."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self._lock = threading.RLock()
        self._lexical: Lexical | None = None
        self._vectors: VectorStore | None = None
        self._counts: Numbers | None = None
        self._validated: tuple[ValidatedAnswer, ...] | None = None
        with self._reading(wording.INDEX_STORE_UNREADABLE):
            self._store = _open_store(folder / PASSAGES)

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    def documents(self) -> tuple[Document, ...]:
        rows = self._rows("SELECT data FROM documents ORDER BY position")
        return tuple(self._decode(document_from_json, data) for (data,) in rows)

    def document(self, document_id: str) -> Document:
        rows = self._rows("SELECT data FROM documents WHERE id = ?", document_id)
        if not rows:
            raise UnknownDocument(wording.UNKNOWN_DOCUMENT.format(id=document_id))
        return self._decode(document_from_json, rows[0][0])

    def passage(self, passage_id: str) -> Passage:
        return self.passages([passage_id])[0]

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        found = self._by_ids("SELECT id, data FROM passages WHERE id", ids)
        self._all_found(ids, found)
        return tuple(self._decode(passage_from_json, found[name]) for name in ids)

    def all_passages(self) -> Iterator[Passage]:
        last = -1
        while rows := self._rows(
            "SELECT position, data FROM passages WHERE position > ? ORDER BY position LIMIT ?",
            last,
            _BATCH,
        ):
            last = rows[-1][0]
            yield from [self._decode(passage_from_json, data) for _, data in rows]

    def pages(self, document_id: str) -> tuple[PageText, ...]:
        self.document(document_id)
        rows = self._rows(
            "SELECT data FROM pages WHERE document_id = ? ORDER BY position", document_id
        )
        return tuple(self._decode(page_from_blob, data) for (data,) in rows)

    def page(self, document_id: str, number: int | None) -> PageText:
        self.document(document_id)
        rows = self._rows(
            "SELECT data FROM pages WHERE document_id = ? AND number IS ?", document_id, number
        )
        if not rows:
            raise UnknownPage(wording.UNKNOWN_PAGE.format(id=document_id, number=number))
        return self._decode(page_from_blob, rows[0][0])

    def lexical(
        self, weights: Mapping[str, float], k: int, also: Sequence[str] = ()
    ) -> tuple[Match, ...]:
        rows = self._by_ids("SELECT passage_id, position FROM entries WHERE passage_id", also)
        found = self._open_lexical().search(weights, k, [int(row) for row in rows.values()])
        names = self._names([row.position for row in found])
        return tuple(Match(names[row.position], row.score, row.words) for row in found)

    def units(self, ids: Sequence[str]) -> tuple[Units, ...]:
        found = self._by_ids("SELECT passage_id, units FROM entries WHERE passage_id", ids)
        self._all_found(ids, found)
        if any(data is None for data in found.values()):
            return ()
        with self._reading(wording.INDEX_STORE_UNREADABLE):
            return tuple(unpack(found[name]) for name in ids)

    def subword_counts(self) -> Numbers:
        with self._lock:
            if self._counts is None:
                rows = self._rows("SELECT counts FROM subwords")
                self._counts = np.frombuffer(rows[0][0] if rows else b"", "<i4")
            return self._counts

    def nearest(
        self, vector: Vector, k: int, document_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        store = self._open_vectors()
        with self._reading(wording.INDEX_VECTORS_UNREADABLE):
            # counting the collection takes longer than searching it
            found = store.nearest(vector, min(k, self._manifest.entries), document_ids)
        return tuple(Match(name, score) for name, score in found)

    def document_frequency(self, stem: str) -> int:
        return self._open_lexical().document_frequency(stem)

    def vocabulary(self) -> Iterable[str]:
        return self._open_lexical().vocabulary()

    def questions(self, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        found = self._by_ids("SELECT passage_id, questions FROM entries WHERE passage_id", ids)
        return tuple(tuple(found.get(name, "").splitlines()) for name in ids)

    def validated(self) -> tuple[ValidatedAnswer, ...]:
        with self._lock:
            if self._validated is None:
                rows = self._rows("SELECT data FROM validated ORDER BY position")
                self._validated = tuple(self._decode(validated_from_json, data) for (data,) in rows)
            return self._validated

    def entries(self) -> dict[str, StoredEntry]:
        """What was indexed, by passage id."""
        rows = self._rows(
            "SELECT passage_id, document_id, fields, tokens, dense, units FROM entries"
        )
        return {
            name: StoredEntry(
                document, fields, tuple(tokens.split("\n") if tokens else ()), dense, units
            )
            for name, document, fields, tokens, dense, units in rows
        }

    def check_counts(self) -> None:
        """Raises IndexCorrupt when the legs do not hold the entries that were meant."""
        ((entries,),) = self._rows("SELECT count(*) FROM entries")
        with self._reading(wording.INDEX_VECTORS_UNREADABLE):
            vectors = self._open_vectors().count()
        counts = (int(entries), self._open_lexical().size, vectors)
        if set(counts) != {self._manifest.entries}:
            raise self._corrupt(
                wording.INDEX_COUNTS_DIFFER.format(
                    found=", ".join(map(str, counts)), expected=self._manifest.entries
                )
            )

    def check(self) -> None:
        """Read everything once. Raises IndexCorrupt."""
        self.check_counts()
        if self._rows("PRAGMA integrity_check") != [("ok",)]:
            raise self._corrupt(wording.INDEX_STORE_UNREADABLE)
        with self._reading(wording.INDEX_STORE_UNREADABLE):
            for _ in self.all_passages():
                pass
            self.passages([a.passage_id for one in self.validated() for a in one.citations])
        with self._reading(wording.INDEX_VECTORS_UNREADABLE):
            stored = self._open_vectors().ids()
        if stored != set(self.entries()):
            raise self._corrupt(wording.INDEX_VECTORS_UNREADABLE)

    def close(self) -> None:
        with self._lock:
            self._store.close()
            self._lexical = None
            if self._vectors is not None:
                self._vectors.close()
                self._vectors = None

    def _names(self, positions: Sequence[int]) -> Mapping[int, str]:
        """Passage ids by the position of their entry."""
        found = self._by_ids("SELECT position, passage_id FROM entries WHERE position", positions)
        if len(found) < len(set(positions)):
            raise self._corrupt(wording.INDEX_STORE_UNREADABLE)
        return found

    def _by_ids(self, select: str, ids: Sequence[Any]) -> dict[Any, Any]:
        """The second column by the first, for those `ids` that are there."""
        found: dict[Any, Any] = {}
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            found.update(self._rows(f"{select} IN ({marks})", *batch))
        return found

    def _all_found(self, ids: Sequence[str], found: Mapping[str, object]) -> None:
        for name in ids:
            if name not in found:
                raise UnknownPassage(wording.UNKNOWN_PASSAGE.format(id=name))

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with self._reading(wording.INDEX_STORE_UNREADABLE), self._lock:
            try:
                return self._store.execute(sql, values).fetchall()
            except UnicodeEncodeError:  # a lone surrogate in an id that a client sent
                return []

    def _decode(self, decode: Callable[[Data], Value], data: Data) -> Value:
        with self._reading(wording.INDEX_STORE_UNREADABLE):
            return decode(data)

    def _open_lexical(self) -> Lexical:
        with self._lock:
            if self._lexical is None:
                with self._reading(wording.INDEX_LEXICAL_UNREADABLE):
                    self._lexical = Lexical(self._folder / LEXICAL)
            return self._lexical

    def _open_vectors(self) -> VectorStore:
        with self._lock:
            if self._vectors is None:
                with self._reading(wording.INDEX_VECTORS_UNREADABLE):
                    self._vectors = VectorStore(self._folder / VECTORS)
            return self._vectors

    @contextmanager
    def _reading(self, detail: str) -> Iterator[None]:
        try:
            yield
        except AssistantError:
            raise
        except Exception as error:
            if is_full(error):
                raise StorageFull(wording.STORAGE_FULL.format(path=self._folder)) from error
            raise self._corrupt(detail) from error

    def _corrupt(self, detail: str) -> IndexCorrupt:
        return IndexCorrupt(
            wording.INDEX_CORRUPT.format(name=self._manifest.generation, detail=detail)
        )
