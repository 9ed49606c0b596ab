"""Changes to the files of one folder, all of them or none, whatever kills the process.

    folder/.staged/<n>/      what is to come in, written and pushed to the disk first
    folder/.journal.json     then the list of moves, put there by one atomic rename: from that
                             moment the change will happen, now or at the next `recover`

One writer at a time: whoever changes or recovers a folder holds its lock. Readers need none:
`steady` reads again when a change passed meanwhile.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, TypeVar

from assistant import wording
from assistant.errors import CorpusMissing, StorageFull, StorageUnwritable

JOURNAL = ".journal.json"
STAGED = ".staged"
_SCHEMA = 1
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_ATTEMPTS = 50
_PAUSE = 0.1

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Step:
    """Move `source` to `target`, both relative to the folder.

    Either the source is a staged file, which nothing else takes away, or the target is a name
    that did not exist: one look tells whether the move was made. Only a step that `replaces`
    may find something under its target.
    """

    source: str
    target: str
    replaces: bool = False


class Transaction:
    """Collects the steps of one change; `begin` commits them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._staged = folder / STAGED / secrets.token_hex(4)
        self._steps: list[Step] = []
        self._count = 0

    def write(self, target: str, data: bytes) -> Path:
        """`target`, there already or not, will hold these bytes; the staged file, to be checked."""
        staged = self._next()
        with staged.open("xb") as file:
            file.write(data)
            _push(file)
        self._plan(staged, target, replaces=True)
        return staged

    def copy(self, source: Path, target: str) -> str:
        """`target`, a new name, will be a copy of `source`; the SHA-256 of what was copied."""
        staged = self._next()
        with source.open("rb") as original, staged.open("xb") as file:
            shutil.copyfileobj(original, file, 1 << 20)
            _push(file)
        self._plan(staged, target)
        with staged.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def move(self, source: str, target: str) -> None:
        """The file `source` of the folder will be `target`, a new name."""
        self._make_parent(target)
        self._steps.append(Step(source, target))

    def drop(self, source: str) -> None:
        """The file `source` of the folder will be gone."""
        self.move(source, self._next().relative_to(self._folder).as_posix())

    def commit(self) -> None:
        if not self._steps:
            return
        if self._staged.is_dir():
            _push_folder(self._staged)
        journal = {"schema": _SCHEMA, "steps": [asdict(step) for step in self._steps]}
        temporary = self._folder / f"{JOURNAL}.new"
        with temporary.open("wb") as file:
            file.write(json.dumps(journal).encode())
            _push(file)
        os.replace(temporary, self._folder / JOURNAL)
        _push_folder(self._folder)

    def _next(self) -> Path:
        self._staged.mkdir(parents=True, exist_ok=True)
        self._count += 1
        return self._staged / str(self._count)

    def _plan(self, staged: Path, target: str, *, replaces: bool = False) -> None:
        self._make_parent(target)
        source = staged.relative_to(self._folder).as_posix()
        self._steps.append(Step(source, target, replaces))

    def _make_parent(self, target: str) -> None:
        """Before the commit: after it nothing should need room."""
        (self._folder / target).parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def begin(folder: Path) -> Iterator[Transaction]:
    """A change of `folder`, made when the block ends well, forgotten when it raises.

    Raises StorageFull, StorageUnwritable.
    """
    recover(folder)
    with storage_errors(folder, wording.TRANSACTION_FULL, wording.TRANSACTION_UNWRITABLE):
        try:
            change = Transaction(folder)
            yield change
            change.commit()
        except BaseException:
            if not (folder / JOURNAL).exists():
                _clear(folder)
                raise
        finish(folder)


def recover(folder: Path) -> bool:
    """Finish the change that a killed process left, or forget it when it was not complete;
    whether there was anything. To be called with the folder's lock held.

    Raises StorageFull, StorageUnwritable, CorpusMissing when what it needs has gone.
    """
    if not any((folder / name).exists() for name in (JOURNAL, STAGED, f"{JOURNAL}.new")):
        return False
    with storage_errors(folder, wording.TRANSACTION_PENDING, wording.TRANSACTION_PENDING):
        finish(folder)
    return True


def finish(folder: Path) -> None:
    """Make the moves of the journal that were not made, then remove it."""
    with storage_errors(folder, wording.TRANSACTION_PENDING, wording.TRANSACTION_PENDING):
        steps = _pending(folder)
        for step in steps:
            _apply(folder, step)
        if steps:
            for place in {(folder / step.target).parent for step in steps} | {folder}:
                _push_folder(place)
            (folder / JOURNAL).unlink(missing_ok=True)
            _push_folder(folder)
    _clear(folder)


def steady(folder: Path, read: Callable[[], Value]) -> Value:
    """What `read` gives when no change is under way: all of it before or all of it after.

    A change that stays half made for seconds was left by a killed process: what is there is
    read as it is, and the next writer finishes it.
    """
    for _ in range(_ATTEMPTS):
        before = _version(folder)
        if before[0] is None:
            value = read()
            if _version(folder) == before:
                return value
        else:
            time.sleep(_PAUSE)
    return read()


def _version(folder: Path) -> tuple[Any, ...]:
    """The journal's mark, then the folder's own: every change leaves another."""
    return _mark(folder / JOURNAL), _mark(folder)


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def _pending(folder: Path) -> list[Step]:
    try:
        journal = json.loads((folder / JOURNAL).read_bytes())
        if journal["schema"] != _SCHEMA:
            raise ValueError(journal["schema"])
        steps = [Step(**step) for step in journal["steps"]]
        if not all(_inside(path) for step in steps for path in (step.source, step.target)):
            raise ValueError(JOURNAL)
    except FileNotFoundError:
        return []
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(folder, JOURNAL) from error
    return steps


def _inside(path: str) -> bool:
    pure = PurePosixPath(path)
    return bool(pure.parts) and not pure.is_absolute() and ".." not in pure.parts


def _apply(folder: Path, step: Step) -> None:
    source, target = folder / step.source, folder / step.target
    source_there, target_there = os.path.lexists(source), os.path.lexists(target)
    staged = step.source.startswith(f"{STAGED}/")
    if target_there and not (staged and source_there):
        return
    if not source_there:
        raise _broken(folder, step.source)
    if target_there and not step.replaces:
        raise CorpusMissing(wording.TRANSACTION_TAKEN.format(path=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    os.replace(source, target)


def _clear(folder: Path) -> None:
    """What is staged and will not be used. That it stays is no harm: the next one clears it."""
    with suppress(OSError):
        (folder / f"{JOURNAL}.new").unlink(missing_ok=True)
    shutil.rmtree(folder / STAGED, ignore_errors=True)


def _broken(folder: Path, name: str) -> CorpusMissing:
    return CorpusMissing(
        wording.TRANSACTION_BROKEN.format(path=folder, name=name, journal=folder / JOURNAL)
    )


def _push(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _push_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def storage_errors(folder: Path, full: str, unwritable: str) -> Iterator[None]:
    """What a full or unwritable disk raises, as StorageFull and StorageUnwritable."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise StorageFull(full.format(path=folder)) from error
        if error.errno in _REFUSED:
            raise StorageUnwritable(unwritable.format(path=folder)) from error
        raise
