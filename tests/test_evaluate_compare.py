from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import BadRequest
from assistant.evaluate.compare import compare, compare_reports, mcnemar, to_text
from assistant.evaluate.metrics import Outcome
from assistant.evaluate.report import to_json
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


@pytest.mark.parametrize(
    ("won", "lost", "p_value"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),  # 2 × 1/2
        (5, 5, 1.0),
        (0, 5, 0.0625),  # 2 × 1/32
        (8, 2, 0.109375),  # 2 × (1 + 10 + 45)/1024
        (2, 8, 0.109375),
        (1, 9, 0.021484375),  # 2 × (1 + 10)/1024
    ],
)
def test_the_exact_test_of_mcnemar(won: int, lost: int, p_value: float) -> None:
    assert mcnemar(won, lost) == p_value


def test_a_large_count_does_not_overflow() -> None:
    assert 0 <= mcnemar(2_000, 3_000) < 1e-40


def test_items_are_paired_by_id() -> None:
    before = {"a": True, "b": False, "c": True, "d": False, "only before": True}
    after = {"d": False, "c": False, "b": True, "a": True, "only after": True}
    found = compare("correct", before, after)
    assert (found.won, found.lost) == (("b",), ("c",))
    assert (found.both, found.neither, found.p_value) == (1, 1, 1.0)


def report(path: Path, *right: bool, question: str = "Qui ?") -> Path:
    outcomes = [
        Outcome(
            item(id=f"g{place}", question=question),
            answered("Les pionniers [1].", GOOD) if good else abstained(),
            (GOOD,),
            1.0,
        )
        for place, good in enumerate(right)
    ]
    path.write_text(json.dumps(to_json(evaluation(outcomes, store(GOOD)))), encoding="utf-8")
    return path


def test_two_reports_of_the_same_questions(tmp_path: Path) -> None:
    before = report(tmp_path / "a.json", True, False, False)
    after = report(tmp_path / "b.json", False, True, True)
    found = {one.measure: one for one in compare_reports(before, after)}
    assert (found["correct"].won, found["correct"].lost) == (("g1", "g2"), ("g0",))
    # refusing less is winning
    assert (found["wrong_refusals"].won, found["wrong_refusals"].lost) == (("g1", "g2"), ("g0",))
    assert found["hit@1"].both == 3
    # judged only where both runs answered: nowhere
    assert (found["citation_support"].both, found["citation_support"].won) == (0, ())
    text = to_text(tuple(found.values()))
    assert "Réponses entièrement justes\u00a0: 2 gagnées, 1 perdues, 0 inchangées (p = 1,0000)" in (
        text
    )
    assert "gagnées\u00a0: g1, g2" in text


def test_reports_of_other_questions_are_not_compared(tmp_path: Path) -> None:
    before = report(tmp_path / "a.json", True)
    after = report(tmp_path / "b.json", True, question="Quoi ?")
    with pytest.raises(BadRequest, match="mêmes questions"):
        compare_reports(before, after)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "other/1"}'])
def test_what_is_not_a_report_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadRequest):
        compare_reports(path, path)
    with pytest.raises(BadRequest):
        compare_reports(tmp_path / "absent.json", path)
