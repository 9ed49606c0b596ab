"""Whether another passage says what a line says, wherever it stands there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.domain import Passage
from assistant.french import STOP_WORDS, fold, numbers
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


@dataclass(frozen=True, slots=True)
class Said:
    """All that a passage says, its heading first: folded, the numbers in it, and word by word."""

    folded: str
    numbers: Counter[str]
    words: str


def said_by(lines: Sequence[Line], heading: str) -> Said:
    folded = " ".join([fold(heading), *(line.folded for line in lines)])
    bare = _WORD.findall(fold(heading + " " + " ".join(line.text for line in lines)))
    return Said(folded, Counter(numbers(folded)), f" {' '.join(bare)} ")


def is_said(line: Line, said: Said) -> bool:
    """Whether the counterpart's heading or text says the same, numbers too."""
    whole = said.folded
    if line.numbers - said.numbers or len(line.folded) > len(whole) + 10:
        return False
    alignment = fuzz.partial_ratio_alignment(line.folded, whole, score_cutoff=_SAME_LINE)
    if alignment is None:
        return False
    place = whole[max(0, alignment.dest_start - 8) : alignment.dest_end + 8]
    return not line.numbers - Counter(numbers(place))


def is_said_across(line: Line, said: Said, lexicon: Lexicon) -> bool:
    """Whether a scan's line is made of a few pieces of the counterpart: columns read across.

    Misread words are passed over. A number must stand beside the same words as there, so that it
    never goes to another label.
    """
    whole = said.words
    read = [w for w in _WORD.findall(line.folded) if f" {w} " in whole or _matters(w, lexicon)]
    pieces = list(_pieces(read, whole))
    found = sum(end - start for start, end in pieces)
    if not read or found < _SCATTERED * len(read) or len(pieces) > _MAX_PIECES:
        return False
    if line.numbers - Counter(numbers(" ".join(w for a, b in pieces for w in read[a:b]))):
        return False
    return all(_keeps_labels(read, start, end) for start, end in pieces)


def _matters(word: str, lexicon: Lexicon) -> bool:
    return _is_number(word) or (len(word) > 3 and lexicon.is_usual(word))


def _is_number(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _is_label(word: str) -> bool:
    return word not in STOP_WORDS and not _is_number(word)


def _keeps_labels(words: Sequence[str], start: int, end: int) -> bool:
    """A piece with a number holds a word that says what is counted, or no such word follows."""
    if not any(map(_is_number, words[start:end])) or any(map(_is_label, words[start:end])):
        return True
    return end == len(words) or not _is_label(words[end])


def _pieces(words: Sequence[str], whole: str) -> Iterator[tuple[int, int]]:
    """Bounds of the longest runs of two words or more that stand in `whole`, left to right."""
    i = 0
    while i < len(words):
        end = i
        while end < len(words) and f" {' '.join(words[i : end + 1])} " in whole:
            end += 1
        if end - i >= 2 or (end - i == 1 and len(words) == 1):
            yield i, end
        i = max(end, i + 1)
