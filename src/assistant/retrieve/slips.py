"""How far a typed word is from a known one, counted in typing errors."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from assistant.domain import Mending

_BY_EAR, _LETTER = 0.3, 0.1
"""What writing by ear costs, and each letter that differs then."""
_SHORT = 4
"""A sound of fewer signs is shared by many words."""
_EASY = 0.8
_NEXT = 0.3
_FIRST = 0.4
_EDITS = 2
_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn")


def cost(typed: str, sound: str, meant: str, meant_sound: str) -> tuple[float, Mending]:
    """How many errors lead from `meant` to `typed`, by the finger or by ear, and which sort.

    Restricted Damerau–Levenshtein distance on letters and on sounds, the cheaper one.
    """
    edits = OSA.distance(typed, meant)
    by_ear = _BY_EAR + _LETTER * edits + _together(OSA.distance(sound, meant_sound))
    if len(sound) < _SHORT:
        by_ear += _BY_EAR
    by_finger = _EASY if edits == 1 and _is_easy(typed, meant) else _together(edits)
    # hardly anybody gets the first letter wrong, unless it sounds the same
    first = _FIRST if typed[0] != meant[0] and sound[:1] != meant_sound[:1] else 0.0
    if by_ear < by_finger:
        return by_ear + first, "phonetic" if sound == meant_sound else "ngram"
    return by_finger + first, "edit" if edits <= _EDITS else "ngram"


def _together(errors: int) -> float:
    """Each further error in a word is less likely than the one before."""
    return errors + _NEXT * errors * (errors - 1) / 2


def _is_easy(typed: str, meant: str) -> bool:
    """Whether the one error is a doubled or single letter, a swap or a neighbouring key."""
    if len(typed) != len(meant):
        longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
        place = _first_difference(longer, shorter)
        return place > 0 and longer[place] == longer[place - 1]
    place = _first_difference(typed, meant)
    return sorted(typed) == sorted(meant) or _are_neighbours(typed[place], meant[place])


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _are_neighbours(one: str, other: str) -> bool:
    """Side by side on a French keyboard."""
    return any(
        one in row and other in row and abs(row.index(one) - row.index(other)) == 1 for row in _ROWS
    )
