"""How much of what a sentence says stands in a text: its words, their forms and synonyms."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.answer.verify.tokens import Token, is_stem

_LIGHT, _GLUED, _SYNONYM = 0.25, 0.6, 0.85


@dataclass(frozen=True, slots=True)
class Share:
    """`matched[n]` (0 to 1) is how well the n-th content word of a sentence is found, `weights[n]`
    what it weighs; `own`: whether anything was found beside the heading."""

    matched: tuple[float, ...]
    weights: tuple[float, ...]
    own: bool

    @property
    def value(self) -> float:
        """0 to 1; 0 for a sentence without content words."""
        total = sum(self.weights)
        if not total:
            return 0.0
        return sum(m * w for m, w in zip(self.matched, self.weights, strict=True)) / total

    @staticmethod
    def joined(shares: Sequence[Share]) -> Share:
        """What several texts hold together."""
        best = tuple(map(max, zip(*(s.matched for s in shares), strict=True)))
        return Share(best, shares[0].weights, any(s.own for s in shares))


def weight(token: Token) -> float:
    return (_LIGHT if token.light else 1.0) * (_GLUED if token.glued else 1.0)


def share(
    claim: Sequence[Token],
    keys: Collection[str],
    heading: Collection[str] = (),
    heading_weight: float = 0.0,
) -> Share:
    """`claim` holds content words; `keys` are those of a text."""
    matched, own = [], False
    for token in claim:
        here = likeness(token.keys, keys)
        own = own or here > 0
        if here < heading_weight and heading:
            here = max(here, heading_weight * likeness(token.keys, heading))
        matched.append(here)
    return Share(tuple(matched), tuple(weight(t) for t in claim), own)


def likeness(wanted: frozenset[str], keys: Collection[str]) -> float:
    """1 for the same stem, less for a synonym or a word of the same family, else 0."""
    best = 0.0
    for key in wanted:
        if key in keys:
            if is_stem(key):
                return 1.0
            best = _SYNONYM
    return best
