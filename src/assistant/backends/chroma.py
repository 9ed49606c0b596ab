"""The dense leg: one Chroma collection per generation, id → vector and document."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from assistant.backends.storage import is_full, is_unwritable, remove_tree
from assistant.ports import Vector, Vectors

NAME = "passages"
DATABASE = "chroma.sqlite3"
_HNSW = {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
_MANY = 50_000
"""From this many vectors on the graph is searched half as widely while it is built: half the
build time for three points of recall of the dense leg (0.91 to 0.88 of the nearest 60)."""
_opening = threading.Lock()
_log = logging.getLogger(__name__)


def copy_vectors(source: Path, target: Path) -> None:
    """Copy a collection that other processes may be opening.

    Opening writes a row into Chroma's SQLite file: it is copied by SQLite, the rest as files.
    """
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        closing(sqlite3.connect((source / DATABASE).as_uri() + "?mode=rw", uri=True)) as live,
        closing(sqlite3.connect(target / DATABASE)) as copy,
    ):
        live.backup(copy)


def is_scratch(path: Path) -> bool:
    """A graph that was never saved: Chroma writes its files anew at every opening."""
    return (path.parent / "header.bin").exists() and not (
        path.parent / "index_metadata.pickle"
    ).exists()


class VectorStore:
    """An opened collection. Made anew in a folder that holds none when `create` is set."""

    _tidy: Callable[[], object] | None = None

    def __init__(self, folder: Path, *, create: bool = False, size: int = 0) -> None:
        """`size` is about how many vectors a new collection will hold."""
        if create:
            graph = {**_HNSW, "ef_construction": 100} if size > _MANY else _HNSW
            folder.mkdir(parents=True, exist_ok=True)
            self._client = _client(folder)
            self._collection = self._client.create_collection(
                NAME, embedding_function=None, configuration={"hnsw": graph}
            )
            return
        if not (folder / DATABASE).is_file():
            raise FileNotFoundError(folder / DATABASE)
        self._client = self._open(folder)
        try:
            self._collection = self._client.get_collection(NAME, embedding_function=None)
        except BaseException:
            self.close()
            raise

    def _open(self, folder: Path) -> Any:
        """Chroma cannot open without writing a little. On a full or read-only disk the
        questions still get their answers: it is given a copy elsewhere."""
        try:
            return _client(folder)
        except Exception as error:
            if not (is_full(error) or is_unwritable(error)):
                raise
            _log.warning("vectors opened from a temporary copy: %s", error)
            scratch = _copy_elsewhere(folder)
            # Also at exit: a command answers one question and closes nothing.
            self._tidy = weakref.finalize(self, remove_tree, scratch)
            return _client(scratch)

    def count(self) -> int:
        return int(self._collection.count())

    def upsert(
        self,
        ids: Sequence[str],
        vectors: Vectors,
        documents: Sequence[str],
    ) -> None:
        step = self._client.get_max_batch_size()
        for start in range(0, len(ids), step):
            stop = start + step
            self._collection.upsert(
                ids=list(ids[start:stop]),
                embeddings=vectors[start:stop],
                metadatas=[{"document_id": name} for name in documents[start:stop]],
            )

    def delete(self, ids: Sequence[str]) -> None:
        step = self._client.get_max_batch_size()
        for start in range(0, len(ids), step):
            self._collection.delete(ids=list(ids[start : start + step]))

    def ids(self) -> set[str]:
        return set(self._collection.get(include=[])["ids"])

    def nearest(
        self, vector: Vector, k: int, document_ids: Sequence[str] | None
    ) -> list[tuple[str, float]]:
        """(id, cosine similarity), best first; `k` is at most what the collection holds."""
        if k < 1 or (document_ids is not None and not document_ids):
            return []
        found = self._collection.query(
            query_embeddings=[np.asarray(vector, dtype=np.float32)],
            n_results=k,
            where=None if document_ids is None else {"document_id": {"$in": list(document_ids)}},
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        pairs = zip(found["ids"][0], distances[0], strict=True)
        return sorted(((name, 1.0 - distance) for name, distance in pairs), key=_best_first)

    def close(self) -> None:
        with _opening:
            self._client.close()
        if self._tidy is not None:
            self._tidy()


def _best_first(pair: tuple[str, float]) -> tuple[float, str]:
    return -pair[1], pair[0]


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    # Chroma keeps one system per path in an unguarded table, and keeps there one that could
    # not start: no later attempt would succeed.
    with _opening:
        try:
            return chromadb.PersistentClient(folder, settings=settings)
        except BaseException:
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise


def _copy_elsewhere(folder: Path) -> Path:
    """A copy in the first temporary place that has room. Raises OSError when none has."""
    failure = OSError(folder)
    for place in (tempfile.gettempdir(), "/dev/shm"):
        try:
            return _copy_into(folder, place)
        except OSError as error:
            failure = error
    raise failure


def _copy_into(folder: Path, place: str) -> Path:
    scratch = Path(tempfile.mkdtemp(prefix="assistant-", dir=place))
    try:
        shutil.copytree(folder, scratch, dirs_exist_ok=True)
    except OSError:
        remove_tree(scratch)
        raise
    return scratch
