"""Files read in processes apart, within limits: whatever a file does, it does to its reader."""

from __future__ import annotations

import json
import logging
import signal
import stat
import threading
import time
import weakref
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import Any, TypeVar

from assistant import wording
from assistant.backends.frames import ERROR, PROGRESS, READY, RESULT, parted
from assistant.backends.reader_child import COMMAND, Child, sweep
from assistant.backends.readings_codec import Part, decode, document_to_values
from assistant.errors import UnreadableFile
from assistant.ports import Outcome, ReadTask

_log = logging.getLogger(__name__)

_TICK = 0.25
_START = 60.0
"""Seconds that a process has to get ready on a busy machine."""
_LONGEST_MESSAGE = 500
_MUCH = 0.5
"""Share of the memory allowed: whoever dies with more of it probably died of it."""
_NBSP = "\u00a0"

Item = TypeVar("Item")
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take; `files` is how many a process reads before another takes over."""

    seconds: int = 1_800
    stall: int = 60
    memory_mb: int = 1_500
    file_mb: int = 300
    pages: int = 20_000
    answer_mb: int = 500
    files: int = 200

    def __str__(self) -> str:
        """All that decides whether a file can be read: what failed may be tried anew with more."""
        return f"{self.seconds}/{self.stall}/{self.memory_mb}/{self.file_mb}/{self.pages}"


@dataclass(frozen=True, slots=True)
class Failure:
    """`message` is French, one line. `lasting`: the same request would fail again."""

    message: str
    lasting: bool = True


@dataclass(frozen=True, slots=True)
class _Request:
    verb: str
    args: Mapping[str, Any]
    tell: Tell
    decode: Callable[[Sequence[Part], Any], Any]


@dataclass(slots=True)
class _Job:
    """A request being answered: `told` pages of how many, the last one heard of at `heard`."""

    number: int
    request: _Request
    child: Child
    started: float
    heard: float
    told: tuple[int, int] = (0, 0)
    size: int = 0
    held: int = 0
    weighed: float = 0.0
    parts: list[Part] = field(default_factory=list)

    def weigh(self, now: float) -> None:
        """Memory now and then: a library that lacks some dies without a word."""
        if now - self.weighed >= _TICK:
            self.weighed, self.held = now, max(self.held, self.child.resident())

    def pause(self, seconds: float) -> None:
        """Time that went by while nobody listened does not count."""
        self.started += seconds
        self.heard += seconds


@dataclass(frozen=True, slots=True)
class _Ended:
    """`result` or `failure`. `again`: it may have been the fault of an earlier file."""

    result: Any = None
    failure: Failure | None = None
    again: bool = False
    spent: bool = True


class ReaderPool:
    """Up to `jobs` processes, started when needed and kept for the next files.

    A process that dies or outgrows its limits is replaced, and its file is read once more in a
    fresh one when an earlier file may be to blame. Every process dies with us.
    """

    def __init__(
        self,
        jobs: int,
        limits: Limits | None = None,
        options: Mapping[str, Any] | None = None,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._jobs = max(1, jobs)
        self._limits = limits or Limits()
        self._options = dict(options or {})
        self._environment = environment
        self._command = command
        self._idle: list[Child] = []
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(self._jobs)
        # A process dies with the *thread* that started it: this one lasts.
        self._nursery = ThreadPoolExecutor(1, thread_name_prefix="readers", initializer=sweep)
        self._close = weakref.finalize(self, _close, self._idle, self._nursery)

    @property
    def conditions(self) -> str:
        return f"{self._limits} {json.dumps(self._options, sort_keys=True)}"

    def close(self) -> None:
        """No process is left."""
        self._close()

    def rest(self) -> None:
        """No process waits for the next file; it starts one."""
        with self._lock:
            idle = [self._idle.pop() for _ in list(self._idle)]
        for child in idle:
            child.kill()

    def read(
        self, tasks: Sequence[ReadTask], tell: Callable[[ReadTask, int, int], None]
    ) -> Iterator[Outcome]:
        wanted: list[ReadTask] = []
        for task in tasks:
            refused = self._refused(task.path)
            if refused is None:
                wanted.append(task)
            else:
                yield Outcome(task, failure=refused.message, lasting=refused.lasting)
        requests = [self._reading(task, tell) for task in wanted]
        for number, ended, seconds in self._serve(requests, self._jobs):
            outcome = Outcome(wanted[number], ended.result, seconds=seconds)
            if ended.failure is not None:
                failure = ended.failure
                outcome = replace(outcome, failure=failure.message, lasting=failure.lasting)
            yield outcome

    def call(self, verb: str, args: Mapping[str, Any], tell: Tell | None = None) -> Any:
        """The result of one verb of the worker. Raises UnreadableFile (French, one line)."""
        request = _Request(verb, args, tell or _silent, lambda parts, result: result)
        with self._turns:
            for _, ended, _ in self._serve([request], 1):
                if ended.failure is not None:
                    raise UnreadableFile(ended.failure.message)
                return ended.result
        raise AssertionError(verb)

    def _refused(self, path: Path) -> Failure | None:
        """What needs no process: a file is refused unopened when it is too large or no file."""
        try:
            status = path.stat()
        except PermissionError:
            return Failure(wording.FILE_DENIED, lasting=False)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return Failure(wording.FILE_UNREADABLE.format(reason=reason), lasting=False)
        if not stat.S_ISREG(status.st_mode):
            return Failure(wording.FILE_NOT_A_FILE, lasting=False)
        limit = self._limits.file_mb
        if status.st_size > limit << 20:
            size = -(-status.st_size >> 20)
            return Failure(wording.READ_TOO_LARGE.format(size=_number(size), limit=_number(limit)))
        return None

    def _reading(self, task: ReadTask, tell: Callable[[ReadTask, int, int], None]) -> _Request:
        args = {
            "path": str(task.path.resolve()),
            "document": document_to_values(task.document),
            "options": self._options,
        }
        return _Request(
            "read",
            args,
            partial(tell, task),
            lambda parts, _: decode(parts, task.document),
        )

    def _serve(
        self, requests: Iterable[_Request], jobs: int
    ) -> Iterator[tuple[int, _Ended, float]]:
        """Each request's end, as they come: its number, what came of it, seconds."""
        waiting = deque((number, request, False) for number, request in enumerate(requests))
        running: dict[int, _Job] = {}
        with DefaultSelector() as selector:
            try:
                while waiting or running:
                    while waiting and len(running) < jobs:
                        number, request, alone = waiting.popleft()
                        job = self._begin(number, request, alone)
                        if isinstance(job, Failure):
                            yield number, _Ended(failure=job), 0.0
                        else:
                            running[job.child.fileno()] = job
                            selector.register(job.child.fileno(), EVENT_READ)
                    readable = {key.fd for key, _ in selector.select(_TICK)}
                    for place, job in list(running.items()):
                        ended = self._listen(job, place in readable)
                        if ended is None:
                            continue
                        selector.unregister(place)
                        del running[place]
                        self._release(job.child, ended.spent)
                        if ended.again and job.child.asked > 1:
                            waiting.appendleft((job.number, job.request, True))
                            continue
                        left = time.monotonic()
                        yield job.number, ended, left - job.started
                        for other in running.values():
                            other.pause(time.monotonic() - left)
            finally:
                for job in running.values():
                    job.child.kill()

    def _begin(self, number: int, request: _Request, alone: bool) -> _Job | Failure:
        try:
            child = self._child(alone)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            return Failure(wording.READ_NOT_STARTED.format(reason=reason), lasting=False)
        child.ask(request.verb, request.args, self._limits.seconds)
        now = time.monotonic()
        return _Job(number, request, child, now, now)

    def _child(self, fresh: bool) -> Child:
        with self._lock:
            while self._idle and not fresh:
                child = self._idle.pop()
                if child.alive:
                    return child
                child.kill()
        return self._nursery.submit(
            Child, self._limits.memory_mb, self._environment, self._command
        ).result()

    def _release(self, child: Child, spent: bool) -> None:
        grown = child.resident() > self._limits.memory_mb << 20 >> 1
        if spent or grown or child.asked >= self._limits.files or not self._close.alive:
            child.kill()
            return
        with self._lock:
            self._idle.append(child)
            surplus = self._idle.pop(0) if len(self._idle) > self._jobs else None
        if surplus is not None:
            surplus.kill()

    def _listen(self, job: _Job, readable: bool) -> _Ended | None:
        """What has come of a job; None while it goes on."""
        lines = job.child.hear() if readable else []
        if lines is None:
            return self._died(job)
        told, ended = job.told, None
        for line in lines:
            try:
                ended = self._heard(job, *parted(line))
            except (ValueError, TypeError, KeyError, RecursionError):
                ended = _Ended(failure=Failure(wording.READ_GARBLED))
            if ended is not None:
                break
        if job.told != told:
            job.request.tell(*job.told)
        return ended or self._overrun(job)

    def _heard(self, job: _Job, kind: bytes, value: bytes) -> _Ended | None:
        if kind == READY:
            job.child.ready = True
            job.started = job.heard = time.monotonic()
        elif kind == PROGRESS:
            done, total = json.loads(value)
            if not (type(done) is type(total) is int):
                raise TypeError(kind)
            # All pages are there, and are being cleaned, when the last one is told again.
            if done > job.told[0] or done == total > 0:
                job.told, job.heard = (done, total), time.monotonic()
        elif kind == RESULT:
            result = job.request.decode(job.parts, json.loads(value))
            return _Ended(result=result, spent=False)
        elif kind == ERROR:
            return self._failed(job, json.loads(value))
        else:
            job.size += len(value)
            job.parts.append((kind, value))
        return None

    def _failed(self, job: _Job, error: Mapping[str, Any]) -> _Ended:
        if error.get("memory") is True:
            return _Ended(failure=self._breach(wording.READ_MEMORY, "memory_mb"), again=True)
        if error.get("detail"):
            _log.warning("not read: %s\n%s", job.request.args.get("path"), _clean(error["detail"]))
        message = " ".join(_clean(error["message"]).split())[:_LONGEST_MESSAGE]
        return _Ended(failure=Failure(message, error["lasting"] is True), spent=False)

    def _overrun(self, job: _Job) -> _Ended | None:
        now = time.monotonic()
        job.weigh(now)
        if not job.child.ready:
            if now - job.started <= _START:
                return None
            reason = wording.READ_NO_ANSWER
            message = wording.READ_NOT_STARTED.format(reason=reason)
            return _Ended(failure=Failure(message, lasting=False))
        limits = self._limits
        if now - job.heard > limits.stall:
            return _Ended(failure=self._breach(wording.READ_STALLED, "stall"))
        if now - job.started > limits.seconds:
            return _Ended(failure=self._breach(wording.READ_TOO_LONG, "seconds"))
        if max(job.told) > limits.pages:
            return _Ended(failure=self._breach(wording.READ_TOO_MANY_PAGES, "pages"))
        if job.size + job.child.unread > limits.answer_mb << 20:
            return _Ended(failure=Failure(wording.READ_GARBLED))
        return None

    def _died(self, job: _Job) -> _Ended:
        words, status = job.child.last_words(), job.child.end()
        if words:
            _log.warning("reader of %s died:\n%s", job.request.args.get("path"), words)
        if not job.child.ready:
            reason = (words.splitlines() or [str(status)])[-1][:_LONGEST_MESSAGE]
            message = wording.READ_NOT_STARTED.format(reason=reason)
            return _Ended(failure=Failure(message, lasting=False))
        if status == -signal.SIGKILL:
            return _Ended(failure=Failure(wording.READ_KILLED, lasting=False), again=True)
        if status == -signal.SIGXCPU:
            return _Ended(failure=self._breach(wording.READ_TOO_LONG, "seconds"))
        if job.held > _MUCH * (self._limits.memory_mb << 20):
            return _Ended(failure=self._breach(wording.READ_MEMORY, "memory_mb"), again=True)
        return _Ended(failure=Failure(wording.READ_CRASHED), again=True)

    def _breach(self, message: str, limit: str) -> Failure:
        return Failure(message.format(limit=_number(getattr(self._limits, limit))))


def _close(idle: list[Child], nursery: ThreadPoolExecutor) -> None:
    while idle:
        idle.pop().kill()
    nursery.shutdown(wait=False)


def _silent(done: int, total: int) -> None:
    return


def _clean(text: str) -> str:
    """Without what could drive a terminal."""
    return "".join(c if c.isprintable() or c in "\n " or c == _NBSP else "?" for c in text)


def _number(value: int) -> str:
    """« 1 500 »."""
    return f"{value:,}".replace(",", _NBSP)
