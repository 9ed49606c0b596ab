"""One generation, opened for reading."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant import wording
from assistant.backends.chroma import VectorStore
from assistant.backends.lexical import Lexical
from assistant.backends.records import (
    document_from_json,
    document_to_json,
    fields_digest,
    passage_from_json,
    passage_to_json,
)
from assistant.backends.storage import is_full
from assistant.domain import Document, IndexEntry, Passage
from assistant.errors import (
    AssistantError,
    IndexCorrupt,
    StorageFull,
    UnknownDocument,
    UnknownPassage,
)
from assistant.ports import Manifest, Match, Vector

PASSAGES = "passages.sqlite"
LEXICAL = "lexical"
VECTORS = "vectors"
_BATCH = 500
Value = TypeVar("Value")
_SCHEMA = """
CREATE TABLE documents (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, data TEXT NOT NULL);
CREATE TABLE passages (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE TABLE entries (
    position INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL,
    fields TEXT NOT NULL, tokens TEXT NOT NULL, dense TEXT NOT NULL
);
"""


def write_passages(
    path: Path,
    documents: Iterable[Document],
    passages: Iterable[Passage],
    entries: Sequence[IndexEntry],
    tokens: Sequence[Sequence[str]],
    dense: Sequence[str],
) -> None:
    """The passage store. `tokens` and `dense` (hash of the embedded text) follow `entries`."""
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
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    n,
                    entry.passage.id,
                    entry.passage.document_id,
                    fields_digest(entry.fields),
                    "\n".join(stems),
                    text,
                )
                for n, (entry, stems, text) in enumerate(zip(entries, tokens, dense, strict=True))
            ),
        )


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """What the legs hold of one entry: digest of its fields, stems, hash of the embedded text."""

    document_id: str
    fields: str
    tokens: tuple[str, ...]
    dense: str


class DiskIndex:
    """Implements `ports.Index`. The legs are opened when first asked."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self._lock = threading.RLock()
        self._lexical: Lexical | None = None
        self._vectors: VectorStore | None = None
        with self._reading(wording.INDEX_STORE_UNREADABLE):
            self._store = sqlite3.connect(
                (folder / PASSAGES).resolve().as_uri() + "?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
            )

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
        found: dict[str, Passage] = {}
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            for name, data in self._rows(
                f"SELECT id, data FROM passages WHERE id IN ({marks})", *batch
            ):
                found[name] = self._decode(passage_from_json, data)
        for name in ids:
            if name not in found:
                raise UnknownPassage(wording.UNKNOWN_PASSAGE.format(id=name))
        return tuple(found[name] for name in ids)

    def all_passages(self) -> Iterator[Passage]:
        last = -1
        while rows := self._rows(
            "SELECT position, data FROM passages WHERE position > ? ORDER BY position LIMIT ?",
            last,
            _BATCH,
        ):
            last = rows[-1][0]
            yield from [self._decode(passage_from_json, data) for _, data in rows]

    def lexical(self, weights: Mapping[str, float], k: int) -> tuple[Match, ...]:
        found = self._open_lexical().search(weights, k, self._entry_name)
        return tuple(Match(name, score, words) for name, score, words in found)

    def nearest(
        self, vector: Vector, k: int, document_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        store = self._open_vectors()
        with self._reading(wording.INDEX_VECTORS_UNREADABLE):
            found = store.nearest(vector, k, document_ids)
        return tuple(Match(name, score) for name, score in found)

    def document_frequency(self, stem: str) -> int:
        return self._open_lexical().document_frequency(stem)

    def vocabulary(self) -> Iterable[str]:
        return self._open_lexical().vocabulary()

    def entries(self) -> dict[str, StoredEntry]:
        """What was indexed, by passage id."""
        rows = self._rows("SELECT passage_id, document_id, fields, tokens, dense FROM entries")
        return {
            name: StoredEntry(document, fields, tuple(tokens.split("\n") if tokens else ()), dense)
            for name, document, fields, tokens, dense in rows
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

    def _entry_name(self, position: int) -> str:
        rows = self._rows("SELECT passage_id FROM entries WHERE position = ?", position)
        if not rows:
            raise self._corrupt(wording.INDEX_STORE_UNREADABLE)
        return str(rows[0][0])

    def _rows(self, sql: str, *values: object) -> list[Any]:
        with self._reading(wording.INDEX_STORE_UNREADABLE), self._lock:
            try:
                return self._store.execute(sql, values).fetchall()
            except UnicodeEncodeError:  # a lone surrogate in an id that a client sent
                return []

    def _decode(self, decode: Callable[[str], Value], data: str) -> Value:
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
