"""An assistant, an index builder and values that need no corpus, index or model.

assistant = FakeAssistant()
assistant.ask("Comment faire alliance ?").citations[0].document.title
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.core import Assistant
from assistant.domain import (
    Anchor,
    Answer,
    Citation,
    Delta,
    Document,
    Done,
    Event,
    Hit,
    LegScore,
    Matched,
    Passage,
    Profile,
    Reading,
    Reason,
    Report,
    Search,
    Searched,
    Sentence,
    Trace,
    Turn,
    ValidatedAnswer,
    WordRead,
)
from assistant.errors import AssistantError, BadQuestion, UnknownPassage

_TEXT = (
    "Faire alliance, c’est agir ensemble entre acteurs différents.\n"
    "Le dialogue territorial en est la première étape."
)


def sample_document(**changes: Any) -> Document:
    document = Document(
        id="mesures-2020",
        title="21 mesures pour réussir l’ODD 17",
        publisher="Le RAMEAU",
        date="2020-05-07",
        date_precision="day",
        kind="article",
        source="mesures-2020.txt",
        sha256="0" * 64,
    )
    return replace(document, **changes)


def sample_passage(**changes: Any) -> Passage:
    passage = Passage(
        id="mesures-2020#1",
        document_id="mesures-2020",
        text=_TEXT,
        raw=_TEXT,
        heading="Faire alliance",
        page=3,
    )
    return replace(passage, **changes)


def sample_citation(**changes: Any) -> Citation:
    """A citation whose quote and span agree with its passage, unless given."""
    passage: Passage = changes.pop("passage", sample_passage())
    quote: str = changes.pop("quote", passage.text.split("\n")[0])
    start = max(passage.text.find(quote), 0)
    citation = Citation(
        mark=1,
        passage=passage,
        document=sample_document(id=passage.document_id),
        quote=quote,
        span=(start, start + len(quote)),
    )
    return replace(citation, **changes)


def sample_hit(**changes: Any) -> Hit:
    hit = Hit(
        passage=sample_passage(),
        score=0.87,
        legs=(
            LegScore(leg="lexical", rank=1, score=12.3, words=("alliance", "faire")),
            LegScore(leg="dense", rank=2, score=0.41),
        ),
    )
    return replace(hit, **changes)


def sample_answer(**changes: Any) -> Answer:
    """An extractive answer with two sources and one hit."""
    second = sample_citation(
        mark=2,
        passage=sample_passage(id="mesures-2020#2", page=4),
        quote="Le dialogue territorial en est la première étape.",
    )
    first = sample_citation()
    sentences = tuple(
        Sentence(text=f"{cited.quote} [{cited.mark}]", marks=(cited.mark,), verdict="supported")
        for cited in (first, second)
    )
    answer = Answer(
        question="Comment faire alliance ?",
        text="\n".join(sentence.text for sentence in sentences),
        verdict="answered",
        mode="extractive",
        citations=(first, second),
        hits=(sample_hit(),),
        sentences=sentences,
        support=1.0,
        next_questions=("Quelles sont les 21 mesures ?",),
        documents=(first.document,),
        trace=Trace(
            query="comment faire alliance",
            generation="g1",
            milliseconds={"search": 1.5},
        ),
    )
    return replace(answer, **changes)


def abstention(question: str = "Quel temps fera-t-il demain ?", **changes: Any) -> Answer:
    answer = Answer(
        question=question,
        text="Je ne sais pas : les documents n’en parlent pas.",
        verdict="abstained",
        mode="extractive",
        reason=Reason.NOT_FOUND,
        next_questions=("Comment faire alliance ?",),
    )
    return replace(answer, **changes)


def sample_report(**changes: Any) -> Report:
    report = Report(
        generation="g1",
        added=("mesures-2020",),
        unchanged=("impact-2022",),
        passages=12,
        pages=4,
        pages_repaired=1,
        furniture_lines=7,
        noise_lines=2,
        twins=3,
        seconds=0.5,
    )
    return replace(report, **changes)


def sample_validated(**changes: Any) -> ValidatedAnswer:
    """An editors' answer whose one source is `sample_passage()`."""
    answer = ValidatedAnswer(
        id="faire-alliance",
        questions=("Comment faire alliance ?", "Comment s’allier ?", "Par où commencer ?"),
        profile=None,
        author="Équipe éditoriale",
        date="2026-11-22",
        review_date="2027-11-22",
        text="Faire alliance, c’est agir ensemble entre acteurs différents. [1]",
        citations=(Anchor("mesures-2020#1", 0, _TEXT.index("\n")),),
    )
    return replace(answer, **changes)


@dataclass(frozen=True, slots=True)
class Asked:
    """One call the fake received."""

    question: str
    history: tuple[Turn, ...]
    profile: Profile | None
    visitor: str = field(default="", compare=False)


class FakeAssistant(Assistant):
    """Answers every question with `answer`, or raises `error`; remembers what it was asked.

    `pause` seconds pass before each event of a stream. An empty question is refused, as the
    real one does; `search` ranks `hits` as given.
    """

    def __init__(
        self,
        answer: Answer | None = None,
        *,
        error: AssistantError | None = None,
        hits: Sequence[Hit] | None = None,
        documents: Sequence[Document] | None = None,
        pause: float = 0.0,
    ) -> None:
        self.answer = answer or sample_answer()
        self.error = error
        self.hits = tuple(self.answer.hits if hits is None else hits)
        self.known = tuple((sample_document(),) if documents is None else documents)
        self.pause = pause
        self.asked: list[Asked] = []

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> AsyncGenerator[Event, None]:
        answer = self._answered(question, history, profile, visitor)
        events: list[Event] = [Searched(query=answer.trace.query, hits=answer.hits)]
        events += [Delta(piece) for piece in answer.text.splitlines(keepends=True)]
        for event in [*events, Done(answer)]:
            await asyncio.sleep(self.pause)
            yield event

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> Answer:
        return self._answered(question, history, profile, visitor)

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        self._answered(query, (), None)
        return self.hits[:k]

    def explain(self, query: str, k: int = 10) -> Search:
        """Every word is found as it stands in the passage."""
        hits = self.search(query, k)
        words = tuple(WordRead(word, "kept", (word,)) for word in query.split())
        found = [tuple(dict.fromkeys(w for leg in hit.legs for w in leg.words)) for hit in hits]
        return Search(query, Reading(query, words), hits, tuple(Matched(w, ()) for w in found))

    def documents(self) -> tuple[Document, ...]:
        return self.known

    def generation(self) -> str:
        return self.answer.trace.generation or "fake"

    def passage(self, passage_id: str) -> Passage:
        cited = [citation.passage for citation in self.answer.citations]
        for passage in [*cited, *(hit.passage for hit in self.hits)]:
            if passage.id == passage_id:
                return passage
        raise UnknownPassage(f"L’extrait « {passage_id} » n’existe pas.")

    def _answered(
        self, question: str, history: Sequence[Turn], profile: Profile | None, visitor: str = ""
    ) -> Answer:
        self.asked.append(Asked(question, tuple(history), profile, visitor))
        if self.error is not None:
            raise self.error
        if not question.strip():
            raise BadQuestion("La question est vide.")
        return replace(self.answer, question=question)


@dataclass(frozen=True, slots=True)
class FakeProgress:
    """What a builder tells while it works."""

    step: str
    done: int
    total: int
    label: str
    pages: int = 0
    rate: float | None = None
    left: float | None = None


@dataclass
class FakeBuilder:
    """An index builder in a given state; building makes it current, or raises `error`."""

    current_state: str = "absent"
    report: Report = field(default_factory=sample_report)
    error: AssistantError | None = None
    rebuilds: list[bool] = field(default_factory=list)

    def state(self) -> str:
        return self.current_state

    def build(
        self,
        progress: Callable[[Any], None] | None = None,
        rebuild: bool = False,
        retry: bool = False,
    ) -> Report:
        self.rebuilds.append(rebuild)
        if self.error is not None:
            raise self.error
        for done in (1, 2):
            if progress is not None:
                progress(FakeProgress(step="read", done=done, total=2, label="mesures-2020.txt"))
        self.current_state = "current"
        return self.report
