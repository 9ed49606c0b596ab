"""Legs to one ranking: a weighted sum of normalised scores.

Scores, not ranks, are fused: a leg that is sure counts more than one that hesitates, and a
weak leg cannot drag a strong one down as equal-weight reciprocal ranks do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean, pstdev

from assistant.domain import LegScore
from assistant.ports import Match


def fuse(
    legs: Mapping[str, Sequence[Match]], weights: Mapping[str, float]
) -> list[tuple[str, float, tuple[LegScore, ...]]]:
    """(passage id, score, leg scores), best first; ties go to the smaller id.

    Each leg's scores become z-scores over its own candidates; a passage that a leg did not
    bring gets that leg's lowest one.
    """
    scores: dict[str, float] = {}
    said: dict[str, list[LegScore]] = {}
    for leg, matches in legs.items():
        for rank, match in enumerate(matches, 1):
            said.setdefault(match.passage_id, []).append(
                LegScore(leg, rank, match.score, match.words)
            )
            scores.setdefault(match.passage_id, 0.0)
    for leg, matches in legs.items():
        standard = standardise([m.score for m in matches])
        by_id = dict(zip((m.passage_id for m in matches), standard, strict=True))
        lowest = min(standard, default=0.0)
        for name in scores:
            scores[name] += weights.get(leg, 0.0) * by_id.get(name, lowest)
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [(name, score, tuple(said[name])) for name, score in ranked]


def standardise(scores: Sequence[float]) -> list[float]:
    """z-scores; all zero when the scores do not differ."""
    if not scores:
        return []
    mean, deviation = fmean(scores), pstdev(scores)
    return [(s - mean) / deviation if deviation > 1e-9 else 0.0 for s in scores]
