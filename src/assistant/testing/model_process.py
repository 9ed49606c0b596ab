"""The scripted model server in a process of its own, which can be killed and started again."""

from __future__ import annotations

import json
import selectors
import signal
import subprocess
import sys
import urllib.request
from types import TracebackType
from typing import IO, Self

from assistant.testing.model_server import Counters

_STARTS_WITHIN = 60.0


class ModelProcess:
    """`python -m assistant.testing.model_server`. Ends with its parent, however that ends.

    Once started it keeps its port, from one start to the next.
    """

    def __init__(
        self, script: str = "faithful", port: int = 0, *, seed: int = 0, pace: float = 0.0
    ) -> None:
        self.port = port
        self._script, self._seed, self._pace = script, seed, pace
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Returns once the server listens. Raises RuntimeError when it does not come to that."""
        options = {
            "--script": self._script,
            "--port": self.port,
            "--seed": self._seed,
            "--pace": self._pace,
        }
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "assistant.testing.model_server", "--attached"),
                *(str(part) for option in options.items() for part in option),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        address = _first_line(self._process.stdout)
        if not address:
            self.kill()
            raise RuntimeError("the scripted model server did not start")
        self.port = int(address.removesuffix("/v1").rpartition(":")[2])

    def kill(self) -> None:
        """At once, whatever it is doing: SIGKILL."""
        if self._process is None:
            return
        self._process.kill()
        self._process.communicate()
        self._process = None

    def freeze(self) -> None:
        """It keeps its connections and says nothing more, until it is killed: SIGSTOP."""
        if self._process is not None:
            self._process.send_signal(signal.SIGSTOP)

    def counters(self) -> Counters:
        """Since its last start. Raises OSError when it is down. The question itself is on an
        open connection."""
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(f"http://127.0.0.1:{self.port}/counters", timeout=10) as answer:
            return Counters(**json.load(answer))

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.kill()


def _first_line(stream: IO[str] | None) -> str:
    """Empty when nothing comes in time, or when the process has ended."""
    if stream is None:
        return ""
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        return stream.readline().strip() if selector.select(_STARTS_WITHIN) else ""
