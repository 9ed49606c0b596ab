"""Answers without a model: the few sentences that answer, verbatim, arranged to be read.

The best sentence comes first, then what completes it, grouped by source. A list question gets
the whole list in order. Nothing is written that a document does not say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from assistant.answer.condense import ABOUT
from assistant.answer.counterparts import counterpart
from assistant.answer.lists import numbered_item, runs, whole_list
from assistant.answer.moments import addressed
from assistant.answer.question import Asked, Kind, analyse
from assistant.answer.quotable import as_claims, originals_first
from assistant.answer.scoring import (
    NAME,
    NUMBER,
    PERSON,
    RATE,
    Scored,
    is_scrap,
    score_pieces,
    told,
)
from assistant.answer.units import Unit, is_running
from assistant.domain import Hit
from assistant.ports import Claim, Draft, Index
from assistant.retrieve.terms import QueryReader, Terms

_WORDS = 150
"""Of an answer, lists that belong to its first sentence apart."""
_PASSAGES = 3
_WORDS_SEVERAL, _PASSAGES_SEVERAL = 220, 4
"""Where two sides or dates are asked: with what other passages say of what is not said yet."""
_NEW, _NEW_WORDS = 0.1, 50
"""Beyond: a sentence of another passage, of so many words, that holds so much of what is asked
and not said."""
_ANOTHER = 0.6
"""What the best of another passage must be worth beside the best of all."""
_ANOTHER_SIDE = 0.7
"""Of that, for another side."""
_KEEP, _KEEP_PRECISE, _KEEP_ITEM = 0.3, 0.4, 0.4
_PRECISE = frozenset({Kind.FIGURE, Kind.DATE, Kind.PERSON})
_SHORT_PASSAGE, _SLIDE = 60, 150
_LIST_WORDS = 180
_SHORT_LINE = 7
_LEAD_LEAST = 8
_LINKED = re.compile(r"C[’']est pourquoi|Ainsi\b")
_LINKED_WORTH = 0.6
_HANGING = re.compile(
    r"(?:…|\.\.\.|C[’']est (?:en cela|donc|ainsi|aussi|comme|l[ae] |l[’']|une? )"
    r"|Pour (?:le|la|les|y) \w+er\b|Pour le comprendre\b|Source"
    r"|(?:Ils?|Elles?|Cela|Celui-ci|Celle-ci|Ces? derni\w+|Ceux-ci|Celles-ci|Ceci)\b)"
)


class ExtractiveAnswerer:
    """Implements `ports.Answerer` by choosing and ordering quotes."""

    def __init__(self, reader: QueryReader) -> None:
        self._reader = reader

    def draft(self, question: str, hits: Sequence[Hit], index: Index) -> Draft:
        """Claims for a question that `hits` (best first) answer; no claim if nothing legible."""
        question, hits = addressed(question, hits, index, lambda q: self._reader.read(q, index))
        terms = self._reader.read(question, index)
        asked = analyse(question if ABOUT in question else terms.text or question)
        if asked.number is not None:
            numbered = numbered_item(asked.number, hits)
            if numbered:
                return Draft(numbered)
        opening = None
        if asked.kind is Kind.LIST or (asked.count and asked.kind is Kind.OTHER):
            listed = whole_list(asked, hits, index, terms)
            if isinstance(listed, tuple):
                return Draft(listed)
            opening = listed
        said = _sentences(asked, originals_first(hits, index), terms, opening)
        if asked.several and asked.kind is Kind.FIGURE:
            said += counterpart(said, terms, index)
        return Draft(said)


def _sentences(
    asked: Asked, hits: Sequence[Hit], terms: Terms, opening: Unit | None = None
) -> tuple[Claim, ...]:
    """The best pieces of a few passages, until the answer is long enough. `opening`, where given,
    leads."""
    sources = [_Source(scored, opening) for scored in score_pieces(hits, terms, asked) if scored]
    if not sources:
        return ()
    best = max(source.top for source in sources)
    sources.sort(key=lambda source: -source.lead_score)
    first = sources[0]
    first.open(asked)
    used, least = [first], _KEEP_PRECISE if asked.kind in _PRECISE else _KEEP
    ranked = sorted(
        ((scored.score, source, scored.unit) for source in sources for scored in source.scored),
        key=lambda one: -one[0],
    )
    words = first.words
    for score, source, unit in ranked:
        if score < (_KEEP_ITEM if unit.is_item else least) * best:
            continue
        if source not in used and not _joins(source, used, best, asked):
            continue
        if is_scrap(unit) and told(asked):
            continue
        more = source.more(unit)
        if not more or words + sum(u.words for u in more) > _WORDS:
            continue
        source.take(more)
        words += sum(u.words for u in more)
        used += [source] if source not in used else []
    for source in sources:
        if source not in used and _adds(source, used, best, terms, asked):
            used.append(source)
    return tuple(
        claim for source in used for claim in as_claims(source.arranged(leads=source is first))
    )


def _joins(source: _Source, used: Sequence[_Source], best: float, asked: Asked) -> bool:
    most = _PASSAGES_SEVERAL if asked.several else _PASSAGES
    return len(used) < most and source.top >= _ANOTHER * best


def _adds(
    source: _Source, used: Sequence[_Source], best: float, terms: Terms, asked: Asked
) -> bool:
    """Take the lead of a further passage when it holds what is asked and not said yet; where
    sides are compared, any piece that does."""
    if not _joins(source, used, _ANOTHER_SIDE * best if asked.several else best, asked):
        return False
    said = frozenset[str]().union(*(u.stems for one in used for u in one.chosen))
    leads = [source.lead]
    if asked.several:
        leads += [s.unit for s in sorted(source.scored, key=lambda s: -s.score)]
    for unit in leads:
        more = source.more(unit)
        new = terms.share(said.union(*(u.stems for u in more))) - terms.share(said)
        long = sum(u.words for u in more) > _NEW_WORDS
        if asked.several:
            long |= sum(one.words for one in used) + sum(u.words for u in more) > _WORDS_SEVERAL
        if new >= _NEW and not long:
            source.take(more)
            return bool(more)
    return False


class _Source:
    """The pieces of one passage, and those chosen so far."""

    def __init__(self, scored: Sequence[Scored], opening: Unit | None = None) -> None:
        self.scored = scored
        self.top = max(s.score for s in scored)
        self._pieces = [s.unit for s in scored]
        self._slide = not is_running(self._pieces)
        self._chosen: set[int] = set()
        self.lead, self.lead_score = self._best_lead()
        if opening is not None and opening in self._pieces:
            self.lead, self.lead_score = opening, math.inf

    @property
    def chosen(self) -> list[Unit]:
        return [u for u in self._pieces if u.index in self._chosen]

    @property
    def words(self) -> int:
        return sum(u.words for u in self.chosen)

    def open(self, asked: Asked) -> None:
        """Take what leads the answer; all of a short passage, or of a slide of figures or names
        where these are asked."""
        whole = sum(u.words for u in self._pieces)
        if whole <= (_SLIDE if self._slide and self._shows(asked) else _SHORT_PASSAGE):
            self._chosen = {u.index for u in self._pieces if not _is_label(u) or u is self.lead}
        else:
            self._chosen = {u.index for u in self._with(self.lead)}

    def _shows(self, asked: Asked) -> bool:
        if asked.kind is Kind.PERSON:
            return any(PERSON.search(u.text) for u in self._pieces)
        return asked.kind in {Kind.LIST, Kind.FIGURE}

    def more(self, unit: Unit) -> list[Unit]:
        """The piece and what it cannot stand without, less what is there; none for a scrap, or
        for one that hangs on a line that may not be quoted."""
        if _is_label(unit) or unit.index in self._chosen:
            return []
        found = self._with(unit)
        hanging = _HANGING.match(found[0].text) if found else None
        return [] if hanging else [u for u in found if u.index not in self._chosen]

    def take(self, units: Sequence[Unit]) -> None:
        self._chosen |= {u.index for u in units}

    def arranged(self, *, leads: bool) -> list[Unit]:
        """What was chosen, in reading order but for what leads the answer."""
        chosen = self.chosen
        if self._slide:
            chosen.sort(key=lambda u: u.text.startswith(("Source", "(")))
        lead = self.lead
        if leads and self._opens(lead):
            first = {lead.index} | _introduced({lead.index}, self._pieces)
            chosen.sort(key=lambda u: u.index not in first)
        return chosen

    def _opens(self, lead: Unit) -> bool:
        if self._slide:
            return _can_lead(Scored(lead, self.top), self.top)
        return lead.words >= _SHORT_LINE and not lead.is_item

    def _best_lead(self) -> tuple[Unit, float]:
        """The best piece that can open an answer; others count little."""
        able = [s for s in self.scored if _can_lead(s, self.top)]
        best = min(able or self.scored, key=lambda s: (-_opening(s), s.unit.index))
        return best.unit, best.score if able else 0.5 * self.top

    def _with(self, unit: Unit) -> list[Unit]:
        """A piece, what it leans on and the list that it belongs to, in reading order."""
        indexes = {unit.index} | _needed(unit, self._pieces)
        indexes |= _introduced(indexes | self._chosen, self._pieces)
        known = {u.index: u for u in self._pieces}
        first = unit
        while _HANGING.match(first.text) and first.index - 1 in known:
            first = known[first.index - 1]
            indexes.add(first.index)
        return [u for u in self._pieces if u.index in indexes]


def _opening(scored: Scored) -> float:
    """« C’est pourquoi… » may open an answer when nothing else comes near."""
    return scored.score * (_LINKED_WORTH if _LINKED.match(scored.unit.text) else 1.0)


def _can_lead(scored: Scored, top: float) -> bool:
    """Whether a piece can open an answer: long enough to say something, not hung on what came
    before (« Elle repose… »), and not much worse than the best."""
    unit = scored.unit
    if scored.defines:
        return True
    introduces_nothing = unit.text.endswith(":") and not _opens_list(unit)
    if unit.words < _LEAD_LEAST or _HANGING.match(unit.text) or introduces_nothing:
        counted = unit.is_item and unit.number is not None
        return counted or bool(RATE.search(unit.text) and scored.score == top)
    return scored.score >= 0.6 * top


def _opens_list(unit: Unit) -> bool:
    return unit.passage.text[unit.end :].lstrip("\n").startswith(("• ", "1.", "1)"))


def _is_label(unit: Unit) -> bool:
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
