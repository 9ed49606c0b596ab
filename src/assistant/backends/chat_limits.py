"""How long a chat model may take, and what a call of it uses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from assistant.backends.chat_failures import Failure, slow, told
from assistant.ports import Message

if TYPE_CHECKING:
    from assistant.backends.chat_stream import Heard

_GRACE = 2.0
"""Seconds for the count of tokens to follow the end of a reply."""
_BYTES_PER_TOKEN = 3
"""Fewer than any tokenizer in use needs for French: an estimate errs on the dear side."""
_BYTES_PER_MESSAGE = 12


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds that a server may take, each counted apart.

    `connect`: a server that is up accepts a connection in milliseconds; 5 s leave room for a
    lost packet and a slow name server, and a dead machine does not hold a reader.
    `first`: from the question to the first token, retry included. A hosted model needs 1 to 3 s;
    a council's own machine without a graphics card reads a prompt of 3,000 tokens at about 100 to
    200 a second. 30 s let it, and are about as long as someone looks at a page where nothing
    moves.
    `between`: the slowest machine worth having writes a token in a fifth of a second; 15 s of
    silence in mid-sentence is a stall.
    `total`: a long answer of 600 tokens takes a minute at 10 tokens a second, after the wait for
    the first.
    """

    connect: float = 5
    first: float = 30
    between: float = 15
    total: float = 90


@dataclass(slots=True)
class Call:
    """What one call used. `written`: bytes that came, thoughts included; `begun`: some did."""

    prompt: int
    accepted: bool = False
    written: int = 0
    counted: int | None = None

    @classmethod
    def of(cls, messages: Sequence[Message]) -> Call:
        """Before it is made: `prompt` is an estimate of its tokens."""
        return cls(_tokens(sum(size_of(one.content) + _BYTES_PER_MESSAGE for one in messages)))

    @property
    def begun(self) -> bool:
        return self.written > 0

    @property
    def used(self) -> int:
        """Tokens: the server's count, else an estimate when it took the request at all."""
        if self.counted is not None:
            return self.counted
        return self.prompt + _tokens(self.written) if self.accepted else 0

    def note(self, reply: Any) -> None:
        usage = getattr(reply.raw, "usage", None)
        counts = [getattr(usage, f"{kind}_tokens", None) for kind in ("prompt", "completion")]
        if all(isinstance(count, int) and count >= 0 for count in counts) and any(counts):
            self.counted = sum(cast("list[int]", counts))


class Clock:
    """The limits of one reply, on the clock of the running loop."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._now = asyncio.get_running_loop().time
        self._start = self._now()

    def left(self) -> float:
        """Seconds until the first token must have come."""
        return self._start + min(self._limits.first, self._limits.total) - self._now()

    async def chunk(
        self, chunks: AsyncGenerator[Any, None], heard: Heard, call: Call
    ) -> Any | None:
        """The next chunk that holds something, None at the end; what fails after the end of the
        reply is no failure. Raises Failure."""
        when, limit = self._next(call.begun, heard.ended)
        while True:
            try:
                with told(self._limits, begun=call.begun):
                    async with asyncio.timeout_at(when):
                        chunk = await anext(chunks, None)
            except (TimeoutError, Failure) as error:
                if heard.ended:
                    return None
                if isinstance(error, Failure):
                    raise
                raise slow(limit, self._limits) from None
            finally:
                call.accepted |= heard.accepted
            if chunk is None:
                return None
            size = size_of(text_of(chunk)) + size_of(_thought(chunk))
            call.written += size
            if size or getattr(chunk.raw, "usage", None):
                return chunk
            if heard.ended:
                when, limit = min((when, limit), self._next(call.begun, ended=True))

    def _next(self, begun: bool, ended: bool) -> tuple[float, str]:
        """When the next token must have come, and by which limit."""
        if ended:
            waits = {"between": self._now() + _GRACE}
        elif begun:
            waits = {"between": self._now() + self._limits.between}
        else:
            waits = {"first": self._start + self._limits.first}
        waits["total"] = self._start + self._limits.total
        return min((when, limit) for limit, when in waits.items())


def text_of(chunk: Any) -> str:
    return sound(chunk.delta) if isinstance(chunk.delta, str) else ""


def sound(text: str) -> str:
    """Without halves of signs, which JSON may hold and nothing else may."""
    return text.encode("utf-8", "replace").decode()


def size_of(text: str) -> int:
    """In bytes."""
    return len(text.encode("utf-8", "replace"))


def _thought(chunk: Any) -> str:
    thought = chunk.additional_kwargs.get("thinking_delta")
    return thought if isinstance(thought, str) else ""


def _tokens(size: int) -> int:
    return -(-size // _BYTES_PER_TOKEN)
