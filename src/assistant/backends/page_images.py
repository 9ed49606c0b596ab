"""Pages drawn before, kept on disk within a size; whether a file is still the one that was read."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,199}")
_TEMPORARY = ".new-"
_ROOM = 0.9
"""Share of the limit that is left full when old pictures make room: not each new one sweeps."""
_SEAL = 16
_MOST_DIGESTS = 4_096


@dataclass(frozen=True, slots=True)
class _Kept:
    path: Path
    size: int
    used: int


class PageImages:
    """Implements `ports.Pictures`. The least recently used go first. Several processes may share
    the folder; a disk that refuses to write costs the keeping, never the picture."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self._folder = folder
        self._limit = megabytes * 1_000_000
        self._making: dict[str, _Turn] = {}
        self._lock = threading.Lock()
        self._size: int | None = None

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What several ask for at once is made once."""
        if not _KEY.fullmatch(key):
            raise ValueError(key)
        path = self._folder / key[:2] / key
        found = self._read(path)
        if found is not None:
            return found
        with self._lock:
            turn = self._making.setdefault(key, _Turn())
            turn.waiting += 1
        try:
            with turn.lock:
                found = self._read(path)
                if found is None:
                    found = make()
                    self._keep(path, found)
            return found
        finally:
            with self._lock:
                turn.waiting -= 1
                if not turn.waiting:
                    del self._making[key]

    def _read(self, path: Path) -> bytes | None:
        """None too for a file that a power cut left incomplete."""
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        seal, data = stored[:_SEAL], stored[_SEAL:]
        if seal != _seal(data):
            return None
        with suppress(OSError):
            os.utime(path)
        return data

    def _keep(self, path: Path, data: bytes) -> None:
        if len(data) > self._limit:
            return
        temporary = path.with_name(_TEMPORARY + secrets.token_hex(8))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(_seal(data) + data)
            os.replace(temporary, path)
        except OSError:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            return
        self._make_room(len(data))

    def _make_room(self, added: int) -> None:
        with self._lock:
            if self._size is not None:
                self._size += added
            if self._size is not None and self._size <= self._limit:
                return
            kept = sorted(self._kept(), key=lambda item: item.used)
            self._size = sum(item.size for item in kept)
            if self._size <= self._limit:
                return
            for item in kept:
                if self._size <= self._limit * _ROOM:
                    break
                with suppress(OSError):
                    item.path.unlink()
                    self._size -= item.size

    def _kept(self) -> list[_Kept]:
        """Files left half-written by a process that died count as the oldest."""
        found: list[_Kept] = []
        for path in self._folder.glob("*/*"):
            with suppress(OSError):
                state = path.stat()
                half = path.name.startswith(_TEMPORARY)
                found.append(_Kept(path, state.st_size, 0 if half else state.st_mtime_ns))
        return found


def _seal(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SEAL).digest()


class _Turn:
    """Who makes a picture that several wait for."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.waiting = 0


class FileDigests:
    """Implements `ports.Originals`. A file is hashed again only when its size, its date or its
    place on the disk has changed."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, int, int], str] = {}
        self._lock = threading.Lock()

    def unchanged(self, path: Path, sha256: str) -> bool:
        try:
            state = path.stat()
            name = (str(path), state.st_ino, state.st_size, state.st_mtime_ns)
            with self._lock:
                known = self._known.get(name)
            if known is None:
                with path.open("rb") as file:
                    known = hashlib.file_digest(file, "sha256").hexdigest()
                self._remember(name, known)
        except OSError:
            return False
        return known == sha256

    def _remember(self, name: tuple[str, int, int, int], digest: str) -> None:
        with self._lock:
            if len(self._known) >= _MOST_DIGESTS:
                self._known.clear()
            self._known[name] = digest
