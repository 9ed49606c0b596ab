"""How usual a French word is, and which usual words look like a misread one.

Frequencies come from the `wordfreq` package (Speer 2022), as a share of running words.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from assistant.french import fold

KNOWN = 1e-7
"""Above this share a form is taken for a word; below, for noise or a rare name."""
USUAL = 1e-6
"""Above this share a form is an everyday word: not a typing error of another."""
FLOOR = 1e-9
_REMEMBERED = 200_000


class Lexicon:
    """Word frequencies of French, completed by a document's own vocabulary."""

    def __init__(self, frequencies: Mapping[str, float], own: Mapping[str, float] | None = None):
        self._frequencies = frequencies
        self._own = own or {}
        self._known: dict[str, bool] = {}

    @staticmethod
    @lru_cache(maxsize=1)
    def shared() -> Lexicon:
        """The lexicon of the language alone; read once."""
        from wordfreq import get_frequency_dict

        return Lexicon(get_frequency_dict("fr", wordlist="large"))

    def with_own(self, own: Mapping[str, float]) -> Lexicon:
        """The same, where forms that a document uses again and again count as known."""
        return Lexicon(self._frequencies, own)

    def frequency(self, word: str) -> float:
        """Share of running words, 0.0 when never seen. Case does not count."""
        lowered = word.lower().replace("’", "'")
        return max(self._frequencies.get(lowered, 0.0), self._own.get(lowered, 0.0))

    @property
    def forms(self) -> Mapping[str, float]:
        """Share of each form of the language, in small letters, as it is stored: for searches
        that ask for many at once."""
        return self._frequencies

    def log(self, word: str) -> float:
        """Base-10 logarithm of the frequency, floored at 1e-9."""
        return math.log10(max(self.frequency(word), FLOOR))

    def knows(self, word: str) -> bool:
        """Whether the form is a usual word (each part of a compound counts)."""
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[word] = self._looked_up(word)
        return known

    def _looked_up(self, word: str) -> bool:
        if self.frequency(word) >= KNOWN:
            return True
        parts = [part for part in word.split("-") if part]
        return len(parts) > 1 and all(self.frequency(part) >= KNOWN for part in parts)

    def is_usual(self, folded: str) -> bool:
        """Whether an accent-folded form is an everyday word under some accents."""
        return self.folded.get(folded, 0.0) >= USUAL

    @property
    def folded(self) -> Mapping[str, float]:
        """Share of each known form, accents folded; of forms that fold alike, the highest."""
        return self._by_fold[0]

    def spelled(self, folded: str) -> str:
        """A folded form with the accents it most often has; itself when it is not known."""
        return self._by_fold[1].get(folded, folded)

    @cached_property
    def _by_fold(self) -> tuple[dict[str, float], dict[str, str]]:
        shares: dict[str, float] = {}
        accented: dict[str, str] = {}
        for word, frequency in self._frequencies.items():
            if frequency < KNOWN:
                continue
            form = word if word.isascii() else fold(word)
            if frequency > shares.get(form, 0.0):
                shares[form] = frequency
                if form != word:
                    accented[form] = word
                else:
                    accented.pop(form, None)
        return shares, accented

    def known_share(self, words: Iterable[str]) -> float:
        """Share of the letters that stand in known words, 0 to 1."""
        total = known = 0
        for word, count in Counter(words).items():
            total += count * len(word)
            known += count * len(word) * self.knows(word)
        return known / total if total else 0.0

    def is_infinitive(self, word: str) -> bool:
        """Whether a form is an infinitive, judged by its own usual conjugated forms."""
        word = word.lower()
        if word.endswith("er") and len(word) > 3:
            return self.knows(word[:-2] + "é") and self.knows(word)
        if word.endswith("ir") and len(word) > 3:
            return self.knows(word[:-1] + "t") or word.endswith(("oir", "enir", "uvrir"))
        return word.endswith(_INFINITIVE_ENDS)


_INFINITIVE_ENDS = (
    "faire", "mettre", "prendre", "rendre", "tendre", "pondre", "cendre", "fendre", "vendre",
    "attendre", "joindre", "craindre", "uire", "dire", "lire", "crire", "être", "vivre",
    "suivre", "naître", "naitre", "croire", "boire", "clure", "courre", "vaincre", "plaire",
)  # fmt: skip
