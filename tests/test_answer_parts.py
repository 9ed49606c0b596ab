"""Two questions in one are answered twice, and nothing is said twice."""

from __future__ import annotations

import pytest

from assistant.answer.condense import ABOUT
from assistant.answer.parts import merge, split
from assistant.ports import Claim, Draft
from assistant.testing import sample_passage


@pytest.mark.parametrize(
    "query",
    [
        "Combien d'études en 2020, et combien en cours ?",
        "D'où viennent les compétences des catalyseurs et quel rendez-vous les réunit ?",
    ],
)
def test_two_questions_are_two_parts(query: str) -> None:
    first, second = split(query)
    assert ABOUT not in first
    assert second.endswith(ABOUT + first)


@pytest.mark.parametrize(
    "query",
    [
        "Comment faire alliance ?",
        "Quels sont les axes et qui ?",
        "Les associations et les entreprises font-elles alliance ?",
        f"et la 18 ?{ABOUT}Quelles sont les mesures, et combien coûtent les mesures ?",
    ],
)
def test_one_question_stays_one(query: str) -> None:
    assert split(query) == (query,)


@pytest.mark.parametrize(
    ("query", "second"),
    [
        (
            "Que propose la mesure 21 et que prévoit la loi pour l'éducation ?",
            "que prévoit la loi pour l'éducation",
        ),
        (
            "Qu'est-ce que la Charte locale et quand la Maison des Fours a-t-elle été créée ?",
            "quand la Maison des Fours a-t-elle été créée",
        ),
    ],
)
def test_a_second_question_with_its_own_subject_leans_on_nothing(query: str, second: str) -> None:
    assert split(query)[1] == second


def test_two_numbered_items_are_two_questions() -> None:
    asked = "La mesure 18 et la mesure 19, que visent-elles ?"
    assert split(asked) == ("mesure 18 ?", "mesure 19 ?")
    assert split("Que disent les mesures 3 et 4 ?") == ("mesure 3 ?", "mesure 4 ?")


def test_what_two_documents_say_is_asked_of_each() -> None:
    assert split("Que dit du four l'article de mai 2020 puis la synthèse de 2022 ?") == (
        "Que dit du four (mai 2020)",
        "Que dit du four (2022)",
    )


def test_a_part_keeps_its_first_claims_and_no_more_than_can_be_read() -> None:
    passage = sample_passage(text="\n".join(f"{n} " + "mot " * 60 for n in range(6)))
    claims = tuple(Claim(passage, line) for line in passage.text.split("\n"))
    assert merge([Draft(claims), Draft(())]).claims == claims[:3]


def test_merging_keeps_order_and_drops_what_is_said_already() -> None:
    passage = sample_passage()
    quote = passage.text.split(".")[0]
    draft = Draft((Claim(passage, quote),), notices=("n",))
    again = Draft((Claim(passage, quote),), notices=("n", "m"))
    merged = merge([draft, again])
    assert [claim.quote for claim in merged.claims] == [quote]
    assert merged.notices == ("n", "m")
