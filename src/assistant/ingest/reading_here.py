"""Reading files in this very process: for tests, and for files of one's own making."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant import wording
from assistant.errors import AssistantError
from assistant.ingest.pages import Context
from assistant.ingest.pipeline import read_document
from assistant.ports import Outcome, ReadTask

_log = logging.getLogger(__name__)


class ReadHere:
    """One file after the other. What a hostile file does, it does to us."""

    def __init__(self, context: Context | None = None) -> None:
        self._context = context or Context()

    @property
    def conditions(self) -> str:
        return self._context.recognizer.name if self._context.recognizer else ""

    def read(
        self, tasks: Sequence[ReadTask], tell: Callable[[ReadTask, int, int], None]
    ) -> Iterator[Outcome]:
        for task in tasks:
            started = time.monotonic()
            context = replace(self._context, tell=partial(tell, task))
            try:
                outcome = Outcome(task, read_document(task.path, task.document, context))
            except Exception as error:
                if not isinstance(error, AssistantError):
                    _log.exception("%s not read", task.path.name)
                failure, lasting = failure_of(error)
                outcome = Outcome(task, failure=failure, lasting=lasting)
            yield replace(outcome, seconds=time.monotonic() - started)

    def rest(self) -> None:
        return


def failure_of(error: Exception) -> tuple[str, bool]:
    """What to say of a file that could not be read, and whether it would fail again as it is."""
    cause = error.__cause__ if isinstance(error, AssistantError) else error
    # Libraries raise OSError of their own making, without a number, on what a file holds.
    of_system = isinstance(cause, OSError) and cause.errno is not None
    if isinstance(error, AssistantError):
        return error.message, not of_system
    if isinstance(error, PermissionError):
        return wording.FILE_DENIED, False
    if isinstance(error, OSError) and of_system:
        return wording.FILE_UNREADABLE.format(reason=error.strerror), False
    if isinstance(error, RecursionError):
        return wording.READ_TOO_DEEP, True
    if isinstance(error, MemoryError):
        return wording.READ_NO_MEMORY, True
    return wording.FILE_UNEXPECTED.format(reason=type(error).__name__), True
