"""What a scripted model server receives and sends back, in OpenAI's protocol."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

FOR_EVER = 86_400.0
"""Seconds that no client waits for."""

_TOKEN = re.compile(r"\s*\w{1,4}|\s*[^\w\s]|\s+")
_SSE = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache"}
_END = b"data: [DONE]\n\n"


@dataclass(frozen=True, slots=True)
class Call:
    """One request the server received; `seed` and `pace` are those the server was started with."""

    path: str
    headers: Mapping[str, str]
    body: Any
    seed: int = 0
    pace: float = 0.0

    @property
    def texts(self) -> list[str]:
        """What is to be embedded."""
        return list(self.body["input"])

    @property
    def prompt(self) -> str:
        """The last message to a chat model."""
        return str(self.body["messages"][-1]["content"])

    @property
    def system(self) -> str:
        """The instructions a chat model was given, "" when there are none."""
        said = (m["content"] for m in self.body["messages"] if m["role"] == "system")
        return "\n\n".join(map(str, said))

    @property
    def model(self) -> str:
        return str(self.body.get("model") or "essai")

    @property
    def streams(self) -> bool:
        """Whether the reply is wanted piece by piece."""
        return bool(self.body.get("stream"))

    def random(self, about: str) -> random.Random:
        """Chance that depends on the server's seed and on `about` alone."""
        return random.Random(f"{self.seed}\0{about}")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes sent at once, after `wait` seconds."""

    data: bytes
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back. `wait` seconds pass before it, `trickle` between two bytes of the body;
    `drop` closes the connection instead. `chunks` take the place of the body and go out as they
    come. After a `cut` reply the connection is closed while the client expects more."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    trickle: float = 0.0
    drop: bool = False
    chunks: Iterable[Chunk] | None = None
    cut: bool = False


Script = Callable[[Call], Reply]
"""How a server answers."""


def as_json(value: Any, headers: Mapping[str, str] | None = None, **changes: Any) -> Reply:
    headers = {"Content-Type": "application/json", **(headers or {})}
    return Reply(body=json.dumps(value).encode(), headers=headers, **changes)


def chat(
    content: str | None,
    finish: str = "stop",
    model: str = "essai",
    tokens: tuple[int, int] = (1, 1),
    **changes: Any,
) -> Reply:
    """The whole reply of a chat model. `tokens`: of the prompt, of the reply."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    return as_json(
        {
            "id": "chat-1",
            "object": "chat.completion",
            "created": 0,
            "model": model,
            "choices": [choice],
            "usage": _usage(*tokens),
        },
        **changes,
    )


def embeddings(rows: Iterable[Sequence[float]], **changes: Any) -> Reply:
    """The reply of an embedding model, rows in the order of the texts."""
    data = [{"object": "embedding", "index": n, "embedding": list(r)} for n, r in enumerate(rows)]
    return as_json({"object": "list", "data": data, "model": "essai"}, **changes)


def hashed(text: str, dimensions: int = 8) -> list[float]:
    """A vector that depends on the text alone."""
    digest = hashlib.blake2b(text.encode(), digest_size=dimensions).digest()
    return [byte - 127.5 for byte in digest]


def failing(status: int, **changes: Any) -> Reply:
    return as_json({"error": {"message": "scripted"}}, status=status, **changes)


def models(names: Sequence[str]) -> Reply:
    """The reply to GET /v1/models."""
    data = [{"id": name, "object": "model", "created": 0, "owned_by": "essai"} for name in names]
    return as_json({"object": "list", "data": data})


def tokens(text: str) -> list[str]:
    """Pieces of four letters at most, as a model would say them; joined they are the text."""
    return _TOKEN.findall(text)


def said(
    call: Call,
    text: str,
    *,
    finish: str = "stop",
    pace: float | None = None,
    first: float = 0.0,
    last: float = 0.0,
    cut: bool = False,
) -> Reply:
    """`text` as a chat model says it: piece by piece when the call wants a stream, else whole.

    Seconds: `first` before the first token, `pace` (the server's when None) before each, `last`
    before the end. `cut`: the connection breaks where the text ends.
    """
    pace = call.pace if pace is None else pace
    pieces = tokens(text)
    counts = (len(tokens(call.prompt)), len(pieces))
    if not call.streams:
        wait = first + pace * len(pieces) + last
        reply = chat(text, finish, call.model, counts, wait=wait)
        return replace(reply, body=reply.body[:-20], cut=True) if cut else reply
    middle = [Chunk(event(call, {"content": piece}), pace) for piece in pieces]
    return streamed(call, [Chunk(role(call), first), *middle], finish, counts, last, cut)


def streamed(
    call: Call,
    chunks: Iterable[Chunk],
    finish: str = "stop",
    counts: tuple[int, int] = (1, 1),
    last: float = 0.0,
    cut: bool = False,
) -> Reply:
    """A stream of events, then what ends it, unless it is `cut`."""

    def all_chunks() -> Iterator[Chunk]:
        yield from chunks
        if cut:
            return
        yield Chunk(event(call, {}, finish), last)
        if (call.body.get("stream_options") or {}).get("include_usage"):
            yield Chunk(_data({**_head(call), "choices": [], "usage": _usage(*counts)}))
        yield Chunk(_END)

    return Reply(headers=_SSE, chunks=all_chunks(), cut=cut)


def raw_stream(data: bytes, wait: float = 0.0) -> Reply:
    """Any bytes, said to be a stream of events."""
    return Reply(headers=_SSE, chunks=(Chunk(data, wait),))


def role(call: Call) -> bytes:
    """The event that opens a stream."""
    return event(call, {"role": "assistant", "content": ""})


def event(call: Call, delta: Mapping[str, Any], finish: str | None = None) -> bytes:
    """One event of a stream."""
    choice = {"index": 0, "delta": dict(delta), "finish_reason": finish}
    value: dict[str, Any] = {**_head(call), "choices": [choice]}
    if (call.body.get("stream_options") or {}).get("include_usage"):
        value["usage"] = None
    return _data(value)


def in_fragments(reply: Reply, size: int) -> Reply:
    """The same stream cut anywhere, in the middle of an event or of a letter."""

    def fragments() -> Iterator[Chunk]:
        for chunk in reply.chunks or ():
            for start in range(0, len(chunk.data), size):
                wait = 0.0 if start else chunk.wait
                yield Chunk(chunk.data[start : start + size], wait)

    return replace(reply, chunks=fragments()) if reply.chunks is not None else reply


def _data(value: Any) -> bytes:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode()


def _head(call: Call) -> dict[str, Any]:
    return {"id": "chat-1", "object": "chat.completion.chunk", "created": 0, "model": call.model}


def _usage(prompt: int, completion: int) -> dict[str, int]:
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
    }
