"""All, most, some, none: « certaines communes » are not « toutes les communes »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token

_ALL = frozenset(
    "tous toutes chaque chacun chacune unanime unanimes systematiquement toujours".split()
)
_SOME = frozenset("certains certaines quelques plusieurs parfois plupart majorite".split())
_NOUN = 4


def check(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    """A claim about all of what the source says of some, of most or of a share."""
    for place, token in enumerate(claim.tokens):
        if token.word not in _ALL:
            continue
        noun = _noun(claim.tokens, place)
        if noun is None:
            continue
        if any(_said_of_all(piece, noun) for piece in evidence):
            continue
        if any(_said_of_some(piece, noun) for piece in evidence):
            yield Doubt("quantifier", hard=True)


def _noun(tokens: Sequence[Token], place: int) -> Token | None:
    return next((t for t in tokens[place + 1 : place + 1 + _NOUN] if t.keys), None)


def _said_of_all(piece: Piece, noun: Token) -> bool:
    whole = any(t.word in _ALL or t.word in ("ensemble", "aucun", "aucune") for t in piece.tokens)
    return whole and bool(noun.keys & piece.keys)


def _said_of_some(piece: Piece, noun: Token) -> bool:
    tokens = piece.tokens
    shares = {f.end for f in piece.figures if f.kind == "percent" and f.value < 100}
    places = {n + 1 for n, t in enumerate(tokens) if t.word in _SOME} | shares
    return any(noun.keys & t.keys for place in places for t in tokens[place : place + _NOUN])
