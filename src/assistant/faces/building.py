"""The index being built behind a running server, and what the faces may say of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from assistant import wording
from assistant.domain import Report
from assistant.errors import AssistantError, IndexBusy

USABLE = frozenset({"current", "behind"})
"""States of an index that can be served."""

# from and to which percentage of a build each step leads; "publish" begins before "embed"
_SHARES = {"read": (0, 50), "twins": (50, 55), "embed": (55, 95), "publish": (55, 100)}


class Progress(Protocol):
    """How far a build is: `done` of `total` in this step."""

    @property
    def step(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def label(self) -> str: ...


@runtime_checkable
class Paced(Protocol):
    """How fast files are read: pages so far, pages a second, seconds left, None until they can
    be told."""

    @property
    def pages(self) -> int: ...
    @property
    def rate(self) -> float | None: ...
    @property
    def left(self) -> float | None: ...


class Builder(Protocol):
    def state(self) -> str:
        """absent, incompatible, corrupt, behind or current."""
        ...

    def build(
        self,
        progress: Callable[[Progress], None] | None = None,
        rebuild: bool = False,
        retry: bool = False,
    ) -> Report: ...


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`usable`: an index can answer now. `percent` is of the whole build."""

    running: bool = False
    usable: bool = True
    step: str = ""
    label: str = ""
    done: int = 0
    total: int = 0
    error: AssistantError | None = None

    @property
    def percent(self) -> int:
        low, high = _SHARES.get(self.step, (0, 100))
        part = min(self.done / self.total, 1.0) if self.total else 0.0
        return round(low + (high - low) * part)


class Building:
    """Written by the thread that builds, read by every request."""

    def __init__(self, snapshot: Snapshot | None = None) -> None:
        self._lock = threading.Lock()
        self._snapshot = snapshot or Snapshot()

    def snapshot(self) -> Snapshot:
        with self._lock:
            return self._snapshot

    def check(self) -> None:
        """Raises IndexBusy while nothing can answer yet, or what made the build fail."""
        now = self.snapshot()
        if now.usable:
            return
        if now.error is not None:
            raise now.error
        if now.running:
            raise IndexBusy(wording.INDEX_BUILDING.format(percent=now.percent))

    def begin(self, *, usable: bool) -> None:
        self._set(Snapshot(running=True, usable=usable))

    def run(
        self,
        builder: Builder,
        show: Callable[[Progress], None] | None = None,
        *,
        rebuild: bool = False,
    ) -> Report:
        """Build, telling readers how far it is. Errors are kept for them and raised."""

        def progress(now: Progress) -> None:
            self._change(step=now.step, label=now.label, done=now.done, total=now.total)
            if show is not None:
                show(now)

        try:
            report = builder.build(progress=progress, rebuild=rebuild)
        except AssistantError as error:
            self._change(running=False, error=error)
            raise
        except BaseException:
            self._change(running=False)
            raise
        self._set(Snapshot())
        return report

    def _set(self, snapshot: Snapshot) -> None:
        with self._lock:
            self._snapshot = snapshot

    def _change(self, **changes: object) -> None:
        with self._lock:
            self._snapshot = replace(self._snapshot, **changes)  # type: ignore[arg-type]
