"""Whether another passage says what a line says, wherever it stands there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.domain import Passage
from assistant.french import fold, numbers
from assistant.lexicon import Lexicon

_SAME_LINE = 88.0
_WORD = re.compile(r"[a-z0-9]+(?:[.,/-][0-9]+)*%?")
_SCATTERED = 0.8
_MAX_PIECES = 4


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a passage, as compared."""

    text: str
    folded: str
    numbers: Counter[str]
    words: int


def lines_of(passage: Passage) -> list[Line]:
    """The passage's lines as its file has them: a scan's columns cut differently."""
    texts = [passage.text[s.start : s.end] for s in passage.spans] or passage.text.split("\n")
    return [
        Line(text, fold(text).strip("•- "), Counter(numbers(text)), len(text.split()))
        for text in texts
    ]


def is_said(line: Line, others: Sequence[Line], heading: str) -> bool:
    """Whether the counterpart's heading or text says the same, numbers too."""
    whole = " ".join([fold(heading), *(o.folded for o in others)])
    if line.numbers - Counter(numbers(whole)) or len(line.folded) > len(whole) + 10:
        return False
    alignment = fuzz.partial_ratio_alignment(line.folded, whole, score_cutoff=_SAME_LINE)
    if alignment is None:
        return False
    place = whole[max(0, alignment.dest_start - 8) : alignment.dest_end + 8]
    return not line.numbers - Counter(numbers(place))


def is_said_across(line: Line, others: Sequence[Line], heading: str, lexicon: Lexicon) -> bool:
    """Whether a scan's line is made of a few pieces of the counterpart: columns read across.

    Misread words are passed over. A number must stand before the same word as there, so that
    it never goes to another label.
    """
    whole = f" {' '.join(_WORD.findall(fold(heading + ' ' + ' '.join(o.text for o in others))))} "
    read = [w for w in _WORD.findall(line.folded) if f" {w} " in whole or _matters(w, lexicon)]
    pieces = _pieces(read, whole)
    found = sum(len(piece) for piece in pieces)
    if not read or found < _SCATTERED * len(read) or len(pieces) > _MAX_PIECES:
        return False
    return not line.numbers - Counter(numbers(" ".join(w for piece in pieces for w in piece)))


def _matters(word: str, lexicon: Lexicon) -> bool:
    return any(c.isdigit() for c in word) or (len(word) > 3 and lexicon.is_usual(word))


def _pieces(words: Sequence[str], whole: str) -> list[list[str]]:
    """The longest runs of two words or more that stand in `whole`, from left to right."""
    pieces, i = [], 0
    while i < len(words):
        end = i
        while end < len(words) and f" {' '.join(words[i : end + 1])} " in whole:
            end += 1
        if end - i >= 2 or (end - i == 1 and len(words) == 1):
            pieces.append(list(words[i:end]))
        i = max(end, i + 1)
    return pieces
