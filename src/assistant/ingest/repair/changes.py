"""What a repair did, word by word, so that it can be shown, counted and undone."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.domain import Change


def recorded(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """The changes that lead from some lines to their repaired form."""
    return tuple(
        Change(number, "repair", " ".join(old[a:b]), " ".join(new[c:d]))
        for number, (one, other) in enumerate(zip(before, after, strict=True))
        if one != other
        for old, new in [(one.split(), other.split())]
        for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
    )
