"""The nouns of the guided path: frozen values, in three families.

What editors write (`Content`), what a client holds (`State`), what a reader gets (`Prompt`,
`Plan`). Marks « [n] » of a plan's texts are `Plan.citations[n - 1]`; those of its note are the
note's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain import Citation

When = Literal["semaine", "mois", "plus_tard"]
Section = Literal[
    "contexte", "proposition", "pourquoi", "associer", "delais", "risques", "conditions"
]
Command = Literal["retour", "recommencer", "passer"]


@dataclass(frozen=True, slots=True)
class Choice:
    """`words` are what a reader may type for it; an `alone` one goes with no other."""

    id: str
    label: str
    recap: str
    words: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """A `free` one takes any text and has no choices. `otherwise` is the choice of whoever
    cannot say, "" where there is none."""

    id: str
    title: str
    help: str = ""
    choices: tuple[Choice, ...] = ()
    several: bool = False
    free: bool = False
    otherwise: str = ""

    def choice(self, choice_id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True, slots=True)
class Source:
    """Words that a document holds, as an editor copied them."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Advice:
    """A step, or a line of the note: `text` in our own words, where mark n is `sources[n - 1]`.

    `conditions` maps a question to the choices it is for; a question left out is for everyone.
    `limit` is what the documents do not say. No two of one `group` stand in one plan. A
    `private` step helps the reader but is nothing for a council's note.
    """

    id: str
    text: str
    sources: tuple[Source, ...]
    title: str = ""
    when: When = "semaine"
    section: Section = "contexte"
    conditions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: int = 0
    group: str = ""
    limit: str = ""
    private: bool = False


@dataclass(frozen=True, slots=True)
class NoteModel:
    """`whom`: the choices of the first question that get a note."""

    title: str = ""
    object: str = ""
    no_subject: str = ""
    whom: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that `corpus/guided.toml` holds."""

    title: str
    introduction: str
    questions: tuple[Question, ...]
    steps: tuple[Advice, ...]
    lines: tuple[Advice, ...] = ()
    note: NoteModel = NoteModel()
    commands: Mapping[Command, tuple[str, ...]] = field(default_factory=dict)

    def question(self, question_id: str) -> Question | None:
        return next((q for q in self.questions if q.id == question_id), None)


@dataclass(frozen=True, slots=True)
class Reply:
    """What was understood for one question: choices, or a text for a free one ("" passed)."""

    question: str
    choices: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """Where a reader stands. `missed`: replies to the question at hand that were not
    understood, in a row."""

    replies: tuple[Reply, ...] = ()
    missed: int = 0

    def reply(self, question_id: str) -> Reply | None:
        return next((reply for reply in self.replies if reply.question == question_id), None)

    def choices(self, question_id: str) -> tuple[str, ...]:
        reply = self.reply(question_id)
        return reply.choices if reply else ()


@dataclass(frozen=True, slots=True)
class Recap:
    """One question and how the reader's reply to it reads."""

    question: str
    title: str
    reply: str


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question to put. `remark` is said before it: not understood, changed, assumed."""

    question: str
    title: str
    help: str
    options: tuple[Option, ...]
    several: bool
    free: bool
    number: int
    total: int
    can_go_back: bool
    remark: str = ""
    recap: tuple[Recap, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """`text` carries its marks; `limit` says what the documents do not."""

    id: str
    title: str
    text: str
    when: When
    limit: str = ""


@dataclass(frozen=True, slots=True)
class NoteSection:
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """One page for a council; its marks are its own."""

    title: str
    object: str
    sections: tuple[NoteSection, ...]
    citations: tuple[Citation, ...]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """`personal` are the marks of the extracts that speak of the reader's `subject`; `silence`
    says so where none does."""

    title: str
    introduction: str
    recap: tuple[Recap, ...]
    subject: str
    steps: tuple[Step, ...]
    citations: tuple[Citation, ...]
    personal: tuple[int, ...] = ()
    silence: str = ""
    notices: tuple[str, ...] = ()
    remark: str = ""
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """A step or a line of the note that is left out: `source` is in no passage any more."""

    advice: str
    source: Source
