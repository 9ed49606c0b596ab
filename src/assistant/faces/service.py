"""What the API and the page share: the assistant, its build, the checks on what comes in."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.core import Assistant
from assistant.domain import Answer, Done, Event, Profile, Turn
from assistant.errors import AssistantError
from assistant.faces import guard
from assistant.faces.building import Building
from assistant.faces.relay import Idle, relay
from assistant.intake import check_history, check_question
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.guided.guide import Guide

MAX_ANSWERS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that passed the checks."""

    question: str
    history: tuple[Turn, ...]
    profile: Profile | None
    visitor: str = ""


class Service:
    def __init__(
        self,
        settings: Settings,
        assistant: Assistant | None = None,
        building: Building | None = None,
    ) -> None:
        self.settings = settings
        self.building = building or Building()
        self._assistant = assistant
        self._guide: Guide | None = None
        self._lock = threading.Lock()
        self._places = asyncio.Semaphore(MAX_ANSWERS_AT_ONCE)

    def assistant(self) -> Assistant:
        """Built on first use. Raises what `wiring.build` raises, and IndexBusy."""
        self.building.check()
        with self._lock:
            if self._assistant is None:
                from assistant import wiring

                self._assistant = wiring.build(self.settings)
            return self._assistant

    def guide(self) -> Guide:
        """The guided path, built on first use. Raises what `wiring.make_guide` raises, and
        IndexBusy."""
        self.building.check()
        with self._lock:
            if self._guide is None:
                from assistant import wiring

                self._guide = wiring.make_guide(self.settings)
            return self._guide

    def generation(self) -> str | None:
        """The name of the live index, None while nothing can answer."""
        try:
            return self.assistant().generation()
        except AssistantError:
            return None

    def asking(
        self, question: str, history: Iterable[Turn], profile: str | None, visitor: str = ""
    ) -> Asking:
        """`visitor` is whose share of the model's budget is used. Raises BadQuestion,
        BadRequest, IndexBusy."""
        self.building.check()
        return Asking(
            check_question(question, self.settings.max_question_chars),
            check_history(history, self.settings.max_history_turns),
            guard.profile(profile),
            visitor,
        )

    async def events(self, asking: Asking, *, idle: float) -> AsyncGenerator[Event | Idle, None]:
        """The answer's events; close it (`aclosing`) to stop the work."""

        def stream() -> AsyncIterator[Event]:
            return self.assistant().stream(
                asking.question, asking.history, asking.profile, asking.visitor
            )

        while not await self._take_place(idle):
            yield Idle()
        try:
            async with aclosing(relay(stream, idle=idle)) as events:
                async for event in events:
                    yield event
        finally:
            self._places.release()

    async def answer(self, asking: Asking) -> Answer:
        """The same path, drained."""
        async with aclosing(self.events(asking, idle=60.0)) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event.answer
        raise RuntimeError("the stream ended without Done")

    async def _take_place(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._places.acquire()
        except TimeoutError:
            return False
