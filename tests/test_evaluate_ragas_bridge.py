from __future__ import annotations

import math
import os

import pytest

from assistant.errors import GateFailed
from assistant.evaluate.gold import Evidence
from assistant.evaluate.metrics import Outcome
from assistant.evaluate.ragas_bridge import _mean, ragas_measures, windows
from assistant.testing.evaluation import (
    QUOTE,
    abstained,
    answered,
    evaluation,
    item,
    passage,
    store,
)

GOOD = passage("good", "Le contexte. " + QUOTE + ". Et la suite du texte, bien plus longue.")
FAR = passage("far", "Le climat change vite et la mer monte partout.", doc="report")


@pytest.fixture
def ragas() -> None:
    if "eval" not in os.environ.get("ASSISTANT_REQUIRE", "").split(","):
        pytest.importorskip("ragas")


def outcome(**fields: object) -> Outcome:
    values = {
        "item": item(reference="Les pionniers ont signé."),
        "answer": answered("Les pionniers ont signé.", GOOD),
        "ranking": (FAR, GOOD),
        "milliseconds": 1.0,
    }
    return Outcome(**{**values, **fields})  # type: ignore[arg-type]


def test_the_window_is_the_stretch_most_like_the_quote() -> None:
    (window,) = windows("les quatre pionniers", ["voici les quatre pionniers de 2019"])
    assert window == "les quatre pionniers"
    assert windows("mot", [""]) == [""]


@pytest.mark.usefixtures("ragas")
def test_a_found_quote_and_an_answer_equal_to_the_reference_score_one() -> None:
    found = ragas_measures(evaluation([outcome()], store(GOOD, FAR)))
    assert found["ragas_context_recall"].value == 1.0
    assert found["ragas_string_similarity"].value == 1.0


@pytest.mark.usefixtures("ragas")
def test_recall_is_the_share_of_quotes_found() -> None:
    two = item(evidence=(Evidence("deck", QUOTE), Evidence("deck", "des mots que nul n’a dits")))
    runs = [outcome(item=two), outcome(ranking=(FAR,)), outcome(ranking=())]
    found = ragas_measures(evaluation(runs, store(GOOD, FAR)))
    assert found["ragas_context_recall"].value == pytest.approx((0.5 + 0 + 0) / 3)
    assert found["ragas_context_recall"].total == 3


@pytest.mark.usefixtures("ragas")
def test_a_far_answer_scores_low() -> None:
    found = ragas_measures(evaluation([outcome(answer=abstained("Zut."))], store(GOOD, FAR)))
    assert found["ragas_string_similarity"].value < 0.3


@pytest.mark.usefixtures("ragas")
def test_nothing_answerable_is_a_failure() -> None:
    declined = outcome(item=item(answerable=False), answer=abstained())
    with pytest.raises(GateFailed, match="ragas_context_recall"):
        ragas_measures(evaluation([declined], store()))


@pytest.mark.parametrize("values", [[], [math.nan], [1.0, math.nan], [math.inf]])
def test_a_score_that_is_no_number_is_a_failure(values: list[float]) -> None:
    with pytest.raises(GateFailed):
        _mean("x", values)


@pytest.mark.usefixtures("ragas")
def test_no_usage_is_noted_or_reported() -> None:
    ragas_measures(evaluation([outcome()], store(GOOD, FAR)))
    from ragas._analytics import _analytics_batcher, do_not_track

    assert _analytics_batcher.buffer == []
    assert do_not_track()
