"""One sentence against the passages it cites: comparisons weighed into a verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer.verify import (
    actors,
    counted,
    denial,
    direction,
    modality,
    names,
    polarity,
    quantifiers,
    quoted,
)
from assistant.answer.verify.evidence import Source, Window
from assistant.answer.verify.findings import Doubt, gravest
from assistant.answer.verify.overlap import Share
from assistant.answer.verify.piece import Piece
from assistant.domain import Support

SUPPORTED, WEAK = 0.62, 0.3
"""Shares of a sentence's words found in what it cites from which it is upheld, or may be."""
_LIKE = 0.75
"""Cosine of sentence and source from which fewer words do."""
_FEWER = 0.12
_CLOSE = 0.66
_SUBTLE = frozenset(
    ("negation", "polarity", "modality", "actors", "number_label", "quantifier", "direction")
)
"""Faults told by rules from the words around: sure where a sentence keeps the words of its source
and turns what they say, less so in a free paraphrase."""
_HALF = 0.25
_COPIED = 3
_TOLD = 0.78
"""Share from which another verb than the source's is a matter of wording."""
_NEAR = 0.55
_MOST_UNITS = 5
_ADDS = 0.06

Likeness = Callable[[str, str], float | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """`places[n]` is where in `sources[used[n]]` the evidence stands."""

    verdict: Support
    fault: str | None
    share: float
    used: tuple[int, ...] = ()
    places: tuple[tuple[int, int], ...] = ()


def judge(
    claim: Piece,
    sources: Sequence[Source],
    likeness: Likeness,
    others: Sequence[Source] = (),
) -> Finding:
    """`sources` are the cited passages, at least one; `others` those shown beside them."""
    words = claim.said
    windows = [source.best(words) for source in sources]
    found = [(n, w) for n, w in enumerate(windows) if w is not None]
    if not words or not found:
        return Finding("unsupported", "overlap", 0.0)
    used = _used(found)
    shares = [w.share for n, w in found if n in used]
    joined = Share.joined(shares)
    whole = joined.value
    cited = [sources[n] for n in used]
    evidence, contexts = _evidence(claim, cited, [windows[n] for n in used])
    if _copied(claim, cited):
        return Finding("supported", None, whole, tuple(used), _places(sources, found, used))
    doubts = [
        *counted.check(claim, sources),
        *names.check(claim, sources, others),
        *quoted.check(claim, sources),
        *denial.check(claim, evidence, [p for s in cited for p in s.pieces]),
        *direction.check(claim, evidence),
        *polarity.check(claim, evidence[:3]),
        *modality.check(claim, evidence, contexts),
        *actors.check(claim, evidence),
        *quantifiers.check(claim, evidence),
        *_halves(claim, joined),
    ]
    doubt = gravest(d for d in doubts if d.code != "verb" or whole < _TOLD)
    places = _places(sources, found, used)
    verdict, fault = _weighed(claim, doubt, whole, cited, places, likeness)
    return Finding(verdict, fault, whole, tuple(used), places)


def _places(
    sources: Sequence[Source], found: Sequence[tuple[int, Window]], used: Sequence[int]
) -> tuple[tuple[int, int], ...]:
    return tuple(sources[n].span(w) for n, w in found if n in used)


def _copied(claim: Piece, cited: Sequence[Source]) -> bool:
    """Whether the claim is a whole unit of a source, word for word: nothing left to compare."""
    return len(claim.said) >= _COPIED and any(
        piece.squeezed == claim.squeezed for source in cited for piece in source.pieces
    )


def _weighed(
    claim: Piece,
    doubt: Doubt | None,
    whole: float,
    cited: Sequence[Source],
    places: Sequence[tuple[int, int]],
    likeness: Likeness,
) -> tuple[Support, str | None]:
    if doubt is not None and doubt.hard and (whole >= _CLOSE or doubt.code not in _SUBTLE):
        return "unsupported", doubt.code
    least, enough = WEAK, SUPPORTED
    if whole < enough + _FEWER:
        text = " ".join(s.passage.text[a:b] for s, (a, b) in zip(cited, places, strict=True))
        like = likeness(claim.text, text)
        if like is not None and like >= _LIKE:
            least, enough = least - _FEWER / 2, enough - _FEWER
    if whole < least:
        return "unsupported", "overlap"
    if doubt is not None:
        return "weak", doubt.code
    return ("supported", None) if whole >= enough else ("weak", "overlap")


def _used(found: Sequence[tuple[int, Window]]) -> list[int]:
    """The sources that bring something: the best one, then each that adds words to it."""
    ranked = sorted(found, key=lambda pair: -pair[1].share.value)
    used, shares = [ranked[0][0]], [ranked[0][1].share]
    for n, window in ranked[1:]:
        before = Share.joined(shares).value
        after = Share.joined([*shares, window.share]).value
        if after >= before + _ADDS or window.share.value >= SUPPORTED:
            used.append(n)
            shares.append(window.share)
    return sorted(used)


def _evidence(
    claim: Piece, cited: Sequence[Source], windows: Sequence[Window | None]
) -> tuple[list[Piece], list[str]]:
    """The units that the claim may stand on, those that share most with it first, and the lines
    that open the lists they are in."""
    scored: list[tuple[float, Piece, Piece | None]] = []
    words = claim.said
    for source, window in zip(cited, windows, strict=True):
        if window is None:
            continue
        for n, piece in enumerate(source.pieces):
            inside = window.first <= n < window.last
            hits = sum(1.0 for t in words if t.keys & piece.keys and not t.light)
            if hits:
                scored.append((hits + 0.5 * inside, piece, source.introduction(n)))
    scored.sort(key=lambda one: -one[0])
    if not scored:
        return [], []
    top = scored[0][0]
    kept = [one for one in scored if one[0] >= _NEAR * top][:_MOST_UNITS]
    return [piece for _, piece, _ in kept], [i.text for _, _, i in kept[:1] if i is not None]


def _halves(claim: Piece, joined: Share) -> list[Doubt]:
    """A clause of which nothing stands in the sources: a claim beside the one upheld."""
    places = claim.said_places
    for start, end in claim.clauses:
        inside = [k for k, place in enumerate(places) if start <= place < end]
        weights = [joined.weights[k] for k in inside]
        if sum(weights) < 2.5:
            continue
        share = sum(joined.matched[k] * joined.weights[k] for k in inside) / sum(weights)
        if share < _HALF:
            return [Doubt("half", hard=share < 0.05 and sum(weights) >= 5)]
    return []
