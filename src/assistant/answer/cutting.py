"""A text that comes in pieces, cut into sentences as soon as each one is complete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.french import sentences

_LEADING_MARKS = re.compile(r"^[_)\s]*(?:\[\^?\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*\]_*[.,;:]?\s*)+")
_SIGN = re.compile(r"^\s*(?:(?P<bullet>[-*•–—])|(?P<number>\d{1,2})[.)])\s+(?=\S)")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_RULE = re.compile(r"^[\s|:=_*-]+$")
_INNER_END = re.compile(
    r"[.!?…»](?:\s*\[\^?\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*\])+(?P<next>\s+)(?=[A-ZÀ-ÖØ-Þ«“\"])"
)
"""« … territoire ».[2] La suite »: a mark stuck to the full stop hides the end of a sentence."""
_OPEN_MARK = re.compile(r"^\s*\[[\d\s,;^–-]*$")
LONGEST = 4_000
"""Characters of a line beyond which no sentence is waited for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence with its marks. `sign` begins a list item (« - » or « 2. »), "" elsewhere;
    `first` is the first of its line, `gap` comes after an empty line."""

    text: str
    sign: str = ""
    first: bool = True
    gap: bool = False


class Cutter:
    """Takes a text as it is written. What `feed` gave never changes by what comes later."""

    def __init__(self) -> None:
        self._line = ""
        self._sign = ""
        self._first = True
        self._gap = False

    def feed(self, text: str) -> Iterator[Piece]:
        """The sentences that `text` completes."""
        self._line += text.replace("\r\n", "\n").replace("\r", "\n")
        *complete, self._line = self._line.replace("**", "").split("\n")
        for line in complete:
            yield from self._end(line)
        yield from self._advance()

    def close(self) -> Iterator[Piece]:
        """What is left: the last sentence, complete or not."""
        line, self._line = self._line, ""
        yield from self._end(line)

    def _advance(self) -> Iterator[Piece]:
        """The sentences of the unfinished line that another one follows."""
        if self._first and len(self._line) < 4:
            return  # a list sign may be under way
        spans = _cut(self._line)
        safe = spans[:-1] if len(self._line) < LONGEST else spans
        if not safe or _OPEN_MARK.match(self._line[spans[-1][0] :]):
            return
        for start, end in safe:
            yield from self._piece(self._line[start:end])
        self._line = self._line[safe[-1][1] :].lstrip()

    def _end(self, line: str) -> Iterator[Piece]:
        if _RULE.match(line):
            self._gap = self._gap or not line.strip()
        else:
            for start, end in _cut(line):
                yield from self._piece(line[start:end])
        if not line.strip() and self._first:
            self._gap = True
        self._first, self._sign = True, ""

    def _piece(self, text: str) -> Iterator[Piece]:
        if self._first:
            text = _HEADING.sub("", text)
            found = _SIGN.match(text)
            if found:
                number = found.group("number")
                self._sign = f"{number}. " if number else "- "
                text = text[found.end() :]
        if not text.strip():
            return
        yield Piece(text.strip(), self._sign if self._first else "", self._first, self._gap)
        self._first = self._gap = False


def _cut(line: str) -> list[tuple[int, int]]:
    """Spans of the sentences of one line; marks that follow a full stop belong to the sentence
    before them, and a list sign to the one after it."""
    sign = _SIGN.match(line)
    start = sign.end() if sign else 0
    spans = [
        (a + start, b + start)
        for first, last in sentences(line[start:])
        for a, b in _at_marks(line[start:], first, last)
    ]
    joined: list[tuple[int, int]] = []
    for a, b in spans:
        leading = _LEADING_MARKS.match(line[a:b])
        if leading and joined:
            joined[-1] = (joined[-1][0], a + leading.end())
            a += leading.end()
        if line[a:b].strip():
            joined.append((a, b))
    if sign and joined:
        joined[0] = (0, joined[0][1])
    return joined


def _at_marks(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in _INNER_END.finditer(line, start, end):
        yield start, found.start("next")
        start = found.end()
    yield start, end


def cut(text: str) -> tuple[Piece, ...]:
    """All the sentences of a whole text."""
    cutter = Cutter()
    return (*cutter.feed(text), *cutter.close())
