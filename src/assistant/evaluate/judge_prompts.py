"""What the judge is asked, in French, in the place of RAGAS's own prompts; and whether its reply
can be counted.

RAGAS counts whatever has the right shape: half of the verdicts, a verdict of 2, no claim at all.
Such a reply is refused here.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self

from assistant import wording
from assistant.prompts import Prompt, load_prompt

STATEMENTS, CLAIMS = "judge-statements", "judge-claims"
VERDICTS, QUESTION, AGAIN = "judge-verdicts", "judge-question", "judge-again"
VARIABLES: Mapping[str, tuple[str, ...]] = {
    STATEMENTS: ("question", "answer", "fence"),
    CLAIMS: ("text", "fence"),
    VERDICTS: ("context", "statements", "fence"),
    QUESTION: ("answer", "fence"),
    AGAIN: ("problem",),
}
_READ, _TRIES = 100_000, 200

Fault = Callable[[Any], str]
"""What keeps a reply of the right shape from being counted (French), "" when nothing does."""


class Asked(str):
    """A filled prompt, which remembers how its reply is to be checked."""

    fault: Fault

    @classmethod
    def of(cls, text: str, fault: Fault) -> Self:
        asked = cls(text)
        asked.fault = fault
        return asked


@dataclass(frozen=True, slots=True)
class FrenchPrompt:
    """Stands where a metric holds a prompt of RAGAS. `values`: from RAGAS's input to the
    variables; `fault(input, reply)`."""

    prompt: Prompt
    values: Callable[[Any], Mapping[str, str]]
    fault: Callable[[Any, Any], str]

    def to_string(self, data: Any) -> Asked:
        """The same text for the same input. The fence is a digest of what it fences, which
        therefore cannot hold it."""
        values = {name: _tame(text) for name, text in self.values(data).items()}
        fence = hashlib.sha256("\0".join(values.values()).encode()).hexdigest()[:8]
        return Asked.of(self.prompt.fill(fence=fence, **values), partial(self.fault, data))


@dataclass(frozen=True, slots=True)
class JudgePrompts:
    """The files of prompts/ that a judge needs."""

    statements: FrenchPrompt
    claims: FrenchPrompt
    verdicts: FrenchPrompt
    question: FrenchPrompt
    again: Prompt
    digest: str


def load_judge_prompts(folder: Path) -> JudgePrompts:
    """Raises PromptInvalid."""
    loaded = {name: load_prompt(folder, name, names) for name, names in VARIABLES.items()}
    digests = "".join(prompt.digest for prompt in loaded.values())
    return JudgePrompts(
        statements=FrenchPrompt(
            loaded[STATEMENTS],
            lambda asked: {"question": asked.question, "answer": asked.answer},
            lambda asked, reply: _text_fault(reply.statements),
        ),
        claims=FrenchPrompt(
            loaded[CLAIMS],
            lambda asked: {"text": asked.response},
            lambda asked, reply: _text_fault(reply.claims),
        ),
        verdicts=FrenchPrompt(
            loaded[VERDICTS],
            lambda asked: {"context": asked.context, "statements": _numbered(asked.statements)},
            _verdict_fault,
        ),
        question=FrenchPrompt(
            loaded[QUESTION],
            lambda asked: {"answer": asked.response},
            lambda asked, reply: _text_fault([reply.question]) or _flag_fault(reply.noncommittal),
        ),
        again=loaded[AGAIN],
        digest=hashlib.sha256(digests.encode()).hexdigest()[:12],
    )


def objects(reply: str) -> Iterator[dict[str, Any]]:
    """The JSON objects of a reply, whatever stands around them."""
    decoder, reply = json.JSONDecoder(), reply[-_READ:]
    at = 0
    for _ in range(_TRIES):
        at = reply.find("{", at)
        if at < 0:
            return
        try:
            value, at = decoder.raw_decode(reply, at)
        except (ValueError, RecursionError):
            at += 1
        else:
            yield value


def _tame(text: str) -> str:
    """Unable to open or close a tag, or to hide."""
    shown = (one for one in text if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf"))
    return "".join(shown).replace("<", "‹")


def _numbered(statements: list[str]) -> str:
    lines = (re.sub(r"\s+", " ", one).strip() for one in statements)
    return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, start=1))


def _text_fault(texts: list[str]) -> str:
    return "" if texts and all(map(str.strip, texts)) else wording.JUDGE_EMPTY


def _flag_fault(value: int) -> str:
    return "" if value in (0, 1) else wording.JUDGE_FLAG


def _verdict_fault(asked: Any, reply: Any) -> str:
    given = reply.statements
    if len(given) != len(asked.statements):
        return wording.JUDGE_COUNT.format(given=len(given), wanted=len(asked.statements))
    return next(filter(None, (_flag_fault(one.verdict) for one in given)), "")
