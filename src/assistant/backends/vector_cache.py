"""Vectors kept by (embedder fingerprint, text hash), so that no text is embedded twice."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.backends.storage import is_full, is_unwritable
from assistant.ports import Vector

_BATCH = 500
_SCHEMA = """
CREATE TABLE IF NOT EXISTS vectors (
    fingerprint TEXT NOT NULL, text TEXT NOT NULL, vector BLOB NOT NULL,
    UNIQUE (fingerprint, text)
)
"""
_log = logging.getLogger(__name__)


class VectorCache:
    """One SQLite file, written by the one writer. A damaged file is thrown away."""

    def __init__(self, path: Path, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        try:
            self._store = _open(path)
        except sqlite3.DatabaseError as error:
            if is_full(error) or is_unwritable(error):
                raise
            _log.warning("vector cache unreadable, started anew: %s", error)
            path.unlink(missing_ok=True)
            self._store = _open(path)

    def get(self, texts: Sequence[str]) -> dict[str, Vector]:
        """The known vectors among these text hashes."""
        found: dict[str, Vector] = {}
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            marks = ", ".join("?" * len(batch))
            rows = self._store.execute(
                f"SELECT text, vector FROM vectors WHERE fingerprint = ? AND text IN ({marks})",
                (self._fingerprint, *batch),
            )
            found.update((text, np.frombuffer(blob, dtype="<f4")) for text, blob in rows)
        return found

    def put(self, vectors: Mapping[str, Vector]) -> None:
        with self._store:
            self._store.executemany(
                "INSERT OR REPLACE INTO vectors VALUES (?, ?, ?)", self._rows(vectors)
            )

    def keep_newest(self, count: int) -> None:
        with self._store:
            self._store.execute(
                "DELETE FROM vectors WHERE rowid <= "
                "(SELECT rowid FROM vectors ORDER BY rowid DESC LIMIT 1 OFFSET ?)",
                (count,),
            )

    def close(self) -> None:
        self._store.close()

    def _rows(self, vectors: Mapping[str, Vector]) -> Iterable[tuple[str, str, bytes]]:
        for text, vector in vectors.items():
            yield self._fingerprint, text, np.asarray(vector, dtype="<f4").tobytes()


def _open(path: Path) -> sqlite3.Connection:
    store = sqlite3.connect(path)
    try:
        store.execute(_SCHEMA)
        (result,) = store.execute("PRAGMA quick_check(1)").fetchone()
        if result != "ok":
            raise sqlite3.DatabaseError(result)
    except BaseException:
        store.close()
        raise
    return store
