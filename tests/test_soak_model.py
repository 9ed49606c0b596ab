"""The server of the model is killed, frozen or left under many questions at once: every reader
gets an answer, and nothing stays behind."""

from __future__ import annotations

import asyncio
import gc
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from assistant import wiring, wording
from assistant.core import Assistant
from assistant.domain import Answer, Delta, Done, Fallback, Searched
from assistant.testing.model_process import ModelProcess
from assistant.wiring import build
from enrich_samples import small_home, small_settings
from writing_samples import Judge

__all__ = ["small_home"]

QUESTIONS = (
    "Combien finance le fonds départemental ?",
    "Comment se prépare une alliance locale ?",
    "Que promettent les membres du réseau ?",
    "Qui prête gratuitement une salle aux groupes ?",
)
READERS = 20
LIMIT = 30.0
"""Seconds any reader may wait; the server's own limits are far below."""
_EVENTS = 3 * READERS - 5
"""Each reader sees three events at least: there is always a moment to kill at."""
_BETWEEN = 0.05
"""Seconds from one reader to the next: at any moment each is at another point of an answer."""
_WARM = 1
"""Scenes in which libraries open what they keep."""


@pytest.fixture(autouse=True)
def _this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy; and a simple check of sentences, for the connection is what is tried here."""
    monkeypatch.setattr(wiring, "_sentences_verifier", lambda embedder: Judge())
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.fixture(scope="module")
def process() -> Iterator[ModelProcess]:
    with ModelProcess("faithful", pace=0.01) as process:
        yield process


def made(home: Path, process: ModelProcess, **changes: Any) -> Assistant:
    limits: dict[str, Any] = {
        "chat": "openai-compatible",
        "chat_url": process.url,
        "chat_model": "essai",
        "chat_first_seconds": 10,
        "chat_between_seconds": 10,
        "chat_timeout": 20,
        "chat_failures": 0,
    }
    return build(small_settings(home, **limits | changes))


@dataclass
class Room:
    """Readers who ask at the same time, and what they have seen so far."""

    assistant: Assistant
    events: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def read(self, number: int) -> Answer:
        """One reader's answer. Raises TimeoutError past the limit."""
        await asyncio.sleep(_BETWEEN * number)
        shown, done = "", list[Answer]()
        async with asyncio.timeout(LIMIT):
            stream = self.assistant.stream(QUESTIONS[number % len(QUESTIONS)])
            async with aclosing(stream) as events:
                async for event in events:
                    self.events += 1
                    self.moved.set()
                    if isinstance(event, Delta):
                        shown += event.text
                    elif isinstance(event, Done):
                        done.append(event.answer)
        (answer,) = done
        assert shown == answer.text
        return answer

    async def until(self, events: int) -> None:
        """Raises TimeoutError when the readers never see that many."""
        async with asyncio.timeout(LIMIT):
            while self.events < events:
                self.moved.clear()
                await self.moved.wait()

    def enter(self) -> list[asyncio.Task[Answer]]:
        return [asyncio.create_task(self.read(number)) for number in range(READERS)]


def check(answer: Answer) -> None:
    """Useful and honest, whatever became of the model."""
    assert answer.verdict == "answered"
    assert answer.text.strip()
    assert answer.citations
    assert answer.support == 1
    if answer.fallback is None:
        assert answer.mode == "generated"
        assert not set(answer.notices) & set(wording.FALLBACKS.values())
    else:
        assert wording.FALLBACKS[answer.fallback] in answer.notices


def connections(port: int) -> int:
    """To the model on `port`, from this process."""
    ours = [one for one in psutil.Process().net_connections("tcp") if one.raddr]
    return sum(one.raddr.port == port and one.status != psutil.CONN_TIME_WAIT for one in ours)


def held() -> dict[str, int]:
    """What this process keeps: descriptors but those of files, which the vector store opens and
    closes as it likes, and threads but the store's own."""
    gc.collect()
    me = psutil.Process()
    threads = len(threading.enumerate())
    return {"descriptors": me.num_fds() - len(me.open_files()), "threads": threads}


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


async def alone() -> None:
    """Raises TimeoutError when a task stays; libraries close some generators a moment later."""
    async with asyncio.timeout(LIMIT):
        while asyncio.all_tasks() != {asyncio.current_task()}:
            await asyncio.sleep(0.01)


async def scene(assistant: Assistant, process: ModelProcess, chance: random.Random) -> list[Answer]:
    """The server dies at some moment of twenty answers; once in two it comes back at once."""
    room = Room(assistant)
    readers = room.enter()
    await room.until(chance.randrange(_EVENTS))
    await asyncio.sleep(chance.uniform(0, 0.1))
    process.kill()
    if chance.random() < 0.5:
        await asyncio.to_thread(process.start)
    answers = await asyncio.gather(*readers)
    await alone()
    return answers


@pytest.mark.parametrize("kills", [5, pytest.param(50, marks=pytest.mark.soak)])
def test_the_server_killed_at_any_moment(
    small_home: Path, process: ModelProcess, kills: int
) -> None:
    assistant = made(small_home, process)
    process.kill()
    chance = random.Random(kills)
    fates: Counter[Fallback | None] = Counter()
    before = held()
    for number in range(-_WARM, kills):
        process.start()
        answers = asyncio.run(scene(assistant, process, chance))
        process.kill()
        for answer in answers:
            check(answer)
        assert connections(process.port) == 0
        if number < 0:
            before = held()
            continue
        now = held()
        assert {kind: now[kind] for kind in now if now[kind] > before[kind]} == {}
        fates.update(answer.fallback for answer in answers)
    broken = {Fallback.DOWN, Fallback.TRUNCATED}
    assert set(fates) <= broken | {None}
    assert set(fates) & broken
    assert fates.total() == kills * READERS


def test_a_frozen_server_holds_nobody(small_home: Path, process: ModelProcess) -> None:
    process.kill()
    process.start()
    assistant = made(small_home, process, chat_first_seconds=2, chat_between_seconds=1)

    async def freeze() -> list[Answer]:
        room = Room(assistant)
        readers = room.enter()
        await room.until(READERS // 2)  # the others find it frozen
        process.freeze()
        return await asyncio.gather(*readers)

    answers = asyncio.run(freeze())
    for answer in answers:
        check(answer)
    assert {answer.fallback for answer in answers} - {None} == {Fallback.SLOW}
    process.kill()


def test_readers_who_leave_take_their_connections_along(small_home: Path) -> None:
    async def leave(process: ModelProcess) -> None:
        readers = Room(made(small_home, process)).enter()
        async with asyncio.timeout(LIMIT):
            while (await asyncio.to_thread(process.counters)).running < READERS:
                await asyncio.sleep(0.05)
        for reader in readers:
            reader.cancel()
        ended = await asyncio.gather(*readers, return_exceptions=True)
        assert all(isinstance(one, asyncio.CancelledError) for one in ended)
        await alone()

    with ModelProcess("endless", pace=0.02) as process:
        asyncio.run(leave(process))
        assert connections(process.port) == 0
        until(lambda: process.counters().left == READERS)
        until(lambda: process.counters().open == 1)
        assert process.counters().running == 0


def test_answers_are_written_again_once_the_server_is_back(
    small_home: Path, process: ModelProcess
) -> None:
    process.kill()
    assistant = made(small_home, process, chat_failures=2, chat_rest_seconds=1)
    for _ in range(4):
        answer = assistant.ask(QUESTIONS[0])
        check(answer)
        assert answer.fallback is Fallback.DOWN
    process.start()
    until(lambda: assistant.ask(QUESTIONS[0]).fallback is None)


def test_what_a_reader_sees_first_is_the_search(small_home: Path, process: ModelProcess) -> None:
    """With the model dead too."""
    process.kill()

    async def kinds() -> list[type]:
        return [type(e) async for e in made(small_home, process).stream(QUESTIONS[0])]

    assert asyncio.run(kinds())[0] is Searched
