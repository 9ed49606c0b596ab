"""Passages cut for comparison word by word, and their rows in the passage store."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from assistant.ports import Numbers, Subwords, Units, Vectors

_HEAD = 3


Parts = tuple[Sequence[str], Sequence[str]]
"""The texts of a passage's units: heading and sentences, then its expansion."""


class UnitCutter:
    """Cuts passages with one subword table."""

    def __init__(self, subwords: Subwords) -> None:
        self._subwords = subwords
        self._rows: Vectors = np.asarray(subwords.vectors, np.float32)

    @property
    def vocabulary(self) -> int:
        return len(self._rows)

    def cut(self, parts: Sequence[Parts]) -> list[Units]:
        """Units of each passage; a part without any known subword is left out."""
        texts = [text for sentences, questions in parts for text in (*sentences, *questions)]
        numbers = iter(self._subwords.numbers(texts))
        return [
            self._units(
                [ids for _ in sentences if len(ids := next(numbers))],
                [ids for _ in questions if len(ids := next(numbers))],
            )
            for sentences, questions in parts
        ]

    def _units(self, sentences: Sequence[Numbers], questions: Sequence[Numbers]) -> Units:
        groups = [*sentences, *questions]
        sums = [self._rows[ids].sum(axis=0) for ids in groups]
        whole = sum(sums[: len(sentences)], np.zeros(self._rows.shape[1], np.float32))
        return Units(
            numbers=np.concatenate([np.zeros(0, np.int32), *groups]).astype(np.int32),
            sizes=np.array([len(ids) for ids in groups], np.int32),
            norms=np.array([np.linalg.norm(one) for one in sums], np.float32),
            sentences=len(sentences),
            norm=float(np.linalg.norm(whole)),
        )


def count(units: Iterable[Units], vocabulary: int) -> Numbers:
    """In how many passages each subword stands, expansion left aside."""
    found = np.zeros(vocabulary, np.int32)
    for one in units:
        found[np.unique(one.numbers[: int(one.sizes[: one.sentences].sum())])] += 1
    return found


def pack(units: Units) -> bytes:
    """Little-endian 32-bit words: counts of sentences and of units, norm, sizes, norms, numbers."""
    head = np.array([units.sentences, len(units.sizes)], "<i4")
    norm = np.array([units.norm], "<f4")
    parts = (head, norm, units.sizes, units.norms, units.numbers)
    return b"".join(part.astype(part.dtype.newbyteorder("<")).tobytes() for part in parts)


def unpack(data: bytes) -> Units:
    """Raises ValueError when the row is not one of ours."""
    words = np.frombuffer(data, "<i4")
    if len(words) < _HEAD:
        raise ValueError("units too short")
    sentences, size = int(words[0]), int(words[1])
    ends = _HEAD + size, _HEAD + 2 * size
    units = Units(
        numbers=words[ends[1] :],
        sizes=words[_HEAD : ends[0]],
        norms=words[ends[0] : ends[1]].view("<f4"),
        sentences=sentences,
        norm=float(words[2:3].view("<f4")[0]),
    )
    whole = 0 <= sentences <= size == len(units.norms)
    if not whole or int(units.sizes.sum()) != len(units.numbers):
        raise ValueError("units disagree")
    return units
