"""A question that asks two things is answered twice: « combien de A, et combien de B ? »."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.condense import ABOUT
from assistant.french import stems
from assistant.ports import Claim, Draft

_ASKING = (
    r"(?:combien|quel(?:le)?s?|qui|quand|où|d['’]où|comment|pourquoi|lequel|laquelle|depuis quand"
    r"|qu['’]est-ce|à qu(?:oi|i)|avec qu(?:oi|i)|dans quoi|par qui|pour qui|en quoi"
    r"|que (?:contient|dit|disent|propose|prévoit))"
)
_JOINT = re.compile(rf"(?:,?\s+et\s+|\s*[?;]\s+(?:et\s+)?)(?={_ASKING}\b)", re.IGNORECASE)
_MIN_STEMS = 2
_CLAIMS = 4


def split(query: str) -> tuple[str, ...]:
    """The question's parts, each with what it is about; the query alone when it asks one thing."""
    if ABOUT in query:
        return (query,)
    pieces = [piece.strip(" ,;?") for piece in _JOINT.split(query)]
    if len(pieces) != 2 or any(len(set(stems(piece))) < _MIN_STEMS for piece in pieces):
        return (query,)
    first, second = pieces
    return (first, f"{second}{ABOUT}{first}")


def merge(drafts: Sequence[Draft]) -> Draft:
    """One draft of the first claims of each part, none said twice."""
    claims: list[Claim] = []
    for draft in drafts:
        for claim in draft.claims[:_CLAIMS]:
            if all(claim.quote not in other.quote for other in claims):
                claims.append(claim)
    notices = tuple(dict.fromkeys(n for draft in drafts for n in draft.notices))
    conflicts = tuple(dict.fromkeys(c for draft in drafts for c in draft.conflicts))
    return Draft(tuple(claims), notices, conflicts)
