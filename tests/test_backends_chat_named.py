from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence

import pytest

from assistant.backends.chat_named import NamedChat
from assistant.errors import ModelSlow, ModelUnavailable, SettingsInvalid
from assistant.ports import Message


class Failing:
    """A chat model whose server is not there."""

    name = "essai"

    def __init__(self, error: ModelUnavailable | None = None) -> None:
        self._error = error
        self.closed = False

    def complete(self, messages: Sequence[Message]) -> str:
        if self._error:
            raise self._error
        return "Bonjour"

    async def stream(
        self, messages: Sequence[Message], visitor: str = ""
    ) -> AsyncGenerator[str, None]:
        try:
            yield "Bon"
            if self._error:
                raise self._error
            yield "jour"
        finally:
            self.closed = True


def test_a_model_that_works_is_left_alone() -> None:
    chat = NamedChat("JUDGE", Failing)
    assert (chat.name, chat.complete([])) == ("essai", "Bonjour")


async def test_a_stream_that_is_left_is_closed() -> None:
    inner = Failing()
    pieces = NamedChat("JUDGE", lambda: inner).stream([])
    assert await anext(pieces) == "Bon"
    await pieces.aclose()
    assert inner.closed


async def test_errors_name_the_settings_to_mend_and_keep_their_kind() -> None:
    told = "Vérifiez ASSISTANT_CHAT_URL, ASSISTANT_CHAT_KEY et ASSISTANT_CHAT_FIRST_SECONDS."
    chat = NamedChat("JUDGE", lambda: Failing(ModelSlow(told)))
    expected = "Vérifiez ASSISTANT_JUDGE_URL, ASSISTANT_JUDGE_KEY et ASSISTANT_CHAT_FIRST_SECONDS."
    with pytest.raises(ModelSlow) as caught:
        chat.complete([])
    assert caught.value.message == expected
    with pytest.raises(ModelSlow) as caught:
        [piece async for piece in chat.stream([])]
    assert caught.value.message == expected


def test_a_setting_that_is_wrong_is_named_too() -> None:
    def make() -> Failing:
        raise SettingsInvalid("Le réglage ASSISTANT_CHAT ne connaît pas « x ».")

    with pytest.raises(SettingsInvalid, match="ASSISTANT_JUDGE ne connaît pas"):
        NamedChat("JUDGE", make)
