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
        "Combien de rapports régionaux en 2020, et combien la synthèse de 2022 en compte ?",
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


def test_merging_keeps_order_and_drops_what_is_said_already() -> None:
    passage = sample_passage()
    quote = passage.text.split(".")[0]
    draft = Draft((Claim(passage, quote),), notices=("n",))
    again = Draft((Claim(passage, quote),), notices=("n", "m"))
    merged = merge([draft, again])
    assert [claim.quote for claim in merged.claims] == [quote]
    assert merged.notices == ("n", "m")
