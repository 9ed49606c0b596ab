"""Answers without a model: the few sentences that answer, verbatim, arranged to be read.

The best sentence comes first, then what completes it, grouped by source. A list question gets
the whole list in order. Nothing is written that a document does not say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.lists import numbered_item, runs, whole_list
from assistant.answer.question import Asked, Kind, analyse
from assistant.answer.quotable import as_claims, originals_first
from assistant.answer.scoring import NAME, NUMBER, RATE, Scored, score_pieces
from assistant.answer.units import Unit, is_running
from assistant.domain import Hit
from assistant.ports import Claim, Draft, Index
from assistant.retrieve.terms import QueryReader, Terms

_LEAD_WORDS, _NEXT_WORDS = 95, 50
_KEEP = 0.4
_SHORT_PASSAGE, _SLIDE = 60, 150
_LIST_WORDS = 180
_SHORT_LINE = 7
_LEAD_LEAST = 8
_HANGING = re.compile(
    r"(?:…|\.\.\.|C[’']est (?:pourquoi|en cela|donc|ainsi)|Ainsi,|(?:Ils?|Elles?|Cela|Celui-ci"
    r"|Celle-ci|Ces? derni\w+|Ceux-ci|Celles-ci|Ceci)\b"
    r"|Source)"
)


class ExtractiveAnswerer:
    """Implements `ports.Answerer` by choosing and ordering quotes."""

    def __init__(self, reader: QueryReader) -> None:
        self._reader = reader

    def draft(self, question: str, hits: Sequence[Hit], index: Index) -> Draft:
        """Claims for a question that `hits` (best first) answer; no claim if nothing legible."""
        asked = analyse(question)
        terms = self._reader.read(question, index)
        if asked.number is not None:
            numbered = numbered_item(asked.number, hits)
            if numbered:
                return Draft(numbered)
        if asked.kind is Kind.LIST or asked.count:
            listed = whole_list(asked, hits, index, terms)
            if listed:
                return Draft(listed)
        return Draft(_sentences(asked, originals_first(hits, index), terms))


def _sentences(asked: Asked, hits: Sequence[Hit], terms: Terms) -> tuple[Claim, ...]:
    by_source = [scored for scored in score_pieces(hits, terms, asked) if scored]
    if not by_source:
        return ()
    best = max((max(s.score for s in scored) for scored in by_source), default=0.0)
    by_source.sort(key=lambda scored: -_best_lead(scored))
    claims: list[Claim] = []
    for place, scored in enumerate(by_source[:3]):
        top = max(s.score for s in scored)
        if place and top < 0.6 * best:
            continue
        claims.extend(_from_source(scored, top, _NEXT_WORDS if place else _LEAD_WORDS, place))
    return tuple(claims)


def _best_lead(scored: Sequence[Scored]) -> float:
    """The best score of a piece that can open an answer; others count little."""
    top = max(s.score for s in scored)
    return max((s.score for s in scored if _can_lead(s, top)), default=0.5 * top)


def _from_source(scored: Sequence[Scored], top: float, budget: int, place: int) -> list[Claim]:
    """The best piece of a passage first, then in reading order those that complete it."""
    ranked = sorted(scored, key=lambda s: (-s.score, s.unit.index))
    if not place:
        ranked = sorted(ranked, key=lambda s: not _can_lead(s, top))
    lead = ranked[0].unit
    whole = sum(s.unit.words for s in scored)
    chosen = {lead.index}
    words = lead.words
    slide = not is_running([s.unit for s in scored])
    if whole <= (_SLIDE if slide else _SHORT_PASSAGE) and not place:
        chosen = {s.unit.index for s in scored}
    else:
        for other in ranked[1:]:
            near = abs(other.unit.index - lead.index) <= 1
            if words + other.unit.words > budget or other.score < _KEEP * top * (
                0.6 if near else 1
            ):
                continue
            chosen.add(other.unit.index)
            words += other.unit.words
    everything = [s.unit for s in scored]
    chosen |= _needed(lead, everything)
    chosen |= _introduced(chosen, everything)
    chosen -= {
        u.index for u in everything if _HANGING.match(u.text) and u.index - 1 not in chosen
    } - {lead.index}
    pieces = [u for u in everything if u.index in chosen and (u is lead or not _is_scrap(u))]
    if place == 0 and not slide and lead.words >= _SHORT_LINE and not lead.is_item:
        first = _introduced({lead.index}, everything) | {lead.index}
        pieces = sorted(pieces, key=lambda u: (u.index not in first, u.index))
    if slide:
        last = (lead.index,) if not place and _can_lead(ranked[0], top) else ()
        pieces = sorted(pieces, key=lambda u: u.text.startswith(("Source", "(")))
        pieces = sorted(pieces, key=lambda u: u.index not in last)
    return as_claims(pieces)


def _can_lead(scored: Scored, top: float) -> bool:
    """Whether a piece can open an answer: long enough to say something, not hung on what came
    before (« Elle repose… »), and not much worse than the best."""
    unit = scored.unit
    introduces_nothing = unit.text.endswith(":") and not _opens_list(unit)
    if unit.words < _LEAD_LEAST or _HANGING.match(unit.text) or introduces_nothing:
        counted = unit.is_item and unit.number is not None
        return counted or bool(RATE.search(unit.text) and scored.score == top)
    return scored.score >= 0.6 * top


def _opens_list(unit: Unit) -> bool:
    return unit.passage.text[unit.end :].lstrip("\n").startswith(("• ", "1.", "1)"))


def _is_scrap(unit: Unit) -> bool:
    """A label of a slide: capitals only, or a few words without number or name."""
    if unit.text.isupper() and not unit.is_item:
        return True
    bare = unit.words < 5 and not unit.is_item and not NUMBER.search(unit.text)
    return bare and not NAME.search(unit.text)


def _introduced(chosen: set[int], pieces: Sequence[Unit]) -> set[int]:
    """A list that a chosen piece introduces, or has an item in, is never cut."""
    whole: set[int] = set()
    for run in runs(pieces):
        indexes = {u.index for u in run}
        items = {u.index for u in run if u.is_item}
        opened = bool(indexes - items & chosen) and run[0].text.endswith(":")
        touched = (opened and run[0].index in chosen) or len(items & chosen) >= 2
        if touched and sum(u.words for u in run) <= _LIST_WORDS:
            whole |= indexes
    return whole


def _needed(lead: Unit, pieces: Sequence[Unit]) -> set[int]:
    """What a piece cannot stand without: an item its introduction, a slide's scrap of a few
    words (« 81% des citoyens ») the lines around it."""
    if lead.is_item:
        before = [u for u in pieces if u.index < lead.index and not u.is_item]
        return {before[-1].index} if before and before[-1].text.endswith(":") else set()
    if lead.words < _SHORT_LINE:
        return {u.index for u in pieces if abs(u.index - lead.index) <= 3}
    return set()
