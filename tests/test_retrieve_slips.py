from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.slips import cost
from assistant.retrieve.sounds import sounds


def errors(typed: str, meant: str) -> float:
    return cost(typed, sounds([typed])[0], meant, sounds([meant])[0])[0]


@pytest.mark.parametrize(
    ("typed", "meant", "why"),
    [
        ("entreprsie", "entreprise", "edit"),
        ("mesjres", "mesures", "edit"),
        ("fondacion", "fondation", "phonetic"),
        ("opinionouai", "opinionway", "phonetic"),
        ("partenrial", "partenariats", "ngram"),
    ],
)
def test_the_sort_of_error_is_told(typed: str, meant: str, why: str) -> None:
    assert cost(typed, sounds([typed])[0], meant, sounds([meant])[0])[1] == why


@pytest.mark.parametrize(
    ("meant", "easy", "hard"),
    [
        ("collectif", "collecttif", "collecatif"),  # a letter twice, a letter too many
        ("mesures", "mseures", "mkeures"),  # a swap, two other letters
        ("mesures", "mesyres", "meswres"),  # the next key, a far one
        ("alliance", "allience", "alligce"),  # by ear, by chance
        ("charte", "cherte", "gharte"),  # inside the word, its first letter
        ("alliance", "alliqnce", "alliqnde"),  # one error, two
    ],
)
def test_likely_errors_cost_less(meant: str, easy: str, hard: str) -> None:
    assert 0 < errors(easy, meant) < errors(hard, meant)


@given(st.from_regex(r"[a-z]{1,12}", fullmatch=True), st.from_regex(r"[a-z]{1,12}", fullmatch=True))
def test_only_the_word_itself_costs_nothing(one: str, other: str) -> None:
    assert errors(one, one) == 0
    assert one == other or errors(one, other) > 0
