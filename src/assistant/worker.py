"""A process apart that reads files for another one: `python -m assistant.worker`.

Requests come as lines of JSON on standard input, {"verb": …, "args": {…}}; answers leave as
lines (backends/frames.py) by what was standard output. The first request, "start", carries the
limits. Nothing is read from the environment: what a verb needs comes with the request.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from assistant.backends.frames import ERROR, PROGRESS, READY, RESULT, as_json, frame
from assistant.backends.painter import order_from_values, picture_to_values
from assistant.backends.readings_codec import document_from_values, encode
from assistant.errors import AssistantError
from assistant.ingest.pipeline import read_document
from assistant.ingest.reading_here import failure_of
from assistant.wiring import reading_context

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_LARGEST_FILE = 256 << 20
"""Pictures of pages on their way to the recognition."""
_OPEN_FILES = 256
_GRACE = 60
_PAUSE = 0.1


class Reply:
    """What a verb may say before its result."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._told = 0.0

    def progress(self, done: int, total: int) -> None:
        """Said now and then: a page may take a millisecond. The first and the last are said."""
        now = time.monotonic()
        if done in (1, total) or now - self._told >= _PAUSE:
            self._told = now
            self.send(PROGRESS, as_json([done, total]))

    def send(self, kind: bytes, value: bytes) -> None:
        """A part of the result, as JSON: an answer of many pages is not held whole."""
        self._out.write(frame(kind, value))
        self._out.flush()


Verb = Callable[[Mapping[str, Any], Reply], Any]
"""Arguments to a value that JSON can say (pictures in base64)."""


def _read(args: Mapping[str, Any], reply: Reply) -> None:
    context = reading_context(args["options"], reply.progress)
    document = document_from_values(args["document"])
    for kind, value in encode(read_document(Path(args["path"]), document, context)):
        reply.send(kind, value)


def _render(args: Mapping[str, Any], reply: Reply) -> dict[str, Any]:
    from assistant.ingest.pdf.render import render

    return picture_to_values(render(order_from_values(args)))


VERBS: Mapping[str, Verb] = {"read": _read, "render": _render}


def main() -> int:
    requests, out = _channels()
    reply = Reply(out)
    try:
        start = json.loads(next(requests))["args"]
        _die_with_parent()
        _limit(start["memory_mb"])
        tempfile.tempdir = start["folder"]
        gc.freeze()
        reply.send(READY, b"null")
        for line in requests:
            request = json.loads(line)
            _limit_work(request["seconds"])
            _answer(request, reply)
    except (StopIteration, BrokenPipeError):
        pass  # nobody asks any more
    return 0


def _answer(request: Mapping[str, Any], reply: Reply) -> None:
    try:
        result = as_json(VERBS[request["verb"]](request["args"], reply))
    except BrokenPipeError:
        raise
    except MemoryError:
        reply.send(ERROR, as_json({"memory": True}))
    except Exception as error:
        message, lasting = failure_of(error)
        detail = "" if isinstance(error, AssistantError) else traceback.format_exc()
        reply.send(ERROR, as_json({"message": message, "lasting": lasting, "detail": detail}))
    else:
        reply.send(RESULT, result)


def _channels() -> tuple[BinaryIO, BinaryIO]:
    """Our two ends, out of the reach of whatever prints or reads on the standard ones."""
    requests, out = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(requests, "rb"), os.fdopen(out, "wb")


def _die_with_parent() -> None:
    """Where the system offers it; elsewhere the end of standard input says it, later."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def _limit(memory_mb: int) -> None:
    """The last line of defence: whoever asked watches too, but may be dead."""
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NOFILE, _OPEN_FILES)
    _set(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _set(resource.RLIMIT_AS, _mapped() + (memory_mb << 20))


def _limit_work(seconds: int) -> None:
    """Processor time from now on, of this process and of each that it starts."""
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    with suppress(OSError, ValueError):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (int(used) + seconds + _GRACE, hard))


def _set(what: int, limit: int) -> None:
    with suppress(OSError, ValueError):  # not every system lets itself be limited so
        hard = resource.getrlimit(what)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (limit, limit))


def _mapped() -> int:
    """Bytes of address space that Python and the libraries take before any file."""
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * resource.getpagesize()
    return 0


if __name__ == "__main__":
    sys.exit(main())
