"""Questions the corpus does answer: what a reader may ask next, whatever was answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from assistant import wording
from assistant.answer.units import is_legible
from assistant.domain import Hit, Profile
from assistant.french import inner_quotes, stems
from assistant.ports import Index

_TRIES = 6
_SAME = 0.5
"""Share of stems from which two questions ask the same."""
_SHORTEST, _LONGEST = 20, 110
_WELL_WRITTEN = re.compile(r"[A-ZÀ-ÖØ-Þ«].*[^\s?][ \u00a0]?\?$")
_TYPED = re.compile(r"\b(?:ki|koi|kel\w*|cb|pk|pq|ds|ke|keske|svp|c koi)\b", re.IGNORECASE)
"""Written as on a telephone: found, not proposed."""
_NUMBERING = re.compile(r"^(?:encadré \d+|\d+[.)])\s*", re.IGNORECASE)


def questions(
    hits: Sequence[Hit], is_answered: Callable[[str], bool], limit: int = 3
) -> tuple[str, ...]:
    """Up to `limit` questions that are answered: on the nearest headings, else the examples."""
    found: list[str] = []
    tried = [*islice(_on_headings(hits), _TRIES), *wording.EXAMPLE_QUESTIONS]
    for question in dict.fromkeys(tried):
        if len(found) < limit and is_answered(question):
            found.append(question)
    return tuple(found)


def follow_ups(
    asked: str,
    hits: Sequence[Hit],
    cited: Sequence[str],
    index: Index,
    is_answered: Callable[[str], bool],
    profile: Profile | None = None,
    limit: int = 3,
) -> tuple[str, ...]:
    """Up to `limit` questions to go on with: an editor's that stand on the passages found, then
    those written for the passages beside the cited ones (`cited`: their ids), nearest first."""
    kept: list[str] = []
    tried = 0
    for question in _candidates(hits, cited, index, profile):
        if len(kept) == limit or tried == _TRIES:
            break
        if any(_alike(question, other) for other in (asked, *kept)):
            continue
        tried += 1
        if is_answered(question):
            kept.append(question)
    return tuple(kept)


def _candidates(
    hits: Sequence[Hit], cited: Sequence[str], index: Index, profile: Profile | None
) -> Iterator[str]:
    found = {hit.passage.id for hit in hits}
    for answer in index.validated():
        if answer.profile not in (None, profile):
            continue
        if sum(anchor.passage_id in found for anchor in answer.citations) >= 2:
            yield answer.questions[0]
    near = [hit.passage.id for hit in hits if hit.passage.id not in set(cited)]
    written = [[q for q in asked if _is_presentable(q)] for asked in index.questions(near)]
    for round_ in range(max(map(len, written), default=0)):
        for questions in written:
            yield from questions[round_ : round_ + 1]


def _is_presentable(question: str) -> bool:
    if not _SHORTEST <= len(question) <= _LONGEST or _TYPED.search(question):
        return False
    return bool(_WELL_WRITTEN.match(question))


def _alike(one: str, other: str) -> bool:
    mine, theirs = set(stems(one)), set(stems(other))
    return len(mine & theirs) >= _SAME * max(1, min(len(mine), len(theirs)))


def _on_headings(hits: Sequence[Hit]) -> Iterator[str]:
    for hit in hits:
        heading = _NUMBERING.sub("", hit.passage.heading).strip(" :")
        if not _is_topic(heading, hit):
            continue
        if heading.endswith("?"):
            yield heading
        else:
            yield wording.ABOUT_HEADING.format(heading=inner_quotes(heading))


def _is_topic(heading: str, hit: Hit) -> bool:
    if hit.passage.kind == "note" or not 3 <= len(heading.split()) <= 20:
        return False
    return is_legible(heading) and len(set(stems(heading))) >= 2
