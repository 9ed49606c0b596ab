"""The late legs: what a static model's table says of each candidate, unit by unit.

A passage is long and a question short, so the likeness of their two means says little. Here the
question is compared with each sentence, with each question that expansion adds, and word by word:
every subword of the question takes its nearest subword of the passage (the « MaxSim » of Khattab
and Zaharia, ColBERT, 2020, on static vectors), weighted by its rarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.ports import Numbers, Subwords, Units, Vector

FLOOR = 0.1
"""Likeness below it is chance."""

Scores = NDArray[np.float32]
_ONE_THREAD = 1 << 18


@dataclass(frozen=True, slots=True)
class Late:
    """Scores of each candidate, shape (candidates,).

    dense: cosine of the question and the whole passage, heading included, expansion not; unit:
    of its best sentence or added question; soft: word by word, the passage's words together plus
    its best sentence alone, 0 to 2; soft_unit: its best sentence or added question alone, 0 to 1.
    """

    dense: Scores
    unit: Scores
    soft: Scores
    soft_unit: Scores


class LateScorer:
    """Compares questions with candidates through one table."""

    def __init__(self, subwords: Subwords) -> None:
        self._subwords = subwords
        rows = np.asarray(subwords.vectors, np.float32)
        self._norms: Scores = np.linalg.norm(rows, axis=1)
        self._directions = rows / np.maximum(self._norms, 1e-9)[:, np.newaxis]

    def score(
        self, query: str, vector: Vector, candidates: Sequence[Units], counts: Numbers, total: int
    ) -> Late:
        """`vector` is the question's own; `counts` in how many of the `total` passages each
        subword stands."""
        size = len(candidates)
        found = Late(*(np.zeros(size, np.float32) for _ in range(4)))
        filled = [place for place, one in enumerate(candidates) if len(one.sizes)]
        if not filled:
            return found
        kept = [candidates[place] for place in filled]
        numbers = np.concatenate([one.numbers for one in kept])
        sizes = np.concatenate([one.sizes for one in kept])
        starts = np.cumsum(sizes) - sizes
        known, where = self._distinct(numbers)
        asked = np.unique(self._subwords.numbers([query])[0])
        sides = np.vstack([vector, self._directions[asked]])
        products = _product(self._directions[known], sides.T)
        sums = np.add.reduceat((products[:, 0] * self._norms[known])[where], starts)
        cosines = sums / np.maximum(np.concatenate([one.norms for one in kept]), 1e-9)
        rarity = np.log1p((total - counts[asked] + 0.5) / (counts[asked] + 0.5))
        weights = self._norms[asked] * rarity.astype(np.float32)
        weights /= max(float(weights.sum()), 1e-9)
        likeness = np.maximum(products[:, 1:] - FLOOR, 0)
        nearest = np.maximum.reduceat(likeness[where], starts, axis=0)
        weighed = nearest * weights
        alone = weighed.sum(axis=1)
        counted = np.array([len(one.sizes) for one in kept])
        firsts = np.cumsum(counted) - counted
        place = np.arange(len(sizes)) - np.repeat(firsts, counted)
        sentence = place < np.repeat([one.sentences for one in kept], counted)
        norms = np.maximum(np.array([one.norm for one in kept], np.float32), 1e-9)
        together = np.maximum.reduceat(np.where(sentence[:, np.newaxis], weighed, 0), firsts)
        best = np.maximum.reduceat(np.where(sentence, alone, 0), firsts)
        found.dense[filled] = np.add.reduceat(np.where(sentence, sums, 0), firsts) / norms
        found.unit[filled] = np.maximum.reduceat(cosines, firsts)
        found.soft[filled] = together.sum(axis=1) + best
        found.soft_unit[filled] = np.maximum.reduceat(alone, firsts)
        return found

    def _distinct(self, numbers: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The different numbers, and the place of each number among them."""
        there = np.zeros(len(self._norms), bool)
        there[numbers] = True
        known = np.flatnonzero(there)
        places = np.zeros(len(self._norms), np.intp)
        places[known] = np.arange(len(known))
        return known, places[numbers]


def _product(rows: Scores, columns: Scores) -> Scores:
    """`rows @ columns`, in pieces small enough for OpenBLAS to keep each to one thread: on a
    busy machine its threads wait for each other far longer than the work takes (12 ms in place
    of 0.4, on two cores)."""
    columns = np.ascontiguousarray(columns)
    step = max(1, _ONE_THREAD // max(columns.size, 1))
    product = np.empty((len(rows), columns.shape[1]), np.float32)
    # its vector kernels may raise flags for lanes that they do not use
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        for start in range(0, len(rows), step):
            np.matmul(rows[start : start + step], columns, out=product[start : start + step])
    return product
