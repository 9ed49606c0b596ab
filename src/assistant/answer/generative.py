"""An answer in the words of a model, over numbered passages; nothing unchecked leaves here."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing

from assistant.answer.compose import Piece
from assistant.answer.instructions import Instructions, chosen
from assistant.answer.written import Checked, Tally
from assistant.domain import Fallback, Hit, Profile
from assistant.errors import (
    BudgetSpent,
    ModelSlow,
    ModelTruncated,
    ModelUnavailable,
    ModelUnreadable,
)
from assistant.french import fold
from assistant.ports import ChatModel, Index, Verifier

WHY: Mapping[type[ModelUnavailable], Fallback] = {
    ModelSlow: Fallback.SLOW,
    ModelTruncated: Fallback.TRUNCATED,
    ModelUnreadable: Fallback.RUBBISH,
    BudgetSpent: Fallback.BUDGET,
    ModelUnavailable: Fallback.DOWN,
}
_DECLINES = re.compile(
    r"\bsans reponse\b|\bdesole|\bje ne (?:peux|suis) pas\b|\bje ne sais pas\b"
    r"|\ben tant qu(?:e modele|'assistant|'ia|'intelligence)|\bne (?:permettent|permet) pas de rep"
    r"|\bas an ai\b|\bi (?:cannot|can't|am sorry)\b|\bne repond(?:ent)? pas a"
)
_HEAD = 600


class Writing:
    """One answer being written. After `pieces`, `tally` says what was kept and `fallback` why it
    did not come to a good end (None when it did)."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.fallback: Fallback | None = None
        self.digest = ""


class GenerativeAnswerer:
    """Asks a chat model and checks each sentence before it is given."""

    def __init__(
        self,
        chat: ChatModel,
        instructions: Instructions,
        verifier: Verifier,
        *,
        seconds: float = 90.0,
        passages: int = 8,
        characters: int = 9_000,
    ) -> None:
        self._chat = chat
        self._instructions = instructions
        self._verifier = verifier
        self._seconds = seconds
        self._passages, self._characters = passages, characters

    @property
    def model(self) -> str:
        return self._chat.name

    async def pieces(
        self,
        writing: Writing,
        question: str,
        hits: Sequence[Hit],
        index: Index,
        profile: Profile,
        visitor: str = "",
    ) -> AsyncGenerator[Piece, None]:
        """Checked sentences as they come. No error leaves here: `writing.fallback` tells."""
        passages = chosen(hits, index, self._passages, self._characters)
        checked = Checked(self._verifier, passages, index)
        writing.tally = checked.tally
        writing.digest = self._instructions.digest(profile)
        messages = self._instructions.messages(question, passages, profile, index)
        said = ""
        try:
            async with aclosing(self._chat.stream(messages, visitor)) as texts:
                async for text in _until(texts, self._seconds):
                    said = (said + text)[:_HEAD]
                    for piece in checked.feed(text):
                        yield piece
            for piece in checked.close():
                yield piece
        except TimeoutError:
            writing.fallback = Fallback.SLOW
        except ModelUnavailable as error:
            writing.fallback = next(why for kind, why in WHY.items() if isinstance(error, kind))
        if writing.fallback is not None:
            checked.abandon()
        elif not writing.tally.sentences:
            writing.fallback = _nothing(said)


async def _until(texts: AsyncGenerator[str, None], seconds: float) -> AsyncGenerator[str, None]:
    """The texts, for that long in all. Raises TimeoutError.

    Each text is waited for apart: a time limit around a `yield` would cancel whoever reads."""
    deadline = asyncio.get_running_loop().time() + seconds
    while True:
        try:
            async with asyncio.timeout_at(deadline):
                text = await anext(texts)
        except StopAsyncIteration:
            return
        yield text


def _nothing(said: str) -> Fallback:
    """Why a reply that came to its end left no sentence."""
    if not said.strip():
        return Fallback.RUBBISH
    return Fallback.REFUSED if _DECLINES.search(fold(said)) else Fallback.UNSUPPORTED
