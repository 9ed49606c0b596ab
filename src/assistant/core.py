"""The order of the steps, nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from assistant.domain import Answer, Document, Event, Hit, Passage, Profile, Turn
from assistant.ports import Generations


class Assistant:
    """Stateless: the history is an argument. Built by `wiring.build`."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations

    async def stream(
        self, question: str, history: Sequence[Turn] = (), profile: Profile | None = None
    ) -> AsyncIterator[Event]:
        """The only path of a question: Searched, Delta…, then exactly one Done."""
        raise NotImplementedError
        yield

    def ask(
        self, question: str, history: Sequence[Turn] = (), profile: Profile | None = None
    ) -> Answer:
        """`stream`, drained."""
        raise NotImplementedError

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        """The bare ranking."""
        raise NotImplementedError

    def documents(self) -> tuple[Document, ...]:
        raise NotImplementedError

    def passage(self, passage_id: str) -> Passage:
        """Raises UnknownPassage."""
        raise NotImplementedError
