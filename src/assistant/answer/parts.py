"""A question that asks two things is answered twice: « combien de A, et combien de B ? »,
« les mesures 18 et 19 », « ce que disent la présentation de 2020 et la synthèse de 2022 »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from assistant.answer.condense import ABOUT
from assistant.answer.moments import Moment, documents_of, without
from assistant.french import fold, stems
from assistant.ports import Claim, Draft

_ASKING = (
    r"(?:combien|quel(?:le)?s?|qui|quand|où|d['’]où|comment|pourquoi|lequel|laquelle|depuis quand"
    r"|qu['’]est-ce|à qu(?:oi|i)|avec qu(?:oi|i)|dans quoi|par qui|pour qui|en quoi"
    r"|que (?:contient|dit|disent|propose|prévoit|vise|font|fait|sait)|qu['’](?:a|ont|y a)-t-)"
)
_JOINT = re.compile(
    rf"(?:,?\s+(?:et|puis)\s+|\s*[?;]\s+(?:et\s+)?)(?={_ASKING}(?:\b|(?<=-)))", re.IGNORECASE
)
_MIN_STEMS = 2
_OWN_STEMS = 3
"""A second question of fewer leans on the first, as one whose verb has a pronoun for subject."""
_SURE, _CLAIMS, _CLAIM_WORDS = 3, 6, 130
"""Of each part: its first claims, and the next ones in so many words."""
_PRONOUN = re.compile(r"\b(?:en|y|leurs?|ses|celles?|ceux|celui)\b")
_INVERTED = re.compile(r"^(?:\S+\s+){0,3}?\S+-(?:t-)?(?:ils?|elles?)\b")
_NUMBERS = re.compile(
    r"\b(?P<noun>mesures?|points?)\s+(?P<one>\d{1,2})\s+(?:et|ou)\s+"
    r"(?:(?:de\s+)?la\s+)?(?:mesure\s+|point\s+)?(?P<two>\d{1,2})\b",
    re.IGNORECASE,
)


def split(query: str) -> tuple[str, ...]:
    """The question's parts, each with what it is about; the query alone when it asks one thing."""
    if ABOUT in query:
        return (query,)
    numbers = _NUMBERS.search(query)
    if numbers is not None:
        noun = numbers["noun"].rstrip("sS")
        return tuple(f"{noun} {number} ?" for number in (numbers["one"], numbers["two"]))
    moments = documents_of(query)
    if moments:
        return _by_moment(query, moments)
    pieces = [piece.strip(" ,;?") for piece in _JOINT.split(query)]
    if len(pieces) != 2 or len(set(stems(pieces[0]))) < _MIN_STEMS or not stems(pieces[1]):
        return (query,)
    first, second = pieces
    return (first, f"{second}{ABOUT}{first}" if _leans(second) else second)


def _by_moment(query: str, moments: Sequence[Moment]) -> tuple[str, ...]:
    """The question to the documents of each date; asked in two parts where it has them."""
    pieces = [piece for piece in _JOINT.split(query) if piece.strip()]
    asked = [without(piece, moments) for piece in pieces]
    whole = without(query, moments)
    if len(pieces) != len(moments) or len(set(stems(asked[0]))) < _MIN_STEMS:
        return tuple(moment.marked(whole) for moment in moments)
    first, second = asked
    if _leans(second):
        second = f"{second}{ABOUT}{first}" if stems(second) else whole
    return tuple(m.marked(piece) for m, piece in zip(moments, (first, second), strict=True))


def _leans(piece: str) -> bool:
    folded = fold(piece)
    return (
        len(set(stems(piece))) < _OWN_STEMS
        or bool(_PRONOUN.search(folded))
        or bool(_INVERTED.search(folded))
    )


def merge(drafts: Sequence[Draft]) -> Draft:
    """One draft of the first claims of each part, none said twice."""
    claims: list[Claim] = []
    for draft in drafts:
        for claim in _first(draft.claims):
            if all(claim.quote not in other.quote for other in claims):
                claims.append(claim)
    notices = tuple(dict.fromkeys(n for draft in drafts for n in draft.notices))
    conflicts = tuple(dict.fromkeys(c for draft in drafts for c in draft.conflicts))
    return Draft(tuple(claims), notices, conflicts)


def _first(claims: Sequence[Claim]) -> list[Claim]:
    words = list(accumulate(len(claim.quote.split()) for claim in claims))
    return [
        claim
        for place, claim in enumerate(claims[:_CLAIMS])
        if place < _SURE or words[place] <= _CLAIM_WORDS
    ]
