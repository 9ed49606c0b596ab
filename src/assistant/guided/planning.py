"""From a reader's replies to a plan and its note: pure choice and numbering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import get_args

from assistant import wording
from assistant.answer.legal import cautions
from assistant.domain import Answer, Citation
from assistant.french import content_words, stem
from assistant.guided.content import MARK, SUBJECT
from assistant.guided.dialogue import recap, reply_text
from assistant.guided.sources import Shelf
from assistant.guided.values import (
    Advice,
    Content,
    Note,
    NoteSection,
    Plan,
    State,
    Step,
    When,
)

Look = Callable[[str], Answer]
"""What the documents say of a subject: an answer made of extracts, or an abstention."""

MOST_STEPS, MOST_OF_A_TIME, FEW_STEPS = 8, 3, 4
MOST_EXTRACTS = 3
_BONUS = {"besoin": 4.0, "pour": 2.0, "avec": 2.0, "stade": 1.0}
_NARROW = 2
_MOST_LINES = {"contexte": 2, "pourquoi": 2, "associer": 3, "risques": 3, "conditions": 2}
_NOTE_STEPS: dict[When, int] = {"semaine": 1, "mois": 2, "plus_tard": 2}
_WHENS: tuple[When, ...] = get_args(When)


def make_plan(content: Content, state: State, shelf: Shelf, look: Look, remark: str = "") -> Plan:
    """The plan of a reader who has replied to everything; `shelf` holds the sources found."""
    subject = _subject(state)
    chosen = choose(content.steps, state, shelf)
    numbering = _Numbering(shelf)
    steps = tuple(
        Step(step.id, step.title, numbering.text(step), step.when, step.limit) for step in chosen
    )
    personal = numbering.add(_about(subject, look(subject))) if subject else ()
    silent = bool(subject) and not personal
    notices = cautions(subject)
    if "cadre" in state.choices("besoin"):
        notices = tuple(dict.fromkeys((wording.LEGAL_NOTICE, *notices)))
    if len(steps) < FEW_STEPS:
        notices = (*notices, wording.GUIDED_FEW)
    return Plan(
        title=wording.GUIDED_PLAN_TITLE,
        introduction=wording.GUIDED_PLAN_INTRODUCTION.format(count=len(steps)),
        recap=recap(content, state),
        subject=subject,
        steps=steps,
        citations=numbering.citations,
        personal=personal,
        silence=wording.GUIDED_SILENCE.format(subject=subject) if silent else "",
        notices=notices,
        remark=remark,
        note=_note(content, state, shelf, chosen, notices),
    )


def choose(advices: Sequence[Advice], state: State, shelf: Shelf) -> tuple[Advice, ...]:
    """The steps that fit best, in the order of time, then of the file."""
    kept: list[Advice] = []
    times: Counter[When] = Counter()
    for step in _best_first(advices, state, shelf):
        if len(kept) == MOST_STEPS:
            break
        if times[step.when] == MOST_OF_A_TIME:
            continue
        if step.group and any(other.group == step.group for other in kept):
            continue
        kept.append(step)
        times[step.when] += 1
    return tuple(sorted(kept, key=lambda step: (_WHENS.index(step.when), advices.index(step))))


def _best_first(advices: Sequence[Advice], state: State, shelf: Shelf) -> list[Advice]:
    fitting = [one for one in advices if _fits(one, state) and _sourced(one, shelf)]
    return sorted(fitting, key=lambda one: (-_score(one), advices.index(one)))


def _fits(advice: Advice, state: State) -> bool:
    return all(
        set(wanted) & set(state.choices(question)) for question, wanted in advice.conditions.items()
    )


def _sourced(advice: Advice, shelf: Shelf) -> bool:
    return all(source in shelf for source in advice.sources)


def _score(advice: Advice) -> float:
    """What speaks to few counts more than what speaks to many."""
    return advice.weight + sum(
        _BONUS[question] * (1.0 if len(wanted) <= _NARROW else 0.6)
        for question, wanted in advice.conditions.items()
    )


def _subject(state: State) -> str:
    reply = state.reply(SUBJECT)
    return reply.text if reply else ""


def _about(subject: str, answer: Answer) -> tuple[Citation, ...]:
    """The extracts of `answer` that name the subject: half of its words or more."""
    if answer.verdict != "answered":
        return ()
    wanted = {stem(word) for word in content_words(subject)}
    if not wanted:
        return ()

    def share(citation: Citation) -> float:
        held = {stem(word) for word in content_words(citation.quote)}
        return len(wanted & held) / len(wanted)

    naming = [citation for citation in answer.citations if share(citation) >= 0.5]
    return tuple(sorted(naming, key=share, reverse=True)[:MOST_EXTRACTS])


class _Numbering:
    """Gives every extract one mark, in the order of its first use."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._marks: dict[tuple[str, int, int], Citation] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(self._marks.values())

    def text(self, advice: Advice) -> str:
        """The advice's text, its own marks replaced."""
        return MARK.sub(lambda found: f"[{self._mark(advice, int(found[1]))}]", advice.text)

    def first_mark(self, advice: Advice) -> str:
        return f"[{self._mark(advice, 1)}]"

    def add(self, citations: Iterable[Citation]) -> tuple[int, ...]:
        return tuple(
            self._kept(one.passage.id, one.span, partial(_remarked, one)) for one in citations
        )

    def _mark(self, advice: Advice, local: int) -> int:
        place = self._shelf[advice.sources[local - 1]]
        return self._kept(place.passage.id, place.span, place.citation)

    def _kept(self, passage_id: str, span: tuple[int, int], make: Callable[[int], Citation]) -> int:
        key = (passage_id, *span)
        if key not in self._marks:
            self._marks[key] = make(len(self._marks) + 1)
        return self._marks[key].mark


def _remarked(citation: Citation, mark: int) -> Citation:
    return Citation(mark, citation.passage, citation.document, citation.quote, citation.span)


def _note(
    content: Content,
    state: State,
    shelf: Shelf,
    steps: Sequence[Advice],
    notices: tuple[str, ...],
) -> Note | None:
    model = content.note
    if not set(model.whom) & set(state.choices("pour")):
        return None
    subject = _subject(state) or model.no_subject
    fills = {"{sujet}": subject, "{avec}": _reply_of(content, state, "avec")}
    numbering = _Numbering(shelf)
    written: dict[str, tuple[str, ...]] = {}
    for section in wording.GUIDED_NOTE_SECTIONS:
        if section == "etapes":
            written[section] = tuple(
                f"{wording.GUIDED_WHEN[step.when]} — {step.title} {numbering.first_mark(step)}"
                for step in _for_council(steps)
            )
        else:
            lines = _lines(content, section, state, shelf)
            written[section] = tuple(_filled(numbering.text(line), fills) for line in lines)
    return Note(
        title=model.title,
        object=_filled(model.object, fills),
        sections=tuple(
            NoteSection(wording.GUIDED_NOTE_SECTIONS[section], lines)
            for section, lines in written.items()
            if lines
        ),
        citations=numbering.citations,
        notices=notices,
    )


def _for_council(steps: Sequence[Advice]) -> Iterator[Advice]:
    """A few of each time."""
    for when, most in _NOTE_STEPS.items():
        public = (step for step in steps if step.when == when and not step.private)
        yield from islice(public, most)


def _lines(content: Content, section: str, state: State, shelf: Shelf) -> list[Advice]:
    of_section = [line for line in content.lines if line.section == section]
    best = _best_first(of_section, state, shelf)[: _MOST_LINES.get(section, 1)]
    return sorted(best, key=of_section.index)


def _filled(text: str, fills: dict[str, str]) -> str:
    for name, value in fills.items():
        text = text.replace(name, value)
    return text


def _reply_of(content: Content, state: State, question_id: str) -> str:
    question, reply = content.question(question_id), state.reply(question_id)
    return reply_text(question, reply) if question and reply else ""
