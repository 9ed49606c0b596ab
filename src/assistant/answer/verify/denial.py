"""What a source denies is not affirmed, and what it affirms is not denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.verify.findings import Doubt
from assistant.answer.verify.negation import Negation, is_denied
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import is_stem, keys_of
from assistant.french import fold

_LIMITS = re.compile(
    r"\b(?:se (?:limit|born|redui|resum)\w+|seulement|uniquement|exclusivement"
    r"|n(?:e |')\w+ que|rien que)\b"
)
_NOT_ONLY = re.compile(
    r"\bpas (?:seulement|simplement|uniquement|que)\b|\bnon (?:pas )?seulement\b"
)
_RESTRICTED = re.compile(r"\bplus seulement\b|\bne doit pas se limiter\b")


def check(claim: Piece, evidence: Sequence[Piece], around: Sequence[Piece] = ()) -> Iterator[Doubt]:
    """`evidence` are the units of the sources that are about what the claim says, `around` all
    units of these sources."""
    yield from _dropped(claim, evidence)
    yield from _added(claim, evidence, around)
    yield from _restricted(claim, evidence)


def _dropped(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    for rank, piece in enumerate(evidence):
        for negation in piece.negations:
            doubt = _affirms(claim, negation, piece)
            if doubt is not None:
                yield replace(doubt, hard=doubt.hard and rank < 2)


def _affirms(claim: Piece, negation: Negation, piece: Piece) -> Doubt | None:
    """Whether the claim says, without denying it, what is denied in `piece`."""
    focus = negation.focus[:4]
    if not focus:
        return None
    places = [
        n
        for n, token in enumerate(claim.tokens)
        if token.keys and any(_same(token.keys, keys) for keys in focus)
    ]
    covered = sum(any(_same(claim.tokens[n].keys, keys) for n in places) for keys in focus)
    first = any(_same(claim.tokens[n].keys, focus[0]) for n in places)
    enough = covered >= 0.6 * len(focus) or (first and covered >= 2) or (first and len(focus) <= 2)
    denied = any(_same(keys, focus[0]) for n in claim.negations for keys in n.focus)
    if not enough or denied or _denies_near(claim, places):
        return None
    if _affirmed_too(focus, piece, negation):
        return None
    exact = first and any(_stem_in(claim.tokens[n].keys, focus[0]) for n in places)
    told = any(
        focus[0] & v.keys and any(focus[0] & w.keys for w in claim.verbs) for v in piece.verbs
    )
    sure = exact and covered >= min(2, len(focus)) and (told or covered >= 0.75 * len(focus))
    return Doubt("negation", hard=negation.strong and sure)


def _same(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other)


def _stem_in(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(is_stem(key) for key in one & other)


def _denies_near(claim: Piece, places: Sequence[int]) -> bool:
    """Whether a word of denial stands before these places, in the clause that holds most of
    them or, where that has no verb of its own, the ones it hangs on."""
    spans = [(start, [n for n in places if start <= n < end]) for start, end in claim.clauses]
    start, inside = max(spans, key=lambda one: len(one[1]))
    if not inside:
        return False
    carried = any(v.clause[0] == start and v.status != "bare" for v in claim.verbs)
    earlier = [s for s, _ in spans if s < start]
    if not carried and earlier:
        start = earlier[-1] if len(earlier) == 1 else earlier[-2]
    before = claim.tokens[start : max(inside) + 1]
    return is_denied(before, 0, len(before)) or any(t.word in _NEGATIVE for t in before)


_DENYING_WORDS = frozenset(
    "impossible rarement rare rares peu manque absence difficile difficilement inutile insuffisant"
    " incapable sauf hors refuse refusent empeche empechent frein freins retard".split()
)
_NEGATIVE = frozenset(
    "avant faute refuser refuse refusent eviter evite exclu exclus exclure interdit interdite"
    " cesser echapper lieu moins seulement contraire fin loin".split()
)


def _affirmed_too(focus: Sequence[frozenset[str]], piece: Piece, negation: Negation) -> bool:
    """Whether the same unit affirms elsewhere what it denies here (« pas un choix, mais … »)."""
    start, end = negation.clause
    first, last = negation.reach
    outside = frozenset(
        key
        for n, token in enumerate(piece.tokens)
        if not (start <= n < end or first <= n < last)
        for key in token.keys
    )
    return sum(bool(keys & outside) for keys in focus) >= 0.75 * len(focus)


def _added(claim: Piece, evidence: Sequence[Piece], around: Sequence[Piece]) -> Iterator[Doubt]:
    for negation in claim.negations:
        if not negation.strong or not evidence:
            continue
        focus = negation.focus[:4]
        if not focus:
            continue
        about = [p for p in evidence if sum(bool(k & p.keys) for k in focus) >= 0.5 * len(focus)]
        pool = about or list(evidence)
        if any(_denies_too(p, focus) for p in pool):
            continue
        if any(focus[0] & n.focus[0] for p in around for n in p.negations if n.focus):
            continue  # denied elsewhere in what is cited, of the same word first
        affirmed = max(sum(bool(k & p.keys) for k in focus) for p in pool)
        hard = affirmed >= 2 and affirmed >= 0.6 * len(focus)
        hidden = any(p.negations or _lexical(p) for p in pool)
        if hard or not hidden:
            yield Doubt("negation", hard=hard and not hidden and _turned(claim, focus, pool))


def _turned(claim: Piece, focus: Sequence[frozenset[str]], pool: Sequence[Piece]) -> bool:
    """Whether the word that the claim denies first is said by the sources: the very verb, or
    most of its words with it."""
    told = any(focus[0] & v.keys for p in pool for v in p.verbs)
    here = any(focus[0] & v.keys for v in claim.verbs)
    said = any(_stem_in(focus[0], p.keys) for p in pool)
    return (told and here) or (said and not here)


def _denies_too(piece: Piece, focus: Sequence[frozenset[str]]) -> bool:
    """Whether a negation of the unit stands in a clause about the same, or bears on it."""
    for negation in piece.negations:
        start, end = negation.clause
        near = piece.tokens[start:end]
        around = frozenset().union(*negation.focus, *(t.keys for t in near))
        if any(keys & around for keys in focus):
            return True
    return False


def _lexical(piece: Piece) -> bool:
    """Whether a unit holds a word that denies without a negation (« rarement », « faute de »)."""
    return any(t.word in _NEGATIVE or t.word in _DENYING_WORDS for t in piece.tokens)


def _restricted(claim: Piece, evidence: Sequence[Piece]) -> Iterator[Doubt]:
    """« se limite à X » where the source says « pas seulement X », and « X » alone for « seulement
    X »."""
    said = fold(claim.text)
    if not _LIMITS.search(said) or _NOT_ONLY.search(said) or claim.negations:
        return
    for piece in evidence:
        text = fold(piece.text)
        found = _NOT_ONLY.search(text)
        if found:
            after = [w for w in re.findall(r"[a-z]+", text[found.end() :])[:9] if len(w) > 3]
            if sum(bool(keys_of(w) & claim.keys) for w in after) >= 2:
                yield Doubt("negation", hard=True)
                return
