"""Answers without a model: the few sentences that answer, verbatim, arranged to be read.

The best sentence comes first, then what completes it, grouped by source. A list question gets
the whole list in order. Nothing is written that a document does not say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.question import Asked, Kind, analyse
from assistant.answer.units import Unit, is_legible, units
from assistant.domain import Hit, Passage
from assistant.french import stems
from assistant.ports import Claim, Draft, Index
from assistant.retrieve.lexical import query_weights

_SOURCES = 4
_LEAD_WORDS, _NEXT_WORDS = 95, 50
_KEEP = 0.4
_CONTEXT = 0.35
_SHORT_PASSAGE = 60
_SHORT_LINE = 7
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[/-]\d{1,2}\b|\b(?:janvier|février|mars|avril|mai|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_NAME = re.compile(r"\b[A-ZÉ][\w’é-]+\s+(?:[A-ZÉ]{2,}|[A-ZÉ][a-zé]+)|\b[A-Z]{3,}\b")
_WAY = re.compile(r"\b(?:il faut|il convient|nécess|permet|afin de|pour \w+(?:er|ir)\b|condition)", re.I)
_REASON = re.compile(r"\b(?:parce|car|puisque|raison|afin|pour que|en effet|cela)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Scored:
    unit: Unit
    score: float


class ExtractiveAnswerer:
    """Implements `ports.Answerer` by choosing and ordering quotes."""

    def draft(self, question: str, hits: Sequence[Hit], index: Index) -> Draft:
        """Claims for a question that `hits` (best first) answer; no claim if nothing legible."""
        asked = analyse(question)
        weights = stem_weights(question, index)
        if asked.number is not None:
            numbered = _numbered_item(asked.number, hits, weights)
            if numbered:
                return Draft(numbered)
        if asked.kind is Kind.LIST or asked.count:
            listed = _whole_list(asked, hits, index, weights)
            if listed:
                return Draft(listed)
        return Draft(_sentences(asked, hits, weights))


def stem_weights(question: str, index: Index) -> dict[str, float]:
    """The question's stems (typing errors mended), weighted by rarity (idf)."""
    total = index.manifest.entries
    return {
        stem: weight * math.log((total + 1) / (index.document_frequency(stem) + 0.5))
        for stem, weight in query_weights(question, index).items()
    }


def share(found: frozenset[str], weights: Mapping[str, float]) -> float:
    """Share of the question's weight that a set of stems holds, 0 to 1."""
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in found) / total if total else 0.0


def _score(
    unit: Unit, around: frozenset[str], weights: Mapping[str, float], asked: Asked, rank: int
) -> float:
    own = share(unit.stems, weights)
    context = share(around - unit.stems, weights)
    prior = 1.0 / (1.0 + 0.3 * rank)
    return prior * (0.12 + own + _CONTEXT * context + _fits(unit.text, asked))


def _fits(text: str, asked: Asked) -> float:
    """Does a piece hold the kind of thing that is asked?"""
    match asked.kind:
        case Kind.FIGURE:
            return 0.3 if _NUMBER.search(re.sub(r"\b(?:ODD 17|(?:19|20)\d\d)\b", "", text)) else 0.0
        case Kind.DATE:
            return 0.3 if _DATE.search(text) else 0.0
        case Kind.PERSON:
            return 0.15 if _NAME.search(text) else 0.0
        case Kind.HOW:
            return 0.1 if _WAY.search(text) else 0.0
        case Kind.WHY:
            return 0.15 if _REASON.search(text) else 0.0
        case Kind.DEFINITION:
            return 0.12 if re.search(r"\b(?:est|sont|c’est|c'est|constitue|désigne)\b|:", text) else 0.0
        case _:
            return 0.0


def _quotable(passage: Passage) -> list[Unit]:
    return [u for u in units(passage) if is_legible(u.text)]


def _around(passage: Passage, pieces: Sequence[Unit], unit: Unit) -> frozenset[str]:
    """Stems of the heading, the piece before and, for an item, the list's introduction."""
    near = set(stems(passage.heading))
    for other in pieces:
        if other.index == unit.index - 1 or (unit.is_item and not other.is_item):
            near |= other.stems
    return frozenset(near)


def _scored(hits: Sequence[Hit], weights: Mapping[str, float], asked: Asked) -> list[list[_Scored]]:
    found = []
    for rank, hit in enumerate(hits[:_SOURCES]):
        pieces = _quotable(hit.passage)
        found.append(
            [
                _Scored(u, _score(u, _around(hit.passage, pieces, u), weights, asked, rank))
                for u in pieces
            ]
        )
    return found


def _sentences(
    asked: Asked, hits: Sequence[Hit], weights: Mapping[str, float]
) -> tuple[Claim, ...]:
    by_source = [scored for scored in _scored(hits, weights, asked) if scored]
    if not by_source:
        return ()
    best = max((max(s.score for s in scored) for scored in by_source), default=0.0)
    by_source.sort(key=lambda scored: -max(s.score for s in scored))
    claims: list[Claim] = []
    for place, scored in enumerate(by_source[:3]):
        top = max(s.score for s in scored)
        if place and top < 0.6 * best:
            continue
        claims.extend(_from_source(scored, top, _NEXT_WORDS if place else _LEAD_WORDS, place))
    return tuple(claims)


def _from_source(
    scored: Sequence[_Scored], top: float, budget: int, place: int
) -> list[Claim]:
    """The best piece of a passage first, then in reading order those that complete it."""
    ranked = sorted(scored, key=lambda s: (-s.score, s.unit.index))
    lead = ranked[0].unit
    whole = sum(s.unit.words for s in scored)
    chosen = {lead.index}
    words = lead.words
    if whole <= _SHORT_PASSAGE and not place:
        chosen = {s.unit.index for s in scored}
    else:
        for other in ranked[1:]:
            near = abs(other.unit.index - lead.index) <= 1
            if words + other.unit.words > budget or other.score < _KEEP * top * (0.6 if near else 1):
                continue
            chosen.add(other.unit.index)
            words += other.unit.words
    chosen |= _needed(lead, [s.unit for s in scored])
    pieces = [s.unit for s in scored if s.unit.index in chosen]
    if place == 0 and lead.words >= _SHORT_LINE and not lead.is_item:
        pieces = [lead, *(u for u in pieces if u is not lead)]
    return [Claim(u.passage, u.text) for u in pieces]


def _needed(lead: Unit, pieces: Sequence[Unit]) -> set[int]:
    """What a piece cannot stand without: an item its introduction, a slide's scrap of a few
    words (« 81% des citoyens ») the lines around it."""
    if lead.is_item:
        before = [u for u in pieces if u.index < lead.index and not u.is_item]
        return {before[-1].index} if before and before[-1].text.endswith(":") else set()
    if lead.words < _SHORT_LINE:
        return {u.index for u in pieces if abs(u.index - lead.index) <= 3}
    return set()


def _numbered_item(
    number: int, hits: Sequence[Hit], weights: Mapping[str, float]
) -> tuple[Claim, ...]:
    """« la mesure 18 »: that item, from each source that words it differently."""
    found: list[Unit] = []
    for hit in hits:
        items = [u for u in _quotable(hit.passage) if u.is_item and u.number == number]
        numbered = sum(u.number is not None for u in units(hit.passage))
        found.extend(u for u in items[:1] if numbered >= 3)
    distinct: list[Unit] = []
    for unit in found:
        if all(len(unit.stems ^ other.stems) > 1 for other in distinct):
            distinct.append(unit)
    return tuple(Claim(u.passage, u.text) for u in distinct[:2])


def _whole_list(
    asked: Asked, hits: Sequence[Hit], index: Index, weights: Mapping[str, float]
) -> tuple[Claim, ...]:
    """The list whose introduction and items best fit, entire and in order."""
    best: tuple[float, list[Unit]] | None = None
    for rank, hit in enumerate(hits[:3]):
        for run in _lists(_quotable(hit.passage)):
            if not _is_whole(run, asked):
                continue
            held = frozenset().union(*(u.stems for u in run), stems(hit.passage.heading))
            intro = frozenset(run[0].stems) | frozenset(stems(hit.passage.heading))
            score = (0.5 * share(held, weights) + share(intro, weights)) / (1 + 0.3 * rank)
            if asked.count and asked.count == sum(u.is_item for u in run):
                score += 0.4
            if best is None or score > best[0]:
                best = (score, run)
    if best is None or best[0] < 0.3:
        return ()
    run = best[1]
    passage = run[0].passage
    siblings = _siblings(passage, index)
    if len(siblings) > 1:
        return tuple(c for p in siblings for c in _as_claims(_longest_list(p)))
    return tuple(_as_claims(run))


def _is_whole(run: Sequence[Unit], asked: Asked) -> bool:
    items = sum(u.is_item for u in run)
    return items >= 2 and (asked.count is None or items >= min(asked.count, 3))


def _lists(pieces: Sequence[Unit]) -> list[list[Unit]]:
    """Runs of items with the line that introduces them."""
    runs: list[list[Unit]] = []
    current: list[Unit] = []
    before: Unit | None = None
    for unit in pieces:
        if unit.is_item:
            if not current and before is not None:
                current.append(before)
            current.append(unit)
        elif current:
            runs.append(current)
            current = []
        before = unit
    if current:
        runs.append(current)
    return runs


def _longest_list(passage: Passage) -> list[Unit]:
    pieces = list(_quotable(passage))
    first = next((i for i, u in enumerate(pieces) if u.is_item), len(pieces))
    return pieces[max(0, first - 1) :]


def _siblings(passage: Passage, index: Index) -> list[Passage]:
    """All parts of a list that was too long for one passage, in order."""
    if passage.list_id is None:
        return [passage]
    parts = [passage]
    for step, place in (("prev", 0), ("next", len(parts))):
        at = passage
        while (name := getattr(at, step)) is not None:
            at = index.passage(name)
            if at.list_id != passage.list_id:
                break
            parts.insert(place if step == "prev" else len(parts), at)
    return parts


def _as_claims(run: Sequence[Unit]) -> list[Claim]:
    return [Claim(u.passage, u.text) for u in run]
