"""A chat model that judges answers, in the form that RAGAS calls."""

from __future__ import annotations

from contextlib import aclosing
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant import wording
from assistant.errors import ModelUnreadable
from assistant.evaluate.judge_prompts import Asked, JudgePrompts, objects
from assistant.ports import ChatModel, Message

Verdict = TypeVar("Verdict", bound=BaseModel)


class Judge:
    """Registered as an `InstructorBaseRagasLLM` where RAGAS is loaded. It knows our prompts only:
    one of RAGAS's own, in English, is a TypeError."""

    def __init__(self, chat: ChatModel, prompts: JudgePrompts) -> None:
        self._chat = chat
        self.prompts = prompts

    @property
    def name(self) -> str:
        return self._chat.name

    async def agenerate(self, prompt: str, response_model: type[Verdict]) -> Verdict:
        """The model's reply as `response_model`, asked once more when it cannot be counted.

        Raises ModelUnavailable or a child of it; ModelUnreadable when the second cannot either.
        """
        if not isinstance(prompt, Asked):
            raise TypeError("a prompt of RAGAS itself")
        messages = [Message("user", prompt)]
        reply = await self._said(messages)
        found = _read(reply, response_model, prompt)
        if isinstance(found, str):
            again = self.prompts.again.fill(problem=found)
            messages += [Message("assistant", reply), Message("user", again)]
            found = _read(await self._said(messages), response_model, prompt)
        if isinstance(found, str):
            raise ModelUnreadable(wording.JUDGE_UNREADABLE.format(problem=found))
        return found

    async def _said(self, messages: list[Message]) -> str:
        """As a stream: one that is given up takes its connection with it."""
        async with aclosing(self._chat.stream(messages)) as pieces:
            return "".join([piece async for piece in pieces])


def _read(reply: str, response_model: type[Verdict], asked: Asked) -> Verdict | str:
    """The last object of the right shape, or what is wrong (French)."""
    problem = wording.JUDGE_NOT_JSON
    found: list[Any] = []
    for value in objects(reply):
        try:
            found.append(response_model.model_validate(value))
        except ValidationError:
            problem = wording.JUDGE_SHAPE
    if not found:
        return problem
    return asked.fault(found[-1]) or found[-1]
