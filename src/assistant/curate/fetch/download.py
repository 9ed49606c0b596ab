"""One document from its site to a whole file, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from assistant import wording
from assistant.curate.fetch.address import host_of
from assistant.curate.fetch.kinds import HEAD, check_head, suffix_of
from assistant.curate.fetch.manners import Patience
from assistant.curate.fetch.part import Part, version_of
from assistant.curate.fetch.roads import Roads
from assistant.curate.fetch.robots import Robots
from assistant.curate.fetch.values import Source, Step, Tell
from assistant.errors import DownloadFailed
from assistant.ports import WebAnswer

_MEGABYTE = 1 << 20
_TOLD_EVERY = 0.2


@dataclass(slots=True)
class Download:
    """`unless` holds the headers that let the site answer « as you know it ». `known` are the
    suffixes that can be read."""

    source: Source
    part: Part
    roads: Roads
    robots: Robots
    patience: Patience
    known: Collection[str]
    unless: Mapping[str, str]
    tell: Tell
    step: Step
    headers: Mapping[str, str] = field(default_factory=dict)
    _here: str = ""

    def run(self) -> str | None:
        """The suffix of the file that `part` now holds whole; None when the site says that
        nothing changed. Raises DownloadFailed; what can be gone on with later stays."""
        host = self.source.host
        if not self.patience.insist(host, self._once, lambda: self.part.size):
            return None
        version = self.part.version()
        declared = version.declared if version else ""
        try:
            return suffix_of(self.part.path, declared, self._here, self.known)
        except DownloadFailed:
            self.part.discard()
            raise

    def _once(self) -> bool:
        """Whether the file is there now, or was already known to its last byte."""
        missing = self.part.ask(self.source.address)
        self.tell(self.step)
        wanted = missing or self.unless
        with self.roads.open(self.source.address, wanted, self.robots.check) as (here, answer):
            self._here, self.headers = here, answer.headers
            if answer.status == 304 and wanted and not missing:
                return False
            if answer.status == 416 and missing and self.part.complete(answer.headers):
                return True
            if answer.status == 206 and missing and self.part.continues(answer.headers):
                self._receive(answer, self.part.resume(), checked=True)
            elif answer.status == 200:
                version = version_of(self.source.address, answer.headers)
                self._check_size(version.length)
                self._receive(answer, self.part.begin(version), checked=False)
            elif answer.status in (206, 416):
                self.part.discard()
                raise self._failed(wording.DOWNLOAD_BROKEN, again=True)
            else:
                raise self.roads.failure(here, answer)
        self._check_whole()
        return True

    def _receive(self, answer: WebAnswer, file: BinaryIO, *, checked: bool) -> None:
        head = bytearray()
        pace = _Pace(self, self.part.size, _length(answer))
        with file:
            for piece in answer.pieces:
                file.write(piece)
                if not checked:
                    head += piece[:HEAD]
                    if len(head) >= HEAD:
                        self._check_kind(bytes(head), answer)
                        checked = True
                pace.advance(len(piece))
        if head and not checked:
            self._check_kind(bytes(head), answer)

    def _check_kind(self, head: bytes, answer: WebAnswer) -> None:
        declared = answer.headers.get("content-type", "")
        try:
            check_head(head[:HEAD], declared, self._here, self.known)
        except DownloadFailed:
            self.part.discard()
            raise

    def check_size(self, size: int) -> None:
        try:
            self._check_size(size)
        except DownloadFailed:
            self.part.discard()
            raise

    def _check_size(self, size: int) -> None:
        largest = self.roads.manners.largest
        if size > largest:
            limit = f"{largest / _MEGABYTE:.3g}".replace(".", ",")
            raise DownloadFailed(wording.DOWNLOAD_TOO_LARGE.format(limit=limit))

    def _check_whole(self) -> None:
        version, size = self.part.version(), self.part.size
        if not size:
            self.part.discard()
            raise self._failed(wording.DOWNLOAD_EMPTY)
        if version is not None and 0 <= version.length != size:
            if size > version.length:
                self.part.discard()
            raise self._failed(wording.DOWNLOAD_CUT, again=True)

    def _failed(self, text: str, *, again: bool = False) -> DownloadFailed:
        return DownloadFailed(text.format(host=host_of(self._here)), again=again)


class _Pace:
    """Counts the bytes of one answer, tells how far it is, and loses patience."""

    def __init__(self, download: Download, start: int, length: int) -> None:
        self._download = download
        self._clock, self._manners = download.roads.clock, download.roads.manners
        self._start = self._size = start
        self._total = start + length if length >= 0 else -1
        self._begun = self._window = self._told = self._clock.now()
        self._in_window = 0

    def advance(self, count: int) -> None:
        """Raises DownloadFailed when it is too much, or too slow."""
        now = self._clock.now()
        self._size += count
        self._in_window += count
        self._download.check_size(self._size)
        lasted = now - self._window
        if lasted >= self._manners.window:
            if self._in_window < self._manners.slowest * lasted:
                host = self._download.source.host
                raise DownloadFailed(wording.DOWNLOAD_SLOW.format(host=host))
            self._window, self._in_window = now, 0
        if now - self._told >= _TOLD_EVERY or self._size == self._total:
            self._told = now
            self._tell(now)

    def _tell(self, now: float) -> None:
        step, seconds = self._download.step, now - self._begun
        self._download.tell(
            Step(
                step.id,
                step.number,
                step.of,
                "body",
                host=self._download.source.host,
                done=self._size,
                total=self._total,
                rate=(self._size - self._start) / seconds if seconds > 0 else 0.0,
            )
        )


def _length(answer: WebAnswer) -> int:
    length = answer.headers.get("content-length", "")
    known = length.isascii() and length.isdigit() and "content-encoding" not in answer.headers
    return int(length) if known else -1
