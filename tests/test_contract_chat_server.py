"""Our client against a server of chat models that others wrote, over a real connection."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import build, wording
from assistant.backends.chat import OpenAIChat
from assistant.domain import Fallback
from assistant.errors import ModelTruncated, ModelUnavailable
from assistant.ports import ChatModel, Message
from enrich_samples import small_home, small_settings
from served_samples import MODEL, Served, make_model, serving

__all__ = ["small_home"]

ASK = (Message("system", "Réponds en français."), Message("user", "Où se tient la permanence ?"))
ENDLESS = 0.0
"""The temperature at which the model never ends by itself."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    make_model(folder / MODEL)
    with serving(folder) as server:
        yield server


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


def made(served: Served, model: str = MODEL, temperature: float = 1.0, most: int = 0) -> ChatModel:
    return OpenAIChat(served.url, model, temperature=temperature, most=most, pause=0.01)


def says(served: Served, most: int) -> str:
    """The likeliest reply, asked for without our client."""
    asked: dict[str, Any] = {
        "model": MODEL,
        "messages": [{"role": one.role, "content": one.content} for one in ASK],
        "temperature": ENDLESS,
        "max_tokens": most,
    }
    with httpx.Client(trust_env=False, timeout=60) as client:
        answer = client.post(f"{served.url}/chat/completions", json=asked).raise_for_status()
    choice = answer.json()["choices"][0]
    assert choice["finish_reason"] == "length"
    return str(choice["message"]["content"])


async def drained(model: ChatModel, pieces: list[str] | None = None) -> list[str]:
    """All pieces; `pieces` holds those that came before an error."""
    pieces = [] if pieces is None else pieces
    async with aclosing(model.stream(ASK)) as coming:
        async for piece in coming:
            pieces.append(piece)
    return pieces


async def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        await asyncio.sleep(0.05)


def test_a_whole_reply(served: Served) -> None:
    """An empty one is possible, eight are not."""
    model = made(served)
    assert any(model.complete(ASK).strip() for _ in range(8))
    assert model.name == MODEL


async def test_a_stream_comes_in_pieces_and_ends(served: Served) -> None:
    model = made(served)
    streams = [await drained(model) for _ in range(8)]
    assert max(map(len, streams)) > 5
    assert all(isinstance(piece, str) and piece for pieces in streams for piece in pieces)


async def test_the_pieces_are_the_server_s_own_words_and_a_cut_is_told(served: Served) -> None:
    pieces: list[str] = []
    with pytest.raises(ModelTruncated):
        await drained(made(served, temperature=ENDLESS, most=40), pieces)
    assert len(pieces) > 5
    assert "".join(pieces).strip() == says(served, 40).strip()


def test_a_whole_reply_that_was_cut_is_told(served: Served) -> None:
    with pytest.raises(ModelTruncated):
        made(served, temperature=ENDLESS, most=5).complete(ASK)


async def test_leaving_early_gives_the_connection_back(served: Served) -> None:
    """The model would go on for a thousand tokens."""
    await until(lambda: served.connections() == 0)
    model = made(served, temperature=ENDLESS)
    async with aclosing(model.stream(ASK)) as pieces:
        assert await anext(pieces)
        assert served.connections() == 1
    await until(lambda: served.connections() == 0)
    assert any([await drained(made(served)) for _ in range(8)])


async def test_a_reader_whose_task_is_cancelled_gives_it_back_too(served: Served) -> None:
    began = asyncio.Event()

    async def read() -> None:
        async with aclosing(made(served, temperature=ENDLESS).stream(ASK)) as pieces:
            async for _ in pieces:
                began.set()

    task = asyncio.create_task(read())
    await began.wait()
    assert served.connections() == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: served.connections() == 0)


async def test_several_readers_at_once(served: Served) -> None:
    model = made(served)
    streams = await asyncio.gather(*(drained(model) for _ in range(6)))
    assert any(streams)
    await until(lambda: served.connections() == 0)


async def test_a_name_the_server_does_not_know_is_told_in_french(served: Served) -> None:
    model = made(served, model="inconnu")
    with pytest.raises(ModelUnavailable) as whole:
        model.complete(ASK)
    with pytest.raises(ModelUnavailable) as streamed:
        await drained(model)
    for caught in (whole, streamed):
        assert "ASSISTANT_CHAT_MODEL" in caught.value.message
        assert re.match(r"Le serveur réglé par ASSISTANT_CHAT_URL ", caught.value.message)
        assert "pinned" not in caught.value.message


def test_words_without_sense_never_reach_a_reader(served: Served, small_home: Path) -> None:
    """The whole assistant, with that model to write: readers get quotes and are told why."""
    settings = small_settings(
        small_home,
        chat="openai-compatible",
        chat_url=served.url,
        chat_model=MODEL,
        chat_temperature=1.0,
        chat_max_tokens=400,
    )
    assistant = build(settings)
    for _ in range(5):
        answer = assistant.ask("Combien finance le fonds départemental ?")
        assert answer.trace.model == MODEL
        assert answer.mode == "extractive"
        assert answer.support == 1
        assert answer.citations[0].quote.startswith("Le fonds départemental finance la moitié")
        assert answer.fallback in (Fallback.UNSUPPORTED, Fallback.RUBBISH, Fallback.TRUNCATED)
        assert wording.FALLBACKS[answer.fallback] in answer.notices
