"""One process that reads files for us, seen from outside: asked, heard, killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from assistant.backends.frames import as_json

COMMAND = (sys.executable, "-P", "-m", "assistant.worker")
"""-P: no module is taken from the folder that we happen to be in."""

_PIECE = 1 << 20
_PATIENCE = 5.0
_ERRORS_SHOWN = 2_000
_FOLDER = "assistant-read-"
_STALE = 86_400


def sweep() -> None:
    """Folders that readers left a day ago or more: whoever asked was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        with suppress(OSError):
            status = folder.lstat()
            if status.st_uid == os.getuid() and time.time() - status.st_mtime > _STALE:
                shutil.rmtree(folder, ignore_errors=True)


class Child:
    """Leads a process group of its own, so that what it starts dies with it, and has a folder of
    its own for what it writes."""

    def __init__(
        self, memory_mb: int, environment: Mapping[str, str] | None, command: Sequence[str]
    ) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
        try:
            with (self.folder / "errors").open("wb") as errors:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    bufsize=0,
                    cwd=self.folder,
                    env=environment,
                    start_new_session=True,
                )
        except OSError:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._answers = self._process.stdin, self._process.stdout
        self._unread = bytearray()
        self.asked = 0
        self.ready = False
        self._send({"args": {"memory_mb": memory_mb, "folder": str(self.folder)}})

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def fileno(self) -> int:
        return self._answers.fileno()

    def ask(self, verb: str, args: Mapping[str, Any], seconds: int) -> None:
        self.asked += 1
        self._send({"verb": verb, "args": args, "seconds": seconds})

    def hear(self) -> list[bytes] | None:
        """The lines that have come; None once there will be no more. Call it when readable."""
        piece = os.read(self.fileno(), _PIECE)
        if not piece:
            return None
        if b"\n" not in piece:
            self._unread += piece
            return []
        *lines, rest = (bytes(self._unread) + piece).split(b"\n")
        self._unread = bytearray(rest)
        return lines

    @property
    def unread(self) -> int:
        """Bytes of a line that has not ended yet."""
        return len(self._unread)

    def resident(self) -> int:
        """Bytes of memory it holds; 0 where the system does not say."""
        with suppress(OSError, ValueError):
            statm = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii")
            return int(statm.split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return 0

    def last_words(self) -> str:
        """The end of what it, or a library in it, printed."""
        with suppress(OSError):
            text = (self.folder / "errors").read_bytes()[-_ERRORS_SHOWN:].decode("utf-8", "replace")
            return "".join(c if c.isprintable() or c == "\n" else "?" for c in text).strip()
        return ""

    def kill(self) -> int | None:
        """It and whatever it started, at once; its exit status, negative for a signal."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        return self._buried()

    def end(self) -> int | None:
        """After its last word: its exit status. What it started dies now."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        return self.kill()

    def _buried(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        for pipe in (self._requests, self._answers):
            with suppress(OSError):
                pipe.close()
        shutil.rmtree(self.folder, ignore_errors=True)
        return self._process.returncode

    def _send(self, request: Mapping[str, Any]) -> None:
        with suppress(BrokenPipeError):  # the end of its answers will tell
            self._requests.write(as_json(request) + b"\n")
