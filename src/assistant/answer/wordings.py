"""The same item of a list, worded otherwise in another document."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.units import Unit

_SAME = 0.6
_LEAST_SHARED = 3
_LEAST_ALIKE = 0.5


def same_item(said: Unit, mine: Sequence[Unit], theirs: Sequence[Unit]) -> Unit | None:
    """The other list's item of the same number, where the two lists are one list (most of their
    other items are alike) and these items are not."""
    if not said.is_item or said.number is None:
        return None
    here, there = _numbered(mine), _numbered(theirs)
    other = there.get(said.number)
    if other is None or _likeness(said, other) >= _SAME:
        return None
    shared = [number for number in here.keys() & there.keys() if number != said.number]
    alike = sum(_likeness(here[number], there[number]) >= _SAME for number in shared)
    enough = len(shared) >= _LEAST_SHARED and alike >= _LEAST_ALIKE * len(shared)
    return other if enough else None


def _numbered(pieces: Sequence[Unit]) -> dict[int, Unit]:
    return {u.number: u for u in reversed(pieces) if u.is_item and u.number is not None}


def _likeness(one: Unit, other: Unit) -> float:
    """Jaccard index of the stems, the items' numbers apart."""
    mine = {stem for stem in one.stems if not stem.isdigit()}
    theirs = {stem for stem in other.stems if not stem.isdigit()}
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0
