"""A real server around an application, and assistants that misbehave in chosen ways."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import uvicorn

from assistant.domain import Delta, Event, Profile, Turn
from assistant.testing import FakeAssistant

PATIENCE = 20.0
"""Seconds after which a thing that did not happen is held not to happen at all."""


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The application on a free port; its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        config = uvicorn.Config(
            app, lifespan="on", ws="none", log_config=None, timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        wait_until(lambda: server.started)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
            assert not thread.is_alive()


def wait_until(condition: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


class Named(FakeAssistant):
    """Its index has a name."""

    def generation(self) -> str:
        return "g1"


class Endless(Named):
    """Streams without end, and remembers whether its stream was closed.

    `blocking`: it computes without ever suspending, as a CPU-bound stage would.
    """

    def __init__(self, *, blocking: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.started = threading.Event()
        self.closed = threading.Event()
        self._blocking = blocking

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> AsyncIterator[Event]:
        self.started.set()
        try:
            yield Delta("Un début. ")
            while True:
                if self._blocking:
                    time.sleep(0.05)
                    yield Delta("Encore. ")
                else:
                    await asyncio.sleep(3600)
        finally:
            self.closed.set()


class Breaking(Named):
    """Says one sentence, then raises."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.raised = error

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> AsyncIterator[Event]:
        yield Delta("Un début. ")
        raise self.raised
