"""Lines to paragraphs: where the white, the margin or the letters say that one ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median_high

from assistant.ingest.pdf.rows import is_marker
from assistant.ingest.pdf.sheet import Printed

_ENDS = re.compile(r"[.!?…:;]\s*[»”)\"]*$")
_NUMBER = re.compile(r"^(\d{1,2}[.)]|[a-z]\)|\(\d{1,2}\))\s")
_GAP = 1.3
_INDENT = 0.8
_SAME_SIZE = 0.08
_ROOM = 0.22
_BOX_GROUPS, _BOX_HEIGHT = 6, 120.0


@dataclass(frozen=True, slots=True)
class Column:
    """The sides of a column piece and the usual step from line to line."""

    left: float
    right: float
    step: float


def paragraphs(lines: Sequence[Printed]) -> Iterator[list[Printed]]:
    """The lines of a page, grouped. A paragraph may go on over a column's end."""
    group: list[Printed] = []
    columns = {n: _column(block) for n, block in _blocks(lines).items()}
    for line in lines:
        if group and _parted(group, line, columns):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def around_boxes(groups: Sequence[list[Printed]]) -> list[list[Printed]]:
    """The same, a paragraph that narrows beside a box and goes on under it made whole: the box
    comes after it."""
    done = list(groups)
    i = 0
    while i < len(done):
        under = next(
            (n for n in range(i + 2, min(i + 2 + _BOX_GROUPS, len(done))) if _resumes(done, i, n)),
            None,
        )
        if under is not None:
            done[i] = done[i] + done.pop(under)
        i += 1
    return done


def _resumes(groups: Sequence[Sequence[Printed]], i: int, n: int) -> bool:
    """Whether group `n` goes on the sentence that group `i` leaves, beside those between."""
    last, first = groups[i][-1], groups[n][0]
    if last.row or first.row or last.mark or first.mark or last.turned or first.turned:
        return False
    between = [line for group in groups[i + 1 : n] for line in group]
    return (
        same_size(last, first)
        and last.bold == first.bold
        and first.text[:1].islower()
        and not _ENDS.search(last.text)
        and len(groups[i]) > 1
        and 0 < first.box.top - last.box.top < _BOX_HEIGHT
        and all(line.block != last.block for line in between)
        and all(
            line.box.left > last.box.right or line.box.right < last.box.left for line in between
        )
    )


def _blocks(lines: Sequence[Printed]) -> dict[int, list[Printed]]:
    blocks: dict[int, list[Printed]] = {}
    for line in lines:
        blocks.setdefault(line.block, []).append(line)
    return blocks


def _column(lines: Sequence[Printed]) -> Column:
    steps: Counter[float] = Counter()
    for before, line in pairwise(lines):
        step = line.base - before.base
        if same_size(before, line) and 0.9 * line.size < step < 3 * line.size:
            steps[round(2 * step / line.size, 1)] += len(line.text)
    lefts: Counter[float] = Counter()
    for line in lines:
        lefts[round(line.box.left / 2) * 2] += len(line.text)
    size = median_high(line.size for line in lines)
    usual = [line for line in lines if abs(line.size - size) <= _SAME_SIZE * size]
    return Column(
        left=lefts.most_common(1)[0][0],
        right=max(line.box.right for line in usual),
        step=_usual(steps) / 2,
    )


def _usual(steps: Counter[float]) -> float:
    """The smallest step among the frequent ones: paragraphs of one line have the wider one."""
    if not steps:
        return 2.4
    most = max(steps.values())
    return min(step for step, count in steps.items() if count >= 0.5 * most)


def same_size(a: Printed, b: Printed) -> bool:
    return abs(a.size - b.size) <= _SAME_SIZE * max(a.size, b.size)


def _parted(group: Sequence[Printed], line: Printed, columns: dict[int, Column]) -> bool:
    before = group[-1]
    if line.row or before.row:
        return not (line.row and before.row and line.block == before.block)
    if line.turned != before.turned or not same_size(before, line):
        return True
    if line.mark or _NUMBER.match(line.text) or is_marker(line.text.split(" ", 1)[0]):
        return True
    if line.ruled:
        return True
    if line.block != before.block:
        return not _goes_over(before, line, columns[before.block])
    return _parted_in_column(group, line, columns[line.block])


def _goes_over(before: Printed, line: Printed, column: Column) -> bool:
    """Whether a sentence goes on at the top of the next column."""
    if _ENDS.search(before.text) or before.bold != line.bold:
        return False
    first = line.text.lstrip("«(“ ")[:1]
    return (
        first.islower()
        or before.text.endswith("-")
        or (
            before.box.right > column.right - 0.15 * (column.right - column.left)
            and line.box.top < before.box.top
            and not line.bold
        )
    )


def _parted_in_column(group: Sequence[Printed], line: Printed, column: Column) -> bool:
    before = group[-1]
    right = max(column.right, before.box.right, line.box.right)
    wide = max(1.0, right - column.left)
    if line.base - before.base > _GAP * column.step * line.size:
        return True
    ended = bool(_ENDS.search(before.text))
    room = right - before.box.right - line.first - 0.3 * line.size
    if before.bold != line.bold and (ended or room > 0 or len(group) == 1):
        return True
    if room > 0.5 * line.size and ended and not _centred(before, line):
        return True
    if room > _ROOM * wide and not _centred(before, line) and not _hangs(before, line):
        return True
    indent = _INDENT * line.size
    inner = line.box.left - before.box.left
    if inner > indent and abs(before.box.left - column.left) < indent / 2 and not group[0].mark:
        return ended or not (len(group) == 1 and line.text[:1].islower())
    return -inner > indent and ended and bool(group[0].mark)


def _centred(a: Printed, b: Printed) -> bool:
    middle = abs((a.box.left + a.box.right) - (b.box.left + b.box.right)) / 2
    return middle < 0.5 * a.size and abs(a.box.left - b.box.left) > 0.5 * a.size


def _hangs(before: Printed, line: Printed) -> bool:
    """A sentence cut where a figure or a frame narrows the column."""
    return line.text[:1].islower() and not _ENDS.search(before.text)
