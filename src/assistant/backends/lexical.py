"""The lexical leg: BM25 (Lucene's variant) in a bm25s index made of our own stems."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
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


class Lexical:
    """A saved lexical index, memory-mapped."""

    def __init__(self, folder: Path) -> None:
        model = _bm25s().BM25.load(folder, mmap=True, show_progress=False)
        self._ids: dict[str, int] = model.vocab_dict
        self._scores: NDArray[np.float32] = model.scores["data"]
        self._rows: NDArray[np.int32] = model.scores["indices"]
        self._bounds: NDArray[np.int64] = model.scores["indptr"]
        self._size: int = model.scores["num_docs"]
        self._check()

    def search(
        self, weights: Mapping[str, float], k: int, name: Callable[[int], str]
    ) -> list[tuple[str, float, tuple[str, ...]]]:
        """The k best rows by Σ weight × score, named, with the stems each one holds."""
        columns = {
            stem: (*self._column(stem), weight)
            for stem, weight in weights.items()
            if weight != 0 and self.document_frequency(stem)
        }
        if not columns or k < 1:
            return []
        totals = np.zeros(self._size, dtype=np.float64)
        found = np.zeros(self._size, dtype=bool)
        for rows, scores, weight in columns.values():
            totals[rows] += weight * scores
            found[rows] = True
        candidates = np.flatnonzero(found)
        best = candidates[np.argsort(-totals[candidates], kind="stable")[:k]]
        return [
            (
                name(int(row)),
                float(totals[row]),
                tuple(stem for stem, (rows, _, _) in columns.items() if _holds(rows, int(row))),
            )
            for row in best
        ]

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

    def _column(self, stem: str) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        column = self._ids[stem]
        bounds = slice(int(self._bounds[column]), int(self._bounds[column + 1]))
        return self._rows[bounds], self._scores[bounds]

    def _check(self) -> None:
        """Raises ValueError when the files do not belong together."""
        whole = len(self._bounds) == len(self._ids) + 1 and int(self._bounds[-1]) == len(
            self._rows
        ) == len(self._scores)
        if not whole:
            raise ValueError("bm25s files disagree")


def _holds(rows: NDArray[np.int32], row: int) -> bool:
    """Rows of a column are sorted."""
    place = int(np.searchsorted(rows, row))
    return place < len(rows) and int(rows[place]) == row


def _bm25s() -> Any:
    import bm25s

    # Importing bm25s sets its logger to DEBUG, which would spill into a server's log.
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s
