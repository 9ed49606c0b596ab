"""Words of a text that was read without French: accents lost, « l’ » read as a capital.

A noisy-channel choice (Kernighan, Church & Gale 1990): candidates come from the confusions of
optical recognition, each with a cost in powers of ten; the best is the candidate whose
log-frequency minus cost beats the word as read by a margin.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from assistant.ingest.repair.confusions import (
    ACCENTS,
    ELIDED,
    SHAPES,
    SIMPLE_SHAPES,
    SPLIT_FIRST,
    replacements,
    twice,
)
from assistant.ingest.repair.inflections import has_family
from assistant.lexicon import FLOOR, KNOWN, Lexicon

_VOWEL = "aeiouyhéèêàâîïôûœ"
_SPLIT_COST, _ELISION_COST = 1.0, 2.0
_MARGIN = 0.3
_LONG = 10
_CALM = 0.01
_SLOPPY = 3e-6
_USUAL = 2e-6
_USUAL_LOG = -4.0
_READ_FOR_L = frozenset("UPFCTIi1f")
_OFTEN_GLUED = frozenset({"l", "L", "d", "D", "qu", "Qu", "U", "P", "F", "C", "T"})


class BareRepair:
    """Mends single words of a text read without French. It knows the document's own words."""

    def __init__(self, lexicon: Lexicon, *, lost_accents: bool, noise: float = 1.0) -> None:
        self._lexicon = lexicon
        self._calm = noise < _CALM
        self._accents = lost_accents
        self.repair = lru_cache(maxsize=50_000)(self._repair)

    def _repair(self, word: str) -> str:
        """The word that was meant; the word itself when nothing better explains it."""
        word = self._ligature(word)
        if len(word) < 2 or word.isdigit() or (word.isupper() and len(word) <= 3):
            return word
        own = self._lexicon.log(word)
        if own > _USUAL_LOG:
            return word
        best, best_score = word, own + _MARGIN
        for candidate, score in self._candidates(word):
            if score > best_score:
                best, best_score = candidate, score
        return best

    def _ligature(self, word: str) -> str:
        """« coeur » as « cœur » where that form is as usual; « coexister » stays."""
        joined = word.replace("oe", "œ").replace("Oe", "Œ")
        if joined != word and self._lexicon.frequency(joined) > self._lexicon.frequency(word) / 2:
            return joined
        return word

    def _candidates(self, word: str) -> Iterator[tuple[str, float]]:
        """Candidates with their scores (log-frequency minus cost)."""
        if self._accents:
            for candidate, cost in twice(word, ACCENTS):
                yield candidate, self._lexicon.log(candidate) - cost
        if self._lexicon.frequency(word) >= KNOWN * 5:
            if not word[0].isupper():
                yield from self._splits(word)
            if self._lexicon.frequency(word) < _SLOPPY:
                yield from self._elisions(word, least=500 * self._lexicon.frequency(word))
            return
        yield from self._shapes(word)
        yield from self._elisions(word)
        yield from self._splits(word)

    def _shapes(self, word: str) -> Iterator[tuple[str, float]]:
        for candidate, cost in replacements(word, SHAPES):
            if "I" in candidate[1:] and not word[1:].isupper():
                continue
            if self._lexicon.frequency(candidate) >= (FLOOR * 10 if cost == 1.0 else 1e-6):
                yield candidate, self._lexicon.log(candidate) - cost
            for again, more in replacements(candidate, (*SIMPLE_SHAPES, *ACCENTS)):
                if self._lexicon.frequency(again) >= _USUAL:
                    yield again, self._lexicon.log(again) - cost - more

    def _elisions(self, word: str, least: float = 0.0) -> Iterator[tuple[str, float]]:
        """« linnovation », « Uécoute », « PODD »: an apostrophe lost, or read as a letter."""
        match = ELIDED.match(word)
        if match is None:
            return
        head, rest = match.group(), word[match.end() :]
        if len(rest) < 3 or rest[0].lower() not in _VOWEL:
            return
        article = "l" if head in _READ_FOR_L else head
        price = (0.0 if len(rest) >= _LONG else _ELISION_COST) + 2.0 * (head not in _OFTEN_GLUED)
        for meant, cost in ((rest, 0.0), *(twice(rest, ACCENTS) if self._accents else ())):
            usual = KNOWN * 5 if meant[0].islower() or meant.isupper() else _USUAL
            usual = FLOOR * 5 if len(meant) >= _LONG and meant[0].islower() else usual
            if self._lexicon.frequency(meant) >= max(usual, least):
                yield f"{article}’{meant}", self._lexicon.log(meant) - price - cost

    def _unlikely(self, word: str, second: str) -> bool:
        """« pourpoints », « enne »: rare words, more likely than a space lost."""
        if len(second) > 3:
            return has_family(word.lower(), self._lexicon.forms)
        return self._calm and second not in SPLIT_FIRST

    def _splits(self, word: str) -> Iterator[tuple[str, float]]:
        """« ala », « Siles », « ainvesti »: two words run together, scored as independent."""
        for cut in range(1, len(word) - 1):
            first, second = word[:cut], word[cut:]
            if first.lower() not in SPLIT_FIRST or second[0].isupper():
                continue
            if self._unlikely(word, second):
                continue
            usual = 1e-3 if len(second) <= 3 else 3e-5 if word[0].isupper() else KNOWN * 5
            if self._lexicon.frequency(second) >= usual:
                score = self._lexicon.log(first) + self._lexicon.log(second) - _SPLIT_COST
                yield f"{first} {second}", score
