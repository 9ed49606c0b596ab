"""How we behave towards sites, and what we put up with from them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

from assistant import wording
from assistant.errors import DownloadFailed

Result = TypeVar("Result")
_MOST_ATTEMPTS = 30
_JITTER = 0.5
_FOR_EVER = 1e9


@dataclass(frozen=True, slots=True)
class Manners:
    """Seconds and bytes. `slowest` is bytes a second over a `window`; `total` bounds one
    document, all its tries together; a wait beyond `longest_wait` is not waited for."""

    pause: float = 2.0
    attempts: int = 4
    backoff: float = 1.0
    longest_wait: float = 120.0
    redirects: int = 5
    largest: int = 100 << 20
    slowest: float = 1_024.0
    window: float = 30.0
    total: float = 1_800.0
    robots_bytes: int = 512_000


def _today() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that a test has its own."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    today: Callable[[], datetime] = _today
    chance: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True)
class Patience:
    """Tries again what may succeed later, after longer and longer pauses."""

    manners: Manners
    clock: Clock
    waiting: Callable[[str, float], None]

    def insist(
        self, host: str, attempt: Callable[[], Result], gained: Callable[[], int] = lambda: 0
    ) -> Result:
        """What `attempt` returns at last. `gained` grows when a failed try still brought
        something: such a try does not count. Raises DownloadFailed."""
        started, failures = self.clock.now(), 0
        for _ in range(_MOST_ATTEMPTS):
            before = gained()
            try:
                return attempt()
            except DownloadFailed as failed:
                failures = 1 if gained() > before else failures + 1
                last = failed
                wait = self._wait(host, failed, failures)
            late = self.clock.now() + wait - started > self.manners.total
            if failures >= self.manners.attempts or late:
                break
            self.waiting(host, wait)
            self.clock.sleep(wait)
        raise last

    def _wait(self, host: str, failed: DownloadFailed, failures: int) -> float:
        if not failed.again:
            raise failed
        if failed.wait > self.manners.longest_wait:
            raise asked_to_wait(host, failed.wait)
        backoff = self.manners.backoff * float(2 ** (failures - 1))
        return max(failed.wait, backoff * (1 + _JITTER * self.clock.chance()))


def asked_to_wait(host: str, seconds: float) -> DownloadFailed:
    shown = round(min(seconds, _FOR_EVER))
    return DownloadFailed(wording.DOWNLOAD_ASKED_TO_WAIT.format(host=host, seconds=shown))


def retry_after(value: str, today: datetime) -> float:
    """Seconds that a Retry-After header asks for, as a number or as a date; 0 without one."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), _FOR_EVER)
    when = http_date(text)
    return max(0.0, (when - today).total_seconds()) if when else 0.0


def http_date(value: str) -> datetime | None:
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
