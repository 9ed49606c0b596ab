"""Which passages share pairs of words."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from assistant.ingest.alike import pairs_of, partners

SAID = "Chaque commune réunit ses associations et ses entreprises autour d’un projet commun"
OTHER = "Le théâtre municipal prête gratuitement ses salles pendant la fermeture estivale"


def test_a_misread_copy_is_found_and_what_says_something_else_is_not() -> None:
    copy = SAID.replace("entreprises", "entreprIses").replace("associations", "assocíations")
    assert partners([SAID, OTHER, copy]) == {0: (2,), 2: (0,)}


def test_those_that_share_most_come_first() -> None:
    half = " ".join(SAID.split()[:7])
    assert partners([half, SAID, OTHER, SAID])[1] == (3, 0)


def test_nothing_at_all() -> None:
    assert partners([]) == {}
    assert partners(["", "alliance", SAID]) == {}


def test_the_jargon_of_a_corpus_brings_nothing_together() -> None:
    assert partners(["alliance territoriale durable commune"] * 40) == {}


WORDS = st.sampled_from("alliance commune projet territoire association maire école".split())


@given(st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=20))
def test_it_is_what_comparing_each_with_each_would_find(texts: list[str]) -> None:
    held = [pairs_of(text) for text in texts]
    holders = Counter(pair for pairs in held for pair in pairs)
    expected: dict[int, set[int]] = {}
    for one, other in combinations(range(len(texts)), 2):
        if len({p for p in held[one] & held[other] if holders[p] <= 30}) >= 2:
            expected.setdefault(one, set()).add(other)
            expected.setdefault(other, set()).add(one)
    assert {one: set(others) for one, others in partners(texts).items()} == expected
