"""Columns and reading order.

A gutter is a tall strip of white with lines on both sides; what stands right of it is read after
what stands left of it, until a line crosses it (Breuel, High performance document layout
analysis, 2003). A strip between short cells that stand level is a table's: rows stay whole.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from assistant.domain import Box
from assistant.ingest.pdf.rows import GAP, MARKERS, Chunk, merged

_NARROWEST = 7.0
_LEAST_LINES = 3
_TABULAR_SHARE, _CELL_WORDS, _FEWEST_WORDS = 0.8, 4, 2.5
_INSET, _NEAR_SHARE = 4.0, 0.6
_CLOSE, _WHITE, _FAR = 1.5, 2.5, 6.0
_MAX_CHUNKS = 1_500
_OVERLAP = 1.0


class Gutter(NamedTuple):
    """Between `top` and `bottom` what stands left of it is read first; no line crosses it from
    `highest` to `lowest`."""

    left: float
    right: float
    top: float
    bottom: float
    highest: float = 0.0
    lowest: float = 0.0


def in_reading_order(rows: Sequence[Sequence[Chunk]]) -> list[list[Chunk]]:
    """Blocks in reading order, each the lines of one column piece from top to bottom."""
    gutters = _gutters(rows)
    lines = [line for row in rows for line in _lines(row, gutters)]
    if not gutters:
        lines.sort(key=lambda line: line.base)
        return [lines] if lines else []
    return _ordered(_blocks(lines, gutters), gutters)


def _gutters(rows: Sequence[Sequence[Chunk]]) -> list[Gutter]:
    chunks = sorted((one for row in rows for one in row), key=lambda one: one.box.top)
    if len(chunks) > _MAX_CHUNKS:
        return []
    found: list[Gutter] = []
    tops = [one.box.top for one in chunks]
    tallest = max((one.box.bottom - one.box.top for one in chunks), default=0.0)
    for one in chunks:
        right = _right_of(one, chunks, tops, tallest)
        if right is None:
            continue
        seed = Gutter(
            one.box.right,
            right.box.left,
            max(one.box.top, right.box.top),
            min(one.box.bottom, right.box.bottom),
        )
        if seed.right - seed.left < _least(one, right) or any(_inside(seed, g) for g in found):
            continue
        middle = (seed.top + seed.bottom) / 2
        grown = _kept(_grown(seed, chunks, _least(one, right)), chunks, middle)
        if grown is not None:
            found.append(grown)
    return found


def _least(a: Chunk, b: Chunk) -> float:
    return max(_NARROWEST, GAP * min(a.size, b.size))


def _right_of(
    one: Chunk, chunks: Sequence[Chunk], tops: Sequence[float], tallest: float
) -> Chunk | None:
    """The nearest chunk on the right that stands, in part, as high."""
    box = one.box
    start = bisect_left(tops, box.top - tallest)
    end = bisect_left(tops, box.bottom)
    edge, shared = box.right - _OVERLAP, 0.3 * (box.bottom - box.top)
    beside = [
        other
        for other in chunks[start:end]
        if other.box.left >= edge
        and min(box.bottom, other.box.bottom) - max(box.top, other.box.top) > shared
    ]
    return min(beside, key=lambda other: other.box.left, default=None)


def _inside(seed: Gutter, gutter: Gutter) -> bool:
    return (
        min(seed.right, gutter.right) > max(seed.left, gutter.left)
        and gutter.top - _OVERLAP <= (seed.top + seed.bottom) / 2 <= gutter.bottom + _OVERLAP
    )


def _grown(seed: Gutter, chunks: Sequence[Chunk], least: float) -> Gutter:
    """The seed, as far up and down as nothing crosses it."""
    middle = (seed.top + seed.bottom) / 2
    left, right = seed.left, seed.right
    top, bottom = seed.top, seed.bottom
    above = sorted(
        (c.box for c in chunks if (c.box.top + c.box.bottom) / 2 < middle),
        key=lambda box: -box.bottom,
    )
    below = sorted(
        (c.box for c in chunks if (c.box.top + c.box.bottom) / 2 >= middle),
        key=lambda box: box.top,
    )
    for boxes in (above, below):
        for box in boxes:
            narrowed = _beside(left, right, box)
            if narrowed[1] - narrowed[0] < least:
                break
            left, right = narrowed
            top, bottom = min(top, box.top), max(bottom, box.bottom)
    return Gutter(left, right, top, bottom)


def _beside(left: float, right: float, box: Box) -> tuple[float, float]:
    """What a box leaves of a strip."""
    if box.right <= left + _OVERLAP or box.left >= right - _OVERLAP:
        return left, right
    on_the_left = (left, min(right, box.left))
    on_the_right = (max(left, box.right), right)
    return max(on_the_left, on_the_right, key=lambda side: side[1] - side[0])


def _kept(gutter: Gutter, chunks: Sequence[Chunk], middle: float) -> Gutter | None:
    """The strip as far as it has lines on both sides, None when it parts no columns."""
    within = _run([c for c in chunks if _level_with(gutter, c.box)], middle)
    left = _nearest_lines([c for c in within if c.box.right <= gutter.left + 2], from_left=True)
    right = _nearest_lines([c for c in within if c.box.left >= gutter.right - 2], from_left=False)
    near = [c for c in right if c.box.left <= gutter.right + _INSET * c.size]
    if min(len(left), len(near)) < _LEAST_LINES or len(near) < _NEAR_SHARE * len(right):
        return None
    if _is_tabular(left, right):
        return None
    top = max(min(c.box.top for c in side) for side in (left, right))
    bottom = min(max(c.box.bottom for c in side) for side in (left, right))
    for side in (left, right):
        top, bottom = _followed(side, top, bottom)
    return gutter._replace(top=top, bottom=bottom, highest=gutter.top, lowest=gutter.bottom)


def _run(chunks: Sequence[Chunk], middle: float) -> list[Chunk]:
    """The chunks around a height, from top to bottom, as far as no wide white parts them."""
    run: list[Chunk] = []
    bottom = 0.0
    for one in chunks:
        if run and one.box.top - bottom > _WHITE * one.size:
            if bottom >= middle:
                break
            run = []
        run.append(one)
        bottom = max(bottom, one.box.bottom) if len(run) > 1 else one.box.bottom
    return run


def _followed(side: Sequence[Chunk], top: float, bottom: float) -> tuple[float, float]:
    """The longer side, as far as its lines follow each other closely."""
    usual = median(one.size for one in side)
    text = [one for one in side if not one.rows and abs(one.size - usual) < 0.1 * usual]
    for one in text:
        if one.box.bottom > bottom and one.box.top - bottom < _CLOSE * one.size:
            bottom = one.box.bottom
    for one in reversed(text):
        if one.box.top < top and top - one.box.bottom < _CLOSE * one.size:
            top = one.box.top
    return top, bottom


def _level_with(gutter: Gutter, box: Box) -> bool:
    middle = (box.top + box.bottom) / 2
    return gutter.top - _OVERLAP <= middle <= gutter.bottom + _OVERLAP


def _nearest_lines(chunks: Sequence[Chunk], *, from_left: bool) -> list[Chunk]:
    """One chunk a row: the one that stands next to the strip."""
    lines: list[Chunk] = []
    side = (lambda c: -c.box.right) if from_left else (lambda c: c.box.left)
    for one in sorted(chunks, key=lambda c: c.base):
        if lines and abs(lines[-1].base - one.base) < 0.35 * one.size:
            lines[-1] = min(lines[-1], one, key=side)
        else:
            lines.append(one)
    return lines


def _is_tabular(left: Sequence[Chunk], right: Sequence[Chunk]) -> bool:
    words = min(median(c.words for c in side) for side in (left, right))
    if sum(c.text[:1] in MARKERS for c in right) >= 2:
        return False
    if words < _FEWEST_WORDS:
        return True
    if words >= _CELL_WORDS:
        return False
    level = sum(any(abs(a.base - b.base) < 0.25 * a.size for b in right) for a in left)
    return level >= _TABULAR_SHARE * min(len(left), len(right))


def _lines(row: Sequence[Chunk], gutters: Sequence[Gutter]) -> list[Chunk]:
    """The chunks of a row made one wherever no gutter parts them."""
    parts = [[row[0]]]
    for before, one in pairwise(row):
        parted = any(
            g.highest <= (one.box.top + one.box.bottom) / 2 <= g.lowest
            and min(g.right, one.box.left) - max(g.left, before.box.right) > 0
            for g in gutters
        )
        if parted or before.rows or one.rows:
            parts.append([])
        parts[-1].append(one)
    return [merged(part) for part in parts]


def _blocks(lines: Sequence[Chunk], gutters: Sequence[Gutter]) -> list[list[Chunk]]:
    """Lines chained downwards as long as each stands alone under the other, in one column."""
    ordered = sorted(lines, key=lambda line: (line.box.top, line.box.left))
    boxes = [line.box for line in ordered]
    below = [_next(boxes, i, _FAR * line.size) for i, line in enumerate(ordered)]
    above: dict[int, list[int]] = {}
    for i, found in enumerate(below):
        for j in found:
            above.setdefault(j, []).append(i)
    columns = [_column(line.box, gutters) for line in ordered]
    chained = {
        i: found[0]
        for i, found in enumerate(below)
        if len(found) == 1 and len(above[found[0]]) == 1 and columns[i] == columns[found[0]]
    }
    followed = set(chained.values())
    blocks: list[list[Chunk]] = []
    for i in range(len(ordered)):
        if i in followed:
            continue
        block, at = [ordered[i]], i
        while at in chained:
            at = chained[at]
            block.append(ordered[at])
        blocks.append(block)
    return blocks


def _column(box: Box, gutters: Sequence[Gutter]) -> tuple[tuple[int, bool], ...]:
    """The gutters that a line stands beside, and whether on their right."""
    return tuple(
        (n, box.left >= gutter.right - _OVERLAP)
        for n, gutter in enumerate(gutters)
        if _level_with(gutter, box)
    )


def _next(boxes: Sequence[Box], i: int, far: float) -> list[int]:
    """The lines seen right under a line: no other stands between."""
    here = boxes[i]
    middle, right = (here.top + here.bottom) / 2, here.right
    found: list[int] = []
    reach = math.inf
    for j in range(i + 1, len(boxes)):
        box = boxes[j]
        if box.top > reach:
            break
        if right - box.left <= _OVERLAP or (box.top + box.bottom) / 2 <= middle:
            continue  # most often, a line of the next column
        if not _over(here, box):
            continue
        if not found:
            reach = box.bottom + far
        elif _over(boxes[found[0]], box) or any(_over(boxes[k], box) for k in found[1:]):
            continue
        found.append(j)
        if box.left <= here.left and box.right >= here.right:
            break  # hides whatever comes under
    return found


def _over(a: Box, b: Box) -> bool:
    """Whether the narrower side of what they share across is wide enough."""
    return (
        a.right - b.left > _OVERLAP
        and b.right - a.left > _OVERLAP
        and a.right - a.left > _OVERLAP
        and b.right - b.left > _OVERLAP
    )


def _ordered(blocks: Sequence[list[Chunk]], gutters: Sequence[Gutter]) -> list[list[Chunk]]:
    """Blocks sorted so that each comes after all that must be read before it."""
    boxes = [_box(block) for block in blocks]
    first: list[list[int]] = [
        [j for j in range(len(blocks)) if j != i and _before(boxes[j], boxes[i], gutters)]
        for i in range(len(blocks))
    ]
    done: list[int] = []
    state: dict[int, bool] = {}

    def visit(i: int) -> None:
        if i in state:
            return
        state[i] = False
        for j in sorted(first[i], key=lambda n: (boxes[n].top, boxes[n].left)):
            visit(j)
        state[i] = True
        done.append(i)

    for i in sorted(range(len(blocks)), key=lambda n: (boxes[n].top, boxes[n].left)):
        visit(i)
    return [blocks[i] for i in done]


def _before(a: Box, b: Box, gutters: Sequence[Gutter]) -> bool:
    """Left of a gutter before right of it; else above before below."""
    if not _over(a, b):
        for gutter in gutters:
            if _beside_gutter(a, b, gutter):
                return True
            if _beside_gutter(b, a, gutter):
                return False
        if min(a.bottom, b.bottom) - max(a.top, b.top) > _OVERLAP:
            return a.left < b.left
    return (a.top + a.bottom) / 2 < (b.top + b.bottom) / 2


def _beside_gutter(a: Box, b: Box, gutter: Gutter) -> bool:
    return (
        a.right <= gutter.left + _OVERLAP
        and b.left >= gutter.right - _OVERLAP
        and _level_with(gutter, a)
        and _level_with(gutter, b)
    )


def _box(block: Sequence[Chunk]) -> Box:
    return Box(
        min(c.box.left for c in block),
        min(c.box.top for c in block),
        max(c.box.right for c in block),
        max(c.box.bottom for c in block),
    )
