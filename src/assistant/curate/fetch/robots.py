"""What a site lets programs take: its robots.txt, read as RFC 9309 says.

Absent (4xx): all is allowed. Unreachable (5xx, no answer, endless redirects): nothing is.
Asked for once a run and a site.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant import wording
from assistant.curate.fetch.address import host_of, origin_of
from assistant.curate.fetch.manners import Patience
from assistant.curate.fetch.roads import Roads
from assistant.errors import DownloadFailed
from assistant.ports import WebAnswer

if TYPE_CHECKING:
    from protego import Protego

_BOM = "\ufeff"


@dataclass(slots=True)
class Robots:
    """`agent` is the name that robots.txt files would call us by."""

    agent: str
    roads: Roads
    patience: Patience
    _known: dict[str, Protego | DownloadFailed] = field(default_factory=dict)

    def check(self, address: str) -> None:
        """Raises DownloadFailed when the site does not want this address to be taken."""
        origin = origin_of(address)
        if origin not in self._known:
            self._known[origin] = self._ask(origin)
        rules = self._known[origin]
        host = host_of(address)
        if isinstance(rules, DownloadFailed):
            raise DownloadFailed(rules.message)
        if not rules.can_fetch(address, self.agent):
            raise DownloadFailed(wording.DOWNLOAD_ROBOTS.format(host=host))
        self.roads.slow_down(host, _delay(rules, self.agent))

    def _ask(self, origin: str) -> Protego | DownloadFailed:
        from protego import Protego

        try:
            text = self.patience.insist(host_of(origin), lambda: self._text(f"{origin}/robots.txt"))
        except DownloadFailed as failed:
            return failed
        return Protego.parse(text)

    def _text(self, address: str) -> str:
        with self.roads.open(address, {}, lambda _: None) as (last, answer):
            if answer.status == 200:
                return self._content(answer, host_of(address))
            failed = self.roads.failure(last, answer)
            if 400 <= answer.status < 500 and not failed.again:
                return ""
        problem = wording.DOWNLOAD_ROBOTS_UNREACHABLE.format(host=host_of(address))
        raise DownloadFailed(problem, again=failed.again, wait=failed.wait)

    def _content(self, answer: WebAnswer, host: str) -> str:
        manners, clock = self.roads.manners, self.roads.clock
        data, late = bytearray(), clock.now() + manners.window
        for piece in answer.pieces:
            data += piece
            if len(data) >= manners.robots_bytes:
                break
            if clock.now() > late:
                raise DownloadFailed(wording.DOWNLOAD_ROBOTS_UNREACHABLE.format(host=host))
        kept = bytes(data[: manners.robots_bytes])
        return kept.decode("utf-8", "replace").removeprefix(_BOM)


def _delay(rules: Protego, agent: str) -> float:
    rate = rules.request_rate(agent)
    spacing = rate.seconds / rate.requests if rate else 0.0
    return max(rules.crawl_delay(agent) or 0.0, spacing)
