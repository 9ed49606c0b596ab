"""Chat models behind any server that speaks OpenAI's protocol, through llama-index."""

from __future__ import annotations

import asyncio
import logging
import random
import weakref
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol

from assistant import wording
from assistant.backends import model_server
from assistant.backends.breaker import Breaker
from assistant.backends.budget import NoBudget, Reservation
from assistant.backends.chat_failures import CUT, Failure, check_end, told
from assistant.backends.chat_limits import Call, Clock, Limits, size_of, sound, text_of
from assistant.backends.chat_presets import Shape
from assistant.backends.chat_thinking import Thinking
from assistant.errors import ModelTruncated, SettingsInvalid
from assistant.ports import Message

if TYPE_CHECKING:
    from assistant.backends.chat_stream import StreamClient

_NO_KEY = "none"
"""What the libraries insist on having; the client sends our own key or none."""
_MOST_ADAPTATIONS = 4

_log = logging.getLogger(__name__)


class Purse(Protocol):
    """What `backends.budget` offers."""

    def reserve(self, tokens: int, visitor: str) -> Reservation: ...


class OpenAIChat:
    """`POST <url>/chat/completions`. Raises SettingsInvalid when made.

    `complete` is for work that nobody waits for; its tries and its limit are those of the client
    for embeddings. On the way of a question, use `stream`. Both stay within the budget, and both
    are refused while the breaker is open. `most`: tokens of a reply, 0 for the server's own limit.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        limits: Limits | None = None,
        shape: Shape | None = None,
        most: int = 0,
        temperature: float = 0.1,
        breaker: Breaker | None = None,
        budget: Purse | None = None,
        pause: float = 0.5,
    ) -> None:
        self._base = model_server.address("ASSISTANT_CHAT_URL", url, "/chat/completions")
        self._key = model_server.key("ASSISTANT_CHAT_KEY", key)
        self._model = model
        self._limits = limits or Limits()
        self._shape = shape or Shape()
        self._most, self._temperature = most, temperature
        self._breaker = breaker or Breaker(0, 0)
        self._budget = budget or NoBudget()
        self._pause = pause
        client = model_server.PatientClient(self._limits.total, pause, self._key)
        weakref.finalize(self, client.close)
        self._llm = _llm(self._base, model, client=client)

    @property
    def name(self) -> str:
        """The model, as its server calls it."""
        return self._model

    def complete(self, messages: Sequence[Message]) -> str:
        """The whole reply, without what the model thought aloud. Raises ModelUnavailable or a
        child of it."""
        with self._accounted(messages, "") as call:
            reply = self._adapting(lambda shape: self._whole(messages, shape))
            call.accepted = True
            call.note(reply)
            text = sound(reply.message.content or "")
            call.written += size_of(text)
            if getattr(reply.raw.choices[0], "finish_reason", None) in CUT:
                raise Failure(ModelTruncated(wording.CHAT_CUT), ill=False)
            thinking = Thinking()
            shown = thinking.feed(text)
            if thinking.spilt:
                raise _spilt()
            return shown + thinking.end()

    async def stream(
        self, messages: Sequence[Message], visitor: str = ""
    ) -> AsyncGenerator[str, None]:
        """Pieces of the reply as they come, without what the model thinks aloud.

        Closing the generator, or cancelling the task that waits for it, closes the connection.
        Raises ModelUnavailable or a child of it.
        """
        with self._accounted(messages, visitor) as call:
            async with aclosing(self._tried(messages, call)) as pieces:
                async for piece in pieces:
                    yield piece

    # --- around a call ---------------------------------------------------------------------

    @contextmanager
    def _accounted(self, messages: Sequence[Message], visitor: str) -> Iterator[Call]:
        """A call that the breaker lets pass and the budget pays. A failure of the server is told
        to the first, what was used to the second, however the call ends."""
        call = Call.of(messages)
        with self._breaker.passage() as passage:
            reserved = self._budget.reserve(call.prompt + self._most, visitor)
            try:
                yield call
                passage.worked()
            except Failure as failure:
                if failure.ill:
                    passage.failed(failure.error.message)
                    _log.warning("chat model: %s (%s)", failure.error.code, failure.detail)
                else:
                    passage.worked()
                raise failure.error from None
            except BaseException:  # the reader left
                if call.begun:
                    passage.worked()
                raise
            finally:
                reserved.settle(call.used)

    def _adapting(self, ask: Callable[[Shape], Any]) -> Any:
        """What `ask` returns, asked again without what the server does not know."""
        shape = self._shape
        for left in reversed(range(_MOST_ADAPTATIONS)):
            try:
                reply = ask(shape)
            except Failure as failure:
                adapted = shape.adapted(failure.complaint)
                if adapted is None or not left:
                    raise
                shape = adapted
            else:
                self._shape = shape
                return reply
        raise AssertionError("unreachable")

    # --- the whole reply at once -------------------------------------------------------------

    def _whole(self, messages: Sequence[Message], shape: Shape) -> Any:
        with told(self._limits, whole=True):
            reply = self._llm.chat(
                _chat_messages(shape.messages(messages)), **self._parameters(shape, stream=False)
            )
            if not isinstance(reply.message.content, str | None):
                raise TypeError("content")
            return reply

    def _parameters(self, shape: Shape, *, stream: bool) -> dict[str, Any]:
        """The library sends a temperature unless told to omit it."""
        import openai

        fields = shape.parameters(self._most, self._temperature, stream=stream)
        return {"temperature": openai.omit, **fields}

    # --- the reply as it comes ---------------------------------------------------------------

    async def _tried(self, messages: Sequence[Message], call: Call) -> AsyncGenerator[str, None]:
        """One reply: once more after a pause where the server was down or busy, and again where
        it refused a field that can be left out. Nothing is asked twice once a token came."""
        clock = Clock(self._limits)
        shape, adaptations, tries = self._shape, _MOST_ADAPTATIONS, 1
        while True:
            try:
                async with aclosing(self._once(messages, shape, call, clock)) as pieces:
                    async for piece in pieces:
                        yield piece
                self._shape = shape
                return
            except Failure as failure:
                adapted = shape.adapted(failure.complaint)
                if adapted is not None and adaptations:
                    shape, adaptations = adapted, adaptations - 1
                    continue
                wait = self._backoff(failure)
                if not (failure.again and tries and not call.begun and clock.left() > wait):
                    raise
                tries -= 1
            await asyncio.sleep(wait)

    def _backoff(self, failure: Failure) -> float:
        """What the server asks for, else a pause that differs from one reader to the next."""
        return failure.wait or self._pause * random.uniform(0.75, 1.5)

    async def _once(
        self, messages: Sequence[Message], shape: Shape, call: Call, clock: Clock
    ) -> AsyncGenerator[str, None]:
        """A client of its own: readers run in loops of their own, which cannot share one."""
        from assistant.backends.chat_stream import StreamClient

        thinking = Thinking()
        async with StreamClient(self._limits.connect, self._key) as client:
            llm = _llm(self._base, self._model, streaming=client)
            chunks: AsyncGenerator[Any, None] = await llm.astream_chat(
                _chat_messages(shape.messages(messages)), **self._parameters(shape, stream=True)
            )
            try:
                while (chunk := await clock.chunk(chunks, client.heard, call)) is not None:
                    call.note(chunk)
                    if shown := thinking.feed(text_of(chunk)):
                        if thinking.spilt:
                            break
                        yield shown
            finally:
                await _hang_up(chunks, client)
            if thinking.spilt:
                raise _spilt()
            check_end(client.heard)
            if rest := thinking.end():
                yield rest


def _spilt() -> Failure:
    """A question may have asked for it: not held against the server."""
    return Failure(model_server.unreadable("CHAT"), ill=False)


async def _hang_up(chunks: AsyncGenerator[Any, None], client: StreamClient) -> None:
    """End the connection now, then let the library's generators end by themselves: left
    suspended, they would be ended by the garbage collector, some time later."""
    await client.aclose()
    with suppress(Exception):
        async for _ in chunks:
            pass


def _chat_messages(messages: Sequence[Message]) -> list[Any]:
    from llama_index.core.base.llms.types import ChatMessage

    return [ChatMessage(role=one.role, content=sound(one.content)) for one in messages]


def _llm(base: str, model: str, *, client: Any = None, streaming: Any = None) -> Any:
    """What the OPENAI_* variables of the machine hold is for another service: none is sent."""
    import openai
    from llama_index.llms.openai_like import OpenAILike

    # its debug lines hold whole requests, whatever level the machine asks for
    logging.getLogger("openai").setLevel(logging.WARNING)
    common: dict[str, Any] = {"api_key": _NO_KEY, "base_url": base, "max_retries": 0}
    try:
        return OpenAILike(
            model=model,
            api_key=_NO_KEY,
            api_base=base,
            is_chat_model=True,
            max_retries=0,
            openai_client=openai.OpenAI(http_client=client, **common) if client else None,
            async_openai_client=(
                openai.AsyncOpenAI(http_client=streaming, timeout=streaming.timeout, **common)
                if streaming
                else None
            ),
        )
    except ValueError as error:
        raise SettingsInvalid(wording.CHAT_MODEL_OTHER_KIND.format(model=model)) from error
