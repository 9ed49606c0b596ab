"""Leaves a server that keeps failing alone for a while, so that nobody waits for it in vain."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant import wording
from assistant.errors import ModelUnavailable


class Passage:
    """Leave to call the server once: say how it went, or nothing when it was given up."""

    def __init__(self, breaker: Breaker, trial: bool) -> None:
        self._breaker, self.trial, self.told = breaker, trial, False

    def worked(self) -> None:
        self.told = True
        self._breaker._worked()

    def failed(self, message: str) -> None:
        self.told = True
        self._breaker._failed(self.trial, message)


class Breaker:
    """Closed: all pass. After `failures` failures in a row it opens: none passes for `seconds`.
    Then one call is let through as a trial, and its outcome closes or opens it again. A trial
    that says nothing makes room for the next. Thread-safe; 0 failures: it never opens."""

    def __init__(
        self, failures: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._seconds, self._clock = failures, seconds, clock
        self._lock = threading.Lock()
        self._failures = 0
        self._open_until: float | None = None
        self._trial_until: float | None = None
        self._why = ""

    @contextmanager
    def passage(self) -> Iterator[Passage]:
        """Raises ModelUnavailable while it is open."""
        with self._lock:
            passage = Passage(self, self._admit(self._clock()))
        try:
            yield passage
        finally:
            if passage.trial and not passage.told:
                with self._lock:
                    self._trial_until = None

    def _admit(self, now: float) -> bool:
        """Whether this call is a trial."""
        if self._open_until is None:
            return False
        wait = max(self._open_until, self._trial_until or 0.0) - now
        if wait > 0:
            raise ModelUnavailable(
                wording.CHAT_RESTING.format(seconds=max(1, round(wait)), why=self._why)
            )
        self._trial_until = now + self._seconds
        return True

    def _worked(self) -> None:
        with self._lock:
            self._failures, self._open_until, self._trial_until = 0, None, None

    def _failed(self, trial: bool, message: str) -> None:
        with self._lock:
            self._failures += 1
            opens = self._open_until is None and 0 < self._most <= self._failures
            if trial or opens:
                self._open_until = self._clock() + self._seconds
                self._trial_until, self._why = None, message
