from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieve.letters import Forms
from assistant.retrieve.sounds import sounds

WORDS = ("alliance", "alliage", "territoire", "territoires", "pacte", "acte", "an", "fondation")


def near(word: str, words: tuple[str, ...] = WORDS) -> list[str]:
    forms = Forms(words)
    return [words[n] for n in forms.near(word, sounds([word])[0])]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("aliance", "alliance"),
        ("teritoire", "territoire"),
        ("fonadtion", "fondation"),
        ("pcate", "pacte"),
        ("phondassion", "fondation"),
    ],
)
def test_a_misspelt_word_is_found_again(typed: str, meant: str) -> None:
    assert meant in near(typed)


def test_what_sounds_the_same_comes_first() -> None:
    assert near("akte")[0] == "acte"


def test_nothing_is_near_a_word_of_other_letters() -> None:
    assert near("zzzzzz") == []


def test_no_words_no_neighbours() -> None:
    assert near("alliance", ()) == []


@given(st.sets(st.from_regex(r"[a-z]{4,10}", fullmatch=True), min_size=1, max_size=40))
def test_a_word_is_its_own_nearest(words: set[str]) -> None:
    known = tuple(sorted(words))
    for word in known[:5]:
        assert word in near(word, known)


def test_one_slip_in_a_long_word_is_found_among_thousands() -> None:
    chance = random.Random(1)
    words = tuple({"".join(chance.choices(string.ascii_lowercase, k=9)) for _ in range(5_000)})
    forms = Forms(words)
    for word in words[:50]:
        place = chance.randrange(1, 8)
        typed = word[:place] + word[place + 1 :]
        assert word in [words[n] for n in forms.near(typed, sounds([typed])[0])]
