"""Rankings to figures: pure functions, checked by hand in the tests.

Recall counts every relevant document; nDCG is trec_eval's and BEIR's: linear gains, discount
log2(rank + 1) (Järvelin & Kekäläinen 2002). Rates have Wilson's 95 % interval, means the
percentile bootstrap's.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from assistant.evaluate.metrics import percentile, wilson

CUTS = (1, 5, 10, 20)
DEPTH = max(CUTS)
NDCG, MRR = "nDCG@10", "MRR@10"
MEASURES = (*(f"R@{k}" for k in CUTS), NDCG, MRR, *(f"hit@{k}" for k in CUTS))
_TOP = 10
_RESAMPLES = 2_000
_SEED = 20_261_122

Grades = Mapping[str, float]
"""Relevant document → grade above zero."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean over `total` queries and its 95 % interval."""

    value: float
    low: float
    high: float
    total: int


def recall(ranking: Sequence[str], grades: Grades, k: int) -> float:
    return sum(name in grades for name in ranking[:k]) / len(grades)


def hit(ranking: Sequence[str], grades: Grades, k: int) -> float:
    return float(any(name in grades for name in ranking[:k]))


def reciprocal_rank(ranking: Sequence[str], grades: Grades, k: int = _TOP) -> float:
    ranks = (rank for rank, name in enumerate(ranking[:k], 1) if name in grades)
    return 1 / next(ranks, math.inf)


def ndcg(ranking: Sequence[str], grades: Grades, k: int = _TOP) -> float:
    ideal = sorted(grades.values(), reverse=True)
    return _dcg([grades.get(name, 0.0) for name in ranking[:k]]) / _dcg(ideal[:k])


def score(ranking: Sequence[str], grades: Grades) -> dict[str, float]:
    """Every measure of one query. A document counts once, where it first stands."""
    ranking = list(dict.fromkeys(ranking))
    return {
        **{f"R@{k}": recall(ranking, grades, k) for k in CUTS},
        NDCG: ndcg(ranking, grades),
        MRR: reciprocal_rank(ranking, grades),
        **{f"hit@{k}": hit(ranking, grades, k) for k in CUTS},
    }


def figure(values: Sequence[float]) -> Figure:
    """The mean; Wilson's interval where all values are 0 or 1, the bootstrap's elsewhere."""
    mean = sum(values) / len(values) if values else math.nan
    if all(value in (0.0, 1.0) for value in values):
        low, high = wilson(round(sum(values)), len(values))
    else:
        low, high = bootstrap(values)
    return Figure(mean, low, high, len(values))


def bootstrap(values: Sequence[float]) -> tuple[float, float]:
    """95 % percentile interval of the mean (Efron 1979), seed fixed."""
    data = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(_SEED)
    means = [data[chance.integers(0, len(data), len(data))].mean() for _ in range(_RESAMPLES)]
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def ratio_interval(ours: Sequence[float], theirs: Sequence[float]) -> tuple[float, float]:
    """95 % interval of sum(ours) / sum(theirs), queries drawn in pairs."""
    a, b = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    chance = np.random.default_rng(_SEED)
    ratios = []
    for _ in range(_RESAMPLES):
        drawn = chance.integers(0, len(a), len(a))
        below = b[drawn].sum()
        ratios.append(a[drawn].sum() / below if below else math.inf)
    low, high = np.percentile(ratios, (2.5, 97.5), method="nearest")
    return float(low), float(high)


def summarise(scores: Sequence[Mapping[str, float]]) -> dict[str, Figure]:
    return {name: figure([one[name] for one in scores]) for name in MEASURES}


def latency(seconds: Sequence[float]) -> dict[str, float]:
    """Nearest-rank percentiles, in milliseconds."""
    return {f"p{p}_ms": 1_000 * percentile(seconds, p / 100) for p in (50, 95)}


def to_json(figures: Mapping[str, Figure]) -> dict[str, Any]:
    return {
        name: {key: _number(value) for key, value in asdict(one).items()}
        for name, one in figures.items()
    }


def _number(value: float) -> float | None:
    if isinstance(value, int):
        return value
    return round(value, 5) if math.isfinite(value) else None


def _dcg(gains: Sequence[float]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))
