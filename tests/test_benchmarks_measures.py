"""Measures against values computed by hand."""

from __future__ import annotations

import math

import pytest
from measures import (
    DEPTH,
    MEASURES,
    bootstrap,
    figure,
    latency,
    ndcg,
    ratio_interval,
    recall,
    reciprocal_rank,
    score,
    summarise,
    to_json,
)

RANKING = ["x", "a", "y", "b", "z"]


def test_recall_counts_every_relevant_document() -> None:
    grades = {"a": 1.0, "b": 1.0, "absent": 1.0}
    assert recall(RANKING, grades, 1) == 0.0
    assert recall(RANKING, grades, 2) == pytest.approx(1 / 3)
    assert recall(RANKING, grades, 5) == pytest.approx(2 / 3)


def test_reciprocal_rank_stops_at_ten() -> None:
    assert reciprocal_rank(RANKING, {"b": 1.0, "z": 1.0}) == 0.25
    assert reciprocal_rank([*"bcdefghijk", "a"], {"a": 1.0}) == 0.0


def test_ndcg_has_linear_gains() -> None:
    grades = {"a": 1.0, "b": 3.0}
    found = 1 / math.log2(3) + 3 / math.log2(5)
    ideal = 3 / math.log2(2) + 1 / math.log2(3)
    assert ndcg(RANKING, grades) == pytest.approx(found / ideal)
    assert ndcg(["b", "a"], grades) == 1.0
    assert ndcg([], grades) == 0.0


def test_ndcg_is_out_of_what_ten_can_hold() -> None:
    grades = {str(n): 1.0 for n in range(15)}
    assert ndcg([str(n) for n in range(10)], grades) == pytest.approx(1.0)


def test_a_document_counts_once() -> None:
    found = score(["x", "a", "a", "a", "a", "b"], {"a": 1.0, "b": 1.0})
    assert found["R@5"] == 1.0
    assert found["nDCG@10"] < 1.0


def test_every_measure_of_a_query() -> None:
    found = score(RANKING, {"b": 1.0})
    assert tuple(found) == MEASURES
    assert (found["hit@1"], found["hit@5"], found["R@20"], found["MRR@10"]) == (0, 1, 1, 0.25)
    assert found["nDCG@10"] == pytest.approx(1 / math.log2(5))
    assert DEPTH == 20


def test_shares_have_wilson_intervals() -> None:
    one = figure([1.0] * 8 + [0.0] * 2)
    assert (one.value, one.total) == (0.8, 10)
    assert (one.low, one.high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))


def test_means_have_bootstrap_intervals() -> None:
    values = [0.1 * n for n in range(11)] * 20
    one = figure(values)
    spread = 1.96 * math.sqrt(0.1 / len(values))
    assert one.value == pytest.approx(0.5)
    assert one.low == pytest.approx(0.5 - spread, abs=0.01)
    assert one.high == pytest.approx(0.5 + spread, abs=0.01)
    assert bootstrap(values) == bootstrap(values)


def test_a_figure_of_nothing_is_not_a_number() -> None:
    assert math.isnan(figure([]).value)
    assert to_json({"x": figure([])}) == {
        "x": {"value": None, "low": None, "high": None, "total": 0}
    }


def test_the_ratio_of_paired_counts() -> None:
    ours, theirs = [1.0] * 10 + [0.0] * 90, [1.0] * 40 + [0.0] * 60
    low, high = ratio_interval(ours, theirs)
    assert 0.1 < low < 0.25 < high < 0.45
    assert ratio_interval(theirs, theirs) == (1.0, 1.0)
    assert ratio_interval(ours, [0.0] * 100) == (math.inf, math.inf)


def test_summaries_and_latencies() -> None:
    scores = [score(RANKING, {"x": 1.0}), score(RANKING, {"b": 1.0})]
    assert summarise(scores)["R@1"].value == 0.5
    assert latency([0.001 * n for n in range(1, 101)]) == {
        "p50_ms": pytest.approx(50),
        "p95_ms": pytest.approx(95),
    }
