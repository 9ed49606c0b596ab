"""Running headers and footers, and the page numbers printed in them.

Place is the evidence: the same words (figures apart) as high on three pages or more; a number
that goes up by one from page to page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.french import fold
from assistant.ingest.pdf.sheet import Printed, Sheet

_ZONE, _OUTER = 0.13, 0.25
"""Share of the page's height where such lines stand; the outermost line may stand further in."""
_LEAST_PAGES, _SHARE, _LARGE_SHARE = 3, 0.2, 0.5
_LARGE = 1.15
_STEP = 6.0
_MANY, _MANY_HEADERS = 10, 5
_DASH = r"[-–—•|.·\[\]]"
_NUMBER = re.compile(
    rf"^(?:{_DASH}\s*|page\s*|p\.\s*)*(\d{{1,4}}|[ivxlc]{{1,7}})"
    rf"(?:\s*(?:/|sur|of|de)\s*(\d{{1,4}}))?(?:\s*{_DASH})*$",
    re.IGNORECASE,
)
_EDGE_NUMBER = re.compile(
    r"^(\d{1,4})\b(?![.,]\d)|(?<![\d.,])\b(\d{1,4})(?:\s*(?:/|sur)\s*\d{1,4})?$"
)
_PRINTED_ADDRESS = re.compile(r"^(?:https?|file)://\S+\s+(\d{1,4})/\d{1,4}$")
_PRINTED_DATE = re.compile(r"^\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}:\d\d")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line near the top or the bottom of its page."""

    page: int
    line: Printed
    top: bool

    @property
    def key(self) -> str:
        return re.sub(r"\d+", "0", fold(self.line.text))


_Numbered = tuple[_Edge, int, str]
"""A line, the number read in it and how it is written."""


def drop_running(sheets: Sequence[Sheet], body: float) -> None:
    """Empty the text of running lines; label the pages with their printed numbers."""
    edges = [edge for i, sheet in enumerate(sheets) for edge in _edges(i, sheet)]
    running = list(_repeated(edges, len(sheets), body))
    if _hold_all(running, sheets):
        running = []
    numbers = list(_numbered(edges, running, sheets, body))
    for edge in running:
        edge.line.text = edge.line.mark = ""
    for edge, label in numbers:
        sheets[edge.page].label = label
        edge.line.text = edge.line.mark = ""
    _drop_browser_marks(sheets)


def _hold_all(running: Sequence[_Edge], sheets: Sequence[Sheet]) -> bool:
    """Whether most pages say nothing else: then it is what the document says."""
    dropped = set(map(id, (edge.line for edge in running)))
    emptied = sum(
        bool(sheet.lines) and all(id(line) in dropped for line in sheet.lines) for sheet in sheets
    )
    return emptied > len(sheets) / 2


def _edges(index: int, sheet: Sheet) -> Iterator[_Edge]:
    high = sheet.level_size[1]
    lines = [line for line in sheet.lines if not line.row and not line.turned and line.text]
    if not lines:
        return
    first, last = min(line.base for line in lines), max(line.base for line in lines)
    for line in lines:
        upper = _OUTER if line.base - first < line.size / 2 else _ZONE
        lower = _OUTER if last - line.base < line.size / 2 else _ZONE
        if line.box.bottom <= upper * high:
            yield _Edge(index, line, top=True)
        elif line.box.top >= (1 - lower) * high:
            yield _Edge(index, line, top=False)


def _repeated(edges: Sequence[_Edge], pages: int, body: float) -> Iterator[_Edge]:
    """Words that come back, figures apart; but « Mesure 12 » in large letters is a heading."""
    same: dict[tuple[str, bool], list[_Edge]] = {}
    for edge in edges:
        key = fold(edge.line.text) if edge.line.size > _LARGE * body else edge.key
        if re.search(r"[a-z]{2}", key):
            same.setdefault((key, edge.top), []).append(edge)
    for group in same.values():
        height = Counter(round(edge.line.base / _STEP) for edge in group).most_common(1)[0][0]
        level = [e for e in group if abs(e.line.base / _STEP - height) <= 1.5]
        count = len({edge.page for edge in level})
        large = level[0].line.size > _LARGE * body
        share = _LARGE_SHARE if large else _SHARE
        if count >= _LEAST_PAGES and (count >= share * pages or (count >= _MANY and not large)):
            yield from level


def _numbered(
    edges: Sequence[_Edge], running: Sequence[_Edge], sheets: Sequence[Sheet], body: float
) -> Iterator[tuple[_Edge, str]]:
    """Numbers that follow the pages: at the same distance from the page's own on three pages, or
    on all the pages of a shorter document."""
    read = set(map(id, running))
    found: list[_Numbered] = []
    beside: list[_Numbered] = []
    for edge in edges:
        text = edge.line.mark + " " + edge.line.text if edge.line.mark else edge.line.text
        match = _NUMBER.match(text.strip())
        if match:
            value = _value(match[1])
            if value is not None:
                found.append((edge, value, match[1]))
        elif match := _EDGE_NUMBER.search(text):
            label = match[1] or match[2]
            if id(edge) in read:
                found.append((edge, int(label), label))
            elif not edge.line.bold and edge.line.size <= _LARGE * body:
                beside.append((edge, int(label), label))
    found.extend(_following(beside))
    shifts: Counter[tuple[int, bool]] = Counter()
    for shift in {(v - e.page, label.isdigit(), e.page) for e, v, label in found}:
        shifts[shift[:2]] += 1
    least = min(_LEAST_PAGES, max(2, len(sheets)))
    taken: set[int] = set()
    for edge, value, label in sorted(
        found, key=lambda f: -shifts[(f[1] - f[0].page, f[2].isdigit())]
    ):
        if shifts[(value - edge.page, label.isdigit())] >= least and edge.page not in taken:
            taken.add(edge.page)
            yield edge, label


def _following(lines: Sequence[_Numbered]) -> Iterator[_Numbered]:
    """Headers whose words change from page to page, told by the number beside them: as high, and
    as far from the page's own, on many pages."""
    groups: dict[tuple[int, bool, int], list[_Numbered]] = {}
    for edge, value, label in lines:
        key = (value - edge.page, edge.top, round(edge.line.base / _STEP))
        groups.setdefault(key, []).append((edge, value, label))
    for group in groups.values():
        if len(group) >= _MANY_HEADERS:
            yield from group


def _value(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    if not text.islower() and not text.isupper():
        return None
    values = [_ROMAN[sign] for sign in text.lower()]
    return sum(
        -value if any(other > value for other in values[i + 1 : i + 2]) else value
        for i, value in enumerate(values)
    )


def _drop_browser_marks(sheets: Sequence[Sheet]) -> None:
    """What a browser prints around a page: its address and number, the day and hour."""
    for sheet in sheets:
        for line in sheet.lines:
            match = _PRINTED_ADDRESS.match(line.text)
            if match:
                sheet.label = sheet.label or match[1]
                line.text = ""
                for other in sheet.lines:
                    if _PRINTED_DATE.match(other.text) and other.box.top < 60:
                        other.text = ""
