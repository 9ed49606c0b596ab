"""« de A vers B » is not « de B vers A »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token

_REACH = 4
_SMALL = frozenset("avec pour contre faire par je nous moi".split())
"""Little words that may themselves be what is passed from and to."""


def check(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    for said_from, said_to, sure in _moves(claim.tokens):
        for piece in evidence:
            for known_from, known_to, known_sure in _moves(piece.tokens):
                own_from, own_to = known_from - known_to, known_to - known_from
                crossed = said_from & own_to and said_to & own_from
                if crossed and not said_from & own_from and not said_to & own_to:
                    yield Doubt("direction", hard=sure and known_sure)
                    return


def _moves(tokens: Sequence[Token]) -> Iterator[tuple[frozenset[str], frozenset[str], bool]]:
    """The words on either side of « de … vers », « de … à »; sure of the first."""
    for place, token in enumerate(tokens):
        if token.word == "vers" or token.form in ("à", "au", "aux"):
            before = tokens[max(0, place - 2 * _REACH) : place]
            opened = [n for n, t in enumerate(before) if t.word in ("de", "du", "d", "des")]
            if opened:
                start = _words(before[opened[-1] + 1 :])
                end = _words(tokens[place + 1 : place + 1 + 2 * _REACH])
                if start and end:
                    yield start, end, token.word == "vers"


def _words(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(
        t.word
        for t in tokens
        if t.kind == "word" and ((t.keys and not t.light) or t.word in _SMALL)
    )
