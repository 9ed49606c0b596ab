"""A body as lines to be shown: paragraphs unfolded, marks given anew."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.validated.format import MARK

_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+\S")


@dataclass(frozen=True, slots=True)
class Line:
    """`text` begins on line `number` of the file; it is empty between two paragraphs."""

    number: int
    text: str


def flowed(body: str, first: int) -> tuple[Line, ...]:
    """A paragraph or a list item on one line, wherever its editor went to the next; `first` is
    the number of the body's first line."""
    lines: list[Line] = []
    for number, text in enumerate(body.split("\n"), first):
        text = text.rstrip()
        goes_on = lines and lines[-1].text and text.strip() and not _ITEM.match(text)
        if goes_on and not lines[-1].text.endswith(":"):
            last = lines.pop()
            lines.append(Line(last.number, f"{last.text} {text.strip()}"))
        elif text.strip() or (lines and lines[-1].text):
            lines.append(Line(number, text))
    return tuple(lines)


def order_of_marks(lines: Iterable[Line]) -> tuple[int, ...]:
    """The marks as they first appear."""
    found = (int(mark) for line in lines for mark in MARK.findall(line.text))
    return tuple(dict.fromkeys(found))


def with_marks(text: str, numbers: dict[int, int]) -> str:
    """`text` with other numbers in its marks."""
    return MARK.sub(lambda found: f"[{numbers[int(found[1])]}]", text)
