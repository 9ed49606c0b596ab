"""The way of a question when a model writes: what streams, what degrades, what the trace says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant import wording
from assistant.answer.condense import RuleCondenser
from assistant.answer.condense_model import ModelCondenser
from assistant.answer.generative import GenerativeAnswerer
from assistant.answer.instructions import CONDENSE, VARIABLES, load_instructions
from assistant.answer.verify import VerbatimVerifier
from assistant.core import Assistant
from assistant.domain import Answer, Delta, Done, Event, Fallback, Hit, Profile, Searched, Turn
from assistant.errors import ModelSlow, ModelUnavailable
from assistant.ports import Claim, Draft, Index
from assistant.prompts import load_prompt
from assistant.retrieve.rerank import KeepOrder
from assistant.retrieve.terms import QueryReader
from writing_samples import CHARTER, INDEX, MAYORS, Judge, Pen, hits

PROMPTS = Path(__file__).resolve().parents[1] / "prompts"
QUESTION = "Combien de maires souhaitent travailler avec les associations ?"
TRUE = "92 % des maires souhaitent travailler avec d’autres [1]. "
ALSO = "La charte repose sur la confiance [2]. "
FALSE = "Le budget est de 3 millions d’euros [1]. "
QUOTES = (
    Claim(MAYORS, "92 % des maires souhaitent travailler avec les associations."),
    Claim(CHARTER, "La charte repose sur la confiance réciproque."),
)


class Shelf:
    @contextmanager
    def lease(self) -> Iterator[Index]:
        yield INDEX


class Fixed:
    def retrieve(self, query: str, k: int = 10, filters: object = None) -> tuple[Hit, ...]:
        return hits()

    def draft(self, question: str, hits: Sequence[Hit], index: Index) -> Draft:
        return Draft(QUOTES)


def assistant(pen: Pen, rewriter: Pen | None = None) -> Assistant:
    condense = load_prompt(PROMPTS, CONDENSE, VARIABLES[CONDENSE])
    return Assistant(
        generations=Shelf(),  # type: ignore[arg-type]
        reader=QueryReader(),
        retriever=lambda index: Fixed(),
        reranker=KeepOrder(),
        condenser=RuleCondenser(),
        answerer=Fixed(),
        verifier=VerbatimVerifier(),
        writer=GenerativeAnswerer(pen, load_instructions(PROMPTS), Judge(), seconds=5),
        rewriter=ModelCondenser(rewriter, condense) if rewriter else None,
    )


async def asked(pen: Pen) -> tuple[list[Event], Answer]:
    events = [event async for event in assistant(pen).stream(QUESTION, (), Profile.ELU, "moi")]
    done = events[-1]
    assert isinstance(done, Done)
    return events, done.answer


def told(events: Sequence[Event]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


async def test_a_written_answer_is_streamed_as_it_ends_up() -> None:
    pen = Pen([TRUE, FALSE, ALSO])
    events, answer = await asked(pen)
    assert isinstance(events[0], Searched)
    assert told(events) == answer.text == (TRUE + ALSO).strip()
    assert (answer.verdict, answer.mode, answer.fallback) == ("answered", "generated", None)
    assert answer.support == 1.0
    assert [c.mark for c in answer.citations] == [1, 2]
    assert answer.notices == ()
    assert pen.visitors == ["moi"]


async def test_the_trace_names_the_model_and_its_instructions() -> None:
    _, answer = await asked(Pen([TRUE, FALSE]))
    trace = answer.trace
    assert trace.model == "plume"
    assert trace.prompt_hash == load_instructions(PROMPTS).digest(Profile.ELU)
    assert trace.removed == 1
    assert {"first", "write", "verify"} <= set(trace.milliseconds)


@pytest.mark.parametrize(
    ("pen", "why"),
    [
        (Pen([], ModelUnavailable("x")), Fallback.DOWN),
        (Pen([], ModelSlow("x")), Fallback.SLOW),
        (Pen([FALSE]), Fallback.UNSUPPORTED),
        (Pen(["SANS RÉPONSE"]), Fallback.REFUSED),
        (Pen([]), Fallback.RUBBISH),
    ],
)
async def test_a_model_that_fails_leaves_the_quotes_and_one_line_that_says_why(
    pen: Pen, why: Fallback
) -> None:
    events, answer = await asked(pen)
    assert (answer.verdict, answer.mode, answer.fallback) == ("answered", "extractive", why)
    assert answer.text == told(events)
    assert [c.quote for c in answer.citations] == [claim.quote for claim in QUOTES]
    assert answer.notices == (wording.FALLBACKS[why],)
    assert answer.support == 1.0


async def test_a_text_that_breaks_off_goes_on_in_quotes() -> None:
    events, answer = await asked(Pen([TRUE, "La charte rep"], ModelSlow("x")))
    assert answer.mode == "generated"
    assert answer.fallback is Fallback.SLOW
    assert answer.text == told(events)
    assert answer.text.startswith(TRUE.strip())
    assert wording.FALLBACK_GOES_ON in answer.text
    assert "La charte repose sur la confiance réciproque. [2]" in answer.text
    assert answer.text.count("92 %") == 1, "what was written is not quoted again"
    assert [c.mark for c in answer.citations] == [1, 2]
    assert [s.verdict for s in answer.sentences] == ["supported"] * 2


async def test_every_reason_has_its_line() -> None:
    assert set(wording.FALLBACKS) == set(Fallback)


FOLLOWS = (Turn("user", QUESTION), Turn("assistant", "92 % le souhaitent [1]."))


async def test_a_follow_up_is_rewritten_and_the_trace_shows_it() -> None:
    rewritten = "Combien d’entreprises souhaitent travailler avec les associations ?"
    answer = await drained(assistant(Pen([TRUE]), Pen([rewritten])), "et les entreprises ?")
    assert (answer.trace.query, answer.trace.condensed) == (rewritten, "model")


async def test_the_rules_take_over_from_a_rewriter_that_fails() -> None:
    failing = Pen([], ModelUnavailable("x"))
    answer = await drained(assistant(Pen([TRUE]), failing), "et les entreprises ?")
    assert answer.trace.condensed == "rules"
    assert answer.trace.query.startswith("et les entreprises ?")


async def test_a_question_that_stands_alone_says_so() -> None:
    answer = await drained(assistant(Pen([TRUE]), Pen([QUESTION])), QUESTION)
    assert (answer.trace.query, answer.trace.condensed) == (QUESTION, "alone")


async def drained(assistant: Assistant, question: str) -> Answer:
    async for event in assistant.stream(question, FOLLOWS):
        if isinstance(event, Done):
            return event.answer
    raise AssertionError
