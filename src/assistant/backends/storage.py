"""Writing that survives a power cut, and storage errors told in French."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.errors import AssistantError, IndexCorrupt, StorageFull, StorageUnwritable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EACCES, errno.EPERM})
_ALMOST_FULL = 32 << 20
_FULL_TEXTS = (
    "disk is full",
    "no space left",
    "file too large",
    "disk i/o error",
    "quota exceeded",
)
_READ_ONLY_TEXTS = ("readonly database", "read-only file system")


@contextmanager
def storage_errors(folder: Path) -> Iterator[None]:
    """Turn what a full or unwritable disk raises into StorageFull and StorageUnwritable."""
    try:
        yield
    except AssistantError as error:
        # A store that loses a row on a full disk without a word: what it wrote does not agree.
        if isinstance(error, IndexCorrupt) and _almost_full(folder):
            raise StorageFull(wording.STORAGE_FULL.format(path=folder)) from error
        raise
    # The vector store's Rust core may panic on a failed write; a panic is no Exception.
    except BaseException as error:
        if is_full(error) or (_from_store(error) and _almost_full(folder)):
            raise StorageFull(wording.STORAGE_FULL.format(path=folder)) from error
        reason = _unwritable_reason(error) or (str(error) if _from_store(error) else None)
        if reason is not None:
            raise StorageUnwritable(
                wording.STORAGE_UNWRITABLE.format(path=folder, reason=reason)
            ) from error
        raise


def is_full(error: BaseException) -> bool:
    """Whether the disk, a quota or a size limit refused a write."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    return _says(error, _FULL_TEXTS)


def is_unwritable(error: BaseException) -> bool:
    return _unwritable_reason(error) is not None


def _unwritable_reason(error: BaseException) -> str | None:
    if isinstance(error, OSError) and error.errno is not None:
        if error.errno == errno.EROFS:
            return wording.STORAGE_READ_ONLY
        return wording.STORAGE_DENIED if error.errno in _DENIED else None
    return wording.STORAGE_READ_ONLY if _says(error, _READ_ONLY_TEXTS) else None


def _says(error: BaseException, texts: tuple[str, ...]) -> bool:
    return _from_store(error) and any(text in str(error).lower() for text in texts)


def _from_store(error: BaseException) -> bool:
    """What talks to a disk: SQLite, the vector store, the copy of a folder."""
    return isinstance(error, (sqlite3.Error, shutil.Error)) or type(error).__module__.startswith(
        ("chromadb", "pyo3_runtime")
    )


def _almost_full(folder: Path) -> bool:
    """The vector store does not say why a write failed."""
    try:
        return shutil.disk_usage(folder).free < _ALMOST_FULL
    except OSError:
        return False


def read_json(path: Path) -> dict[str, Any]:
    """A JSON object. Raises OSError, ValueError."""
    value = json.loads(path.read_bytes())
    if not isinstance(value, dict):
        raise ValueError(path.name)
    return value


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Replace `path` atomically: a reader sees the old content or the new one."""
    temporary = path.with_name(f"{path.name}.new")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Push every file and folder below `folder` to the disk."""
    for parent, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(parent, name), "rb") as file:
                os.fsync(file.fileno())
        sync_folder(Path(parent))


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove_tree(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def checksum(path: Path) -> str:
    """Size and SHA-256: the size alone is checked where hashing would take too long."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return f"{path.stat().st_size}:{digest}"
