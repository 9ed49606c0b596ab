"""An editor's answer on the way of a question, and words of caution."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import pytest

from assistant import wording
from assistant.core import Assistant
from assistant.domain import Delta, Done, Profile, Searched, Turn
from assistant.settings import Settings
from assistant.wiring import build, make_builder
from conftest import ROOT, built_settings_at

QUESTION = "Comment faire alliance ?"


async def test_an_editor_s_answer_is_served_with_its_own_sources(
    assistant_built: Assistant,
) -> None:
    events = [event async for event in assistant_built.stream(QUESTION)]
    assert isinstance(events[0], Searched)
    done = events[-1]
    assert isinstance(done, Done)
    answer = done.answer
    assert (answer.verdict, answer.mode) == ("answered", "validated")
    assert answer.text == "".join(e.text for e in events if isinstance(e, Delta))
    assert answer.editorial is not None
    assert answer.editorial.id == "comment-faire-alliance"
    assert not answer.editorial.overdue
    assert [c.mark for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    for citation in answer.citations:
        assert citation.passage.text[slice(*citation.span)] == citation.quote
    assert answer.next_questions
    assert answer.hits


def test_every_validated_answer_is_supported_throughout(assistant_built: Assistant) -> None:
    with assistant_built._generations.lease() as index:
        edited = index.validated()
    assert len(edited) >= 25
    for one in edited:
        answer = assistant_built.ask(one.questions[0], profile=one.profile)
        assert answer.editorial is not None, one.id
        assert answer.editorial.id == one.id
        assert answer.support == 1.0, (one.id, [s for s in answer.sentences if s.fault])


@pytest.mark.parametrize(
    "question",
    [
        "comment faire aliance",
        "Comment on fait pour faire alliance ?",
        "cmt faire alliance svp",
    ],
)
def test_other_ways_of_asking_find_it(question: str, assistant_built: Assistant) -> None:
    answer = assistant_built.ask(question)
    assert answer.editorial is not None
    assert answer.editorial.id == "comment-faire-alliance"


@pytest.mark.parametrize(
    "question",
    [
        "Comment faire alliance avec une entreprise chinoise ?",
        "Comment faire alliance sans argent ?",
        "Pourquoi l’alliance de 1914 a-t-elle échoué ?",
        "Combien coûte une alliance ?",
        "Comment rompre une alliance ?",
    ],
)
def test_another_question_does_not(question: str, assistant_built: Assistant) -> None:
    assert assistant_built.ask(question).mode != "validated"


def test_a_follow_up_is_no_first_question(assistant_built: Assistant) -> None:
    turns = (Turn("user", "Combien de maires veulent jouer collectif ?"), Turn("assistant", "92 %"))
    assert assistant_built.ask("et comment ?", turns).mode != "validated"


def test_an_answer_for_elected_people_is_theirs(assistant_built: Assistant) -> None:
    question = "Quelles premières actions pour mon conseil municipal ?"
    answer = assistant_built.ask(question, profile=Profile.ELU)
    assert answer.editorial is not None
    assert answer.editorial.id == "elu-trois-actions"
    assert assistant_built.ask(question, profile=Profile.ENTREPRISE).editorial is None


def test_it_can_be_left_out(built_settings: Settings) -> None:
    answer = build(built_settings.model_copy(update={"validated": False})).ask(QUESTION)
    assert answer.mode == "extractive"


def test_an_answer_past_its_review_says_so(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    path = tmp_path / "corpus" / "validated" / "comment-faire-alliance.md"
    text = path.read_text(encoding="utf-8")
    past = text.replace("review: 2027-11-22", "review: 2026-01-01")
    path.write_text(past.replace("date: 2026-11-22", "date: 2025-01-01"), encoding="utf-8")
    for other in path.parent.glob("*.md"):
        if other != path:
            other.unlink()
    settings = built_settings_at(tmp_path)
    report = make_builder(settings).build()
    assert report.validated == ("comment-faire-alliance",)
    answer = build(settings).ask(QUESTION)
    assert answer.editorial is not None
    assert answer.editorial.overdue
    assert any("2026" in notice for notice in answer.notices)


def test_law_gets_a_word_of_caution(assistant_built: Assistant) -> None:
    answer = assistant_built.ask("Que prévoit la proposition de loi sur le droit de l’alliance ?")
    assert wording.LEGAL_NOTICE in answer.notices
    assert wording.LEGAL_NOTICE not in assistant_built.ask("Que dit la mesure 7 ?").notices


def test_the_caution_stands_on_abstentions_too(assistant_built: Assistant) -> None:
    answer = assistant_built.ask("Quel est le montant maximal d’une subvention sans convention ?")
    assert answer.verdict == "abstained"
    assert wording.LEGAL_NOTICE in answer.notices


def test_another_day_makes_it_overdue(assistant_built: Assistant) -> None:
    from datetime import date

    from assistant.validated import serve

    with assistant_built._generations.lease() as index:
        (one,) = (a for a in index.validated() if a.id == "comment-faire-alliance")
    late = date.fromisoformat(one.review_date).replace(year=2030)
    assert serve.editorial(one, late).overdue
    assert serve.notices(one, late)
    assert not serve.notices(copy.copy(one), date(2026, 11, 22))
