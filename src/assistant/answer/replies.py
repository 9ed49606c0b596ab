"""Answers that quote nothing: courtesy, polite refusals, « je ne sais pas »."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant import wording
from assistant.answer.abstain import Evidence, asks_inside_named, is_off_topic
from assistant.answer.condense import own_words
from assistant.answer.suggest import questions
from assistant.answer.triage import Reply
from assistant.domain import Answer, Document, Hit, Reason
from assistant.french import STOP_WORDS, fold, words
from assistant.ports import Index
from assistant.sources import heading

_NEAREST = 3
_SUGGESTED = 3
_SOME = 0.2
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w{2})", re.IGNORECASE)


def ready(question: str, reply: Reply) -> Answer:
    """A reply that needs no search."""
    declined = reply.reason is not None
    return Answer(
        question=question,
        text=reply.text,
        verdict="abstained" if declined else "answered",
        mode="extractive" if declined else "courtesy",
        reason=reply.reason,
        next_questions=wording.EXAMPLE_QUESTIONS[:_SUGGESTED],
    )


def abstention(
    question: str,
    query: str,
    hits: Sequence[Hit],
    index: Index,
    evidence: Evidence,
    is_answered: Callable[[str], bool],
) -> Answer:
    """« Je ne sais pas », with what was looked at, what is nearest and what can be asked."""
    if _is_named(query, evidence):
        reason, opening = Reason.NAMED_ONLY, wording.NAMED_ONLY
    elif is_off_topic(evidence) and not _is_about_us(evidence):
        reason, opening = Reason.OFF_TOPIC, wording.DECLINE_OFF_TOPIC
    else:
        reason, opening = Reason.NOT_FOUND, wording.NOT_FOUND
    suggested = questions(hits, is_answered)
    nearest = _nearest(hits, index)
    lines = [opening]
    if reason is not Reason.OFF_TOPIC:
        looked = wording.LOOKED_FOR.format(words=_sought(query), count=len(index.documents()))
        near = wording.NEAREST.format(documents="\u00a0; ".join(_titled(hits, nearest)))
        lines += ["", looked, near]
    return Answer(
        question=question,
        text="\n".join(lines),
        verdict="abstained",
        mode="extractive",
        hits=tuple(hits),
        reason=reason,
        next_questions=suggested,
        documents=nearest,
    )


def _nearest(hits: Sequence[Hit], index: Index) -> tuple[Document, ...]:
    names = dict.fromkeys(hit.passage.document_id for hit in hits)
    return tuple(index.document(name) for name in list(names)[:_NEAREST])


def _titled(hits: Sequence[Hit], documents: Sequence[Document]) -> list[str]:
    first = {hit.passage.document_id: hit.passage for hit in reversed(hits)}
    return [heading(document, first[document.id]) for document in documents]


def _sought(query: str) -> str:
    """The words searched, as typed."""
    own = own_words(query)
    kept = [_ELIDED.sub("", w.strip('.,;:!?«»“”()"')) for w in own.split()]
    kept = [w for w in kept if any(f not in STOP_WORDS and len(f) > 1 for f in words(fold(w)))]
    sought = dict.fromkeys(kept) or [own]
    return ", ".join(wording.QUOTED.format(text=word) for word in sought)


def _is_named(query: str, evidence: Evidence) -> bool:
    """After the contents of a document that the passages name, not of one they never heard of."""
    unheard = evidence.features["names"] or evidence.features["elsewhere"]
    return asks_inside_named(query) and not unheard and evidence.features["union"] > 0


def _is_about_us(evidence: Evidence) -> bool:
    """Something of the documents, but not what they tell: « que dit la mesure 22 ? »."""
    seen = evidence.features
    kinds = seen["outside"] or seen["opinion"] or seen["inside"] or seen["numbers"]
    return seen["union"] >= _SOME and bool(kinds or seen["item"] < 0)
