"""Two documents that say the same thing with other figures: both are shown, with their dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from assistant import wording
from assistant.answer.quotable import as_claims, quotable
from assistant.answer.units import Unit
from assistant.domain import Document, Hit, Passage
from assistant.ports import Claim, Index
from assistant.retrieve.timely import words_of
from assistant.sources import heading
from assistant.standing import precedence

_ALIKE = 0.7
"""Share of the stems of two sentences, figures apart, that both hold."""
_LEAST_STEMS = 4
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_MOST = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sentences alike but for their figures; `other` is in a document not cited for it."""

    said: Unit
    other: Unit


def with_conflicts(
    claims: Sequence[Claim], hits: Sequence[Hit], index: Index
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """The claims with those that contradict them added, and a French line for each pair."""
    found = list(_conflicts(claims, hits, index))[:_MOST]
    quoted = {(claim.passage.id, claim.quote) for claim in claims}
    added = [
        claim
        for conflict in found
        for claim in as_claims([conflict.other])
        if (claim.passage.id, claim.quote) not in quoted
    ]
    return (*claims, *added), tuple(dict.fromkeys(_told(conflict, index) for conflict in found))


def _conflicts(claims: Sequence[Claim], hits: Sequence[Hit], index: Index) -> Iterator[Conflict]:
    pieces: dict[str, list[Unit]] = {}

    def pieces_of(passage: Passage) -> list[Unit]:
        """Those with a figure: no other can differ by one."""
        if passage.id not in pieces:
            pieces[passage.id] = [u for u in quotable(passage) if _FIGURE.search(u.text)]
        return pieces[passage.id]

    documents = {hit.passage.document_id: index.document(hit.passage.document_id) for hit in hits}
    for claim in claims:
        if not _FIGURE.search(claim.quote):
            continue
        mine = index.document(claim.passage.document_id)
        cited = [unit for unit in pieces_of(claim.passage) if unit.text in claim.quote]
        words = [words_of(unit.text) for unit in cited]
        for hit in hits:
            if not _may_contradict(mine, documents[hit.passage.document_id]):
                continue
            theirs = words_of(hit.passage.text)
            if not any(len(said & theirs) >= _ALIKE * len(said) for said in words):
                continue
            for said, other in product(cited, pieces_of(hit.passage)):
                if _disagree(said, other):
                    yield Conflict(said, other)


def _disagree(one: Unit, other: Unit) -> bool:
    """The same words but for their figures, of which each has some and neither holds all of the
    other's."""
    figures, others = set(_FIGURE.findall(one.text)), set(_FIGURE.findall(other.text))
    if not figures - others or not others - figures:
        return False
    mine = {stem for stem in one.stems if not _FIGURE.match(stem)}
    theirs = {stem for stem in other.stems if not _FIGURE.match(stem)}
    if min(len(mine), len(theirs)) < _LEAST_STEMS:
        return False
    return len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _may_contradict(one: Document, other: Document) -> bool:
    """Two documents of different standing. Between a document and its own scan or excerpt, what
    differs was misread."""
    if one.id == other.id or precedence(one) == precedence(other):
        return False
    links = {one.same_as, one.part_of, other.same_as, other.part_of}
    return not links & {one.id, other.id}


def _told(conflict: Conflict, index: Index) -> str:
    sides = [
        (index.document(unit.passage.document_id), unit) for unit in (conflict.said, conflict.other)
    ]
    newer, older = (
        wording.CONFLICT_SIDE.format(
            figures=", ".join(_FIGURE.findall(unit.text)), source=heading(document)
        )
        for document, unit in sorted(sides, key=lambda side: precedence(side[0]), reverse=True)
    )
    return wording.CONFLICT.format(newer=newer, older=older)
