from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from assistant.faces.relay import Idle, relay
from web_samples import wait_until

LONG = 3600.0


async def three() -> AsyncIterator[int]:
    for number in range(3):
        yield number


async def test_gives_every_item_in_order() -> None:
    assert [item async for item in relay(three, idle=LONG)] == [0, 1, 2]


async def test_works_in_a_thread_of_its_own() -> None:
    async def where() -> AsyncIterator[int]:
        yield threading.get_ident()

    assert [item async for item in relay(where, idle=LONG)] != [threading.get_ident()]


async def test_raises_the_errors_of_the_generator() -> None:
    async def broken() -> AsyncIterator[int]:
        yield 1
        raise ValueError("broken")

    items = relay(broken, idle=LONG)
    assert await anext(items) == 1
    with pytest.raises(ValueError, match="broken"):
        await anext(items)


async def test_raises_the_errors_of_making_the_generator() -> None:
    def make() -> AsyncIterator[int]:
        raise ValueError("not made")

    with pytest.raises(ValueError, match="not made"):
        await anext(relay(make, idle=LONG))


async def test_says_when_nothing_comes_and_loses_nothing() -> None:
    async def slow() -> AsyncIterator[int]:
        for number in range(3):
            await asyncio.sleep(0.05)
            yield number

    items = [item async for item in relay(slow, idle=0.01)]
    assert Idle() in items
    assert [item for item in items if not isinstance(item, Idle)] == [0, 1, 2]


@pytest.mark.parametrize("read_first", [False, True])
async def test_closing_it_stops_the_generator(read_first: bool) -> None:
    closed = threading.Event()

    async def stalled() -> AsyncIterator[int]:
        try:
            yield 1
            await asyncio.sleep(LONG)
        finally:
            closed.set()

    async with aclosing(relay(stalled, idle=0.01)) as items:
        await anext(items)
        if read_first:
            assert await anext(items) == Idle()
    wait_until(closed.is_set)


async def test_closing_it_stops_a_generator_that_never_waits() -> None:
    closed = threading.Event()

    async def busy() -> AsyncIterator[int]:
        try:
            while True:
                yield 1
        finally:
            closed.set()

    async with aclosing(relay(busy, idle=LONG)) as items:
        await anext(items)
    wait_until(closed.is_set)


async def test_the_loop_stays_free_while_the_generator_computes() -> None:
    release = threading.Event()

    async def computing() -> AsyncIterator[int]:
        release.wait()
        yield 1

    async with aclosing(relay(computing, idle=0.01)) as items:
        # a blocked loop could neither give this nor release the generator
        assert await anext(items) == Idle()
        release.set()
        assert 1 in [item async for item in items]
