"""Which passages may say the same: those that share pairs of words, found for all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.french import STOP_WORDS, bare

_WORD = re.compile(rb"[a-z0-9]{3,}")
_SMALL = frozenset(word.encode("ascii", "ignore") for word in STOP_WORDS)
_MOST_HOLDERS = 30
"""A pair of words in more passages than this is the corpus's jargon, and tells nothing."""
_LEAST = 2
"""Pairs that two passages must share to be looked at: what is left between the misreadings of a
scan's short line."""
MOST_PARTNERS = 40

Partners = Mapping[int, tuple[int, ...]]


def pairs_of(text: str) -> frozenset[int]:
    """Hashes of the pairs of words that follow each other, small words passed over."""
    words = (word for word in _WORD.findall(bare(text)) if word not in _SMALL)
    return frozenset(map(hash, pairwise(words)))


def partners(texts: Sequence[str]) -> Partners:
    """For each text (by index) that shares pairs of words with others, these others, those that
    share most first. A hundred thousand passages take seconds: pairs are sorted, not looked up.
    """
    held = [pairs_of(text) for text in texts]
    sizes = np.array([len(pairs) for pairs in held], np.int64)
    keys = np.fromiter((key for pairs in held for key in pairs), np.int64, int(sizes.sum()))
    owners = np.repeat(np.arange(len(held)), sizes)
    counts = _shared(keys, owners, len(held))
    found: dict[int, list[tuple[int, int]]] = {}
    for one, other, count in counts:
        found.setdefault(one, []).append((-count, other))
        found.setdefault(other, []).append((-count, one))
    return {
        one: tuple(other for _, other in sorted(rows)[:MOST_PARTNERS])
        for one, rows in found.items()
    }


def _shared(
    keys: NDArray[np.int64], owners: NDArray[np.int64], total: int
) -> list[tuple[int, int, int]]:
    """(one, other, how many keys they share) for every two owners that share enough."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else owners[:0]
    lengths = np.diff(np.r_[starts, len(keys)])
    pairs: list[NDArray[np.int64]] = []
    for length in range(2, _MOST_HOLDERS + 1):
        groups = owners[starts[lengths == length][:, None] + np.arange(length)]
        left, right = np.triu_indices(length, 1)
        pairs.append((groups[:, left] * total + groups[:, right]).ravel())
    codes, counts = np.unique(np.concatenate(pairs), return_counts=True)
    enough = counts >= _LEAST
    codes, counts = codes[enough], counts[enough]
    return list(
        zip((codes // total).tolist(), (codes % total).tolist(), counts.tolist(), strict=True)
    )
