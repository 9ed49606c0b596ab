"""How well each piece of the first passages fits the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer.question import Asked, Kind
from assistant.answer.quotable import quotable
from assistant.answer.units import Unit
from assistant.domain import Hit, Passage
from assistant.french import SPELLED_NUMBER, stem, stems, words
from assistant.retrieve.terms import Terms

SOURCES = 4
_BASE, _CONTEXT = 0.2, 0.35
_MARGIN = 0.4
_DEFINES_WEIGHT = 0.35
_COUNTS_IT = 0.2
_RATE_OF_SIDES = 0.35
_SCRAP, _SCRAP_WORDS = 0.5, 7
_SHORT = frozenset({Kind.FIGURE, Kind.DATE, Kind.LIST, Kind.PLACE})
"""What a few words may answer."""
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[/-]\d{1,2}\b|\b(?:janvier|février|mars|avril|mai|juin|juillet|août"
    r"|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(rf"\d|{SPELLED_NUMBER}", re.IGNORECASE)
RATE = re.compile(r"\d ?%|€|\btiers\b")
NAME = re.compile(r"\b[A-ZÉ][\w’é-]+\s+(?:[A-ZÉ]{2,}|[A-ZÉ][a-zé]+)|\b[A-Z]{3,}\b")
PERSON = re.compile(r"\b[A-ZÉ][a-zéè]+(?:-[A-ZÉ][a-zéîï]+)? [A-ZÉ]{3,}\b")
_ROLE = re.compile(
    r"(?:[A-ZÉ]{2,}|[A-ZÉ][a-zé]+), (?:le |la )?[a-zé-]+(?: [a-zé]+)? (?:du|de|des) "
)
_IS = re.compile(
    r"\b(?:est|sont|c’est|constituent?|désignent?|signifient?|a pour (?:vocation|objectif"
    r"|mission|but)"
    r"|vise|correspond|incarne|autrement dit|c’est-à-dire)\b|\s=\s|\s:\s|\(ce qui est\b"
)
_IN_OTHER_WORDS = re.compile(
    r"[,;]? (?:autrement dit|c[’']est-à-dire|à savoir|veut dire|signifie|désigne)\b"
    r"| \((?:ce qui est|soit) \w"
)
_DEFINITION_PRIOR = 0.75
"""A definition is worth so much wherever its passage ranks."""
_NEAR, _NAMED, _IN_OTHER_WORDS_WEIGHT = 4, 0.5, 0.6
"""So many words before « autrement dit » hold so much of what is asked."""
_WAY = re.compile(
    r"\b(?:il faut|il convient|nécess|permet|afin de|pour \w+(?:er|ir)\b|condition)", re.I
)
_ACTION = re.compile(r"(?:• )?(?:\d{1,2}[.)] ?)?[A-ZÉ]\.?[a-zé]+(?:er|ir|re)\b")
_REASON = re.compile(r"\b(?:parce|car|puisque|raison|afin|pour que|en effet|cela)\b", re.I)


@dataclass(frozen=True, slots=True)
class Scored:
    """A piece and what it is worth; `defines` when the words asked are followed right there by
    what they mean."""

    unit: Unit
    score: float
    defines: bool = False


def score_pieces(hits: Sequence[Hit], terms: Terms, asked: Asked) -> list[list[Scored]]:
    found = []
    sources = [hit for hit in hits if hit.passage.kind != "note"] or list(hits)
    depth = 2 * SOURCES if asked.kind is Kind.DEFINITION else SOURCES
    for hit in sources[:depth]:
        pieces, prior = quotable(hit.passage), nearness(hit, sources[0])
        found.append(
            [_scored(u, _around(hit.passage, pieces, u), terms, asked, prior) for u in pieces]
        )
    return found


def _scored(unit: Unit, around: frozenset[str], terms: Terms, asked: Asked, prior: float) -> Scored:
    defines = _says_in_other_words(unit, terms, asked)
    if defines:
        prior = max(prior, _DEFINITION_PRIOR)
    return Scored(unit, prior * _score(unit, around, terms, asked), defines)


def nearness(hit: Hit, best: Hit) -> float:
    """What a passage's place is worth, 1 for the best: less, the more the ranking tells them
    apart."""
    return 1.0 / (1.0 + _MARGIN * max(0.0, best.score - hit.score))


def _score(unit: Unit, around: frozenset[str], terms: Terms, asked: Asked) -> float:
    own = terms.share(unit.stems)
    context = terms.share(around - unit.stems)
    prior = 1.0
    if asked.kind is Kind.DEFINITION:
        prior = 1.0 + 0.5 * terms.share(frozenset(stems(unit.passage.heading)))
    fits = _fits(unit.text, asked) + _DEFINES_WEIGHT * _defines(unit, terms, asked)
    if _says_in_other_words(unit, terms, asked):
        fits += _IN_OTHER_WORDS_WEIGHT
    if told(asked) and is_scrap(unit):
        prior *= _SCRAP
    return prior * (_BASE + own + _CONTEXT * context + fits)


def told(asked: Asked) -> bool:
    """Whether it takes sentences to answer."""
    return asked.kind not in _SHORT


def is_scrap(unit: Unit) -> bool:
    """A few words of a slide that say nothing alone (« Domaines », « RSE & Partenariat »)."""
    said = unit.text[-1] in ".!?…:;," or PERSON.search(unit.text) or RATE.search(unit.text)
    return len(re.findall(r"[^\W\d_]{2,}", unit.text)) < _SCRAP_WORDS and not said


def _defines(unit: Unit, terms: Terms, asked: Asked) -> float:
    """1 when a piece says what the thing asked *is*: the words asked, then the verb."""
    if asked.kind is not Kind.DEFINITION:
        return 0.0
    named = (frozenset(stems(unit.text[: at.start()])) for at in _IS.finditer(unit.text))
    return max((terms.share(one) for one in named), default=0.0)


def _says_in_other_words(unit: Unit, terms: Terms, asked: Asked) -> bool:
    """« une démarche de R&D sociétale, autrement dit d’invention de nouveaux modèles »."""
    if asked.kind is not Kind.DEFINITION:
        return False
    return any(
        terms.share(frozenset(stems(" ".join(unit.text[: at.start()].split()[-_NEAR:])))) >= _NAMED
        for at in _IN_OTHER_WORDS.finditer(unit.text)
    )


def _fits(text: str, asked: Asked) -> float:
    """Does a piece hold the kind of thing that is asked?"""
    match asked.kind:
        case Kind.FIGURE:
            bare = re.sub(r"\b(?:ODD 17|(?:19|20)\d\d)\b", "", text)
            rate = _RATE_OF_SIDES if asked.several else 0.1
            found = (0.25 if NUMBER.search(bare) else 0.0) + (rate if RATE.search(bare) else 0.0)
            return found + (_COUNTS_IT if asked.noun and counts(text, asked.noun) else 0.0)
        case Kind.DATE:
            return 0.3 if _DATE.search(text) else 0.0
        case Kind.PERSON:
            named = 0.3 if PERSON.search(text) else 0.15 if NAME.search(text) else 0.0
            return named + (0.2 if _ROLE.search(text) else 0.0)
        case Kind.HOW:
            way = (0.1 if _WAY.search(text) else 0.0) + (0.15 if _ACTION.match(text) else 0.0)
            way += 0.2 if text.endswith(":") else 0.0
            return way - (0.15 if RATE.search(text) else 0.0)
        case Kind.WHY:
            return 0.15 if _REASON.search(text) else 0.0
        case _:
            return 0.0


def counts(text: str, noun: str, number: int | None = None) -> bool:
    """Whether a number, or this one, stands right before what is counted: « 18 à 36 mois »."""
    read = [stem(word) for word in words(text)]
    return any(
        name == noun
        and any(
            one == str(number) if number else one[0].isdigit()
            for one in read[max(0, place - 2) : place]
        )
        for place, name in enumerate(read)
    )


def _around(passage: Passage, pieces: Sequence[Unit], unit: Unit) -> frozenset[str]:
    """Stems of the heading, the piece before and, for an item, the list's introduction."""
    near = set(stems(passage.heading))
    for other in pieces:
        if other.index == unit.index - 1 or (unit.is_item and not other.is_item):
            near |= other.stems
    return frozenset(near)
