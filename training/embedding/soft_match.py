"""Word-by-word likeness: each query subword takes its nearest subword of the passage.

The same vectors as the sentence model's, one subword at a time: « soft » BM25, where « maire »
half matches « élu ». It reranks the candidates of the first legs, so it costs no index, only
the subword numbers of each sentence. Needs numpy and the tokenizer alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray

from assistant.retrieve import parts

FLOOR = 0.1  # likeness below it is chance

Numbers = NDArray[np.int64]
Rows = NDArray[np.float32]


class SoftMatch:
    def __init__(self, folder: Path, passages: Sequence[str]) -> None:
        self._model = StaticModel.from_pretrained(folder, force_download=False)
        rows = np.asarray(self._model.embedding, np.float32)
        if self._model.weights is not None:
            rows = rows * np.asarray(self._model.weights, np.float32)[:, None]
        lengths = np.linalg.norm(rows, axis=1)
        self._units: Rows = rows / np.maximum(lengths, 1e-9)[:, None]
        self._passages = [self._numbers(sentences(text)) for text in passages]
        self._weights = lengths * self._rarity(len(rows))

    def scores(self, query: str, candidates: Sequence[int]) -> Rows:
        """One score a candidate: its words together, plus its best sentence."""
        words = self._numbers([query])[0]
        groups = [sentence for place in candidates for sentence in self._passages[place]]
        if not len(words) or not groups:
            return np.zeros(len(candidates), np.float32)
        weights = self._weights[words]
        starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
        known, where = np.unique(np.concatenate(groups), return_inverse=True)
        likeness = np.maximum(self._units[words] @ self._units[known].T - FLOOR, 0)
        best = np.maximum.reduceat(likeness[:, where], starts, axis=1)
        counts = [len(self._passages[place]) for place in candidates]
        firsts = np.cumsum([0, *counts[:-1]])
        whole = weights @ np.maximum.reduceat(best, firsts, axis=1)
        total: Rows = whole + np.maximum.reduceat(weights @ best, firsts)
        return total

    def _numbers(self, texts: Sequence[str]) -> list[Numbers]:
        """The different subwords of each text; a text without any is left out, if not alone."""
        found = [np.unique(np.array(ids, np.int64)) for ids in self._model.tokenize(texts)]
        return [ids for ids in found if len(ids)] or [np.zeros(1, np.int64)]

    def _rarity(self, size: int) -> Rows:
        seen = np.zeros(size, np.int64)
        for passage in self._passages:
            seen[np.unique(np.concatenate(passage))] += 1
        count = len(self._passages)
        rarity: Rows = np.log1p((count - seen + 0.5) / (seen + 0.5)).astype(np.float32)
        return rarity


def sentences(text: str) -> list[str]:
    """As the product cuts a passage; a text without words is one empty sentence."""
    return list(parts.sentences(text)) or [""]
