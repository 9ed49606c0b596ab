from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ports import Match
from assistant.retrieve.fusion import fuse, standardise

SCORES = st.floats(-1e3, 1e3, allow_nan=False).map(lambda x: round(x, 3))
LEG = st.dictionaries(st.sampled_from([f"p{n}" for n in range(12)]), SCORES, max_size=12)


def leg(scores: Mapping[str, float]) -> tuple[Match, ...]:
    """Matches, best first, as a leg gives them."""
    return tuple(
        Match(name, score) for name, score in sorted(scores.items(), key=lambda x: (-x[1], x[0]))
    )


def order(fused: Sequence[tuple[str, float, object]]) -> list[str]:
    return [name for name, _, _ in fused]


def by_hand(
    legs: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]
) -> dict[str, float]:
    """The same sum, in numpy, from its definition."""
    names = sorted(set().union(*legs.values()))
    total = np.zeros(len(names))
    for name, scores in legs.items():
        if not scores:
            continue
        values = np.array(list(scores.values()))
        spread = values.std()
        z = (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values))
        given_ = dict(zip(scores, z, strict=True))
        total += weights[name] * np.array([given_.get(one, z.min()) for one in names])
    return dict(zip(names, total.tolist(), strict=True))


@given(LEG, LEG)
def test_it_is_the_weighted_sum_of_z_scores(
    first: dict[str, float], second: dict[str, float]
) -> None:
    weights = {"lexical": 1.0, "dense": 0.35}
    fused = fuse({"lexical": leg(first), "dense": leg(second)}, weights)
    expected = by_hand({"lexical": first, "dense": second}, weights)
    assert {name: score for name, score, _ in fused} == pytest.approx(expected, abs=1e-6)
    scores = [score for _, score, _ in fused]
    assert scores == sorted(scores, reverse=True)


@given(LEG, LEG)
def test_the_legs_of_a_passage_say_what_each_leg_said(
    first: dict[str, float], second: dict[str, float]
) -> None:
    legs = {"lexical": leg(first), "dense": leg(second)}
    for name, _, said in fuse(legs, {"lexical": 1.0, "dense": 0.35}):
        for one in said:
            assert legs[one.leg][one.rank - 1] == Match(name, one.score)
        assert {one.leg for one in said} == {
            key for key, ms in legs.items() if name in {m.passage_id for m in ms}
        }


def test_it_changes_nothing_it_is_given() -> None:
    legs = {"lexical": [Match("a", 2.0), Match("b", 1.0)]}
    before = {name: list(matches) for name, matches in legs.items()}
    assert fuse(legs, {"lexical": 1.0}) == fuse(legs, {"lexical": 1.0})
    assert legs == before


def test_ties_go_to_the_smaller_id() -> None:
    legs = {"lexical": [Match("b", 1.0), Match("a", 1.0), Match("c", 1.0)]}
    assert order(fuse(legs, {"lexical": 1.0})) == ["a", "b", "c"]


def test_a_missing_or_empty_leg_changes_nothing() -> None:
    one = {"lexical": leg({"a": 3.0, "b": 1.0})}
    weights = {"lexical": 1.0, "dense": 0.35}
    assert fuse({**one, "dense": ()}, weights) == fuse(one, weights)
    assert fuse({}, weights) == []


def test_a_leg_without_weight_decides_nothing_but_brings_its_passages() -> None:
    fused = fuse({"lexical": leg({"a": 3.0, "b": 1.0}), "other": leg({"c": 9.0})}, {"lexical": 1.0})
    assert order(fused) == ["a", "b", "c"]


def test_scores_that_do_not_differ_say_nothing() -> None:
    fused = fuse(
        {"lexical": leg({"a": 2.0, "b": 1.0}), "dense": leg({"b": 0.5, "a": 0.5})},
        {"lexical": 1.0, "dense": 10.0},
    )
    assert order(fused) == ["a", "b"]


@given(
    st.lists(st.floats(0, 1, allow_nan=False), min_size=2, max_size=20),
    st.floats(0.0, 0.1),
)
def test_a_weak_leg_of_little_weight_never_moves_a_clear_winner(
    weak: list[float], weight: float
) -> None:
    """The first is three deviations above the rest: no weak leg spans as much."""
    strong = {"winner": 100.0} | {f"p{n}": float(n % 3) for n in range(len(weak) - 1)}
    against = dict(zip(strong, weak, strict=True))
    fused = fuse({"lexical": leg(strong), "dense": leg(against)}, {"lexical": 1.0, "dense": weight})
    assert fused[0][0] == "winner"


def test_a_passage_that_a_leg_did_not_bring_gets_its_lowest() -> None:
    fused = {
        name: score
        for name, score, _ in fuse(
            {"lexical": leg({"a": 1.0, "b": 0.0}), "dense": leg({"c": 1.0})}, {"lexical": 1.0}
        )
    }
    assert fused["c"] == fused["b"]


@pytest.mark.parametrize("scores", [[], [1.0], [2.0, 2.0, 2.0], [1e-12, 2e-12]])
def test_standardise_says_nothing_without_a_difference(scores: list[float]) -> None:
    assert standardise(scores).tolist() == [0.0] * len(scores)


def test_standardise_has_mean_zero_and_deviation_one() -> None:
    z = standardise([1.0, 2.0, 3.0, 10.0])
    assert math.isclose(sum(z), 0.0, abs_tol=1e-9)
    assert math.isclose(sum(x * x for x in z) / len(z), 1.0)
