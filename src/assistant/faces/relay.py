"""Run an async generator in a thread of its own, so that the server's loop stays free.

The stages of an answer may compute for a while between two events. The thread has its own
event loop; closing the relay cancels what runs there.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing came for a while, yet the stream goes on."""


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


async def relay(
    make: Callable[[], AsyncIterator[T]], *, idle: float
) -> AsyncGenerator[T | Idle, None]:
    """The items of `make()`, with an `Idle` whenever none came for `idle` seconds.

    `make` is called in the thread. Its errors are raised here. Close the relay (`aclosing`)
    to stop the thread's work at its next await.
    """
    loop = asyncio.get_running_loop()
    items: asyncio.Queue[T | _End] = asyncio.Queue()

    def put(item: T | _End) -> None:
        loop.call_soon_threadsafe(items.put_nowait, item)

    worker = _Worker(make, put)
    worker.start()
    try:
        while True:
            try:
                async with asyncio.timeout(idle):
                    item = await items.get()
            except TimeoutError:
                yield Idle()
                continue
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item
    finally:
        worker.stop()


class _Worker(threading.Thread, Generic[T]):
    """Daemon: what a stalled computation holds never keeps the process from ending."""

    def __init__(
        self, make: Callable[[], AsyncIterator[T]], put: Callable[[T | _End], None]
    ) -> None:
        super().__init__(name="answer", daemon=True)
        self._make = make
        self._put = put
        self._stopped = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def run(self) -> None:
        error: BaseException | None = None
        try:
            asyncio.run(self._pump())
        except asyncio.CancelledError:
            pass
        except Exception as raised:
            error = raised
        # the server's loop may be gone already
        with suppress(RuntimeError):
            self._put(_End(error))

    def stop(self) -> None:
        self._stopped.set()
        loop, task = self._loop, self._task
        if loop is not None and task is not None:
            # the thread may have closed its loop meanwhile
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(task.cancel)

    async def _pump(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        if self._stopped.is_set():
            return
        items = self._make()
        try:
            async for item in items:
                self._put(item)
                # a generator that never suspends must still meet its cancellation
                await asyncio.sleep(0)
                if self._stopped.is_set():
                    return
        finally:
            aclose = getattr(items, "aclose", None)
            if aclose is not None:
                await aclose()
