"""Which questions get an editor's answer, and above all which do not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from assistant import Settings
from assistant.answer.condense import ABOUT
from assistant.domain import Profile, ValidatedAnswer
from assistant.ports import Index
from assistant.retrieve.glossary import load_glossary
from assistant.retrieve.terms import QueryReader
from assistant.validated.asked import Term
from assistant.validated.format import asked_form
from assistant.validated.load import load
from assistant.validated.match import Matcher
from conftest import ROOT

HELD = "held-out"


@dataclass
class Edited:
    """An index with other validated answers."""

    index: Index
    answers: Sequence[ValidatedAnswer]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.index, name)

    def validated(self) -> tuple[ValidatedAnswer, ...]:
        return tuple(self.answers)


def answer(name: str, *questions: str, profile: Profile | None = None) -> ValidatedAnswer:
    return ValidatedAnswer(name, questions, profile, "", "2026-01-01", "2027-01-01", "", ())


@cache
def rows() -> list[dict[str, Any]]:
    path = ROOT / "eval" / "validated-questions.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def matcher(built_settings: Settings) -> Matcher:
    from assistant import wiring

    reader = QueryReader(load_glossary(built_settings.path("corpus")))
    return Matcher(reader, wiring.EMBEDDERS[built_settings.embedder](built_settings))


@pytest.fixture(scope="module")
def corpus_answers() -> tuple[ValidatedAnswer, ...]:
    """Those of the project's editors, whether or not the check lets them through today."""
    return tuple(
        answer(one.id, *one.questions, profile=one.profile) for one in load(ROOT / "corpus").read
    )


@pytest.fixture(scope="module")
def edited(built_index: Index, corpus_answers: tuple[ValidatedAnswer, ...]) -> Any:
    return Edited(built_index, corpus_answers)


def got(matcher: Matcher, index: Any, question: str, profile: Profile | None = None) -> str | None:
    found = matcher.match(question, profile, index)
    return found.id if found else None


class TestTheProjectsAnswers:
    def test_every_listed_question_gets_its_answer(
        self, matcher: Matcher, edited: Any, corpus_answers: Sequence[ValidatedAnswer]
    ) -> None:
        assert len(corpus_answers) >= 25
        wrong = [
            (question, one.id, found)
            for one in corpus_answers
            for question in one.questions
            if (found := got(matcher, edited, question, one.profile)) != one.id
        ]
        assert wrong == []

    def test_no_question_that_asks_something_else_gets_one(
        self, matcher: Matcher, edited: Any
    ) -> None:
        others = [row["question"] for row in rows() if row["answer"] is None]
        assert len(others) >= 400
        served = [(q, found) for q in others if (found := got(matcher, edited, q))]
        assert served == []

    def test_near_misses_are_refused_whoever_asks(self, matcher: Matcher, edited: Any) -> None:
        others = [row["question"] for row in rows() if row["answer"] is None][::6]
        for profile in Profile:
            assert [q for q in others if got(matcher, edited, q, profile)] == []

    def test_questions_of_calibration_get_one_only_where_it_is_theirs(
        self, matcher: Matcher, edited: Any, corpus_answers: Sequence[ValidatedAnswer]
    ) -> None:
        theirs = {asked_form(row["question"]): row["answer"] for row in rows() if row["answer"]}
        theirs |= {asked_form(q): one.id for one in corpus_answers for q in one.questions}
        path = ROOT / "eval" / "calibration.jsonl"
        asked = [json.loads(line)["question"] for line in path.read_text("utf-8").splitlines()]
        assert len(asked) >= 300
        served = {q: found for q in asked if (found := got(matcher, edited, q))}
        assert served == {q: theirs.get(asked_form(q)) for q in served}
        assert len(served) >= 8

    @pytest.mark.parametrize(("name", "least"), [("fitted", 0.78), (HELD, 0.74)])
    def test_most_paraphrases_get_theirs_and_none_another(
        self, matcher: Matcher, edited: Any, name: str, least: float
    ) -> None:
        paraphrases = [row for row in rows() if row["set"] == name and row["answer"]]
        found = [
            got(matcher, edited, row["question"], row["profile"] and Profile(row["profile"]))
            for row in paraphrases
        ]
        wanted = [row["answer"] for row in paraphrases]
        assert [
            x for x in zip(paraphrases, found, strict=True) if x[1] not in (None, x[0]["answer"])
        ] == []
        assert sum(a == b for a, b in zip(found, wanted, strict=True)) >= least * len(wanted)


HOW = answer("faire", "Comment faire alliance ?", "Comment monter une alliance ?")


class TestOneAnswer:
    @pytest.mark.parametrize(
        "question",
        [
            "comment faire alliance",
            "Comment on fait alliance ?",
            "Bonjour, pouvez-vous m’expliquer comment faire une alliance svp ?",
            "Concrètement, comment créer une alliance ?",
            "coment fair aliance",
        ],
    )
    def test_other_words_for_the_same(
        self, matcher: Matcher, built_index: Index, question: str
    ) -> None:
        assert got(matcher, Edited(built_index, [HOW]), question) == "faire"

    @pytest.mark.parametrize(
        "question",
        [
            "comment faire alliance avec une entreprise chinoise ?",
            "comment faire alliance en 2030 ?",
            "comment faire alliance à Paris ?",
            "comment faire alliance sans argent ?",
            "comment ne pas faire alliance ?",
            "pourquoi faire alliance ?",
            "faut-il faire alliance ?",
            "avec qui faire alliance ?",
            "quand faire alliance ?",
            "comment financer une alliance ?",
            "comment savoir qui peut faire alliance ?",
            "alliance",
            "comment faire ?",
            "comment faire alliance ? " * 20,
        ],
    )
    def test_another_question(self, matcher: Matcher, built_index: Index, question: str) -> None:
        assert got(matcher, Edited(built_index, [HOW]), question) is None

    def test_a_listed_question_however_it_is_typed(
        self, matcher: Matcher, built_index: Index
    ) -> None:
        odd = answer("sigle", "Et le XYZ-3, on en fait quoi ?")
        index = Edited(built_index, [odd])
        assert got(matcher, index, "et le xyz 3 on en fait quoi") == "sigle"
        assert got(matcher, index, "et le xyz 4 on en fait quoi") is None

    def test_who_does_what_to_whom_counts(self, matcher: Matcher, built_index: Index) -> None:
        index = Edited(built_index, [answer("a", "Comment une entreprise peut-elle s’allier ?")])
        assert got(matcher, index, "Comment une société peut-elle s’allier ?") == "a"
        assert got(matcher, index, "Comment s’allier avec une entreprise ?") is None

    def test_a_follow_up_gets_none(self, matcher: Matcher, built_index: Index) -> None:
        index = Edited(built_index, [HOW])
        leaning = f"et comment faire alliance ?{ABOUT}les 21 mesures"
        assert got(matcher, index, leaning) is None
        assert got(matcher, index, "comment faire alliance ?") == "faire"

    def test_no_answers(self, matcher: Matcher, built_index: Index) -> None:
        assert got(matcher, Edited(built_index, []), "comment faire alliance ?") is None


class TestProfiles:
    QUESTION = "Comment faire alliance ?"

    def serve(self, matcher: Matcher, index: Index, profile: Profile | None, *whose: Any) -> Any:
        answers = [answer(one or "tous", self.QUESTION, profile=one) for one in whose]
        return got(matcher, Edited(index, answers), self.QUESTION, profile)

    def test_the_askers_first_then_the_general_one(
        self, matcher: Matcher, built_index: Index
    ) -> None:
        elu, agent = Profile.ELU, Profile.AGENT
        assert self.serve(matcher, built_index, elu, None, elu, agent) == "elu"
        assert self.serve(matcher, built_index, agent, None, elu) == "tous"
        assert self.serve(matcher, built_index, None, elu, None) == "tous"

    def test_anothers_only_to_who_does_not_say_who_they_are(
        self, matcher: Matcher, built_index: Index
    ) -> None:
        elu, agent = Profile.ELU, Profile.AGENT
        assert self.serve(matcher, built_index, agent, elu) is None
        assert self.serve(matcher, built_index, None, elu) == "elu"

    def test_readers_need_not_say_who_they_are(self, matcher: Matcher, built_index: Index) -> None:
        own = answer("pour", "Quels sont les risques pour un maire ?", profile=Profile.ELU)
        index = Edited(built_index, [own])
        assert got(matcher, index, "Quels sont les risques pour un élu ?") == "pour"
        assert got(matcher, index, "Quels sont les risques ?", Profile.ELU) == "pour"
        assert got(matcher, index, "Quels sont les risques ?") is None

    def test_two_answers_as_near_are_one_too_many(
        self, matcher: Matcher, built_index: Index
    ) -> None:
        pair = [answer(name, "Comment monter une alliance ?") for name in ("un", "deux")]
        assert got(matcher, Edited(built_index, pair), "Comment créer une alliance ?") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("reussir", "reussite", True),
        ("partenariat", "partenariats", True),
        ("frein", "obstacles", True),
        ("3", "trois", True),
        ("fonde", "fonds", False),
        ("commun", "commune", False),
        ("association", "associer", False),
        ("partenaire", "partenariat", False),
        ("21", "20", False),
        ("fondation", "fondateur", False),
    ],
)
def test_words_that_are_one(one: str, other: str, same: bool) -> None:
    left, right = Term(frozenset({one})), Term(frozenset({other}))
    assert left.same(right) is right.same(left) is same
