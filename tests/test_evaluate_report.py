from __future__ import annotations

import json
import math
import re
from dataclasses import replace

from assistant.evaluate.metrics import MEASURES, Level, Outcome, Rate
from assistant.evaluate.opinion import Opinion
from assistant.evaluate.report import Evaluation, percent, to_json, to_text
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


def three() -> Evaluation:
    """One right answer and one wrong refusal in test, one due refusal in dev."""
    right = Outcome(item(split="test"), answered("Les pionniers [1].", GOOD), (GOOD,), 40.0)
    refused = Outcome(item(id="g002", split="test", type="list"), abstained(), (), 20.0)
    due = Outcome(item(id="g003", answerable=False), abstained(), (), 10.0)
    return evaluation([right, refused, due], store(GOOD))


def test_a_split_is_the_same_run_with_fewer_items() -> None:
    test = three().restrict("test")
    assert [outcome.item.id for outcome in test.outcomes] == ["g001", "g002"]
    assert test.measures["correct"] == Rate(1, 2)
    assert test.measures["must_abstain"].total == 0
    assert test.gold_sha256 != three().gold_sha256


def test_the_text_shows_counts_intervals_and_types_in_french() -> None:
    text = to_text(three())
    # 1 of 2: Wilson gives 9.5 % to 90.5 %
    assert "50,0\u00a0% (1/2) [9,5\u00a0% – 90,5\u00a0%]" in text
    assert "partie «\u00a0toutes\u00a0»\u00a0: 3 questions" in text
    assert "20\u00a0ms" in text  # the median of 10, 20 and 40
    rows = {line.split()[0]: line for line in text.splitlines() if line}
    assert "100,0\u00a0% (1/1)" in rows["factual"]
    assert "0,0\u00a0% (0/1)" in rows["list"]
    assert re.search(r"\bnan\b", text.lower()) is None
    assert "Politesses bien accueillies" in text


def test_the_json_holds_every_answer_and_no_nan() -> None:
    written = json.loads(json.dumps(to_json(three()), allow_nan=False))
    assert written["schema"] == "assistant.evaluation/1"
    assert written["generation"] == "g1"
    assert written["versions"] == {"python": "3.11"}
    assert written["gold"]["sha256"] == three().gold_sha256
    assert [row["answer"]["verdict"] for row in written["items"]] == [
        "answered",
        "abstained",
        "abstained",
    ]
    assert written["items"][0]["ranking"] == ["good"]
    assert written["items"][0]["score"]["flags"]["correct"] is True
    assert list(written["measures"]) == list(MEASURES)
    assert written["measures"]["courtesy"] == {
        "value": None, "count": 0, "total": 0, "low": None, "high": None,
    }  # fmt: skip
    assert written["types"]["list"]["correct"]["count"] == 0


def test_an_empty_evaluation_can_be_shown() -> None:
    empty = evaluation([], store())
    assert math.isnan(empty.measures["correct"].value)
    assert "—" in to_text(empty)
    assert to_json(empty)["items"] == []


def test_what_ragas_found_follows_its_items() -> None:
    values = {"g001": {"faithfulness": 0.5}, "g002": {}, "g003": {"faithfulness": 1.0}}
    whole = replace(three(), ragas=Opinion("0.4.3", values, 2.25, "juge-1", "abc"))
    assert whole.ragas
    assert whole.ragas.measures == {"faithfulness": Level(0.75, 2)}
    part = whole.restrict("test")
    assert part.ragas
    assert part.ragas.measures == {"faithfulness": Level(0.5, 1)}
    text = to_text(part)
    assert "RAGAS 0.4.3, juge juge-1 (consignes abc), en 2,2\u00a0s" in text
    assert "0,500 (sur 1)" in text
    written = to_json(part)
    assert written["ragas"]["judge"] == {"model": "juge-1", "prompts": "abc"}
    assert [row["ragas"] for row in written["items"]] == [{"faithfulness": 0.5}, {}]
    assert three().restrict("test").ragas is None


def test_percentages_are_french() -> None:
    assert percent(0.7249) == "72,5\u00a0%"
