"""Which known word a misspelt one was meant to be.

A noisy channel (Kernighan, Church & Gale 1990): how usual a known word is, in the documents and
in the language, times how likely it is to be typed this way. The word typed competes as it
stands, so a right but rare word, a name or another language is left alone; so do usual words
that the documents lack, so that a misspelt one of those is not drawn to the documents' nearest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.domain import Mending
from assistant.french import STOP_WORDS, stem
from assistant.lexicon import USUAL, Lexicon
from assistant.retrieve.letters import Forms
from assistant.retrieve.slips import cost
from assistant.retrieve.sounds import sounds

_SHORTEST, _LONGEST = 4, 24

# How likely a word is to be meant: shares of running words, and factors of them.
_OURS = 0.5
"""Share of the words asked that are the documents'; the others are the language's."""
_GLOSSARY = 1e-4
_UNHEARD = 0.3
"""For a word of the documents that no one else uses: a name, or a misread word."""
_OTHER_FORM = 0.2
"""For a form that the documents lack of a stem that they have."""

# How likely it is to be typed this way, or something else: powers of ten.
_NAME, _LETTER = -3.2, -0.6
"""A word nobody knows, and each of its letters."""
_UNSEEN = -1.5
"""A rare word whose stem alone the documents have."""
_SLIP = -2.3
_SMALL_WORD = -0.5
_ELISION, _NO_SPACE, _SPACE = -1.0, -1.5, -1.2
_MARGIN = 0.3
"""How much likelier than the word as typed another has to be."""
_CLOSE = 0.4
_MUCH_RARER = 2.0
"""How much likelier, when the word as typed is itself a usual one."""

# Errors, as `slips.cost` counts them.
_NEAREST, _NEAR, _FAR = 0.6, 1.0, 0.4
"""At most, for a usual word; for a known one; for each letter of any other."""
_GLUED = 0.5

_SOLID = 1e-5
_RUNNERS_UP, _KEPT = 8, 10_000
_WITH_NUMBER = re.compile(r"([a-z]{2,})(\d{1,4})")
_ELIDED = ("qu", "d", "l", "j", "t", "n", "s", "m", "c", "k")
_SMALL = (
    "les", "des", "une", "aux", "par", "sur", "pour", "dans", "avec", "que", "qui", "tout",
    "la", "le", "de", "du", "un", "et", "au", "ce", "en", "se", "sa", "ne", "ma", "mon", "son",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mend:
    """A typed word read as `words` (two when they were glued), `sure` from 0 to 1."""

    words: tuple[str, ...]
    why: Mending
    sure: float


@dataclass(frozen=True, slots=True)
class _Guess:
    """`score` is a power of ten, what typing it this way is likely to be."""

    words: tuple[str, ...]
    why: Mending
    score: float
    errors: float


class Speller:
    """Mends words towards those of one index, of the glossary and of the language.

    `frequencies` are the document frequencies of the index's stems; `seen` holds words of the
    documents as they are written there.
    """

    def __init__(
        self, frequencies: Mapping[str, int], seen: Iterable[str] = (), glossary: Iterable[str] = ()
    ) -> None:
        self._frequencies = frequencies
        self._total = max(sum(frequencies.values()), 1)
        self._glossary = frozenset(glossary)
        self._seen = frozenset(seen)
        self._shares = Lexicon.shared().folded
        language, met = _language()
        own = {w for w in self._seen if stem(w) in frequencies} | self._glossary
        met = met | {stem(w) for w in own}
        bare = (name for name in frequencies if name not in met)
        known = set(language.words)
        self._parts = (language, Forms(sorted({w for w in (*own, *bare) if _plain(w)} - known)))
        self._guessed: dict[str, tuple[_Guess, ...]] = {}

    def mend(self, word: str) -> tuple[Mend, ...]:
        """What a folded word was meant to be, surest first; () when it is better left alone."""
        numbered = _WITH_NUMBER.fullmatch(word)
        if numbered and word not in self._seen:
            return self._with_number(*numbered.groups())
        if len(word) < _SHORTEST or not _plain(word):
            return ()
        as_typed = self._typed(word)
        guesses = [g for g in self._guesses(word) if self._beats(g, word, as_typed)]
        return tuple(map(_mend, self._close(guesses)))

    def has_seen(self, word: str) -> bool:
        """Whether the documents hold the word as it stands."""
        return word in self._seen

    def join(self, left: str, right: str) -> Mend | None:
        """The one word that two typed ones were meant to be (« enco struction »), if any."""
        whole = left + right
        known = self._is_known(left) + self._is_known(right)
        if known == 2 or not _plain(whole):
            return None
        if self._is_known(whole):
            best = _Guess((whole,), "joined", self._prior(whole), 0.0)
        elif known == 0 and self._guesses(whole):
            best = replace(self._guesses(whole)[0], why="joined")
        else:
            return None
        likelier = best.score + _SPACE >= self._best(left) + self._best(right)
        return _mend(best) if likelier and any(map(self._is_ours, best.words)) else None

    def _close(self, guesses: list[_Guess]) -> list[_Guess]:
        """The best, and another word of ours about as likely."""
        first = guesses[:1]
        for guess in first:
            for other in guesses[1:]:
                if other.score >= guess.score - _CLOSE and _stems(other) != _stems(guess):
                    ours = self._is_ours(guess.words[-1]) and self._is_ours(other.words[-1])
                    return [guess, other] if ours else [guess]
        return first

    def _with_number(self, letters: str, digits: str) -> tuple[Mend, ...]:
        """« odd17 », « lodd17 »: a word and its number."""
        guesses = (g for g in self._glued(letters) if len(g.words) == 1)
        best = max(guesses, key=_score, default=None)
        if self._is_ours(letters):
            best = _Guess((letters,), "glued", 0.0, 0.0)
        if best is None or not self._is_ours(best.words[0]):
            return ()
        return (Mend((*best.words, digits), "glued", _mend(best).sure),)

    def _beats(self, guess: _Guess, word: str, as_typed: float) -> bool:
        if guess.score < as_typed + _MARGIN:
            return False
        share = self._shares.get(word, 0.0)
        if share >= USUAL:
            rarer = self._prior(guess.words[-1]) - as_typed
            return rarer >= _MUCH_RARER and guess.errors <= _NEAREST
        return share == 0.0 or (guess.errors <= _NEAR and guess.why != "glued")

    def _guesses(self, word: str) -> tuple[_Guess, ...]:
        """Likeliest first. A near word makes looking for glued ones needless."""
        if word not in self._guessed:
            guesses = list(self._slips(word))
            if all(guess.errors > _NEAREST for guess in guesses):
                guesses.extend(self._glued(word))
            guesses.sort(key=lambda guess: (-guess.score, guess.words))
            if len(self._guessed) >= _KEPT:
                self._guessed.clear()
            self._guessed[word] = tuple(guesses[:_RUNNERS_UP])
        return self._guessed[word]

    def _slips(self, word: str) -> Iterator[_Guess]:
        """The words that one may have meant to type, typed with a few errors or by ear."""
        (sound,) = sounds([word])
        for part in self._parts:
            for number in part.near(word, sound):
                form = part.words[number]
                if form == word:
                    continue
                errors, why = cost(word, sound, form, part.sounds[number])
                if errors > _FAR * len(word):
                    continue
                score = self._prior(form) + _SLIP * errors
                if form in STOP_WORDS and why != "phonetic":
                    score += _SMALL_WORD
                yield _Guess((form,), why, score, errors)

    def _glued(self, word: str) -> Iterator[_Guess]:
        """« dentreprise », « lachartre », « jouercollectif »: what was to be two words."""
        for begin in (*_ELIDED, *_SMALL):
            rest = word.removeprefix(begin)
            if rest == word or len(rest) < 3 or (begin in _ELIDED and rest[0] not in "aeiouyh"):
                continue
            glue = _ELISION if begin in _ELIDED else _NO_SPACE
            if self._is_known(rest):
                yield _Guess((rest,), "glued", self._prior(rest) + glue, _GLUED)
            elif len(rest) > _SHORTEST:
                for guess in self._slips(rest):
                    errors = guess.errors + _GLUED
                    yield _Guess(guess.words, "glued", guess.score + glue, errors)
        for cut in range(4, len(word) - 3):
            left, right = word[:cut], word[cut:]
            if self._is_solid(left) and self._is_solid(right):
                score = self._prior(left) + self._prior(right)
                yield _Guess((left, right), "glued", score, _GLUED)

    def _prior(self, word: str) -> float:
        ours = self._frequencies.get(stem(word), 0) / self._total
        language = self._shares.get(word, 0.0)
        if not language:
            ours *= _UNHEARD
        elif word not in self._seen:
            ours *= _OTHER_FORM
        share = _OURS * ours + (1 - _OURS) * language
        return math.log10(share + (_GLOSSARY if word in self._glossary else 0.0) or 1e-12)

    def _typed(self, word: str) -> float:
        prior = self._prior(word)
        if word not in self._seen and self._shares.get(word, 0.0) < USUAL:
            prior += _UNSEEN
        return max(prior, _NAME + _LETTER * len(word))

    def _best(self, word: str) -> float:
        return max([self._typed(word), *(guess.score for guess in self._guesses(word)[:1])])

    def _is_ours(self, word: str) -> bool:
        return stem(word) in self._frequencies or word in self._glossary

    def _is_known(self, word: str) -> bool:
        return self._is_ours(word) or self._shares.get(word, 0.0) >= USUAL

    def _is_solid(self, word: str) -> bool:
        return self._frequencies.get(stem(word), 0) > 1 or self._shares.get(word, 0.0) >= _SOLID


def _score(guess: _Guess) -> float:
    return guess.score


def _stems(guess: _Guess) -> tuple[str, ...]:
    return tuple(map(stem, guess.words))


def _mend(guess: _Guess) -> Mend:
    return Mend(guess.words, guess.why, round(max(0.5, 0.95 - 0.2 * guess.errors), 2))


def _plain(word: str) -> bool:
    return word.isascii() and word.isalpha() and len(word) <= _LONGEST


@lru_cache(maxsize=1)
def _language() -> tuple[Forms, frozenset[str]]:
    """The words of French that may be meant, and their stems."""
    shares = Lexicon.shared().folded
    usual = [w for w, f in shares.items() if f >= USUAL and _plain(w) and len(w) > 2]
    usual.sort(key=lambda word: (-shares[word], word))  # of those alike, the most usual first
    return Forms(usual), frozenset(map(stem, usual))
