"""The order of the steps, nothing else."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import date

from assistant import wording
from assistant.answer.abstain import Evidence, weigh
from assistant.answer.compose import sound
from assistant.answer.condense import own_words
from assistant.answer.condense_model import ModelCondenser
from assistant.answer.conflicts import with_conflicts
from assistant.answer.generative import GenerativeAnswerer, Writing
from assistant.answer.language import is_french, without_function_words
from assistant.answer.legal import cautions
from assistant.answer.notices import relative_times, standings
from assistant.answer.parts import merge, split
from assistant.answer.replies import abstention, ready
from assistant.answer.suggest import follow_ups
from assistant.answer.telling import Told, after, quoted
from assistant.answer.triage import triage
from assistant.domain import (
    Answer,
    Condensed,
    Delta,
    Document,
    Done,
    Event,
    Hit,
    Passage,
    Profile,
    Search,
    Searched,
    Trace,
    Turn,
    ValidatedAnswer,
)
from assistant.intake import check_history, check_question
from assistant.ports import (
    Answerer,
    Condenser,
    Draft,
    Generations,
    Index,
    Reranker,
    Retriever,
    Verifier,
)
from assistant.retrieve.explain import explain
from assistant.retrieve.terms import QueryReader
from assistant.retrieve.timely import timely
from assistant.validated import serve as validated
from assistant.validated.match import Matcher

_FIRST = 4
"""Hits that the evidence comes from."""


_REMEMBERED = 10_000
"""Questions proposed next of which it is kept whether they are answered."""


class Assistant:
    """Stateless, but for what it knows of the index: the history is an argument."""

    def __init__(
        self,
        generations: Generations,
        reader: QueryReader,
        retriever: Callable[[Index], Retriever],
        reranker: Reranker,
        condenser: Condenser,
        answerer: Answerer,
        verifier: Verifier,
        writer: GenerativeAnswerer | None = None,
        rewriter: ModelCondenser | None = None,
        matcher: Matcher | None = None,
        checker: Verifier | None = None,
        max_question_chars: int = 4_000,
        max_history_turns: int = 20,
        hits: int = 10,
    ) -> None:
        self._generations = generations
        self._reader = reader
        self._retriever = retriever
        self._reranker = reranker
        self._condenser = condenser
        self._answerer = answerer
        self._verifier = verifier
        self._writer = writer
        self._rewriter = rewriter
        self._matcher = matcher
        self._checker = checker or verifier
        self._max_question_chars = max_question_chars
        self._max_history_turns = max_history_turns
        self._hits = hits
        self._offered: dict[tuple[str, str], bool] = {}

    async def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> AsyncGenerator[Event, None]:
        """The only path of a question: Searched, Delta…, then exactly one Done.

        `visitor` names who asks to the model's budget, and nothing else. Raises BadQuestion,
        BadRequest, and what opening the index raises.
        """
        clock = _Clock()
        question = check_question(question, self._max_question_chars)
        turns = check_history(history, self._max_history_turns)
        notices = () if is_french(question) else (wording.NOTICE_LANGUAGE,)
        query = self._condenser.condense(question, turns)
        reply = triage(question)
        if reply is not None and reply.reason is None:
            reply = triage(own_words(query))  # « d’accord » may take up an offer
        if reply is not None:
            answer = replace(ready(question, reply), notices=notices)
            for event in _at_once(answer):
                yield event
            return
        condensed: Condensed = "alone" if query == question else "rules"
        if turns and self._rewriter is not None:
            rewritten = await self._rewriter.rewrite(question, turns, visitor)
            if rewritten is not None:
                query, condensed = rewritten, "alone" if rewritten == question else "model"
        if notices:
            query = without_function_words(query)
        clock.lap("condense")
        with self._generations.lease() as index:
            clock.lap("open")
            hits = self._ranked(query, index)
            clock.lap("retrieve")
            trace = Trace(query=query, generation=index.manifest.generation, condensed=condensed)
            case = _Case(
                question, query, hits, index, profile, visitor, (*notices, *cautions(query)), clock
            )
            edited = self._matcher and self._matcher.match(query, profile, index)
            clock.lap("match")
            if edited:
                steps = self._edited(case, edited, trace)
            else:
                steps = self._searched(case, trace, abroad=bool(notices))
            async with aclosing(steps) as events:
                async for event in events:
                    yield event

    async def _edited(
        self, case: _Case, edited: ValidatedAnswer, trace: Trace
    ) -> AsyncGenerator[Event, None]:
        """An editor's answer, with the passages it brings."""
        today, told = date.today(), Told()
        yield Searched(case.query, case.hits)
        for piece in validated.pieces(edited, case.index):
            case.clock.first()
            yield told.take(piece)
        told.check(self._checker)
        yield Done(
            replace(
                self._answer(case, told, trace),
                mode="validated",
                editorial=validated.editorial(edited, today),
                notices=(*validated.notices(edited, today), *case.notices, *_about(told, case)),
            )
        )

    async def _searched(
        self, case: _Case, trace: Trace, *, abroad: bool
    ) -> AsyncGenerator[Event, None]:
        """What the documents say, if the evidence suffices; « je ne sais pas » if not."""
        query, hits, index, clock = case.query, case.hits, case.index, case.clock
        evidence = self._weigh(query, hits, index)
        trace = replace(trace, evidence=evidence.features)
        suffices = evidence.suffices_abroad if abroad else evidence.suffices
        draft = self._draft(query, hits, index) if suffices else Draft(())
        upheld = sound(draft.claims, self._verifier)
        claims, conflicts = with_conflicts(query, upheld, hits, index)
        clock.lap("draft")
        if not claims:
            answer = abstention(
                case.question, query, hits, index, evidence, lambda q: self._answers(q, index)
            )
            answer = replace(answer, notices=case.notices, trace=clock.written(trace))
            for event in _at_once(answer):
                yield event
            return
        yield Searched(query, hits)
        told, writing = Told(), Writing()
        if self._writer is not None:
            asked = (query, hits, index, case.profile or Profile.CITOYEN, case.visitor)
            async with aclosing(self._writer.pieces(writing, *asked)) as pieces:
                async for piece in pieces:
                    clock.first()
                    yield told.take(piece, written=True)
            clock.lap("write")
            told.sentences += writing.tally.sentences
            trace = replace(
                trace,
                model=self._writer.model,
                prompt_hash=writing.digest,
                removed=len(writing.tally.removed),
            )
            claims, conflicts = after(query, writing, claims, conflicts, hits, index)
        for piece in quoted(writing, claims, index):
            clock.first()
            yield told.take(piece)
        told.check(self._verifier)
        clock.lap("verify")
        clock.add("verify", writing.tally.seconds)
        failed = () if writing.fallback is None else (wording.FALLBACKS[writing.fallback],)
        yield Done(
            replace(
                self._answer(case, told, trace),
                mode="generated" if writing.tally.sentences else "extractive",
                fallback=writing.fallback,
                notices=(*failed, *case.notices, *draft.notices, *_about(told, case)),
                conflicts=(*draft.conflicts, *conflicts),
            )
        )

    def _answer(self, case: _Case, told: Told, trace: Trace) -> Answer:
        """What every answer holds that quotes."""
        cited = [citation.passage.id for citation in told.citations]
        following = follow_ups(
            case.query,
            case.hits,
            cited,
            case.index,
            lambda q: self._answers(q, case.index),
            case.profile,
        )
        case.clock.lap("suggest")
        return Answer(
            question=case.question,
            text=told.text,
            verdict="answered",
            mode="extractive",
            citations=tuple(told.citations),
            hits=case.hits,
            sentences=tuple(told.sentences),
            support=told.support,
            next_questions=following,
            trace=case.clock.written(trace),
        )

    def _ranked(self, query: str, index: Index, k: int | None = None) -> tuple[Hit, ...]:
        k = k or self._hits
        found = self._retriever(index).retrieve(query, max(k, self._reranker.depth))
        ranked = self._reranker.rerank(query, found)[:k]
        names = {hit.passage.document_id for hit in ranked}
        return timely(ranked, {name: index.document(name) for name in names})

    def _weigh(self, query: str, hits: Sequence[Hit], index: Index) -> Evidence:
        read = any(index.questions([hit.passage.id for hit in hits[:_FIRST]]))
        return weigh(query, self._reader.read(query, index), hits, read=read)

    def _draft(self, query: str, hits: Sequence[Hit], index: Index) -> Draft:
        parts = split(query)
        if len(parts) == 1:
            return self._answerer.draft(query, hits, index)
        return merge(
            [self._answerer.draft(part, self._ranked(part, index), index) for part in parts]
        )

    def _answers(self, question: str, index: Index) -> bool:
        """Whether a question of ours would be answered; remembered, the same come often."""
        key = (index.manifest.generation, question)
        if len(self._offered) > _REMEMBERED:
            self._offered.clear()
        if key not in self._offered:
            hits = self._ranked(question, index)
            evidence = self._weigh(question, hits, index)
            self._offered[key] = evidence.suffices and bool(
                sound(self._draft(question, hits, index).claims, self._verifier)
            )
        return self._offered[key]

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        profile: Profile | None = None,
        visitor: str = "",
    ) -> Answer:
        """`stream`, drained. Not to be called from a running event loop."""
        return asyncio.run(self._drain(question, history, profile, visitor))

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]:
        """The ranking that answers start from."""
        query = check_question(query, self._max_question_chars)
        with self._generations.lease() as index:
            return self._ranked(query, index, k)

    def explain(self, query: str, k: int = 10) -> Search:
        """`search`, with how the question was read and which words brought each passage."""
        query = check_question(query, self._max_question_chars)
        with self._generations.lease() as index:
            return explain(query, self._reader.read(query, index), self._ranked(query, index, k))

    def documents(self) -> tuple[Document, ...]:
        with self._generations.lease() as index:
            return index.documents()

    def generation(self) -> str:
        """The name of the live index. Raises what opening it raises."""
        with self._generations.lease() as index:
            return index.manifest.generation

    def passage(self, passage_id: str) -> Passage:
        """Raises UnknownPassage."""
        with self._generations.lease() as index:
            return index.passage(passage_id)

    async def _drain(
        self, question: str, history: Sequence[Turn], profile: Profile | None, visitor: str
    ) -> Answer:
        async with aclosing(self.stream(question, history, profile, visitor)) as events:
            async for event in events:
                if isinstance(event, Done):
                    return event.answer
        raise AssertionError("a stream ended without Done")


@dataclass(frozen=True)
class _Case:
    """One question and what was found for it."""

    question: str
    query: str
    hits: tuple[Hit, ...]
    index: Index
    profile: Profile | None
    visitor: str
    notices: tuple[str, ...]
    clock: _Clock


def _about(told: Told, case: _Case) -> tuple[str, ...]:
    """What a reader must know of the documents cited."""
    return (*standings(told.citations, case.index), *relative_times(told.citations))


def _at_once(answer: Answer) -> tuple[Event, ...]:
    return (Searched(answer.trace.query, answer.hits), Delta(answer.text), Done(answer))


class _Clock:
    """Milliseconds per step of one question."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def first(self) -> None:
        """From the question to the first sentence shown."""
        self._laps.setdefault("first", round((time.perf_counter() - self._start) * 1000, 3))

    def add(self, step: str, seconds: float) -> None:
        """What a step took within another one."""
        self._laps[step] = round(self._laps[step] + seconds * 1000, 3)

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self._laps[step] = round((now - self._last) * 1000, 3)
        self._last = now

    def written(self, trace: Trace) -> Trace:
        laps: Mapping[str, float] = dict(self._laps)
        return replace(trace, milliseconds=laps)
