"""A download under way: its bytes so far and what it takes to go on with them later.

<folder>/<id>.part        what has come
<folder>/<id>.part.json   from where, and which version of the file it is
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

from assistant.curate.fetch.manners import http_date

_STRONG_AFTER = 60.0
_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


@dataclass(frozen=True, slots=True)
class Version:
    """Which bytes an answer belongs to. `etag` and `modified` are strong: they name exactly
    these bytes. `length` is -1 when the site does not say it."""

    address: str
    declared: str = ""
    etag: str = ""
    modified: str = ""
    length: int = -1

    @property
    def validator(self) -> str:
        return self.etag or self.modified


def version_of(address: str, headers: Mapping[str, str]) -> Version:
    """`headers` of a whole answer (200)."""
    etag, plain = headers.get("etag", ""), "content-encoding" not in headers
    length = headers.get("content-length", "")
    return Version(
        address,
        headers.get("content-type", ""),
        etag if etag.startswith('"') and plain else "",
        _strong_date(headers) if plain else "",
        int(length) if plain and length.isascii() and length.isdigit() else -1,
    )


class Part:
    def __init__(self, folder: Path, name: str) -> None:
        self.path = folder / f"{name}.part"
        self._note = folder / f"{name}.part.json"

    @property
    def size(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def version(self) -> Version | None:
        """Of the bytes that are there; None when nothing can be made of them."""
        with suppress(OSError, ValueError, TypeError):
            return Version(**json.loads(self._note.read_bytes()))
        return None

    def ask(self, address: str) -> dict[str, str]:
        """The headers that ask for what is missing; none when all must come."""
        version = self.version()
        if version is None or version.address != address or not version.validator or not self.size:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": version.validator}

    def continues(self, headers: Mapping[str, str]) -> bool:
        """Whether a partial answer (206) goes on where we stand, in the same file."""
        version, start, total = self.version(), *_range(headers)
        if version is None or start != self.size or "content-encoding" in headers:
            return False
        same = headers.get("etag", version.etag) == version.etag if version.etag else True
        return same and (total == version.length or -1 in (total, version.length))

    def complete(self, headers: Mapping[str, str]) -> bool:
        """Whether « nothing beyond » (416) says that all is there."""
        _, total = _range(headers)
        return total == self.size > 0

    def begin(self, version: Version) -> BinaryIO:
        """Forget what was there and start anew. The version is noted first: bytes are never
        taken for another file's."""
        self.discard()
        temporary = self._note.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(version)), encoding="utf-8")
        os.replace(temporary, self._note)
        return self.path.open("wb")

    def resume(self) -> BinaryIO:
        return self.path.open("ab")

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)

    def sha256(self) -> str:
        """Of bytes that are on the disk for good."""
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())
            return hashlib.file_digest(file, "sha256").hexdigest()


def _strong_date(headers: Mapping[str, str]) -> str:
    """Last-Modified, when the file can no longer have changed within that same second."""
    modified = headers.get("last-modified", "")
    when, now = http_date(modified), http_date(headers.get("date", ""))
    if when is None or now is None or (now - when).total_seconds() < _STRONG_AFTER:
        return ""
    return modified


def _range(headers: Mapping[str, str]) -> tuple[int, int]:
    """First byte and total of Content-Range; -1 where unknown."""
    match = _RANGE.fullmatch(headers.get("content-range", "").strip())
    if match is None:
        return -1, -1
    return int(match[1] or -1), -1 if match[2] == "*" else int(match[2])
