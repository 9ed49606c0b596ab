"""Which paragraphs are headings: larger or bolder than the body, or named by the outline."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz

from assistant.french import fold
from assistant.ingest.pdf.bookmarks import Bookmark
from assistant.ingest.pdf.sheet import Printed
from assistant.ingest.pdf.styles import Style

MAX_WORDS = 26
_MAX_LINES, _BOLD_LINES, _BOLD_WORDS = 4, 2, 18
_LARGER = 1.12
_SMALLEST = 0.93
_MAX_LEVEL = 6
_SAME_TITLE = 90
_ENDS = re.compile(r"[.,;]$|(?:\b(?:et|ou|de|du|des|la|le|les|à|au|aux|un|une|en|par|pour|d|l)|’)$")
_STARTS = re.compile(r"^[«“\"(¿]?\s?[A-ZÀ-ÖØ-Þ\dœ]")
_NUMBERED = re.compile(r"^(?:\d{1,2}\.)*\d{1,2}[.)]?\s+(?=\S)|^[IVX]{1,5}[.)]?\s+(?=\S)")
_VALUE = re.compile(r"^[+−-]?\d[\d\s.,]*(?:[%€]|[a-zà-ÿ]|M€|k€)")
_VALUE_WORDS = 4

Look = tuple[float, bool]
"""Size, to half a point, and whether bold."""


def look_of(group: Sequence[Printed]) -> Look:
    return round(2 * max(line.size for line in group)) / 2, all(line.bold for line in group)


def is_heading(group: Sequence[Printed], following: Sequence[Printed] | None, style: Style) -> bool:
    if len(group) > _MAX_LINES:
        return False
    text = text_of(group)
    if not _may_head(group, text):
        return False
    size, bold = look_of(group)
    if _ENDS.search(text) or not _STARTS.match(text) or _is_value(text):
        return False
    if size >= _LARGER * style.body:
        return True
    if not bold or style.bold or size < _SMALLEST * style.body or text.endswith(":"):
        return False
    if len(group) > _BOLD_LINES or len(text.split()) > _BOLD_WORDS:
        return False
    return following is not None and not all(line.bold for line in following[:1])


def _may_head(group: Sequence[Printed], text: str) -> bool:
    first = group[0]
    if first.row or first.turned or (first.mark and not first.mark.isdigit()):
        return False
    if len(group) > _MAX_LINES or text.count(" ") >= MAX_WORDS:
        return False
    letters = sum(map(str.isalpha, text))
    return letters >= 3 and letters >= 0.5 * sum(map(len, text.split()))


def _is_value(text: str) -> bool:
    """« 12 000 habitants »: a figure shown large."""
    return len(text.split()) <= _VALUE_WORDS + 1 and bool(_VALUE.match(text))


def text_of(group: Iterable[Printed]) -> str:
    return " ".join(line.text for line in group if line.text)


def titled(groups: Sequence[Sequence[Printed]], bookmarks: Sequence[Bookmark]) -> dict[int, int]:
    """Which groups of a page say what the outline announces there, each with its level. An
    outline that names something else is not believed."""
    found: dict[int, int] = {}
    if not bookmarks:
        return found
    texts = [_bare(text_of(group)) for group in groups]
    for bookmark in bookmarks:
        wanted = _bare(bookmark.title)
        if len(wanted) < 3:
            continue
        for i, text in enumerate(texts):
            if i in found or not _may_head(groups[i], text_of(groups[i])):
                continue
            if abs(len(text) - len(wanted)) < 12 and fuzz.ratio(text, wanted) >= _SAME_TITLE:
                found[i] = bookmark.depth + 1
                break
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(_NUMBERED.sub("", text)))


def levels(looks: Iterable[Look], told: Iterable[tuple[Look, int]]) -> Mapping[Look, int]:
    """The level of each look: what the outline says of headings that look so, else the rank of
    its size, bold before plain."""
    ranked = sorted(set(looks), key=lambda look: (-look[0], not look[1]))
    found = {look: min(rank, _MAX_LEVEL) for rank, look in enumerate(ranked, 1)}
    votes: dict[Look, Counter[int]] = {}
    for look, level in told:
        votes.setdefault(look, Counter())[level] += 1
    for look, counter in votes.items():
        found[look] = min(counter.most_common(1)[0][0], _MAX_LEVEL)
    return found
