"""Answers without a model: the few sentences that answer, verbatim, arranged to be read.

The best sentence comes first, then what completes it, grouped by source. A list question gets
the whole list in order. Nothing is written that a document does not say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.question import Asked, Kind, analyse
from assistant.answer.units import Unit, is_legible, is_running, units
from assistant.domain import Hit, Passage
from assistant.french import stems
from assistant.lexicon import Lexicon
from assistant.ports import Claim, Draft, Index
from assistant.retrieve.terms import QueryReader, Terms

_SOURCES = 4
_LEAD_WORDS, _NEXT_WORDS = 95, 50
_KEEP = 0.4
_CONTEXT = 0.35
_SHORT_PASSAGE, _SLIDE = 60, 150
_LIST_WORDS = 180
_LIST_FITS = 0.45
_SHORT_LINE = 7
_LEAD_LEAST = 8
_COLUMN_WORDS = 16
_COPY_PRIOR = 0.6
_HANGING = re.compile(
    r"(?:…|\.\.\.|C[’']est (?:pourquoi|en cela|donc|ainsi)|Ainsi,|(?:Ils?|Elles?|Cela|Celui-ci"
    r"|Celle-ci|Ces? derni\w+|Ceux-ci|Celles-ci|Ceci)\b"
    r"|Source)"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[/-]\d{1,2}\b|\b(?:janvier|février|mars|avril|mai|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d|\btiers\b|\bmoitié\b|\bcentaine")
_RATE = re.compile(r"\d ?%|€|\btiers\b")
_NAME = re.compile(r"\b[A-ZÉ][\w’é-]+\s+(?:[A-ZÉ]{2,}|[A-ZÉ][a-zé]+)|\b[A-Z]{3,}\b")
_ROLE = re.compile(
    r"(?:[A-ZÉ]{2,}|[A-ZÉ][a-zé]+), (?:le |la )?[a-zé-]+(?: [a-zé]+)? (?:du|de|des) "
)
_IS = re.compile(
    r"\b(?:est|sont|c’est|constituent?|désignent?|signifient?|a pour (?:vocation|objectif"
    r"|mission|but)"
    r"|vise|correspond|incarne)\b|\s=\s|\s:\s"
)
_DEFINES_WEIGHT = 0.35
_WAY = re.compile(
    r"\b(?:il faut|il convient|nécess|permet|afin de|pour \w+(?:er|ir)\b|condition)", re.I
)
_REASON = re.compile(r"\b(?:parce|car|puisque|raison|afin|pour que|en effet|cela)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Scored:
    unit: Unit
    score: float


class ExtractiveAnswerer:
    """Implements `ports.Answerer` by choosing and ordering quotes."""

    def __init__(self, reader: QueryReader) -> None:
        self._reader = reader

    def draft(self, question: str, hits: Sequence[Hit], index: Index) -> Draft:
        """Claims for a question that `hits` (best first) answer; no claim if nothing legible."""
        asked = analyse(question)
        terms = self._reader.read(question, index)
        if asked.number is not None:
            numbered = _numbered_item(asked.number, hits, terms)
            if numbered:
                return Draft(numbered)
        if asked.kind is Kind.LIST or asked.count:
            listed = _whole_list(asked, hits, index, terms)
            if listed:
                return Draft(listed)
        return Draft(_sentences(asked, _originals_first(hits, index), terms))


def _originals_first(hits: Sequence[Hit], index: Index) -> list[Hit]:
    """A scan that copies another document of the corpus is quoted after the others."""
    if hits and _is_copy(hits[0], index):
        return list(hits)
    return sorted(hits, key=lambda hit: _is_copy(hit, index))


def _is_copy(hit: Hit, index: Index) -> bool:
    document = index.document(hit.passage.document_id)
    return hit.passage.restored and bool(document.same_as or document.part_of)


def _score(unit: Unit, around: frozenset[str], terms: Terms, asked: Asked, rank: int) -> float:
    own = terms.share(unit.stems)
    context = terms.share(around - unit.stems)
    prior = 1.0 / (1.0 + 0.3 * rank)
    if asked.kind is Kind.DEFINITION:
        prior *= 1.0 + 0.5 * terms.share(frozenset(stems(unit.passage.heading)))
    fits = _fits(unit.text, asked) + _DEFINES_WEIGHT * _defines(unit, terms, asked)
    return prior * (0.12 + own + _CONTEXT * context + fits)


def _defines(unit: Unit, terms: Terms, asked: Asked) -> float:
    """1 when a piece says what the thing asked *is*: the words asked, then the verb."""
    if asked.kind is not Kind.DEFINITION:
        return 0.0
    match = _IS.search(unit.text)
    return terms.share(frozenset(stems(unit.text[: match.start()]))) if match else 0.0


def _fits(text: str, asked: Asked) -> float:
    """Does a piece hold the kind of thing that is asked?"""
    match asked.kind:
        case Kind.FIGURE:
            bare = re.sub(r"\b(?:ODD 17|(?:19|20)\d\d)\b", "", text)
            return (0.25 if _NUMBER.search(bare) else 0.0) + (0.1 if _RATE.search(bare) else 0.0)
        case Kind.DATE:
            return 0.3 if _DATE.search(text) else 0.0
        case Kind.PERSON:
            return (0.15 if _NAME.search(text) else 0.0) + (0.2 if _ROLE.search(text) else 0.0)
        case Kind.HOW:
            return 0.1 if _WAY.search(text) else 0.0
        case Kind.WHY:
            return 0.15 if _REASON.search(text) else 0.0
        case _:
            return 0.0


def _quotable(passage: Passage) -> list[Unit]:
    """The legible pieces; in running text, a line that ends no sentence is a stray label."""
    legible = [u for u in units(passage) if is_legible(u.text) and not _is_garbled(u)]
    if is_running(legible):
        return [u for u in legible if not _is_label(u)]
    return [u for u in legible if not _is_read_across(u)]


def _is_garbled(unit: Unit) -> bool:
    """A scan's line whose quotes do not close (two columns read across), or with more than a
    word in twelve that is no French word, names apart."""
    if not unit.passage.restored:
        return False
    if unit.text.count("«") != unit.text.count("»") or unit.text.count("(") != unit.text.count(")"):
        return True
    plain = re.findall(r"(?<![\w’'.@/-])[a-zà-ÿœ]{3,}(?![\w.@/-])", unit.text)
    unknown = sum(not Lexicon.shared().knows(word) for word in plain)
    return unknown > max(1, len(plain) / 12)


def _is_read_across(unit: Unit) -> bool:
    """A long unpunctuated line of a scanned slide: two columns read as one."""
    loose = unit.passage.restored and not unit.is_item and unit.words > _COLUMN_WORDS
    return loose and unit.text[-1] not in ".!?…:;»"


def _is_label(unit: Unit) -> bool:
    return not unit.is_item and unit.words < 12 and unit.text[-1] not in ".!?…:;»)"


def _around(passage: Passage, pieces: Sequence[Unit], unit: Unit) -> frozenset[str]:
    """Stems of the heading, the piece before and, for an item, the list's introduction."""
    near = set(stems(passage.heading))
    for other in pieces:
        if other.index == unit.index - 1 or (unit.is_item and not other.is_item):
            near |= other.stems
    return frozenset(near)


def _scored(hits: Sequence[Hit], terms: Terms, asked: Asked) -> list[list[_Scored]]:
    found = []
    sources = [hit for hit in hits if hit.passage.kind != "note"] or list(hits)
    depth = 2 * _SOURCES if asked.kind is Kind.DEFINITION else _SOURCES
    for rank, hit in enumerate(sources[:depth]):
        pieces = _quotable(hit.passage)
        found.append(
            [
                _Scored(u, _score(u, _around(hit.passage, pieces, u), terms, asked, rank))
                for u in pieces
            ]
        )
    return found


def _sentences(asked: Asked, hits: Sequence[Hit], terms: Terms) -> tuple[Claim, ...]:
    by_source = [scored for scored in _scored(hits, terms, asked) if scored]
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


def _best_lead(scored: Sequence[_Scored]) -> float:
    """The best score of a piece that can open an answer; others count little."""
    top = max(s.score for s in scored)
    return max((s.score for s in scored if _can_lead(s, top)), default=0.5 * top)


def _from_source(scored: Sequence[_Scored], top: float, budget: int, place: int) -> list[Claim]:
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
    return _as_claims(pieces)


def _can_lead(scored: _Scored, top: float) -> bool:
    """Whether a piece can open an answer: long enough to say something, not hung on what came
    before (« Elle repose… »), and not much worse than the best."""
    unit = scored.unit
    introduces_nothing = unit.text.endswith(":") and not _opens_list(unit)
    if unit.words < _LEAD_LEAST or _HANGING.match(unit.text) or introduces_nothing:
        counted = unit.is_item and unit.number is not None
        return counted or bool(_RATE.search(unit.text) and scored.score == top)
    return scored.score >= 0.6 * top


def _opens_list(unit: Unit) -> bool:
    return unit.passage.text[unit.end :].lstrip("\n").startswith(("• ", "1.", "1)"))


def _is_scrap(unit: Unit) -> bool:
    """A label of a slide: capitals only, or a few words without number or name."""
    if unit.text.isupper() and not unit.is_item:
        return True
    bare = unit.words < 5 and not unit.is_item and not _NUMBER.search(unit.text)
    return bare and not _NAME.search(unit.text)


def _introduced(chosen: set[int], pieces: Sequence[Unit]) -> set[int]:
    """A list that a chosen piece introduces, or has an item in, is never cut."""
    whole: set[int] = set()
    for run in _lists(pieces):
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


def _numbered_item(number: int, hits: Sequence[Hit], terms: Terms) -> tuple[Claim, ...]:
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


def _whole_list(asked: Asked, hits: Sequence[Hit], index: Index, terms: Terms) -> tuple[Claim, ...]:
    """The list whose introduction and items best fit, entire and in order."""
    best: tuple[float, list[list[Unit]]] | None = None
    for rank, hit in enumerate(hits[:_SOURCES]):
        prior = (_COPY_PRIOR if _is_copy(hit, index) else 1.0) / (1 + 0.3 * rank)
        for run, parts in _candidates(_quotable(hit.passage), index):
            items = sum(u.is_item for part in parts for u in part)
            numbered = sum(u.number is not None for part in parts for u in part)
            if items < 2 or (asked.count or 0) > max(items, 3):
                continue
            held = frozenset().union(*(u.stems for u in run), stems(hit.passage.heading))
            intro = frozenset(run[0].stems) | frozenset(stems(hit.passage.heading))
            score = (0.5 * terms.share(held) + terms.share(intro)) * prior
            if asked.count and asked.count in {items, numbered}:
                score += 0.5
            if best is None or score > best[0]:
                best = (score, parts)
    if best is None or best[0] < _LIST_FITS:
        return ()
    return tuple(c for part in best[1] for c in _as_claims(part))


def _candidates(
    pieces: Sequence[Unit], index: Index
) -> Iterator[tuple[list[Unit], list[list[Unit]]]]:
    """The lists of a passage, each with all its parts; and the lists inside them."""
    for run in _lists(pieces):
        inner = list(_sub_lists(run))
        yield run, _parts(run, index)
        for part in inner:
            yield part, [part]


def _sub_lists(run: Sequence[Unit]) -> Iterator[list[Unit]]:
    """Numbered items under an unnumbered one (« 7 mesures opérationnelles… »)."""
    heads = [
        i
        for i, unit in enumerate(run[:-1])
        if unit.is_item and unit.number is None and run[i + 1].number is not None
    ]
    for start, end in zip(heads, [*heads[1:], len(run)], strict=False):
        yield list(run[start:end])


def _parts(run: list[Unit], index: Index) -> list[list[Unit]]:
    """The run with the other parts of its list, when it was too long for one passage."""
    siblings = _siblings(run[0].passage, index)
    return [_longest_list(p) for p in siblings] if len(siblings) > 1 else [run]


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


def _as_claims(pieces: Sequence[Unit]) -> list[Claim]:
    """One claim per piece; a run of list items that follow each other is one quote."""
    claims: list[Claim] = []
    run: list[Unit] = []
    for unit in pieces:
        joins = run and unit.is_item and unit.passage is run[-1].passage
        if not (joins and unit.index == run[-1].index + 1):
            claims.extend(_quote(run))
            run = []
        run.append(unit)
    return [*claims, *_quote(run)]


def _quote(run: Sequence[Unit]) -> list[Claim]:
    if not run:
        return []
    passage = run[0].passage
    return [Claim(passage, passage.text[run[0].start : run[-1].end])]
