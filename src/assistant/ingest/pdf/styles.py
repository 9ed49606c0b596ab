"""What the body of a document looks like, which tells headings and notes from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from assistant.ingest.pdf.sheet import Printed, Sheet

_STEP = 0.5
_SLIDE_WORDS, _LEAST_SLIDES = 220, 3


@dataclass(frozen=True, slots=True)
class Style:
    """`body` is the size of most letters; `bold` whether most letters are bold. `slides`: wide
    pages with little text."""

    body: float
    bold: bool
    slides: bool


def style_of(sheets: Sequence[Sheet]) -> Style:
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for line in _lines(sheets):
        sizes[line.size] += len(line.text)
        bold[line.bold] += len(line.text)
    body = _usual(sizes) if sizes else 11.0
    return Style(max(body, 1.0), bold[True] > bold[False], _are_slides(sheets))


def _usual(sizes: Counter[float]) -> float:
    """The size of most letters, near ones taken together."""
    near: Counter[float] = Counter()
    for size, count in sizes.items():
        near[round(size / _STEP)] += count
    most = near.most_common(1)[0][0]
    return max((s for s in sizes if round(s / _STEP) == most), key=lambda s: sizes[s])


def _lines(sheets: Iterable[Sheet]) -> Iterable[Printed]:
    return (line for sheet in sheets for line in sheet.lines if not line.row and line.text)


def _are_slides(sheets: Sequence[Sheet]) -> bool:
    if len(sheets) < _LEAST_SLIDES:
        return False
    wide = sum(sheet.level_size[0] > sheet.level_size[1] for sheet in sheets)
    if wide <= len(sheets) / 2:
        return False
    return median(len(sheet.text.split()) for sheet in sheets) < _SLIDE_WORDS
