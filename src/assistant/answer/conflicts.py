"""Documents that tell the same thing otherwise: every side is shown, with its source and date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from assistant import wording
from assistant.answer.quantities import FIGURE, differing
from assistant.answer.quotable import as_claims, quotable
from assistant.answer.units import Unit
from assistant.answer.wordings import same_item
from assistant.domain import Document, Hit, Passage
from assistant.french import inner_quotes, stems
from assistant.ports import Claim, Index
from assistant.retrieve.timely import words_of
from assistant.sources import heading
from assistant.standing import precedence

_ALIKE = 0.7
"""Share of the stems of two sentences, figures apart, that both hold."""
_LEAST_STEMS = 4
_MOST = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two pieces that tell the same thing otherwise: `said` is cited, `other` stands elsewhere.
    `sides` are the words by which they differ."""

    said: Unit
    other: Unit
    sides: tuple[str, str]


def with_conflicts(
    question: str, claims: Sequence[Claim], hits: Sequence[Hit], index: Index
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """The claims with those that contradict them added, and a French line for each pair.

    Two sentences alike but for their figures contradict each other; so do two numbers of the
    thing that is asked, and two wordings of the same item of a list.
    """
    found: list[Conflict] = []
    for conflict in _conflicts(question, claims, hits, index):
        if len(found) < _MOST and not any(_is_same(conflict, other) for other in found):
            found.append(conflict)
    quoted = {(claim.passage.id, claim.quote) for claim in claims}
    added = [
        claim
        for conflict in found
        for claim in as_claims([conflict.other])
        if not any(claim.passage.id == name and claim.quote in quote for name, quote in quoted)
    ]
    return (*claims, *added), tuple(dict.fromkeys(_told(conflict, index) for conflict in found))


def _is_same(one: Conflict, other: Conflict) -> bool:
    pairs = [{(u.passage.id, u.index) for u in (c.said, c.other)} for c in (one, other)]
    return pairs[0] == pairs[1] or set(one.sides) == set(other.sides)


def _conflicts(
    question: str, claims: Sequence[Claim], hits: Sequence[Hit], index: Index
) -> Iterator[Conflict]:
    asked = frozenset(stems(question))
    pieces: dict[str, list[Unit]] = {}

    def pieces_of(passage: Passage) -> list[Unit]:
        if passage.id not in pieces:
            pieces[passage.id] = quotable(passage)
        return pieces[passage.id]

    documents = {hit.passage.document_id: index.document(hit.passage.document_id) for hit in hits}
    for claim in claims:
        mine = index.document(claim.passage.document_id)
        cited = [unit for unit in pieces_of(claim.passage) if unit.text in claim.quote]
        for hit in hits:
            theirs = documents[hit.passage.document_id]
            if hit.passage.id == claim.passage.id or _are_copies(mine, theirs):
                continue
            others = pieces_of(hit.passage)
            if mine.id != theirs.id and precedence(mine) != precedence(theirs):
                yield from _alike(cited, hit.passage, pieces_of)
            for said, other in product(cited, others):
                if sides := differing(said.text, other.text, asked):
                    yield Conflict(said, other, sides)
            if mine.id != theirs.id:
                for said in cited:
                    if item := same_item(said, pieces_of(claim.passage), others):
                        yield Conflict(said, item, (said.text, item.text))


def _alike(
    cited: Sequence[Unit], passage: Passage, pieces_of: Callable[[Passage], list[Unit]]
) -> Iterator[Conflict]:
    """Sentences of a passage that say what a cited one says with other figures."""
    with_figures = [unit for unit in cited if FIGURE.search(unit.text)]
    theirs = words_of(passage.text)
    words = [words_of(unit.text) for unit in with_figures]
    if not any(len(said & theirs) >= _ALIKE * len(said) for said in words):
        return
    for said, other in product(with_figures, pieces_of(passage)):
        if _disagree(said, other):
            yield Conflict(said, other, (_figures(said), _figures(other)))


def _figures(unit: Unit) -> str:
    return ", ".join(FIGURE.findall(unit.text))


def _disagree(one: Unit, other: Unit) -> bool:
    """The same words but for their figures, of which each has some and neither holds all of the
    other's."""
    figures, others = set(FIGURE.findall(one.text)), set(FIGURE.findall(other.text))
    if not figures - others or not others - figures:
        return False
    mine = {stem for stem in one.stems if not FIGURE.match(stem)}
    theirs = {stem for stem in other.stems if not FIGURE.match(stem)}
    if min(len(mine), len(theirs)) < _LEAST_STEMS:
        return False
    return len(mine & theirs) >= _ALIKE * len(mine | theirs)


def _are_copies(one: Document, other: Document) -> bool:
    """Between a document and its own scan or excerpt, what differs was misread."""
    links = {one.same_as, one.part_of, other.same_as, other.part_of}
    return one.id != other.id and bool(links & {one.id, other.id})


def _told(conflict: Conflict, index: Index) -> str:
    units = (conflict.said, conflict.other)
    sides = [
        (index.document(unit.passage.document_id), unit.passage, words)
        for unit, words in zip(units, conflict.sides, strict=True)
    ]
    newer, older = (
        wording.CONFLICT_SIDE.format(figures=inner_quotes(words), source=heading(document, passage))
        for document, passage, words in sorted(
            sides, key=lambda side: precedence(side[0]), reverse=True
        )
    )
    return wording.CONFLICT.format(newer=newer, older=older)
