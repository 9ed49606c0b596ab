"""The lexical leg: BM25 (Lucene's variant) in a bm25s index made of our own stems."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PLACEHOLDER = ""
"""Stands for a stem in entries without any, so that an index of nothing can be written."""


def write_lexical(
    folder: Path, tokens: Sequence[Sequence[str]], *, k1: float = 1.2, b: float = 0.75
) -> None:
    """Index one sequence of stems per entry; entry n is row n.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009); Lucene's variant:
    idf × tf / (tf + k1 × (1 − b + b × length / mean length)),
    where idf = ln(1 + (N − df + ½) / (df + ½)).
    """
    vocabulary: dict[str, int] = {}
    ids = [
        [vocabulary.setdefault(stem, len(vocabulary)) for stem in stems or (PLACEHOLDER,)]
        for stems in tokens
    ]
    model = _bm25s().BM25(k1=k1, b=b, method="lucene")
    model.index((ids, vocabulary), create_empty_token=False, show_progress=False)
    model.save(folder, show_progress=False)


@dataclass(frozen=True, slots=True)
class Found:
    """A row with its score and the query's stems that it holds."""

    position: int
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """The rows that hold a stem, ascending, and what it gives each."""

    stem: str
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]

    @property
    def most(self) -> float:
        return float(self.scores.max())

    def holds(self, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Which of these rows hold the stem."""
        there: NDArray[np.bool_] = self.rows[self._places(rows)] == rows
        return there

    def add(self, totals: NDArray[np.float32], rows: NDArray[np.int64]) -> None:
        """Add to the totals of these rows alone."""
        places = self._places(rows)
        there = self.rows[places] == rows
        totals[rows[there]] += self.scores[places[there]]

    def _places(self, rows: NDArray[np.int64]) -> NDArray[np.intp]:
        return np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)


class Lexical:
    """A saved lexical index, memory-mapped."""

    long_column = 20_000
    """Rows from which passing over a column is worth a look."""

    def __init__(self, folder: Path) -> None:
        model = _bm25s().BM25.load(folder, mmap=True, show_progress=False)
        self._ids: dict[str, int] = model.vocab_dict
        self._scores: NDArray[np.float32] = np.asarray(model.scores["data"])
        self._rows: NDArray[np.int32] = np.asarray(model.scores["indices"])
        self._bounds: NDArray[np.int64] = model.scores["indptr"]
        self._size: int = model.scores["num_docs"]
        self._check()

    def search(self, weights: Mapping[str, float], k: int, also: Sequence[int] = ()) -> list[Found]:
        """The k best rows by Σ weight × score, and those of `also` that hold a stem of them;
        best first, ties by row. Weights are not negative."""
        columns = sorted(
            (
                self._column(stem, weight)
                for stem, weight in weights.items()
                if weight > 0 and self.document_frequency(stem)
            ),
            key=lambda column: len(column.rows),
        )
        if not columns:
            return []
        asked = np.unique(np.asarray(also, dtype=np.int64))
        totals, candidates = self._totals(columns, max(k, 0), asked)
        chosen = {*_largest(totals, candidates, k), *asked[totals[asked] > 0].tolist()}
        best = sorted(chosen, key=lambda row: (-totals[row], row))
        held = {column.stem: column.holds(np.array(best, np.int64)) for column in columns}
        words = [(stem, held[stem]) for stem in weights if stem in held]
        return [
            Found(row, float(totals[row]), tuple(stem for stem, there in words if there[place]))
            for place, row in enumerate(best)
        ]

    def _totals(
        self, columns: Sequence[_Column], k: int, asked: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Sums per row, and the rows among which the k best are; other rows' sums may be short.

        Rare stems come first. Once the k-th best sum is above all that the stems to come can
        give, a row without any stem so far is out of reach, and the long columns of everyday
        words are only looked up for the rows still in the running: MaxScore (Turtle and Flood,
        Query Evaluation: Strategies and Optimizations, 1995).
        """
        totals = np.zeros(self._size, dtype=np.float32)
        for place, column in enumerate(columns):
            if len(column.rows) > self.long_column and place:
                rest = sum(later.most for later in columns[place:])
                running = np.flatnonzero(totals)
                bound = _kth(totals[running], k)
                if bound > rest:
                    running = running[totals[running] + rest >= bound]
                    rows = np.union1d(running, asked)
                    for later in columns[place:]:
                        later.add(totals, rows)
                    return totals, running
            totals[column.rows] += column.scores
        return totals, np.flatnonzero(totals)

    @property
    def size(self) -> int:
        """How many entries it ranks."""
        return self._size

    def document_frequency(self, stem: str) -> int:
        if stem == PLACEHOLDER or stem not in self._ids:
            return 0
        column = self._ids[stem]
        return int(self._bounds[column + 1] - self._bounds[column])

    def vocabulary(self) -> Iterable[str]:
        return (stem for stem in self._ids if stem != PLACEHOLDER)

    def _column(self, stem: str, weight: float) -> _Column:
        column = self._ids[stem]
        bounds = slice(int(self._bounds[column]), int(self._bounds[column + 1]))
        return _Column(stem, self._rows[bounds], np.float32(weight) * self._scores[bounds])

    def _check(self) -> None:
        """Raises ValueError when the files do not belong together."""
        whole = len(self._bounds) == len(self._ids) + 1 and int(self._bounds[-1]) == len(
            self._rows
        ) == len(self._scores)
        if not whole:
            raise ValueError("bm25s files disagree")


def _kth(values: NDArray[np.float32], k: int) -> float:
    """The k-th largest; −∞ when there are fewer, or none is asked for."""
    if not 0 < k <= len(values):
        return -np.inf
    return float(np.partition(values, len(values) - k)[len(values) - k])


def _largest(totals: NDArray[np.float32], rows: NDArray[np.int64], k: int) -> list[int]:
    """Those of `rows` (ascending) with the k largest totals; among equals, the first ones."""
    if k < 1:
        return []
    if len(rows) > k:
        values = totals[rows]
        bound = _kth(values, k)
        over, even = rows[values > bound], rows[values == bound]
        rows = np.concatenate([over, even[: k - len(over)]])
    return [int(row) for row in rows]


def _bm25s() -> Any:
    import bm25s

    # Importing bm25s sets its logger to DEBUG, which would spill into a server's log.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s
