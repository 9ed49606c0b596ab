"""Follow-ups made standalone by a chat model; what it adds of its own is refused."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections.abc import Sequence
from contextlib import aclosing

from assistant import wording
from assistant.answer.instructions import data
from assistant.domain import Turn
from assistant.errors import ModelUnavailable
from assistant.french import fold, numbers, stems
from assistant.ports import ChatModel, Message
from assistant.prompts import Prompt

_LONGEST = 400
_MOST_TURNS = 6
_BUDGET = 4_000
_TURN = 1_500
_MARKS = re.compile(r"\s*\[\d{1,4}\]")
_NAME = re.compile(r"(?<=[\w,;:’'»] )[A-ZÀ-ÖØ-Þ][\w’'-]*|\b[A-ZÀ-ÖØ-Þ]{2,}\b")
_LABEL = re.compile(r"^(?:question(?: récrite)?|réponse)\s*:\s*", re.IGNORECASE)
_NEW_WORDS = 3
"""Content words that a rewriting may bring of its own: « quel est », « existe », « rôle »."""


class ModelCondenser:
    """Rewrites a follow-up with a model. None wherever the rules should stay in charge."""

    def __init__(self, chat: ChatModel, prompt: Prompt, *, seconds: float = 15.0) -> None:
        self._chat, self._prompt, self._seconds = chat, prompt, seconds

    async def rewrite(
        self, question: str, history: Sequence[Turn], visitor: str = ""
    ) -> str | None:
        """A standalone question made of the words of the talk, None when the model fails, is slow
        or says something else."""
        talk = recent(history)
        asked = self._prompt.fill(
            history=data(talk), question=data(question), fence=secrets.token_hex(4)
        )
        try:
            async with asyncio.timeout(self._seconds):
                said = await self._whole([Message("user", asked)], visitor)
        except (ModelUnavailable, TimeoutError):
            return None
        rewritten = _LABEL.sub("", _MARKS.sub("", said).strip().strip('"«» \u00a0'))
        return rewritten if _is_sound(rewritten, f"{talk} {question}", question) else None

    async def _whole(self, messages: Sequence[Message], visitor: str) -> str:
        said = ""
        async with aclosing(self._chat.stream(messages, visitor)) as texts:
            async for text in texts:
                said += text
                if len(said) > 2 * _LONGEST:
                    break
        return said


def recent(history: Sequence[Turn]) -> str:
    """The newest turns that fit the budget, oldest first; each one's beginning and end."""
    kept: list[str] = []
    room = _BUDGET
    for turn in reversed(history[-_MOST_TURNS:]):
        text = _MARKS.sub("", turn.content).strip()
        if len(text) > _TURN:
            text = f"{text[: _TURN // 2]} … {text[-_TURN // 2 :]}"
        line = f"{wording.SPEAKERS[turn.role]} {text}"
        if len(line) > room:
            break
        kept.insert(0, line)
        room -= len(line)
    return "\n".join(kept)


def _is_sound(rewritten: str, known: str, question: str) -> bool:
    """One line, of the words of the talk, that keeps the figures of the question."""
    if not 3 <= len(rewritten) <= _LONGEST or "\n" in rewritten or not stems(rewritten):
        return False
    if not set(numbers(question)) <= set(numbers(rewritten)) <= set(numbers(known)):
        return False
    folded = fold(known)
    if any(fold(name) not in folded for name in _NAME.findall(rewritten)):
        return False
    new = set(stems(rewritten)) - set(stems(known))
    return len(new) <= _NEW_WORDS
