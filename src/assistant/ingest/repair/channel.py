"""Which usual word a string of letters was, when it is no word: any misreading of print.

A noisy channel (Kernighan, Church & Gale 1990) over all words one misreading away, or two for
letters that look alike. Costs and frequencies are powers of ten.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from assistant.french import fold

_ALIKE = (
    "il1|!I", "it", "lt", "tfr", "ij", "lf", "ceo", "eé", "ce6", "aàâä", "ao", "eéèêë&", "iïîí",
    "uùûü", "oôöò0Q", "oó", "cç¢", "nu", "hb", "gqy", "yvÿ", "s5S$", "zZ2", "B8", "gç9", "ae",
    "àâ4", "êé€", "xz", "rn", "rv", "nv", "f£",
)  # fmt: skip
_PAIRS = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("li", "h"), ("h", "li"), ("ii", "u"),
    ("vv", "w"), ("in", "m"), ("ni", "m"), ("m", "in"), ("m", "ni"), ("rn", "in"), ("ri", "n"),
    ("n", "ri"), ("m", "nn"), ("nn", "m"), ("u", "ii"), ("fi", "fl"), ("fl", "fi"), ("ti", "u"),
    ("ll", "H"), ("H", "li"), ("H", "ll"), ("ce", "œ"), ("cc", "œ"), ("os", "œ"), ("ff", "fi"),
    ("ct", "d"), ("lt", "h"), ("fh", "ffi"), ("cf", "d"), ("ﬁ", "fi"), ("a", "œ"), ("æ", "œ"),
    ("tt", "ff"), ("ll", "tt"), ("il", "ll"), ("iI", "il"), ("tn", "m"), ("nı", "m"), ("iu", "in"),
)  # fmt: skip
_LETTERS = "esaitnrulodcmpvéqfbghàjxèêyzçôâîûùïëüœkw"
_THIN = frozenset("iltrfj1|!'I")
_ACCENT_COST, _ALIKE_COST, _THIN_COST, _LETTER_COST = 1.0, 1.5, 2.3, 3.0
_TARGET = 1e-7
_WELL = -6.5
_LONG = 6
_LONGEST = 40
"""Letters: no French word has more."""


def _alike() -> dict[str, tuple[tuple[str, float], ...]]:
    costs: dict[str, dict[str, float]] = {}
    for group in _ALIKE:
        for one, other in combinations(dict.fromkeys(group), 2):
            cost = _ACCENT_COST if fold(one) == fold(other) else _ALIKE_COST
            for read, meant in ((one, other), (other, one)):
                if meant.islower():
                    known = costs.setdefault(read, {})
                    known[meant] = min(cost, known.get(meant, cost))
    return {read: tuple(meant.items()) for read, meant in costs.items()}


_LIKE = _alike()


def candidates(word: str, forms: Mapping[str, float], *, deep: bool) -> dict[str, float]:
    """Usual words near a string in small letters, and what each misreading costs.

    Where one misreading explains nothing well, a `deep` search takes two letters for others.
    """
    if len(word) > _LONGEST:
        return {}
    near = list(_lookalikes(word))
    found = _kept(((text, cost) for text, cost, _ in near), forms)
    if _explained(found, forms):
        return found
    if word.isalpha():
        found = _kept(_edits(word), forms) | found
    if deep and len(word) >= _LONG and not _explained(found, forms):
        twice = ((t, a + b) for once, a, end in near for t, b, _ in _lookalikes(once, end))
        found = _kept(twice, forms) | found
    return found


def _kept(strings: Iterable[tuple[str, float]], forms: Mapping[str, float]) -> dict[str, float]:
    found: dict[str, float] = {}
    for text, cost in strings:
        if text in forms and forms[text] >= _TARGET:
            found[text] = min(cost, found.get(text, cost))
    return found


def _explained(found: Mapping[str, float], forms: Mapping[str, float]) -> bool:
    return any(math.log10(forms[word]) - cost >= _WELL for word, cost in found.items())


def _lookalikes(word: str, start: int = 0) -> Iterator[tuple[str, float, int]]:
    """Strings that print alike, what they cost, and where the rest of the word begins."""
    for at in range(start, len(word)):
        for meant, cost in _LIKE.get(word[at], ()):
            yield word[:at] + meant + word[at + 1 :], cost, at + 1
    for read, meant in _PAIRS:
        at = word.find(read, start)
        while at >= 0:
            text = word[:at] + meant + word[at + len(read) :]
            yield text, _ALIKE_COST, at + len(meant)
            at = word.find(read, at + 1)


def _edits(word: str) -> Iterator[tuple[str, float]]:
    """One letter lost, added, or taken for any other."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        for letter in _LETTERS:
            yield head + letter + tail, _THIN_COST if letter in _THIN else _LETTER_COST
        if tail:
            yield head + tail[1:], _THIN_COST if tail[0] in _THIN else _LETTER_COST
            for letter in _LETTERS:
                yield head + letter + tail[1:], _LETTER_COST
