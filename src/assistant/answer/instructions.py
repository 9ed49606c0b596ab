"""What a model is asked: instructions, numbered passages and the question, fenced as data."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import wording
from assistant.domain import Hit, Passage, Profile
from assistant.ports import Index, Message
from assistant.prompts import Prompt, load_prompt
from assistant.sources import heading

ANSWER, QUESTION, CONDENSE = "answer", "answer-question", "condense"
VARIABLES: Mapping[str, tuple[str, ...]] = {
    ANSWER: ("fence", "profile"),
    QUESTION: ("passages", "question", "fence"),
    CONDENSE: ("history", "question", "fence"),
}
_PROFILES = "profiles"
_TAG = re.compile(r"<(?=\s*/?\s*(?:extrait|question|conversation)\b)", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Instructions:
    """The files of prompts/ that an answer needs; one digest for each profile."""

    answer: Prompt
    question: Prompt
    profiles: Mapping[Profile, Prompt]

    def digest(self, profile: Profile) -> str:
        """Names the version of all that was said to the model."""
        parts = (self.answer, self.question, self.profiles[profile])
        return hashlib.sha256("".join(p.digest for p in parts).encode()).hexdigest()[:12]

    def messages(
        self, question: str, passages: Sequence[Passage], profile: Profile, index: Index
    ) -> list[Message]:
        fence = secrets.token_hex(4)
        system = self.answer.fill(fence=fence, profile=self.profiles[profile].text)
        asked = self.question.fill(
            fence=fence,
            passages="\n\n".join(_fenced(n, p, index, fence) for n, p in enumerate(passages, 1)),
            question=data(question),
        )
        return [Message("system", system), Message("user", asked)]


def load_instructions(folder: Path) -> Instructions:
    """Raises PromptInvalid."""
    return Instructions(
        load_prompt(folder, ANSWER, VARIABLES[ANSWER]),
        load_prompt(folder, QUESTION, VARIABLES[QUESTION]),
        {p: load_prompt(folder / _PROFILES, p.value, ()) for p in Profile},
    )


def data(text: str) -> str:
    """Text of unknown origin, unable to close the tags it is put between or to hide."""
    return _TAG.sub("‹", _UNSEEN.sub("", text))


def chosen(hits: Sequence[Hit], index: Index, most: int, characters: int) -> tuple[Passage, ...]:
    """The passages to show, best first: the first hits, then what belongs to the same lists as
    the first of them, within a size. At least one, however long."""
    ranked = [hit.passage for hit in hits]
    listed = [p for p in ranked[:1] if p.list_id is not None]
    kept: list[Passage] = []
    room = characters
    for passage in (*ranked[:most], *(part for one in listed for part in _rest(one, index))):
        if passage.id in {p.id for p in kept} or (kept and len(passage.text) > room):
            continue
        kept.append(passage)
        room -= len(passage.text)
    return tuple(kept)


def _rest(passage: Passage, index: Index) -> list[Passage]:
    """The other parts of a long list, those before and those after."""
    found: list[Passage] = []
    for step in ("prev", "next"):
        name = getattr(passage, step)
        while name is not None:
            other = index.passage(name)
            if other.list_id != passage.list_id:
                break
            found.append(other)
            name = getattr(other, step)
    return found


def _fenced(number: int, passage: Passage, index: Index, fence: str) -> str:
    source = heading(index.document(passage.document_id), passage)
    return wording.PASSAGE_FENCED.format(
        number=number,
        fence=fence,
        source=data(source),
        heading=data(passage.heading),
        text=data(passage.text),
    )
