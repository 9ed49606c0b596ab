"""Words found again by the letters they share: the index of a spelling checker."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.retrieve.sounds import sounds

_SIZE = 27  # a to z and the edge of a word
_SINGLE = _SIZE**2
_CODES = _SINGLE + _SIZE**3
_CLOSER_LOOK = 25


class Forms:
    """Folded words (a to z only), looked up by pairs and triples of letters, or by sound."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        self.sounds = tuple(sounds(self.words)) if self.words else ()
        self._alike: dict[str, list[int]] = {}
        for number, sound in enumerate(self.sounds):
            self._alike.setdefault(sound, []).append(number)
        self._lengths = np.fromiter(map(len, self.words), np.float32, len(self.words))
        codes, owners = _grams("\n".join(("", *self.words, "")))
        order = np.argsort(codes, kind="stable")
        self._owners = owners[order]
        self._bounds = np.searchsorted(codes[order], np.arange(_CODES + 1))

    def near(self, word: str, sound: str) -> list[int]:
        """Numbers of the words worth a closer look: those of the same sound, then those that
        share most pairs and triples of letters."""
        codes = np.unique(_grams(f"\n{word}\n")[0])
        held = [self._owners[self._bounds[c] : self._bounds[c + 1]] for c in codes]
        shared = np.bincount(np.concatenate(held), minlength=len(self.words))
        likely = np.flatnonzero(shared >= max(2, len(word) - 2))
        likeness = shared[likely] / (self._lengths[likely] + len(word))
        best = likely[np.argsort(-likeness, kind="stable")[:_CLOSER_LOOK]]
        alike = self._alike.get(sound, [])[:_CLOSER_LOOK]
        return list(dict.fromkeys([*alike, *best.tolist()]))


def _grams(text: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Codes of the letter pairs and triples of every line of `text`, edges included, and the
    number of each one's line."""
    letters = np.frombuffer(text.encode("ascii"), np.uint8).astype(np.int32) - (ord("a") - 1)
    letters[letters < 0] = 0
    line = np.cumsum(letters == 0, dtype=np.int32) - 1
    pairs = letters[:-1] * _SIZE + letters[1:]
    triples = _SINGLE + pairs[:-1] * _SIZE + letters[2:]
    # a pair belongs to the line of its first sign, the edge before a word opening its line
    return (
        np.concatenate([pairs[pairs > 0], triples[letters[1:-1] > 0]]),
        np.concatenate([line[:-1][pairs > 0], line[1:-1][letters[1:-1] > 0]]),
    )
