"""Finding the files to add in what was named: files, and folders with all that is below."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant import wording
from assistant.curate.names import is_apart, is_temporary
from assistant.curate.values import Skipped
from assistant.errors import BadRequest


@dataclass(frozen=True, slots=True)
class Found:
    """`named`: given by its own name, not found in a folder."""

    path: Path
    named: bool


def gather(paths: Iterable[Path], suffixes: Collection[str]) -> Iterator[Found | Skipped]:
    """Each file once, in order. Raises BadRequest for a path that is not there."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            raise BadRequest(wording.CURATE_NO_SUCH_PATH.format(path=path))
        below = _walk(path, suffixes) if path.is_dir() else iter([Found(path, True)])
        for item in below:
            real = item.path.resolve()
            if real not in seen:
                seen.add(real)
                yield item


def _walk(folder: Path, suffixes: Collection[str]) -> Iterator[Found | Skipped]:
    """Links to folders are not followed: they may go round."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Skipped(folder, wording.CURATE_FOLDER_DENIED.format(reason=error.strerror))
        return
    for entry in entries:
        path = Path(entry.path)
        if is_apart(entry.name) or is_temporary(entry.name):
            yield Skipped(path, wording.CURATE_APART)
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, suffixes)
        elif not entry.is_file():
            yield Skipped(path, wording.FILE_NOT_A_FILE)
        elif path.suffix.lower() not in suffixes:
            yield Skipped(path, unknown_format(path, suffixes))
        else:
            yield Found(path, False)


def unknown_format(path: Path, suffixes: Collection[str]) -> str:
    return wording.FILE_FORMAT_UNKNOWN.format(
        suffix=path.suffix.lower() or path.name, suffixes=", ".join(sorted(suffixes))
    )


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
