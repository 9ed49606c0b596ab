"""A chat model under settings of another name: what goes wrong with the judge is mended there."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager

from assistant.errors import ModelUnavailable, SettingsInvalid
from assistant.ports import ChatModel, Message

_OWN = re.compile(r"\bASSISTANT_CHAT(?=_(?:URL|KEY|MODEL)\b|[^_\w])")
"""The settings that each model has of its own; limits of time are common."""


class NamedChat:
    """What `make` returns, whose errors name ASSISTANT_<role> in the place of ASSISTANT_CHAT.

    Raises SettingsInvalid when made, as `make` does.
    """

    def __init__(self, role: str, make: Callable[[], ChatModel]) -> None:
        self._role = role
        with self._named():
            self._chat = make()

    @property
    def name(self) -> str:
        """The model, as its server calls it."""
        return self._chat.name

    def complete(self, messages: Sequence[Message]) -> str:
        with self._named():
            return self._chat.complete(messages)

    async def stream(
        self, messages: Sequence[Message], visitor: str = ""
    ) -> AsyncGenerator[str, None]:
        with self._named():
            async with aclosing(self._chat.stream(messages, visitor)) as pieces:
                async for piece in pieces:
                    yield piece

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except (SettingsInvalid, ModelUnavailable) as error:
            message = _OWN.sub(f"ASSISTANT_{self._role}", error.message)
            raise type(error)(message) from error
