"""Numbers of list items as office programs print them: « 3. », « b) », « IV. », « 2.1 »."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_PLAIN = re.compile(r"^\s*\d{1,4}\s*(?:[.)°-]|\.-)?\s*$")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)


def roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def letters(number: int) -> str:
    """1 is a, 26 z, 27 aa, 28 bb, as office programs count."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number > 0 else ""


FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "ordinal": lambda n: "1er" if n == 1 else f"{n}e",
    # OpenDocument and HTML
    "1": str,
    "a": letters,
    "A": lambda n: letters(n).upper(),
    "i": roman,
    "I": lambda n: roman(n).upper(),
}
"""Word's, OpenDocument's and HTML's names of number forms; a name that is not here is a bullet."""


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a list. `text` is the pattern, « %1.%2. » for « 2.1. »."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@dataclass(slots=True)
class Counter:
    """Counts the items of one list, depth by depth."""

    counts: dict[int, int] = field(default_factory=dict)

    def next(self, levels: Mapping[int, Level], depth: int) -> int | str | None:
        """The number of the next item at `depth`: a number, a printed mark, None for a bullet."""
        level = levels.get(depth, Level("bullet"))
        for deeper in [d for d in self.counts if d > depth]:
            del self.counts[deeper]
        self.counts[depth] = self.counts.get(depth, level.start - 1) + 1
        if level.form not in FORMS:
            return None
        mark = self._printed(levels, level)
        if not mark:
            return None
        return self.counts[depth] if level.form == "decimal" and _PLAIN.match(mark) else mark

    def _printed(self, levels: Mapping[int, Level], level: Level) -> str:
        def one(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            other = levels.get(at, Level())
            form = FORMS.get(other.form, str)
            return form(max(0, min(self.counts.get(at, other.start), 10_000)))

        return re.sub(r"%(\d)", one, level.text).strip()
