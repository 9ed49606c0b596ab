"""Readings kept by the key of all that they depend on, so that no file is read twice.

A build that was interrupted goes on where it stopped, another embedder or a new form of index
reads no scan again.
"""

from __future__ import annotations

import logging
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from assistant.backends.readings_codec import decode, encode
from assistant.backends.storage import is_full, is_unwritable, storage_errors
from assistant.domain import Document, ReadDocument

FILE = "readings.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS readings (
    key TEXT PRIMARY KEY, id TEXT NOT NULL, source TEXT NOT NULL, parts BLOB NOT NULL
)
"""
_log = logging.getLogger(__name__)


class DiskReadingCache:
    """One SQLite file. What it holds can be made again: a damaged file is thrown away."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, key: str) -> ReadDocument | None:
        if not self._path.is_file():
            return None
        try:
            with closing(self._open()) as store:
                rows = store.execute(
                    "SELECT id, source, parts FROM readings WHERE key = ?", (key,)
                ).fetchall()
            return _unpacked(*rows[0]) if rows else None
        except (sqlite3.DatabaseError, zlib.error, ValueError) as error:
            _log.warning("reading cache unreadable, done without: %s", error)
            return None

    def put(self, key: str, read: ReadDocument) -> None:
        row = (key, read.document.id, read.document.source, _packed(read))
        with storage_errors(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._insert(row)
            except sqlite3.DatabaseError as error:
                if is_full(error) or is_unwritable(error):
                    raise
                _log.warning("reading cache unreadable, started anew: %s", error)
                self._path.unlink(missing_ok=True)
                self._insert(row)

    def keep(self, keys: Iterable[str]) -> None:
        if not self._path.is_file():
            return
        wanted = set(keys)
        try:
            with closing(self._open()) as store, store:
                known = {key for (key,) in store.execute("SELECT key FROM readings")}
                store.executemany(
                    "DELETE FROM readings WHERE key = ?", ((key,) for key in known - wanted)
                )
        except sqlite3.DatabaseError as error:
            _log.warning("reading cache not tidied: %s", error)

    def _insert(self, row: tuple[str, str, str, bytes]) -> None:
        with closing(self._open()) as store, store:
            store.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)", row)

    def _open(self) -> sqlite3.Connection:
        store = sqlite3.connect(self._path)
        try:
            store.execute("PRAGMA synchronous = OFF")  # what it holds can be made again
            store.execute(_SCHEMA)
        except BaseException:
            store.close()
            raise
        return store


def _packed(read: ReadDocument) -> bytes:
    """A part a line: JSON holds no line break."""
    return zlib.compress(b"\n".join(b"%s %s" % part for part in encode(read)), 1)


def _unpacked(name: str, source: str, data: bytes) -> ReadDocument:
    lines = (line.partition(b" ") for line in zlib.decompress(data).split(b"\n"))
    asked = Document(id=name, title="", source=source)
    return decode(((kind, value) for kind, _, value in lines), asked)
