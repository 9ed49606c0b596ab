"""Misread words: the usual French word that best explains what was read.

Every candidate has the logarithm of its frequency less what its misreading costs, and must beat
what speaks for the word as read. How much it must beat it by falls with the noise of the page:
among clean words an unknown one is rare, old or foreign; among misread ones it is misread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.ingest.repair.channel import candidates
from assistant.ingest.repair.confusions import SPLIT_FIRST
from assistant.ingest.repair.inflections import has_family
from assistant.lexicon import Lexicon

NOISY = 0.03
"""Share of unknown words from which a page is taken for thoroughly misread."""
_UNSEEN, _SHORT, _NAME, _FIRST, _CAPITALS = -7.5, -6.4, -5.6, -6.8, -6.2
_SEEN_MARGIN, _FAMILY = 2.0, -8.2
_CALM = 0.8
_AMBIGUOUS = 0.25
_HERE = 0.7
_SPLIT_COST, _ELISION_COST = 1.0, 1.8
_LIKELY, _MOST, _TINY = 1.5, {3: 1.5, 4: 2.3}, -4.0
_RARE = 1e-7
_USUAL_ALONE = 1e-6
_PLAIN = re.compile(r"[^\W\d_]+")
_EVERYDAY, _FAR_MORE = 3e-6, 100
_UNIT = re.compile(r"\d+[a-zA-Z]{1,2}|[A-Z]+\d+|[a-z]\d+")
_BY_LENGTH = {7: -7.8, 8: -8.2, 9: -8.6, 10: -8.9}
_LONG, _NOT_FRENCH = -9.2, 1.5
_FOREIGN = re.compile("[äöíóúñãõåßìòýÿ]")
_OLD_FORM = re.compile(r"[^\W\d_]{2}[âîû](?:t|mes|tes)$")
"""« qu’il finît »: forms of books, seldom seen, that plainer ones would swallow."""
_READ_FOR_L, _VOWELS, _ARTICLE_COST = frozenset("PUTF"), "aeiouyhéèêâîôœ", 0.3
_ELIDED = re.compile(r"(?:[ldnsjcmt]|qu)(?=[aeiouyhéèêàâîïôûœ])")


class WordRepair:
    """Mends single words of a page: it knows the page's own words and how noisy it is."""

    def __init__(
        self,
        lexicon: Lexicon,
        *,
        noise: float = NOISY,
        here: frozenset[str] = frozenset(),
    ) -> None:
        self._lexicon = lexicon
        self._calm = _CALM * (1 - min(noise / NOISY, 1))
        self._deep = noise > NOISY / 2
        self._here = here
        self.repair = lru_cache(maxsize=10_000)(self._repair)

    def _repair(self, word: str, starts: bool = True) -> str:
        """The word that was meant; the word itself when nothing better explains it. `starts`
        says whether it begins a sentence: a capital elsewhere makes a name of it."""
        word = self._accent(self._ligature(word))
        if not self._doubtful(word):
            return word
        small = word.lower()
        least = self._least(word, small, starts)
        named = word[0].isupper() and not starts
        ranked = sorted(self._scored(word, small, named), key=lambda pair: -pair[1])
        if not ranked or ranked[0][1] < least:
            return word
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < _AMBIGUOUS:
            return word
        best = ranked[0][0]
        return best if "’" in best and word[0] in _READ_FOR_L else _cased(best, word)

    def _ligature(self, word: str) -> str:
        """« coeur » as « cœur » where that form is as usual; « coexister » stays."""
        joined = word.replace("oe", "œ").replace("Oe", "Œ")
        frequency = self._lexicon.frequency
        return joined if joined != word and frequency(joined) > frequency(word) / 2 else word

    def _doubtful(self, word: str) -> bool:
        if len(word) < 3 or _UNIT.fullmatch(word) or word.isdigit():
            return False
        if word[0].isupper() and len(word) < 5:
            return False
        if _OLD_FORM.search(word):
            return False
        return self._lexicon.frequency(word) < _RARE

    def _accent(self, word: str) -> str:
        """« systéme »: é inside a word for è or ê, though typing errors make it half usual."""
        frequency = self._lexicon.frequency
        least = max(_EVERYDAY, _FAR_MORE * frequency(word))
        inside = [at for at, sign in enumerate(word[:-2]) if sign == "é"]
        near = (word[:at] + mark + word[at + 1 :] for at in inside for mark in "èê")
        return next((meant for meant in near if frequency(meant) >= least), word)

    def _least(self, word: str, small: str, starts: bool) -> float:
        """What a candidate must reach."""
        least = _least(small, self._lexicon)
        if not word.isalpha():
            return least + self._calm
        if word.isupper():
            least = max(least, _CAPITALS)
        elif word[0].isupper():
            least = max(least, _FIRST if starts else _NAME)
        return least + self._calm

    def _scored(self, word: str, small: str, named: bool) -> Iterator[tuple[str, float]]:
        log = self._lexicon.log
        most = _LIKELY if named else _MOST.get(len(word), 9.0)
        for meant, cost in _near(small, self._lexicon, deep=self._deep or not word.isalpha()):
            if cost <= most and (len(word) > 3 or log(meant) >= _TINY):
                yield meant, log(meant) - cost + _HERE * (meant in self._here)
        yield from self._misread_article(word)
        if word.islower() and word.isalpha():
            yield from self._elisions(small)
            yield from self._splits(small)

    def _elisions(self, word: str) -> Iterator[tuple[str, float]]:
        """« linnovation »: an apostrophe lost."""
        match = _ELIDED.match(word)
        rest = word[match.end() :] if match else ""
        usual = _RARE if len(rest) > 6 else _USUAL_ALONE
        if match and len(rest) >= 4 and self._lexicon.frequency(rest) >= usual:
            yield f"{match.group()}’{rest}", self._lexicon.log(rest) - _ELISION_COST

    def _misread_article(self, word: str) -> Iterator[tuple[str, float]]:
        """« Paction », « Uécoute »: « l’ » read as a capital."""
        rest = word[1:]
        if word[0] in _READ_FOR_L and len(rest) >= 5 and rest.islower() and rest[0] in _VOWELS:
            yield f"l’{rest}", self._lexicon.log(rest) - _ARTICLE_COST

    def _splits(self, word: str) -> Iterator[tuple[str, float]]:
        """« ala », « lesterritoires »: two words run together, scored as independent."""
        for cut in range(1, len(word) - 1):
            first, second = word[:cut], word[cut:]
            usual = 1e-3 if len(second) <= 3 else _USUAL_ALONE
            if first in SPLIT_FIRST and self._lexicon.frequency(second) >= usual:
                score = self._lexicon.log(first) + self._lexicon.log(second) - _SPLIT_COST
                yield f"{first} {second}", score


@lru_cache(maxsize=50_000)
def _near(word: str, lexicon: Lexicon, *, deep: bool) -> tuple[tuple[str, float], ...]:
    return tuple(candidates(word, lexicon.forms, deep=deep).items())


def _cased(meant: str, read: str) -> str:
    if read.isupper() and len(read) > 1:
        return meant.upper()
    return meant[0].upper() + meant[1:] if read[0].isupper() else meant


def _least(word: str, lexicon: Lexicon) -> float:
    """What speaks for a word as it was read, in powers of ten."""
    if lexicon.frequency(word):
        least = lexicon.log(word) + _SEEN_MARGIN
    elif has_family(word, lexicon.forms):
        least = _FAMILY + _SEEN_MARGIN
    else:
        least = _BY_LENGTH.get(len(word), _UNSEEN if len(word) < 9 else _LONG)
    if _FOREIGN.search(word):
        least -= _NOT_FRENCH
    return max(least, _SHORT) if len(word) < 5 else least


def looks_misread(word: str, lexicon: Lexicon) -> bool:
    """Whether an unknown word in small letters is a usual one whose print was misread."""
    least = _least(word, lexicon)
    return any(
        lexicon.log(meant) - cost >= least for meant, cost in _near(word, lexicon, deep=False)
    )


def noise_of(text: str, lexicon: Lexicon) -> float:
    """Share of the words of a page that stand nowhere, names and figures apart."""
    words = _PLAIN.findall(text)
    unseen = sum(len(w) > 2 and w.islower() and not lexicon.frequency(w) for w in words)
    return unseen / len(words) if words else 0.0
