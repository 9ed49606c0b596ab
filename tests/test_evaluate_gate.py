from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate.gate import COMPARED, baseline_of, check
from assistant.evaluate.metrics import Outcome
from assistant.evaluate.report import Evaluation
from assistant.testing.evaluation import (
    QUOTE,
    abstained,
    answered,
    evaluation,
    item,
    passage,
    store,
)

GOOD = passage("good", QUOTE)
OTHER = passage("other", "Le climat change vite.", doc="report")
BOUNDS = """
[test.min]
"hit@5" = 0.75
correct = 0.5
must_abstain = 1.0
[test.max]
wrong_refusals = 0.25
"""


def run(split: str = "test", found: int = 3, refused: int = 1, split_over: str = "") -> Evaluation:
    """Four answerable items, `found` of them ranked and `refused` refused, and one to decline."""
    outcomes = []
    for place in range(4):
        answer = abstained() if place < refused else answered("Les pionniers [1].", GOOD)
        ranking = (GOOD,) if place < found else (OTHER,)
        outcomes.append(Outcome(item(id=f"a{place}", split=split), answer, ranking, 5.0))
    due = item(id="b", split=split, answerable=False)
    said = answered("Oui [1].", GOOD) if split_over else abstained()
    outcomes.append(Outcome(due, said, (), 5.0))
    return evaluation(outcomes, store(GOOD, OTHER))


def gate(
    folder: Path, found: Evaluation, bounds: str | None = BOUNDS, baseline: Any = None
) -> tuple[str, ...]:
    """`baseline` is measured on the good run unless given."""
    thresholds, reference = folder / "thresholds.toml", folder / "baseline.json"
    if bounds is not None:
        thresholds.write_text(bounds, encoding="utf-8")
    known = baseline_of(run()) if baseline is None else baseline
    reference.write_text(json.dumps(known), encoding="utf-8")
    return check(found, thresholds, reference)


def test_a_run_as_good_as_before_passes(tmp_path: Path) -> None:
    assert gate(tmp_path, run()) == ()
    assert gate(tmp_path, run().restrict("test")) == ()


def test_a_value_on_its_bound_passes_and_one_below_fails(tmp_path: Path) -> None:
    """hit@5 is 3/4; with two found it is 0.5, below its floor and the baseline."""
    problems = gate(tmp_path, run(found=2))
    assert "test\u00a0: Preuve dans les 5 premiers extraits, 0,500 au lieu de 0,750 au moins." in (
        problems
    )


def test_a_value_above_its_ceiling_fails(tmp_path: Path) -> None:
    problems = gate(tmp_path, run(refused=2), baseline=baseline_of(run(refused=2)))
    assert problems == ("test\u00a0: Refus à tort, 0,500 au lieu de 0,250 au plus.",)


def test_answering_what_must_be_declined_fails(tmp_path: Path) -> None:
    problems = gate(tmp_path, run(split_over="yes"))
    assert any("Abstentions attendues" in problem for problem in problems)


def test_a_drop_beyond_the_tolerance_fails_even_above_the_floor(tmp_path: Path) -> None:
    low = BOUNDS.replace("0.75", "0.1")
    before = baseline_of(run(found=4), tolerance=0.2)  # hit@5 1.0 before, 0.75 now
    problems = gate(tmp_path, run(found=3), low, before)
    assert (
        "test\u00a0: Preuve dans les 5 premiers extraits, 0,750 alors que la référence est 1,000."
        in (problems)
    )
    wide = baseline_of(run(found=4), tolerance=0.25)
    assert gate(tmp_path, run(found=3), low, wide) == ()


def test_more_wrong_refusals_than_before_fail(tmp_path: Path) -> None:
    loose = BOUNDS.replace("wrong_refusals = 0.25", "wrong_refusals = 1.0")
    loose = loose.replace("correct = 0.5", "correct = 0.1")
    problems = gate(tmp_path, run(refused=2), loose)
    assert any("Refus à tort, 0,500 alors que" in problem for problem in problems)
    assert gate(tmp_path, run(refused=0), loose) == ()


@pytest.mark.parametrize("name", ["hit@5", "correct", "citation_relevance", "facts", "mrr@10"])
def test_each_measure_is_held_to_the_baseline(tmp_path: Path, name: str) -> None:
    known = baseline_of(run())
    known["splits"]["test"]["measures"][name] += 0.03
    problems = gate(tmp_path, run(), baseline=known)
    assert len(problems) == 1


def test_times_are_not_in_the_baseline() -> None:
    measures = baseline_of(run())["splits"]["test"]["measures"]
    assert not {"p50_ms", "p95_ms"} & measures.keys()
    assert measures.keys() <= set(COMPARED)


def test_a_missing_file_fails(tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    thresholds, baseline = tmp_path / "t.toml", tmp_path / "b.json"
    thresholds.write_text(BOUNDS, encoding="utf-8")
    baseline.write_text(json.dumps(baseline_of(run())), encoding="utf-8")
    assert check(run(), thresholds, baseline) == ()
    assert len(check(run(), absent, baseline)) == 1
    assert len(check(run(), thresholds, absent)) == 1
    assert len(check(run(), absent, absent)) == 2


@pytest.mark.parametrize(
    "bounds",
    [
        "",
        "[test.min",
        "[dev.min]\ncorrect = 0.1",
        "[test]",
        "[test.max]\nwrong_refusals = 0.5",
        "[test.min]\ncorrect = '0.5'",
        "[test.min]\ncorrect = nan",
        "[test.min]\ncorrect = true",
        "test = 1",
    ],
)
def test_unusable_thresholds_fail(tmp_path: Path, bounds: str) -> None:
    assert gate(tmp_path, run(), bounds)
    assert gate(tmp_path, run().restrict("test"), bounds)


def test_a_misspelt_bound_fails(tmp_path: Path) -> None:
    assert gate(tmp_path, run(), BOUNDS + "corect = 1.0\n")
    assert gate(tmp_path, run(), BOUNDS.replace("correct", "corect"))


@pytest.mark.parametrize(
    "baseline",
    [
        [],
        {},
        {"tolerance": 0.1, "splits": {}},
        {"tolerance": 0.1, "splits": {"test": {"measures": {}}}},
        {"tolerance": 0.1, "splits": []},
        {**baseline_of(run()), "tolerance": None},
        {**baseline_of(run()), "tolerance": float("nan")},
    ],
)
def test_an_unusable_baseline_fails(tmp_path: Path, baseline: Any) -> None:
    assert len(gate(tmp_path, run(), baseline=baseline)) == 1


def test_a_baseline_without_one_of_the_measures_fails(tmp_path: Path) -> None:
    known = baseline_of(run())
    del known["splits"]["test"]["measures"]["correct"]
    assert len(gate(tmp_path, run(), baseline=known)) == 1


def test_a_baseline_of_other_questions_fails(tmp_path: Path) -> None:
    known = baseline_of(run())
    known["splits"]["test"]["gold_sha256"] = "0" * 64
    (problem,) = gate(tmp_path, run(), baseline=known)
    assert "autre jeu de questions" in problem


def test_a_measure_that_became_nan_fails(tmp_path: Path) -> None:
    """All refused: no citation to judge, so relevance is 0 over 0."""
    low = '[test.min]\n"hit@5" = 0.1\n'
    problems = gate(tmp_path, run(refused=4), low)
    assert any("Réponses citant au moins une preuve, — alors" in problem for problem in problems)
    floor = gate(tmp_path, run(refused=4), low + "citation_relevance = 0.0\n")
    assert any("— au lieu de 0,000" in problem for problem in floor)


def test_an_empty_set_fails(tmp_path: Path) -> None:
    assert gate(tmp_path, evaluation([], store()))
    assert gate(tmp_path, run().restrict("dev"))


def test_a_whole_run_is_held_to_every_split_of_the_thresholds(tmp_path: Path) -> None:
    (problem,) = gate(tmp_path, run(), BOUNDS + "[dev.min]\ncorrect = 0.1\n")
    assert "«\u00a0dev\u00a0»" in problem


def test_the_thresholds_of_the_project_name_real_measures() -> None:
    import tomllib

    path = Path(__file__).resolve().parents[1] / "eval" / "thresholds.toml"
    bounds = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(bounds) == {"dev", "test"}
    for table in bounds.values():
        assert {*table["min"], *table["max"]} <= set(COMPARED)
