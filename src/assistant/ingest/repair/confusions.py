"""What recognition takes for what: pairs of letters, as read and as meant, with their costs.

Costs are powers of ten. These pairs were seen in French read without French; `channel` has the
likenesses of print in general.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

Costed = tuple[tuple[str, str, float], ...]

ACCENTS = (
    ("e", "è", 0.4), ("e", "ê", 0.4), ("é", "è", 0.4), ("é", "ê", 0.4), ("o", "ô", 0.4),
    ("u", "û", 0.6), ("u", "ù", 0.6), ("a", "â", 0.4), ("a", "à", 0.4), ("i", "î", 0.4),
    ("i", "ï", 0.4),
    ("c", "ç", 0.4), ("eé", "é", 0.4), ("eé", "è", 0.6), ("ée", "è", 0.6), ("e", "é", 1.2),
)  # fmt: skip
SHAPES = (
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
ELIDED = re.compile(r"^(?:[ldnsjcmtLDNSJCMT]|[Qq]u|[UPFCTIi1f])(?=[aeiouyhéèêàâîïôûœAEIOUYHÉÈÊ])")

SPLIT_FIRST = frozenset(
    "a à au aux ce ces cette de des du en et il ils la le les leur on ou par pas pour que qui sa se"
    " ses si son sont sur un une".split()
)


SIMPLE_SHAPES = SHAPES[:9]


def twice(word: str, pairs: Costed) -> Iterator[tuple[str, float]]:
    """One substitution, or two (« intérét », « systémes »)."""
    for once, cost in replacements(word, pairs):
        yield once, cost
        for twice, more in replacements(once, pairs):
            yield twice, cost + more


def replacements(word: str, pairs: Costed) -> Iterator[tuple[str, float]]:
    for old, new, cost in pairs:
        start = word.find(old)
        while start >= 0:
            yield word[:start] + new + word[start + len(old) :], cost
            start = word.find(old, start + 1)
