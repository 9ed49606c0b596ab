"""Lists, whole and in order; an item by its number; a list inside a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.question import Asked
from assistant.answer.quotable import as_claims, is_copy, quotable
from assistant.answer.scoring import counts, nearness
from assistant.answer.units import Unit, units
from assistant.domain import Hit, Passage
from assistant.french import stems
from assistant.ports import Claim, Index
from assistant.retrieve.terms import Terms

_SOURCES = 4
_LIST_FITS = 0.5
_COPY_PRIOR = 0.6
_COUNT_FITS = 0.5
_NAMED = 0.25
"""For a list whose introduction names the things asked (« quels changements… ? »)."""
_SHORT_INTRODUCTION = 4
_OF_IT = re.compile(r"\b(?:[Ii]ls?|[Ee]lles?|[Cc]eux-ci|[Cc]elles-ci)\b")
_ENUMERATES = re.compile(r"(.+?)(?:\s:\s|\s[—–]\s)(.+)", re.DOTALL)
_BETWEEN = re.compile(r",\s|\s/\s|;\s|\set\s")


def numbered_item(number: int, hits: Sequence[Hit]) -> tuple[Claim, ...]:
    """« la mesure 18 »: that item, from each source that words it differently."""
    found: list[Unit] = []
    for hit in hits:
        items = [u for u in quotable(hit.passage) if u.is_item and u.number == number]
        numbered = sum(u.number is not None for u in units(hit.passage))
        found.extend(u for u in items[:1] if numbered >= 3)
    distinct: list[Unit] = []
    for unit in found:
        if all(len(unit.stems ^ other.stems) > 1 for other in distinct):
            distinct.append(unit)
    return tuple(Claim(u.passage, u.text) for u in distinct[:2])


def whole_list(
    asked: Asked, hits: Sequence[Hit], index: Index, terms: Terms
) -> tuple[Claim, ...] | Unit | None:
    """The list whose introduction and items best fit, entire and in order; or the sentence that
    enumerates what is asked, where one fits better; None when neither is near."""
    best: tuple[float, list[list[Unit]] | Unit] | None = None
    for hit in hits[:_SOURCES]:
        prior = (_COPY_PRIOR if is_copy(hit, index) else 1.0) * nearness(hit, hits[0])
        heading = frozenset(stems(hit.passage.heading))
        pieces = quotable(hit.passage)
        for found in (*_lists(asked, pieces, index), *_enumerations(asked, pieces)):
            held = terms.share(found.held | heading)
            score = 0.5 * held + terms.share(found.intro | heading)
            if found.counted:
                score += _COUNT_FITS if asked.noun in found.intro | heading else 0.5 * _COUNT_FITS
            if asked.listed in found.intro:
                score += _NAMED
            score *= prior
            if best is None or score > best[0]:
                best = (score, found.what)
    if best is None or best[0] < _LIST_FITS:
        return None
    if isinstance(best[1], Unit):
        return best[1]
    return tuple(c for part in best[1] for c in as_claims(part))


@dataclass(frozen=True, slots=True)
class _Found:
    """A list with all its parts, or a sentence that enumerates; `counted` when it has as many
    things as are asked."""

    what: list[list[Unit]] | Unit
    intro: frozenset[str]
    held: frozenset[str]
    counted: bool


def _lists(asked: Asked, pieces: Sequence[Unit], index: Index) -> Iterator[_Found]:
    for run, parts in candidates(pieces, index):
        items = sum(u.is_item for part in parts for u in part)
        numbered = sum(u.number is not None for part in parts for u in part)
        if items < 2 or (asked.count or 0) > max(items, 3):
            continue
        held = frozenset().union(*(u.stems for u in run))
        counted = asked.count is not None and asked.count in {items, numbered}
        yield _Found(parts, _introduction(run[0], pieces, index), held, counted)


def _introduction(first: Unit, pieces: Sequence[Unit], index: Index) -> frozenset[str]:
    """What is said of a list's subject: « Ils se déclinent ainsi : » leans on the line before,
    be it in the passage before."""
    alone = len(first.stems) >= _SHORT_INTRODUCTION and not _OF_IT.search(first.text)
    if first.is_item or alone:
        return first.stems
    before = [u for u in pieces if u.index < first.index]
    if not before and first.passage.prev is not None:
        before = quotable(index.passage(first.passage.prev))
    return first.stems.union(*(u.stems for u in before[-2:]))


def _enumerations(asked: Asked, pieces: Sequence[Unit]) -> Iterator[_Found]:
    """« …4 piliers : faire-valoir le cap, capitaliser les pratiques, évaluer… »."""
    for unit in pieces:
        match = None if unit.is_item else _ENUMERATES.match(unit.text)
        if match is None:
            continue
        things = 1 + len(_BETWEEN.findall(match.group(2)))
        intro = frozenset(stems(match.group(1)))
        if asked.count is None:
            fits = things > 2
        else:
            fits = things >= asked.count and counts(match.group(1), asked.noun, asked.count)
        if fits:
            yield _Found(unit, intro, unit.stems, asked.count is not None)


def candidates(
    pieces: Sequence[Unit], index: Index
) -> Iterator[tuple[list[Unit], list[list[Unit]]]]:
    """The lists of a passage, each with all its parts; and the lists inside them."""
    for run in runs(pieces):
        inner = list(sub_lists(run))
        yield run, _parts(run, index)
        for part in inner:
            yield part, [part]


def sub_lists(run: Sequence[Unit]) -> Iterator[list[Unit]]:
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


def runs(pieces: Sequence[Unit]) -> list[list[Unit]]:
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
    pieces = list(quotable(passage))
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
