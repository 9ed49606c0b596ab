"""From an address to the answer at the end of its redirects, with a pause before each request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from assistant import wording
from assistant.curate.fetch.address import AddressRefused, checked, host_of, redirected
from assistant.curate.fetch.manners import Clock, Manners, asked_to_wait, retry_after
from assistant.errors import DownloadFailed
from assistant.ports import Web, WebAnswer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({408, 425, 429, 500, 502, 503, 504})
_UNEVENTFUL = 1.0


@dataclass(slots=True)
class Roads:
    """One request after the other. `waiting` is told (host, seconds) before a longer pause."""

    web: Web
    manners: Manners
    clock: Clock
    waiting: Callable[[str, float], None]
    _delays: dict[str, float] = field(default_factory=dict)
    _left: dict[str, float] = field(default_factory=dict)

    def slow_down(self, host: str, delay: float) -> None:
        """The site asks for `delay` seconds between two requests."""
        self._delays[host] = max(self.manners.pause, delay)

    @contextmanager
    def open(
        self, address: str, headers: Mapping[str, str], allow: Callable[[str], None]
    ) -> Iterator[tuple[str, WebAnswer]]:
        """The last address and its answer; `allow` raises DownloadFailed for a page that must
        not be asked for. Raises DownloadFailed."""
        try:
            here = checked(address)
        except AddressRefused as refused:
            raise DownloadFailed(wording.DOWNLOAD_ADDRESS.format(problem=refused)) from None
        seen: list[str] = []
        while True:
            allow(here)
            seen.append(here)
            self._wait_turn(host_of(here))
            try:
                with self.web.get(here, headers) as answer:
                    if answer.status not in _REDIRECTS:
                        yield here, answer
                        return
                    here = self._next(here, answer.headers.get("location", ""), seen)
            finally:
                self._left[host_of(seen[-1])] = self.clock.now()

    def failure(self, address: str, answer: WebAnswer) -> DownloadFailed:
        """What a status that brings no document means."""
        status, host = answer.status, host_of(address)
        text = wording.DOWNLOAD_STATUSES.get(status)
        if text is None:
            text = wording.DOWNLOAD_STATUS_SITE if status >= 500 else wording.DOWNLOAD_STATUS
        asked = retry_after(answer.headers.get("retry-after", ""), self.clock.today())
        return DownloadFailed(
            text.format(host=host, status=status), again=status in _LATER, wait=asked
        )

    def _next(self, here: str, location: str, seen: list[str]) -> str:
        host = host_of(here)
        try:
            target = redirected(here, location)
        except AddressRefused as refused:
            problem = wording.DOWNLOAD_REDIRECT.format(host=host, problem=refused)
            raise DownloadFailed(problem) from None
        if target in seen:
            raise DownloadFailed(wording.DOWNLOAD_REDIRECT_LOOP.format(host=host))
        if len(seen) > self.manners.redirects:
            limit = self.manners.redirects
            raise DownloadFailed(wording.DOWNLOAD_REDIRECTS.format(host=host, limit=limit))
        return target

    def _wait_turn(self, host: str) -> None:
        if host not in self._left:
            return
        delay = self._delays.get(host, self.manners.pause)
        if delay > self.manners.longest_wait:
            raise asked_to_wait(host, delay)
        wait = self._left[host] + delay - self.clock.now()
        if wait > 0:
            if wait > self.manners.pause + _UNEVENTFUL:
                self.waiting(host, wait)
            self.clock.sleep(wait)
