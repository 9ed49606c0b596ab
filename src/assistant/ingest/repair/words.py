"""Misread words: the usual French word that best explains what was read.

A noisy-channel choice (Kernighan, Church & Gale 1990): candidates come from the confusions of
optical recognition, each with a cost in powers of ten; the best is the candidate whose
log-frequency minus cost beats the word as read by a margin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.lexicon import FLOOR, KNOWN, Lexicon

_ACCENTS = (
    ("e", "è", 0.4), ("e", "ê", 0.4), ("é", "è", 0.4), ("é", "ê", 0.4), ("o", "ô", 0.4),
    ("u", "û", 0.6), ("u", "ù", 0.6), ("a", "â", 0.4), ("a", "à", 0.4), ("i", "î", 0.4),
    ("i", "ï", 0.4),
    ("c", "ç", 0.4), ("eé", "é", 0.4), ("eé", "è", 0.6), ("ée", "è", 0.6), ("e", "é", 1.2),
)  # fmt: skip
_SHAPES = (
    ("I", "l", 1.0),
    ("l", "I", 1.5),
    *((old, new, 2.2)
    for old, new in (
        ("g", "ç"), ("cg", "ç"), ("ce", "œ"), ("os", "œ"), ("b", "ô"), ("6", "ô"), ("o6", "ô"),
        ("d", "ô"), ("é", "ô"), ("t", "ù"), ("ii", "i"), ("f", "l"), ("l", "i"), ("i", "l"),
        ("1", "l"), ("|", "l"), ("g", "è"), ("gu", "qu"), ("gq", "q"), ("j", "i"), ("rn", "m"),
        ("cl", "d"),
        ("0", "o"), ("é", "e"), ("£", "f"), ("a", "à"), ("€", "é"), ("c", "o"),
        ("n", "u"), ("u", "n"), ("h", "b"), ("S", "é"), ("bd", "ô"), ("fl", "fil"), ("F", "E"),
        ("ij", "j"),
    )),
)  # fmt: skip
_ELIDED = re.compile(r"^(?:[ldnsjcmtLDNSJCMT]|[Qq]u|[UPFCTIi1f])(?=[aeiouyhéèêàâîïôûœAEIOUYHÉÈÊ])")
_VOWEL = "aeiouyhéèêàâîïôûœ"
_Costed = tuple[tuple[str, str, float], ...]
_SPLIT_COST, _ELISION_COST = 1.0, 2.0
_MARGIN = 0.3
_LONG = 10
_SLOPPY = 3e-6
_USUAL = 2e-6
_USUAL_LOG = -4.0
_READ_FOR_L = frozenset("UPFCTIi1f")
_OFTEN_GLUED = frozenset({"l", "L", "d", "D", "qu", "Qu", "U", "P", "F", "C", "T"})
_SPLIT_FIRST = frozenset(
    "a à au aux ce ces cette de des du en et il ils la le les leur on ou par pas pour que qui sa se"
    " ses si son sont sur un une".split()
)


class WordRepair:
    """Repairs single words. One instance per document: it knows the document's own words."""

    def __init__(self, lexicon: Lexicon, *, lost_accents: bool) -> None:
        self._lexicon = lexicon
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
            for candidate, cost in _twice(word, _ACCENTS):
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
        for candidate, cost in _replacements(word, _SHAPES):
            if "I" in candidate[1:] and not word[1:].isupper():
                continue
            if self._lexicon.frequency(candidate) >= (FLOOR * 10 if cost == 1.0 else 1e-6):
                yield candidate, self._lexicon.log(candidate) - cost
            for again, more in _replacements(candidate, (*_SHAPES[:9], *_ACCENTS)):
                if self._lexicon.frequency(again) >= _USUAL:
                    yield again, self._lexicon.log(again) - cost - more

    def _elisions(self, word: str, least: float = 0.0) -> Iterator[tuple[str, float]]:
        """« linnovation », « Uécoute », « PODD »: an apostrophe lost, or read as a letter."""
        match = _ELIDED.match(word)
        if match is None:
            return
        head, rest = match.group(), word[match.end() :]
        if len(rest) < 3 or rest[0].lower() not in _VOWEL:
            return
        article = "l" if head in _READ_FOR_L else head
        price = (0.0 if len(rest) >= _LONG else _ELISION_COST) + 2.0 * (head not in _OFTEN_GLUED)
        for meant, cost in ((rest, 0.0), *(_twice(rest, _ACCENTS) if self._accents else ())):
            usual = KNOWN * 5 if meant[0].islower() or meant.isupper() else _USUAL
            usual = FLOOR * 5 if len(meant) >= _LONG and meant[0].islower() else usual
            if self._lexicon.frequency(meant) >= max(usual, least):
                yield f"{article}’{meant}", self._lexicon.log(meant) - price - cost

    def _splits(self, word: str) -> Iterator[tuple[str, float]]:
        """« ala », « Siles », « ainvesti »: two words run together, scored as independent."""
        for cut in range(1, len(word) - 1):
            first, second = word[:cut], word[cut:]
            if first.lower() not in _SPLIT_FIRST or second[0].isupper():
                continue
            usual = 1e-3 if len(second) <= 3 else 3e-5 if word[0].isupper() else KNOWN * 5
            if self._lexicon.frequency(second) >= usual:
                score = self._lexicon.log(first) + self._lexicon.log(second) - _SPLIT_COST
                yield f"{first} {second}", score


def _twice(word: str, pairs: _Costed) -> Iterator[tuple[str, float]]:
    """One substitution, or two (« intérét », « systémes »)."""
    for once, cost in _replacements(word, pairs):
        yield once, cost
        for twice, more in _replacements(once, pairs):
            yield twice, cost + more


def _replacements(word: str, pairs: _Costed) -> Iterator[tuple[str, float]]:
    for old, new, cost in pairs:
        start = word.find(old)
        while start >= 0:
            yield word[:start] + new + word[start + len(old) :], cost
            start = word.find(old, start + 1)
