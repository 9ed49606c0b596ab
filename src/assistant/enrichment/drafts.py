"""What a model replies about one passage, made fit for a row; and what is wrong with a row."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant import wording
from assistant.french import fold, stems

FEWEST, MOST = 6, 8
LONGEST = 200
_KEYWORDS = 12
_READ = 100_000
_COPIED_SHARE, _COPIED_RUN = 0.8, 4
_LIST_MARK = re.compile(r"^(?:\d{1,2}\s?[.)°-]|[-–—•*])\s+")
_NAMED = re.compile(r"«\s?(?:[^\s»]+\s+){0,5}[^\s»]+\s?»")
"""A name in guillemets, of a few words: to ask about it is not to copy."""
_POINTS = re.compile(
    r"\b(?:(?:cet?|l')\s?extrait|ce (?:document|texte|passage)(?! de )|cette (?:page|rubrique))\b"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """Usable questions, and a summary in one line."""

    questions: tuple[str, ...]
    summary: str


def read_draft(reply: str, passage: str) -> Draft | str:
    """The draft in a model's reply, or what is wrong with it (French).

    Questions that cannot serve are left out; what remains must be enough.
    """
    data = _object(reply)
    if data is None:
        return wording.ENRICH_NOT_JSON
    given = data["questions"]
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        return wording.ENRICH_QUESTIONS
    summary = data.get("summary")
    if fault := summary_fault(summary):
        return fault
    texts = [_tidy(text) for text in given]
    faults = question_faults(texts, passage)
    kept = [text for text, wrong in zip(texts, faults, strict=True) if wrong is None]
    if len(kept) < FEWEST:
        reasons = Counter(wrong for wrong in faults if wrong is not None)
        return wording.ENRICH_FEW.format(
            kept=len(kept),
            given=len(texts),
            fewest=FEWEST,
            reasons=", ".join(f"{count} × {reason}" for reason, count in reasons.items())
            or wording.ENRICH_TOO_FEW_GIVEN,
        )
    return Draft(tuple(kept[:MOST]), _line(str(summary)))


def question_faults(
    questions: Sequence[str], passage: str, *, any_form: bool = False
) -> list[str | None]:
    """For each question what keeps it from serving (French), None when nothing does.

    `any_form` takes « Donnez un exemple… » too, as an editor may write it.
    """
    of_passage = stems(passage)
    seen: set[str] = set()
    faults: list[str | None] = []
    for text in questions:
        key = " ".join(re.findall(r"\w+", fold(text)))
        if not key:
            faults.append(wording.ENRICH_EMPTY)
        elif len(text) > LONGEST:
            faults.append(wording.ENRICH_LONG.format(limit=LONGEST))
        elif key in seen:
            faults.append(wording.ENRICH_REPEATED)
        elif not (any_form or _is_question(text)):
            faults.append(wording.ENRICH_FORM)
        elif _POINTS.search(fold(text)):
            faults.append(wording.ENRICH_POINTS)
        elif _copies(stems(_NAMED.sub(" ", text)), of_passage):
            faults.append(wording.ENRICH_COPIES)
        else:
            faults.append(None)
        seen.add(key)
    return faults


def summary_fault(summary: object) -> str | None:
    """What keeps a summary from serving (French)."""
    if isinstance(summary, str) and 0 < len(_line(summary)) <= LONGEST:
        return None
    return wording.ENRICH_SUMMARY.format(limit=LONGEST)


def _object(reply: str) -> dict[str, Any] | None:
    """The last JSON object with questions: models think aloud, fence and explain."""
    return next(_objects(reply), None)


def _objects(reply: str) -> Iterator[dict[str, Any]]:
    decoder, reply = json.JSONDecoder(), reply[-_READ:]
    for start in reversed([match.start() for match in re.finditer(r"\{", reply)]):
        try:
            value, _ = decoder.raw_decode(reply, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and "questions" in value:
            yield value


def _tidy(text: str) -> str:
    return _LIST_MARK.sub("", _line(text)).strip(' "“”')


def _line(text: str) -> str:
    return " ".join(text.split())


def _is_question(text: str) -> bool:
    """A question mark at the end, or a few words without punctuation."""
    bare = text.rstrip(' »\u00a0\u202f"”)')
    if bare.endswith("?"):
        return True
    return len(text.split()) <= _KEYWORDS and not re.search(r"[.!:;,…]$", bare)


def _copies(question: Sequence[str], passage: Sequence[str]) -> bool:
    """Whether nearly all of a question is one run of the passage."""
    run = _longest_run(question, passage)
    return run >= _COPIED_RUN and run > _COPIED_SHARE * len(question)


def _longest_run(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common contiguous run."""
    longest, before = 0, [0] * (len(other) + 1)
    for item in one:
        now = [0] * (len(other) + 1)
        for place, value in enumerate(other, 1):
            if item == value:
                now[place] = before[place - 1] + 1
        longest = max(longest, *now)
        before = now
    return longest
