"""The generations of an index on disk, and the pointer to the live one.

    indexes/current                      {"generation": …, "previous": …, "manifest": sha256}
    indexes/0007-20260301T101500-3fa2/   passages.sqlite · lexical/ · vectors/ · manifest.json
    indexes/vectors.sqlite               vectors by (embedder fingerprint, text hash)
    indexes/building-…, discarded-…      work in progress, or what a killed build left

A generation never changes once it is complete. One writer at a time (`writing`); readers, in
this process or another, hold a lease on the folder they read, and the cleaner respects it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assistant import wording
from assistant.backends import leases
from assistant.backends.chroma import is_scratch
from assistant.backends.generation_writer import Base, GenerationWriter, Progress
from assistant.backends.index import VECTORS, DiskIndex
from assistant.backends.storage import (
    checksum,
    read_json,
    remove_tree,
    storage_errors,
    sync_folder,
    sync_tree,
    write_json,
)
from assistant.backends.units import Parts
from assistant.domain import Document, IndexEntry, PageText, Passage
from assistant.errors import (
    CorpusMissing,
    IndexBusy,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
)
from assistant.ports import CheckedAnswers, Embedder, Index, Manifest, Subwords

SCHEMA = 4
"""Bumped when the files of a generation change their form."""

MANIFEST = "manifest.json"
POINTER = "current"
CACHE = "vectors.sqlite"
LOCK = "writer.lock"
WRITER = "writer.json"
_BUILDING = "building-"
_DISCARDED = "discarded-"
_NAME = re.compile(r"(\d{4,})-\d{8}T\d{6}-[0-9a-f]{4}")
_HASHED_ON_OPEN = 1 << 20
_OPEN_ATTEMPTS = 5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Pointer:
    generation: str
    previous: str | None
    manifest: str


@dataclass(slots=True)
class _Opened:
    """An open generation. Closed when it is `retired` and its last user has left."""

    name: str
    index: DiskIndex
    lease: leases.Lease
    users: int = 0
    retired: bool = False

    def close_if_idle(self) -> None:
        if self.retired and self.users == 0:
            self.index.close()
            self.lease.close()


class DiskGenerations:
    """Implements `ports.Generations`.

    `tokenize`, `dense_text` and `parts` say what the legs index of an entry; `stages` are the
    versions of all that they depend on: what other stages made is not reused. `subwords` is the
    embedder's own table, where it has one.
    """

    def __init__(
        self,
        root: Path,
        embedder: Embedder,
        tokenize: Callable[[IndexEntry], Sequence[str]],
        dense_text: Callable[[IndexEntry], str],
        stages: Mapping[str, int],
        k1: float = 1.2,
        b: float = 0.75,
        parts: Callable[[IndexEntry], Parts] | None = None,
        subwords: Subwords | None = None,
    ) -> None:
        self._root = root
        self._embedder = embedder
        self._stages = dict(stages)
        self._writer = GenerationWriter(
            embedder, tokenize, dense_text, root / CACHE, k1, b, parts, subwords
        )
        self._mutex = threading.RLock()
        self._live: _Opened | None = None
        self._lock: FileLock | None = None

    # --- reading -------------------------------------------------------------------------

    def names(self) -> tuple[str, ...]:
        if not self._root.is_dir():
            return ()
        found = (item.name for item in self._root.iterdir() if _NAME.fullmatch(item.name))
        return tuple(sorted((n for n in found if (self._root / n / MANIFEST).is_file()), key=_age))

    def current(self) -> str | None:
        with suppress(IndexMissing, IndexCorrupt):
            return self._pointer().generation
        return None

    @contextmanager
    def lease(self) -> Iterator[Index]:
        opened = self._enter()
        try:
            yield opened.index
        finally:
            self._leave(opened)

    def verify(self) -> None:
        """Read every byte of the live generation. Raises IndexMissing, IndexIncompatible,
        IndexCorrupt."""
        with self.lease() as index:
            manifest = index.manifest
            folder = self._root / manifest.generation
            for name, expected in manifest.checksums.items():
                if _mutable(name):
                    continue
                if checksum(folder / name) != expected:
                    raise _corrupt(
                        manifest.generation, wording.INDEX_FILE_CHANGED.format(name=name)
                    )
            assert isinstance(index, DiskIndex)
            index.check()

    def close(self) -> None:
        """Close what is open; leases still held keep theirs until they end."""
        with self._mutex:
            self._retire()

    def _enter(self) -> _Opened:
        with self._mutex:
            pointer = self._pointer()
            if self._live is None or self._live.name != pointer.generation:
                opened = self._open_live(pointer)
                self._retire()
                self._live = opened
            self._live.users += 1
            return self._live

    def _leave(self, opened: _Opened) -> None:
        with self._mutex:
            opened.users -= 1
            opened.close_if_idle()

    def _retire(self) -> None:
        if self._live is not None:
            self._live.retired = True
            self._live.close_if_idle()
            self._live = None

    def _pointer(self) -> _Pointer:
        try:
            values = read_json(self._root / POINTER)
            pointer = _Pointer(values["generation"], values["previous"], values["manifest"])
        except (FileNotFoundError, NotADirectoryError):
            raise IndexMissing(wording.INDEX_MISSING) from None
        except (OSError, ValueError, KeyError) as error:
            raise _corrupt("", wording.INDEX_POINTER_UNREADABLE) from error
        if not _NAME.fullmatch(str(pointer.generation)):
            raise _corrupt("", wording.INDEX_POINTER_UNREADABLE)
        return pointer

    def _open_live(self, pointer: _Pointer) -> _Opened:
        """A builder may clean up an old generation just as it is being opened: look again."""
        detail = wording.INDEX_FOLDER_MISSING
        for _ in range(_OPEN_ATTEMPTS):
            try:
                return self._open(pointer)
            except FileNotFoundError as error:
                if (self._root / pointer.generation).is_dir():
                    name = Path(error.filename or MANIFEST).name
                    detail = wording.INDEX_FILE_MISSING.format(name=name)
                pointer = self._pointer()
        raise _corrupt(pointer.generation, detail)

    def _open(self, pointer: _Pointer) -> _Opened:
        folder = self._root / pointer.generation
        lease = leases.Lease(folder)
        try:
            manifest = self._read_manifest(pointer)
            self._check_compatible(manifest)
            _check_files(folder, manifest)
            return _Opened(pointer.generation, DiskIndex(folder, manifest), lease)
        except BaseException:
            lease.close()
            raise

    def _read_manifest(self, pointer: _Pointer) -> Manifest:
        data = (self._root / pointer.generation / MANIFEST).read_bytes()
        try:
            if hashlib.sha256(data).hexdigest() != pointer.manifest:
                raise ValueError(MANIFEST)
            values = json.loads(data)
            if values["schema"] != SCHEMA:
                raise IndexIncompatible(
                    wording.INDEX_OTHER_SCHEMA.format(found=values["schema"], expected=SCHEMA)
                )
            return Manifest(**values)
        except (ValueError, KeyError, TypeError) as error:
            raise _corrupt(pointer.generation, wording.INDEX_MANIFEST_UNREADABLE) from error

    def _check_compatible(self, manifest: Manifest) -> None:
        embedder = self._embedder
        if (manifest.embedder, manifest.dimensions) != (embedder.fingerprint, embedder.dimensions):
            raise IndexIncompatible(
                wording.INDEX_OTHER_EMBEDDER.format(
                    found=manifest.embedder, expected=embedder.fingerprint
                )
            )

    # --- writing -------------------------------------------------------------------------

    @contextmanager
    def writing(self) -> Iterator[None]:
        with storage_errors(self._root):
            lock = self._writer_lock()
            try:
                lock.acquire(timeout=0)
            except Timeout:
                raise self._busy() from None
            try:
                if lock.lock_counter == 1:
                    write_json(self._root / WRITER, {"pid": os.getpid(), "since": _now()})
                yield
            finally:
                if lock.lock_counter == 1:
                    (self._root / WRITER).unlink(missing_ok=True)
                lock.release()

    def withdraw(self) -> None:
        with self.writing(), storage_errors(self._root):
            (self._root / POINTER).unlink(missing_ok=True)
            sync_folder(self._root)

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
        progress: Progress | None = None,
    ) -> str:
        if not entries:
            raise CorpusMissing(wording.INDEX_NOTHING)
        edited = validated or CheckedAnswers()
        with self.writing():
            self._discard_unfinished()
            name = self._next_name()
            folder = self._root / f"{_BUILDING}{name}"
            try:
                folder.mkdir()
                (folder / leases.FILE).touch()
                manifest = Manifest(
                    schema=SCHEMA,
                    generation=name,
                    created=_now(),
                    embedder=self._embedder.fingerprint,
                    dimensions=self._embedder.dimensions,
                    stages=self._stages,
                    documents=dict(document_hashes),
                    passages=len(passages),
                    entries=len(entries),
                    checksums={},
                    validated=edited.digest,
                )
                with storage_errors(self._root):
                    with self._base(fresh) as base:
                        self._writer.write(
                            folder,
                            documents,
                            passages,
                            entries,
                            pages,
                            base,
                            progress,
                            edited.answers,
                        )
                    self._warm(folder, manifest, entries[0])
                    manifest = replace(manifest, checksums=_checksums(folder))
                    write_json(folder / MANIFEST, asdict(manifest))
                    sync_tree(folder)
                    os.rename(folder, self._root / name)
                    self._switch(name)
            except BaseException:
                remove_tree(folder)
                if self.current() != name:
                    remove_tree(self._root / name)
                raise
            self._prune()
            return name

    @contextmanager
    def _base(self, fresh: bool) -> Iterator[Base]:
        """The live generation, as far as its parts can be reused."""
        opened, base = None, Base()
        if not fresh:
            with suppress(IndexMissing, IndexIncompatible, IndexCorrupt):
                opened = self._enter()
                base = Base(  # only an index of the same embedder is opened
                    opened.index.entries(),
                    dict(opened.index.manifest.stages) == self._stages,
                    self._root / opened.name,
                )
        try:
            yield base
        finally:
            if opened is not None:
                self._leave(opened)

    def _warm(self, folder: Path, manifest: Manifest, entry: IndexEntry) -> None:
        """Open what was written, as a reader will, and ask each leg something."""
        index = DiskIndex(folder, manifest)
        try:
            index.check_counts()
            stem = next(iter(index.vocabulary()), None)
            if stem is not None and not index.lexical({stem: 1.0}, 1):
                raise _corrupt(manifest.generation, wording.INDEX_LEXICAL_UNREADABLE)
            if not index.nearest(self._writer.probe(entry), 1):
                raise _corrupt(manifest.generation, wording.INDEX_VECTORS_UNREADABLE)
        finally:
            index.close()

    def _switch(self, name: str) -> None:
        sync_folder(self._root)
        data = (self._root / name / MANIFEST).read_bytes()
        pointer = _Pointer(name, self.current(), hashlib.sha256(data).hexdigest())
        write_json(self._root / POINTER, asdict(pointer))

    def _next_name(self) -> str:
        numbers = [
            int(found[1]) for item in self._root.iterdir() if (found := _NAME.search(item.name))
        ]
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        return f"{max(numbers, default=0) + 1:04d}-{stamp}-{secrets.token_hex(2)}"

    # --- cleaning ------------------------------------------------------------------------

    def _discard_unfinished(self) -> None:
        """What a killed build left: only the writer makes such folders, and that is us."""
        for item in list(self._root.iterdir()):
            if item.name.startswith((_BUILDING, _DISCARDED)):
                remove_tree(item)
            elif _NAME.fullmatch(item.name) and not (item / MANIFEST).is_file():
                self._discard(item)

    def _prune(self) -> None:
        """Keep the live generation, the one before, and what is being read. What cannot be
        removed now is left to the next build: the new index is live already."""
        pointer = self._pointer()
        with self._mutex:
            if self._live is not None and self._live.name != pointer.generation:
                self._retire()
        for name in self.names():
            if name not in (pointer.generation, pointer.previous):
                self._discard(self._root / name)

    def _discard(self, folder: Path) -> None:
        aside = self._root / f"{_DISCARDED}{folder.name}"
        try:
            if leases.claim(folder, aside):
                remove_tree(aside)
        except OSError as error:
            _log.warning("%s not removed: %s", folder.name, error)

    # --- the writer's lock ---------------------------------------------------------------

    def _writer_lock(self) -> FileLock:
        """One per object: a lock is re-entrant in its thread, and excludes other threads."""
        with self._mutex:
            self._root.mkdir(parents=True, exist_ok=True)
            if self._lock is None:
                self._lock = FileLock(self._root / LOCK)
            return self._lock

    def _busy(self) -> IndexBusy:
        try:
            holder = read_json(self._root / WRITER)
            since = datetime.fromisoformat(holder["since"]).astimezone()
            return IndexBusy(
                wording.INDEX_BUSY.format(
                    pid=holder["pid"], since=since.strftime(wording.INDEX_SINCE)
                )
            )
        except (OSError, ValueError, KeyError, TypeError):
            return IndexBusy(wording.INDEX_BUSY_UNKNOWN)


def _check_files(folder: Path, manifest: Manifest) -> None:
    """Every file is there with its size; small ones are hashed too.

    Raises IndexCorrupt, FileNotFoundError.
    """
    for name, expected in manifest.checksums.items():
        path = folder / name
        size = int(expected.partition(":")[0])
        found = path.stat().st_size
        if found < size if _mutable(name) else found != size:
            raise _corrupt(manifest.generation, wording.INDEX_FILE_CHANGED.format(name=name))
        if size <= _HASHED_ON_OPEN and not _mutable(name) and checksum(path) != expected:
            raise _corrupt(manifest.generation, wording.INDEX_FILE_CHANGED.format(name=name))


def _checksums(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and not is_scratch(path))
    return {path.relative_to(folder).as_posix(): checksum(path) for path in paths}


def _mutable(name: str) -> bool:
    """Chroma writes a row into its database whenever it is opened."""
    return name.startswith(f"{VECTORS}/")


def _age(name: str) -> tuple[int, str]:
    return int(name.partition("-")[0]), name


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _corrupt(name: str, detail: str) -> IndexCorrupt:
    return IndexCorrupt(wording.INDEX_CORRUPT.format(name=name, detail=detail))
