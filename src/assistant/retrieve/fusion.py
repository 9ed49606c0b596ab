"""Legs to one ranking: a weighted sum of normalised scores.

Scores, not ranks, are fused: a leg that is sure counts more than one that hesitates, and a
weak leg cannot drag a strong one down as equal-weight reciprocal ranks do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.domain import LegScore
from assistant.ports import Match

Fused = tuple[str, float, tuple[LegScore, ...]]


def fuse(
    legs: Mapping[str, Sequence[Match]], weights: Mapping[str, float], k: int | None = None
) -> list[Fused]:
    """(passage id, score, leg scores), the `k` best first; ties go to the smaller id.

    Each leg's scores become z-scores over its own candidates; a passage that a leg did not
    bring gets that leg's lowest one.
    """
    names = sorted({match.passage_id for matches in legs.values() for match in matches})
    place = {name: n for n, name in enumerate(names)}
    totals = np.zeros(len(names))
    for leg, matches in legs.items():
        weight = weights.get(leg, 0.0)
        if weight and matches:
            standard = standardise([match.score for match in matches])
            column = np.full(len(names), standard.min())
            column[[place[match.passage_id] for match in matches]] = standard
            totals += weight * column
    best = np.argsort(-totals, kind="stable")[:k]
    said: dict[str, list[LegScore]] = {names[n]: [] for n in best}
    for leg, matches in legs.items():
        weight = weights.get(leg, 0.0)
        for rank, match in enumerate(matches, 1):
            if match.passage_id in said:
                one = LegScore(leg, rank, match.score, match.words, weight)
                said[match.passage_id].append(one)
    return [(names[n], float(totals[n]), tuple(said[names[n]])) for n in best]


def standardise(scores: Sequence[float]) -> NDArray[np.float64]:
    """z-scores; all zero when the scores do not differ."""
    values = np.asarray(scores, np.float64)
    deviation = values.std() if len(values) else 0.0
    if deviation <= 1e-9:
        return np.zeros(len(values))
    standard: NDArray[np.float64] = (values - values.mean()) / deviation
    return standard
