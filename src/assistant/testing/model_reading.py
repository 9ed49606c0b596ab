"""A prompt as a scripted model reads it: the question and the numbered passages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.testing.model_replies import Call

_PASSAGE = re.compile(r'<extrait-(\w+) n="(\d+)">(.*?)</extrait-\1>', re.DOTALL)
_QUESTION = re.compile(r"<question-(\w+)>(.*?)</question-\1>", re.DOTALL)
_CONVERSATION = re.compile(r"<conversation-\w+>")
_HEADER = re.compile(r"\A\s*(?:(?:Document|Rubrique) : .*\n)+")
_SENTENCE_END = re.compile(
    r"(?<=[.!?…])(?<!\bM\.)(?<!\bp\.)(?<!\bart\.)(?<!\bn°\.)\s+(?=[A-ZÀ-ÝŒ«])"
)
_WORD = re.compile(r"\w{4,}")
_SHORTEST, _LONGEST = 30, 350


@dataclass(frozen=True, slots=True)
class Asked:
    """What a prompt holds: the question and the text of each numbered passage."""

    question: str
    passages: Mapping[int, str]
    condenses: bool


def read(call: Call) -> Asked:
    """The prompt taken apart; the whole of it is the question when nothing is fenced."""
    prompt = call.prompt
    passages = {int(n): _HEADER.sub("", text).strip() for _, n, text in _PASSAGE.findall(prompt)}
    fenced = _QUESTION.search(prompt)
    question = fenced[2] if fenced else _PASSAGE.sub("", prompt)
    return Asked(question.strip(), passages, _CONVERSATION.search(prompt) is not None)


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence, word for word, and the number of its passage."""

    text: str
    number: int


def found(asked: Asked, most: int = 3) -> list[Found]:
    """Two or three sentences that share the most words with the question, at most one of a
    passage until each has given its best."""
    wanted = _words(asked.question)
    ranked = sorted(
        (
            (rank, -_shared(one, wanted), number, one)
            for number, text in asked.passages.items()
            for rank, one in enumerate(
                sorted(sentences(text), key=lambda s: -_shared(s, wanted))[:most]
            )
        ),
    )
    kept = dict.fromkeys((text, number) for _, _, number, text in ranked)
    return [Found(text, number) for text, number in itertools.islice(kept, most)]


def sentences(text: str) -> list[str]:
    """Sentences of a readable length, as they stand; the text's first line when there is none."""
    parts = [part.strip() for line in text.split("\n") for part in _SENTENCE_END.split(line)]
    readable = [part for part in parts if _SHORTEST <= len(part) <= _LONGEST and part[-1] in ".!?…"]
    return readable or [part for part in parts if part][:1]


def marked(sentence: str, *numbers: int, inside: bool = False) -> str:
    """The sentence with its marks, before its full stop or after it."""
    marks = "".join(f"[{number}]" for number in numbers)
    if inside and sentence.endswith("."):
        return f"{sentence[:-1]} {marks}."
    return f"{sentence} {marks}"


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower()))


def _shared(sentence: str, words: set[str]) -> int:
    return len(_words(sentence) & words)


def copied(call: Call) -> str:
    """Two or three sentences of the passages, each with its right mark before or after its stop."""
    asked = read(call)
    if not asked.passages:
        return without_passages(asked)
    chance = call.random(asked.question)
    return " ".join(
        marked(one.text, one.number, inside=chance.random() < 0.5) for one in found(asked)
    )


def without_passages(asked: Asked) -> str:
    """A question to be made standalone is left as it is; without a source there is no answer."""
    return asked.question if asked.condenses else "SANS RÉPONSE"
