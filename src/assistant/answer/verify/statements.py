"""A written text cut into what it states: sentences, list items, rows of tables, with marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer.verify.marks import Found, brackets, parentheses, raised
from assistant.french import sentences

_ITEM = re.compile(r"^\s*(?:>\s*)*(?:(?:[-*+•–—▪◦]|\d{1,2}[.)]|[a-hA-H][.)])\s+)+")
_HEADING = re.compile(r"^\s*#{1,6}\s+")
_RULE = re.compile(r"^[\s|:=_*-]+$")
_ROW = re.compile(r"^\s*\|.*\|\s*$|^\s*[^|\n]+(?:\|[^|\n]+){2,}$")
_FOOTNOTE_SIGN = re.compile(r"(?<=[\w.!?…»)%])\s?(?:[*†‡§]{1,3}|\(\*\))(?=[\s.,;:!?]|$)")
_EMPHASIS = re.compile(r"\*{1,3}(?=\S)|(?<=\S)\*{1,3}|__(?=\S)|(?<=\S)__")
_SPACES = re.compile(r"[ \t]{2,}")
_BEFORE_END = re.compile(r"[ \t]+(?=[.,)\]])")


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said. `text` is bare of marks but else as written; `plain` is without list
    signs, emphasis and footnote signs. `halves` cuts `plain` where marks stand within it: the
    words before each group of marks, and those marks."""

    text: str
    plain: str
    marks: tuple[int, ...]
    halves: tuple[tuple[str, tuple[int, ...]], ...] = ()
    heading: bool = False
    row: bool = False


def statements(text: str, count: int) -> tuple[Statement, ...]:
    """In reading order; `count` is how many passages marks may name."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(
        statement
        for place, line in enumerate(lines)
        if line.strip() and not _RULE.match(line)
        for statement in _of_line(line, count, header=_is_header(lines, place))
    )


def _is_header(lines: Sequence[str], place: int) -> bool:
    after = lines[place + 1] if place + 1 < len(lines) else ""
    return "|" in lines[place] and "-" in after and bool(_RULE.match(after)) and "|" in after


def _of_line(line: str, count: int, *, header: bool) -> Iterator[Statement]:
    row = bool(_ROW.match(line))
    heading = bool(_HEADING.match(line)) or header
    marks = _without_notes(brackets(line))
    bare, places = _without(line, marks)
    spans = [(0, len(bare))] if row or heading else _sentences(bare)
    for start, end in spans:
        here = [
            (at, numbers)
            for at, numbers in places
            if start < at <= end or (at <= start and start == spans[0][0])
        ]
        yield _statement(bare[start:end], [(at - start, n) for at, n in here], count, row, heading)


def _without_notes(found: Sequence[Found]) -> list[Found]:
    """Footnote calls beside plain marks name no passage."""
    if all(f.note for f in found) or not any(f.note for f in found):
        return list(found)
    return [replace(f, numbers=()) if f.note else f for f in found]


def _sentences(bare: str) -> list[tuple[int, int]]:
    """Spans of sentences, the emphasis that opens one within it."""
    spans: list[tuple[int, int]] = []
    for start, end in sentences(_maskless(bare)):
        before = spans[-1][1] if spans else 0
        while start > before and bare[start - 1] in "*_":
            start -= 1
        spans.append((start, end))
    return spans


def _statement(
    text: str, here: list[tuple[int, tuple[int, ...]]], count: int, row: bool, heading: bool
) -> Statement:
    """Raised figures and parentheses are marks only where there are no brackets; beside these
    they call a footnote."""
    other = raised(text) + parentheses(text, count)
    cut, places = _without(text, sorted(other, key=lambda found: found.start))
    here = [(_moved(at, other), numbers) for at, numbers in here] if here else places
    shown = _BEFORE_END.sub("", _SPACES.sub(" ", cut)).strip()
    marks = tuple(dict.fromkeys(n for _, numbers in here for n in numbers))
    return Statement(shown, plain(cut, row=row), marks, _halves(cut, here), heading, row)


def _moved(at: int, removed: Sequence[Found]) -> int:
    return at - sum(min(at, f.end) - f.start for f in removed if f.start < at)


def _halves(
    text: str, here: Sequence[tuple[int, tuple[int, ...]]]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The words before each group of marks; what follows the last one belongs to it."""
    groups: list[tuple[int, tuple[int, ...]]] = []
    for at, numbers in here:
        if groups and not re.search(r"\w", text[groups[-1][0] : at]):
            groups[-1] = (groups[-1][0], groups[-1][1] + numbers)
        else:
            groups.append((at, numbers))
    begin, halves = 0, []
    for place, (at, numbers) in enumerate(groups):
        end = len(text) if place == len(groups) - 1 else at
        halves.append((plain(text[begin:end]), numbers))
        begin = end
    return tuple(halves)


def _without(line: str, marks: Sequence[Found]) -> tuple[str, list[tuple[int, tuple[int, ...]]]]:
    """The line without its marks and the spaces before them; where each mark stood."""
    bare, places, begin = "", [], 0
    for found in marks:
        if found.start < begin:
            continue
        bare += line[begin : found.start].rstrip(" \t\u00a0\u202f")
        places.append((len(bare), found.numbers))
        begin = found.end
    return bare + line[begin:], places


def _maskless(text: str) -> str:
    """The text, equally long, with signs that hide the end of a sentence made invisible."""

    def hidden(match: re.Match[str]) -> str:
        after = text[match.end() : match.end() + 1]
        sign = "(" if after.isalnum() or (after in "«“" and after) else ")"
        if match.group().startswith(" ") or not match.group().strip():
            return match.group()
        return " " * (len(match.group()) - 1) + sign if sign == "(" else sign * len(match.group())

    return _EMPHASIS.sub(hidden, _FOOTNOTE_SIGN.sub(lambda m: ")" * len(m.group()), text))


def is_item(text: str) -> bool:
    """Whether a text begins with the sign of a list."""
    return bool(_ITEM.match(text))


def plain(text: str, *, row: bool = False) -> str:
    """Without list signs, emphasis, footnote signs; a row's cells parted by colons."""
    text = _HEADING.sub("", _ITEM.sub("", text))
    text = _EMPHASIS.sub("", _FOOTNOTE_SIGN.sub("", text))
    if row:
        cells = [cell.strip() for cell in text.split("|") if cell.strip()]
        text = " : ".join(cells)
    return _BEFORE_END.sub("", _SPACES.sub(" ", text)).strip()
