"""Footnotes: small type at the bottom of a column, under a rule or behind a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.ingest.pdf.sheet import Printed, Sheet
from assistant.ingest.pdf.styles import Style

_SMALL = 0.93
_LOWER = 0.35
_MARK = re.compile(r"^[(\[]?(\d{1,3}|[*†‡§]{1,3})[)\].]?\s*(?=[^\W\d_]|[«“\"(]|\d{4}\b)")
_GAP = 2.6


def take_notes(sheet: Sheet, style: Style) -> tuple[list[Printed], list[list[Printed]]]:
    """The other lines of a page, and its footnotes."""
    body = [line for line in sheet.lines if line.size > _SMALL * style.body and line.text]
    if not body:
        return sheet.lines, []
    blocks: dict[int, list[Printed]] = {}
    for line in sheet.lines:
        blocks.setdefault(line.block, []).append(line)
    notes = [line for block in blocks.values() for line in _notes(block, sheet, style)]
    taken = set(map(id, notes))
    return [line for line in sheet.lines if id(line) not in taken], _in_order(list(_parted(notes)))


def _notes(block: Sequence[Printed], sheet: Sheet, style: Style) -> Sequence[Printed]:
    shown = [line for line in block if line.text]
    start = len(shown)
    while start and _is_small(shown[start - 1], sheet, style):
        start -= 1
    for i in range(start, len(shown)):
        if shown[i].ruled or opening(shown[i]):
            return shown[i:]
    return ()


def _is_small(line: Printed, sheet: Sheet, style: Style) -> bool:
    return (
        line.size <= _SMALL * style.body
        and not line.row
        and not line.turned
        and (line.mark.isdigit() or line.box.top > _LOWER * sheet.level_size[1])
    )


def opening(line: Printed) -> str:
    """The mark that opens a note, "" when none does."""
    if line.mark and (line.mark[0].isdigit() or line.mark[0] in "*†‡§"):
        return line.mark
    match = _MARK.match(line.text)
    return match[1] if match else ""


def _parted(lines: Sequence[Printed]) -> Iterator[list[Printed]]:
    """Notes one by one: each mark that follows the last one opens another."""
    group: list[Printed] = []
    last: str = ""
    for line in lines:
        mark = opening(line)
        opens = bool(mark) and (not last or bool(line.mark) or _follows(mark, last))
        if group and (opens or abs(line.base - group[-1].base) > _GAP * line.size * 4):
            yield group
            group = []
        if opens:
            last = mark
            if not line.mark:
                line.text = _MARK.sub("", line.text, count=1)
                line.mark = mark
        group.append(line)
    if group:
        yield group


def _in_order(notes: list[list[Printed]]) -> list[list[Printed]]:
    """By number, whatever column each stands under."""
    numbers = [note[0].mark for note in notes]
    if all(number.isdigit() for number in numbers):
        notes.sort(key=lambda note: int(note[0].mark))
    return notes


def _follows(mark: str, last: str) -> bool:
    if mark.isdigit() and last.isdigit():
        return 0 < int(mark) - int(last) <= 3
    return mark.isdigit() == last.isdigit()
