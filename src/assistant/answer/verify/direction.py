"""« de A vers B » is not « de B vers A »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token

_REACH = 4


def check(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    for said_from, said_to in _moves(claim.tokens):
        for piece in evidence:
            for known_from, known_to in _moves(piece.tokens):
                own_from, own_to = known_from - known_to, known_to - known_from
                crossed = said_from & own_to and said_to & own_from
                if crossed and not said_from & own_from and not said_to & own_to:
                    yield Doubt("direction", hard=True)
                    return


def _moves(tokens: Sequence[Token]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """The words on either side of « de … vers », « de … à »; little words count, for « avec » and
    « pour » may be what is passed from and to."""
    for place, token in enumerate(tokens):
        if token.word == "vers" or token.form in ("à", "au", "aux"):
            before = tokens[max(0, place - 2 * _REACH) : place]
            opened = [n for n, t in enumerate(before) if t.word in ("de", "du", "d", "des")]
            if opened:
                start = _words(before[opened[-1] + 1 :])
                end = _words(tokens[place + 1 : place + 1 + 2 * _REACH])
                if start and end:
                    yield start, end


def _words(tokens: Sequence[Token]) -> frozenset[str]:
    return frozenset(
        t.word
        for t in tokens
        if t.kind == "word" and t.word not in ("le", "la", "les", "l", "un", "une", "de", "celle")
    )
