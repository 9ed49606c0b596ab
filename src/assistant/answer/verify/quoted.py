"""Words between guillemets stand in the source as they are, said by whom they are given to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer.verify.actors import ACTORS
from assistant.answer.verify.evidence import Source
from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.names import names
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token, keys_of, tokenize
from assistant.answer.verify.verbs import readings

_QUOTE = re.compile(r"«\s*([^«»]+?)\s*»|“([^“”]+)”|\"([^\"]{2,})\"")
_GAP = re.compile(r"\[\s*(?:…|\.\.\.)\s*\]|\(\s*(?:…|\.\.\.)\s*\)|…|\.\.\.")
_LETTERS = re.compile(r"[^\W_]+")
_LONG, _SAID = 5, 5
_SAYING = frozenset(
    "dire témoigner affirmer confirmer déclarer juger estimer penser résumer expliquer rappeler"
    " souligner préciser regretter écrire considérer évoquer appeler nommer annoncer conclure"
    " ajouter noter observer constater interroger".split()
)
_GIVING = frozenset("selon pour apres mots mot formule expression propos phrase".split())


def quotes(text: str) -> tuple[str, ...]:
    """What stands between guillemets; nothing for a text without any."""
    return tuple(next(filter(None, m.groups()), "") for m in _QUOTE.finditer(text))


def check(claim: Piece, sources: Sequence[Source]) -> Iterator[Doubt]:
    for quote in quotes(claim.text):
        for part in _GAP.split(quote):
            words = [t for t in tokenize(part) if t.kind != "sign"]
            if not words:
                continue
            if any(_squeezed(words) in s.squeezed for s in sources):
                yield from _speaker(claim, words, sources)
            elif len(words) >= _LONG or not any(_inflected(words, s) for s in sources):
                known = all(any(t.keys & s.keys for s in sources) for t in words if t.keys)
                yield Doubt("quote", hard=len(words) >= _LONG or not known)


def _squeezed(words: Sequence[Token]) -> str:
    return "".join(t.word for t in words)


def _inflected(words: Sequence[Token], source: Source) -> bool:
    """Whether the content words of a short quote follow one another in the source, in any form."""
    wanted = [t.keys for t in words if t.keys]
    known = [t.keys for t in source.tokens if t.keys]
    if not wanted:
        return True
    return any(
        all(a & b for a, b in zip(wanted, known[n:], strict=False))
        for n in range(len(known) - len(wanted) + 1)
    )


def _speaker(claim: Piece, words: Sequence[Token], sources: Sequence[Source]) -> Iterator[Doubt]:
    """A long quote given to somebody by name must stand in a sentence that names him, or whose
    neighbour does when that sentence names nobody."""
    if len(words) < _SAID:
        return
    outside = _outside(claim)
    people = [n for n in names(outside) if len(n) >= 2]
    roles = frozenset(t.word for t in outside if t.word in ACTORS)
    if not people and not roles:
        return
    squeezed = _squeezed(words)
    for source in sources:
        for before, piece in zip((None, *source.pieces), source.pieces, strict=False):
            if squeezed in "".join(t.word for t in piece.tokens if t.kind != "sign"):
                said_by = {t.word for n in people for t in n}
                here = [n for n in names(piece.tokens) if len(n) >= 2 or n[0].text.isupper()]
                if people and not said_by & piece.words and here:
                    yield Doubt("speaker", hard=_is_said(outside))
                elif not people:
                    near = piece.keys | (before.keys if before else frozenset())
                    if not any(keys_of(role) & near for role in roles):
                        yield Doubt("speaker", hard=False)
                return


def _is_said(outside: Sequence[Token]) -> bool:
    """Whether the sentence gives the quote to somebody rather than names a title."""
    told = {lemma for t in outside for lemma, _ in readings(t.form)}
    return bool(told & _SAYING) or any(t.word in _GIVING for t in outside)


def _outside(claim: Piece) -> tuple[Token, ...]:
    """The words that stand in no quote."""
    return tokenize(_QUOTE.sub(" , ", claim.text))
