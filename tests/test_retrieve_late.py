from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.backends.units import UnitCutter, count
from assistant.ports import Numbers, Vector, Vectors
from assistant.retrieve.late import FLOOR, Late, LateScorer, _product

WORDS = "maire élu commune vélo route mesure".split()
ROWS = np.array(
    [
        [2.0, 0.0, 0.0, 0.0],
        [1.8, 0.6, 0.0, 0.0],  # near « maire »
        [0.0, 1.0, 0.0, 0.0],
        [0.0, 0.0, 3.0, 0.0],
        [0.0, 0.0, 1.0, 0.5],
        [0.0, 0.0, 0.0, 1.0],
    ],
    np.float32,
)


class WordTable:
    vectors: Vectors = ROWS

    def numbers(self, texts: Sequence[str]) -> list[Numbers]:
        return [
            np.array([WORDS.index(w) for w in text.split() if w in WORDS], np.int32)
            for text in texts
        ]


def unit(text: str) -> Vector:
    total = ROWS[WordTable().numbers([text])[0]].sum(axis=0)
    vector: Vector = total / np.linalg.norm(total)
    return vector


Parts = tuple[list[str], list[str]]


def score(query: str, passages: Sequence[Parts]) -> Late:
    table = WordTable()
    units = UnitCutter(table).cut(passages)
    counts = count(units, len(WORDS))
    return LateScorer(table).score(query, unit(query), units, counts, len(units))


def by_hand(query: str, passages: Sequence[Parts]) -> dict[str, list[float]]:
    """The same scores from their definitions, word by word."""
    asked = sorted({WORDS.index(w) for w in query.split()})
    norms = np.linalg.norm(ROWS, axis=1)
    texts = [" ".join(sentences).split() for sentences, _ in passages]
    holders = [sum(WORDS[n] in text for text in texts) for n in asked]
    rarity = [np.log1p((len(passages) - c + 0.5) / (c + 0.5)) for c in holders]
    weights = np.array([norms[n] * r for n, r in zip(asked, rarity, strict=True)])
    weights /= weights.sum()

    def soft(text: str) -> float:
        there = [WORDS.index(w) for w in text.split()]
        near = [
            max(max(ROWS[n] @ ROWS[m] / norms[n] / norms[m] - FLOOR, 0) for m in there)
            for n in asked
        ]
        return float(weights @ near)

    rows: dict[str, list[float]] = {name: [] for name in Late.__dataclass_fields__}
    for sentences, questions in passages:
        alone = [soft(text) for text in sentences]
        rows["dense"].append(float(unit(" ".join(sentences)) @ unit(query)))
        units = [*sentences, *questions]
        rows["unit"].append(max(float(unit(text) @ unit(query)) for text in units))
        rows["soft"].append(soft(" ".join(sentences)) + max(alone))
        rows["soft_unit"].append(max(soft(text) for text in units))
    return rows


PASSAGES: list[Parts] = [
    (["maire commune", "vélo vélo route"], []),
    (["route mesure"], ["élu commune", "vélo"]),
    (["mesure"], []),
]


@pytest.mark.parametrize("query", ["maire vélo", "commune", "élu élu mesure", "route"])
def test_scores_are_those_of_their_definitions(query: str) -> None:
    found = score(query, PASSAGES)
    for name, expected in by_hand(query, PASSAGES).items():
        assert getattr(found, name).tolist() == pytest.approx(expected, abs=1e-5), name


def test_a_near_word_counts_where_the_word_itself_is_missing() -> None:
    found = score("maire", [(["élu route"], []), (["vélo route"], [])])
    assert found.soft[0] > found.soft[1]


def test_one_sentence_is_found_in_a_long_passage() -> None:
    long = ["vélo route", "mesure vélo", "vélo route mesure", "maire commune"]
    found = score("maire commune", [(long, []), (["maire vélo"], [])])
    assert found.dense[0] < found.dense[1]
    assert found.unit[0] > found.unit[1]


def test_an_added_question_counts_for_its_passage_alone() -> None:
    found = score("maire commune", [(["route"], ["maire commune"]), (["route"], [])])
    assert found.unit[0] == pytest.approx(1.0)
    assert found.unit[1] < 0.5
    assert found.dense[0] == found.dense[1]


def test_passages_and_questions_without_a_known_word_score_nothing() -> None:
    found = score("maire", [(["…"], []), (["maire"], []), ([], [])])
    assert found.soft.tolist()[0] == found.soft.tolist()[2] == 0.0
    assert found.soft[1] > 0
    table = WordTable()
    units = UnitCutter(table).cut(PASSAGES)
    nothing = LateScorer(table).score("…", unit("maire"), units, count(units, 6), 3)
    assert nothing.soft.tolist() == [0.0, 0.0, 0.0]
    assert LateScorer(table).score("maire", unit("maire"), [], count([], 6), 0).unit.size == 0


@pytest.mark.parametrize("shape", [(0, 4, 3), (1, 384, 1), (700, 384, 40), (5, 8, 40_000)])
def test_a_product_in_pieces_is_the_product(shape: tuple[int, int, int]) -> None:
    chance = np.random.default_rng(3)
    rows = chance.standard_normal(shape[:2]).astype(np.float32)
    columns = chance.standard_normal(shape[1:]).astype(np.float32)
    np.testing.assert_allclose(_product(rows, columns), rows @ columns, rtol=1e-4, atol=1e-4)
