"""The gold set itself: its form, its make-up, and that nobody touched the test split."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from assistant.evaluate.gold import GoldItem, ItemType, digest, load, of_split
from assistant.french import stems
from assistant.quotes import fold, holds

TEST_SPLIT_SHA256 = "ae5d90fa2ae71164cfbb9ec3166ea08c2327fcee8738587075ac7cae5e2dc118"
"""Printed by eval/freeze.py. It changes only when questions are added, in a commit that says so."""

HOME = Path(__file__).resolve().parents[1]
LAY_OVERLAP = 0.2


@cache
def gold() -> tuple[GoldItem, ...]:
    return load(HOME / "eval" / "gold.jsonl")


@cache
def raw(document_id: str) -> str:
    return " ".join((HOME / "corpus" / f"{document_id}.txt").read_text(encoding="utf-8").split())


def overlap(item: GoldItem) -> float:
    """Share of the question's content stems that its evidence uses."""
    asked = set(stems(item.question))
    found = {stem for evidence in item.evidence for stem in stems(evidence.quote)}
    return len(asked & found) / len(asked) if asked else 0.0


def test_the_test_split_is_frozen() -> None:
    assert digest(of_split(gold(), "test")) == TEST_SPLIT_SHA256


def test_there_are_enough_items_most_of_them_held_out() -> None:
    test = of_split(gold(), "test")
    assert len(gold()) >= 300
    assert len(test) >= 0.6 * len(gold())


def test_both_splits_hold_every_type_in_like_measure() -> None:
    everywhere = Counter(item.type for item in gold())
    test = Counter(item.type for item in of_split(gold(), "test"))
    for kind, total in everywhere.items():
        assert 0 < test[kind] < total
        assert abs(test[kind] - 0.6 * total) <= 1, kind


def test_every_kind_of_question_is_asked() -> None:
    assert {item.type for item in gold()} == set(get_args(ItemType))


def test_enough_questions_must_be_declined() -> None:
    assert sum(item.must_abstain for item in gold()) >= 60


def test_enough_questions_follow_a_conversation_or_are_misspelt() -> None:
    assert sum(bool(item.history) for item in gold()) >= 40
    assert sum(item.type == "typo" for item in gold()) >= 40


def test_many_answerable_questions_use_lay_words() -> None:
    answerable = [item for item in gold() if item.answerable]
    lay = [item for item in answerable if overlap(item) < LAY_OVERLAP]
    assert len(lay) >= 0.4 * len(answerable)


def test_no_question_is_asked_twice() -> None:
    asked = Counter(
        (fold(item.question), tuple(fold(turn.content) for turn in item.history)) for item in gold()
    )
    assert [key for key, times in asked.items() if times > 1] == []


@pytest.mark.parametrize("split", ["dev", "test"])
def test_every_quote_is_verbatim_in_its_file(split: str) -> None:
    strays = [
        (item.id, evidence.quote)
        for item in of_split(gold(), split)
        for evidence in item.evidence
        if " ".join(evidence.quote.split()) not in raw(evidence.doc)
    ]
    assert strays == []


def test_every_quote_is_of_a_length_that_pins_it_down() -> None:
    sizes = {
        (item.id, evidence.quote): len(evidence.quote.split())
        for item in gold()
        for evidence in item.evidence
    }
    assert [key for key, size in sizes.items() if not 6 <= size <= 25] == []


def test_every_quote_meets_its_own_file_by_the_matching_rule() -> None:
    for item in gold():
        for evidence in item.evidence:
            assert holds(raw(evidence.doc), evidence.quote), item.id


def test_the_reference_states_every_key_fact_and_nothing_forbidden() -> None:
    for item in gold():
        reference = fold(item.reference)
        missing = [fact for fact in item.key_facts if not re.search(fact, reference)]
        said = [pattern for pattern in item.forbidden if re.search(pattern, reference)]
        assert (missing, said) == ([], []), item.id


def test_patterns_can_match_folded_text() -> None:
    """A capital or an accent in a pattern would never meet folded text."""
    for item in gold():
        for pattern in (*item.key_facts, *item.forbidden):
            literal = re.sub(r"\\[A-Za-z]", "", pattern)
            assert literal == fold_characters(literal), (item.id, pattern)


def fold_characters(pattern: str) -> str:
    """The pattern as folding leaves it, its spaces kept."""
    return "".join(c if c.isspace() else fold(c) for c in pattern)


def test_history_ends_with_the_assistant() -> None:
    for item in gold():
        roles = [turn.role for turn in item.history]
        assert roles == ["user", "assistant"] * (len(roles) // 2), item.id
        assert bool(roles) or item.type != "follow-up", item.id
