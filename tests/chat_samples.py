"""A chat model behind a scripted server, and streams to script it with."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from typing import Any

from assistant.backends.chat import OpenAIChat
from assistant.backends.chat_limits import Limits
from assistant.ports import Message
from assistant.testing.model_replies import Chunk, Reply
from assistant.testing.model_server import ModelServer

ASK = (Message("system", "Réponds en français."), Message("user", "Bonjour, ça va ?"))
KEY = "sk-tres-secret"
DONE = b"data: [DONE]\n\n"
QUICK = Limits(connect=5, first=5, between=5, total=10)


def made(url: str, key: str = "", **options: Any) -> OpenAIChat:
    return OpenAIChat(url, "essai", key, **{"limits": QUICK, "pause": 0.01, **options})


async def collect(chat: OpenAIChat, asked: Sequence[Message] = ASK, visitor: str = "") -> list[str]:
    """Every piece, each awaited in a task of its own, as readers may."""
    pieces: list[str] = []
    async with aclosing(chat.stream(asked, visitor)) as stream:
        while (piece := await asyncio.create_task(_next(stream))) is not None:
            pieces.append(piece)
    return pieces


async def _next(stream: AsyncGenerator[str, None]) -> str | None:
    return await anext(stream, None)


def delta(text: str | None, finish: str | None = None, **fields: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": text, **fields}, "finish_reason": finish}
    return data({"id": "1", "object": "chat.completion.chunk", "choices": [choice]})


def usage(prompt: int, completion: int) -> bytes:
    count = {"prompt_tokens": prompt, "completion_tokens": completion}
    return data({"id": "1", "choices": [], "usage": {**count, "total_tokens": prompt + completion}})


def data(value: Any) -> bytes:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def sse(*events: bytes, wait: float = 0.0, **options: Any) -> Reply:
    """These bytes as a stream of events, with a wait before each but the first."""
    chunks = [Chunk(event, wait if n else 0.0) for n, event in enumerate(events)]
    return streamed(chunks, **options)


def streamed(chunks: Iterable[Chunk], **options: Any) -> Reply:
    return Reply(headers={"Content-Type": "text/event-stream"}, chunks=chunks, **options)


HELLO = (delta("", role="assistant"), delta("Bon"), delta("jour"), delta("", "stop"))


async def closed(server: ModelServer, seconds: float = 2.0) -> bool:
    """Whether the server has no connection left within that time."""
    end = time.monotonic() + seconds
    while server.counters.open and time.monotonic() < end:
        await asyncio.sleep(0.002)
    return server.counters.open == 0
