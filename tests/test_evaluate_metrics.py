from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from assistant.domain import Answer, Passage, Sentence
from assistant.evaluate.gold import Evidence, GoldItem
from assistant.evaluate.metrics import (
    FLAGS,
    MEASURES,
    Level,
    Outcome,
    Rate,
    Score,
    by_type,
    facts_found,
    is_supported,
    judge,
    percentile,
    says_forbidden,
    summarise,
    wilson,
    within_budget,
)
from assistant.testing.evaluation import QUOTE, abstained, answered, item, passage, store

GOOD = passage("good", QUOTE)
OTHER = passage("other", "Le climat change vite.", doc="report")
SAID = "Les pionniers ont signé [1]."


def score(answer: Answer, *ranking: Passage, gold: GoldItem | None = None) -> Score:
    outcome = Outcome(gold or item(), answer, ranking, 12.0)
    return judge(outcome, store(GOOD, OTHER))


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
        (15, 148, 0.0624, 0.1605),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_against_published_values(count: int, total: int, low: float, high: float) -> None:
    assert wilson(count, total) == pytest.approx((low, high), abs=5e-5)


def test_no_trials_give_nan() -> None:
    assert math.isnan(Rate(0, 0).value)
    assert all(map(math.isnan, Rate(0, 0).interval))
    assert math.isnan(percentile([], 0.5))


def test_percentiles_by_nearest_rank() -> None:
    times = [float(n) for n in range(20, 0, -1)]  # 1 to 20
    assert percentile(times, 0.50) == 10
    assert percentile(times, 0.95) == 19
    assert percentile([7.0], 0.95) == 7


def test_hits_count_from_the_rank_of_the_first_evidence() -> None:
    found = score(answered(SAID, GOOD), OTHER, OTHER, OTHER, GOOD, GOOD)
    assert found.rank == 4
    assert [found.flags[f"hit@{cut}"] for cut in (1, 3, 5, 10)] == [False, False, True, True]


def test_nothing_is_read_after_the_tenth() -> None:
    found = score(answered(SAID, GOOD), *[OTHER] * 10, GOOD)
    assert found.rank is None
    assert not found.flags["hit@10"]


def test_any_of_several_evidences_is_a_hit() -> None:
    gold = item(evidence=(Evidence("deck", "absent de tout"), Evidence("deck", QUOTE)))
    assert score(answered(SAID, GOOD), GOOD, gold=gold).rank == 1


def test_reciprocal_ranks_are_averaged_over_answerable_items() -> None:
    scores = [
        score(answered(SAID, GOOD), GOOD),
        score(answered(SAID, GOOD), OTHER, GOOD),
        score(answered(SAID, GOOD), OTHER),
        score(abstained(), GOOD, gold=item(answerable=False)),
    ]
    assert summarise(scores)["mrr@10"] == Level((1 + 1 / 2 + 0) / 3, 3)


def test_evidence_must_fit_in_the_budget() -> None:
    """11 tokens in QUOTE; 80 % of them is 9, which end with « en » only if 2019 is there too."""
    gold = item()
    room = len(QUOTE)
    before = passage("before", "x" * (4_000 - room), doc="report")
    assert within_budget(gold, [before, GOOD], store())
    one_more = passage("before", "x" * (4_000 - room + 4), doc="report")
    assert not within_budget(gold, [one_more, GOOD], store())  # « 2019 » is cut off
    filled = passage("before", "x" * 4_000, doc="report")
    assert not within_budget(gold, [filled, GOOD], store())


def test_a_long_passage_counts_for_the_part_that_fits() -> None:
    early = passage("p", QUOTE + "." + " suite" * 1_000)
    late = passage("p", "suite " * 1_000 + QUOTE)
    assert within_budget(item(), [early], store())
    assert not within_budget(item(), [late], store())


def test_facts_are_looked_for_in_folded_text_without_marks() -> None:
    gold = item(key_facts=("quatre maires", r"\b3\b", "l'ete", r"^voici"))
    answer = answered("Voici quatre\nmaires [3], l’ÉTÉ [3].")
    assert facts_found(gold, answer) == (True, False, True, True)


def test_forbidden_words_are_looked_for_in_notices_too() -> None:
    gold = item(forbidden=("secret",))
    assert says_forbidden(gold, answered("Un SECRET [1]."))
    assert says_forbidden(gold, answered("Rien.", notices=("Le secret",)))
    assert not says_forbidden(gold, answered("Rien."))


def test_correct_is_answered_with_all_facts_and_nothing_forbidden() -> None:
    gold = item(key_facts=("pionniers", "charte"), forbidden=("2018",))
    full = "Les pionniers, la charte [1]."
    assert score(answered(full, GOOD), gold=gold).flags["correct"]
    assert not score(answered("Les pionniers [1].", GOOD), gold=gold).flags["correct"]
    assert not score(answered(full + " En 2018.", GOOD), gold=gold).flags["correct"]
    assert not score(abstained(full), gold=gold).flags["correct"]
    assert not score(answered(full, GOOD, mode="courtesy"), gold=gold).flags["correct"]
    assert score(answered("Les pionniers [1].", GOOD), gold=gold).counts["facts"] == (1, 2)


def test_citation_relevance_needs_one_evidence_and_precision_counts_them() -> None:
    both = score(answered("A [1][2].", OTHER, GOOD))
    assert both.flags["citation_relevance"]
    assert both.counts["citation_precision"] == (1, 2)
    assert not score(answered("A [1].", OTHER)).flags["citation_relevance"]
    assert not score(answered("A.")).flags["citation_relevance"]


def test_a_passage_cited_twice_counts_once() -> None:
    assert score(answered("A [1][2].", OTHER, OTHER)).counts["citation_precision"] == (0, 1)


def test_a_supported_answer() -> None:
    assert is_supported(answered("A [1], b [2].", GOOD, OTHER), store(GOOD, OTHER))


def _cited(**changes: Any) -> Answer:
    answer = answered(SAID, GOOD)
    return replace(answer, citations=(replace(answer.citations[0], **changes),))


@pytest.mark.parametrize(
    "answer",
    [
        answered("A [2].", GOOD),
        answered("A [0].", GOOD),
        answered("A [1] b [2].", GOOD),
        answered("A.", GOOD),
        answered("A [1]."),
        answered(SAID, GOOD, sentences=()),
        answered(SAID, GOOD, sentences=(Sentence("A", (1,), "weak"),)),
        answered(SAID, GOOD, sentences=(Sentence("A", (2,), "supported"),)),
        _cited(mark=2),
        _cited(quote=QUOTE.replace("quatre", "cinq")),
        _cited(quote=QUOTE[1:]),
        _cited(quote="", span=(0, 0)),
        _cited(passage=passage("gone", QUOTE)),
        _cited(passage=passage("other", QUOTE)),
    ],
    ids=[
        "mark after the last",
        "mark zero",
        "one mark too many",
        "no mark",
        "no citation",
        "no checked sentence",
        "weak sentence",
        "sentence with a mark that does not exist",
        "citation out of place",
        "quote altered",
        "quote beside its span",
        "empty quote",
        "passage that is not stored",
        "passage stored with another text",
    ],
)
def test_an_unsupported_answer(answer: Answer) -> None:
    assert not is_supported(answer, store(GOOD, OTHER))


def test_what_must_be_declined() -> None:
    gold = item(answerable=False)
    declined = score(abstained(), gold=gold)
    assert declined.flags == {"must_abstain": True}
    wrong = score(answered("A [1].", GOOD), gold=gold)
    assert wrong.flags == {"must_abstain": False, "citation_support": True}


def test_a_wrong_refusal() -> None:
    assert score(abstained(), GOOD).flags["wrong_refusals"]
    assert not score(answered(SAID, GOOD)).flags["wrong_refusals"]
    assert "citation_support" not in score(abstained(), GOOD).flags


def test_smalltalk_wants_courtesy() -> None:
    gold = item(answerable=False, type="smalltalk")
    hello = answered("Bonjour !", mode="courtesy", sentences=())
    assert score(hello, gold=gold).flags == {"courtesy": True}
    assert score(abstained(), gold=gold).flags == {"courtesy": False}
    assert not score(answered("A [1].", GOOD), gold=gold).flags["courtesy"]


def test_a_summary_counts_what_applies() -> None:
    scores = [
        score(answered(SAID, GOOD), GOOD),
        score(abstained(), OTHER),
        score(abstained(), gold=item(answerable=False)),
    ]
    found = summarise(scores)
    assert tuple(found) == MEASURES
    assert found["hit@1"] == Rate(1, 2)
    assert found["correct"] == Rate(1, 2)
    assert found["wrong_refusals"] == Rate(1, 2)
    assert found["must_abstain"] == Rate(1, 1)
    assert found["citation_support"] == Rate(1, 1)
    assert found["facts"] == Rate(1, 2)
    assert found["courtesy"] == Rate(0, 0)
    assert found["p50_ms"] == Level(12.0, 3)


def test_an_empty_summary_is_nan_everywhere() -> None:
    assert all(math.isnan(measure.value) for measure in summarise([]).values())


def test_measures_by_type() -> None:
    scores = [
        score(answered(SAID, GOOD), GOOD),
        score(answered(SAID, GOOD), gold=item(type="list")),
    ]
    assert {name: m["hit@1"] for name, m in by_type(scores).items()} == {
        "factual": Rate(1, 1),
        "list": Rate(0, 1),
    }


def test_every_flag_can_be_raised() -> None:
    gold = item(forbidden=("secret",))
    raised = set(score(answered(SAID, GOOD), GOOD, gold=gold).flags)
    raised |= set(score(abstained(), gold=item(answerable=False)).flags)
    raised |= set(score(abstained(), gold=item(answerable=False, type="smalltalk")).flags)
    assert raised == set(FLAGS)
