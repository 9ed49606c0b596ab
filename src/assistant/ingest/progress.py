"""How far a build is, and how long it may still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

_SETTLED = 2.0
"""Seconds before a pace means something."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` in a step: "read" (files), "twins", "embed" or "publish". `label` is
    French. While files are read: pages so far, pages a second, seconds left, None until they
    can be told."""

    step: str
    done: int
    total: int
    label: str
    pages: int = 0
    rate: float | None = None
    left: float | None = None


class Pace:
    """The pace of reading. Time left follows from bytes: pages are not known before a file is
    opened, and a scan's page takes as long as a hundred others, so a file's own pages tell how
    far it is."""

    def __init__(self, sizes: list[int], clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started = clock()
        self._sizes = [max(size, 1) for size in sizes]
        self._parts = [0.0] * len(sizes)
        self._pages = [0] * len(sizes)

    @property
    def pages(self) -> int:
        return sum(self._pages)

    @property
    def rate(self) -> float | None:
        """Pages a second."""
        elapsed = self._elapsed
        return self.pages / elapsed if elapsed >= _SETTLED and self.pages else None

    @property
    def left(self) -> float | None:
        """Seconds."""
        elapsed = self._elapsed
        pairs = zip(self._parts, self._sizes, strict=True)
        part = sum(part * size for part, size in pairs) / max(sum(self._sizes), 1)
        return elapsed * (1 - part) / part if elapsed >= _SETTLED and part > 0 else None

    def pages_read(self, number: int, done: int, total: int) -> None:
        """`done` of the `total` pages of file `number` (0-based) are read."""
        self._pages[number] = done
        self._parts[number] = min(done / total, 1.0) if total else 0.0

    def file_read(self, number: int, pages: int) -> None:
        self._pages[number], self._parts[number] = pages, 1.0

    @property
    def _elapsed(self) -> float:
        return self._clock() - self._started
