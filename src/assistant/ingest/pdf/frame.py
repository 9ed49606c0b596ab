"""From a file's coordinates to those of the page as it is shown: points from the top left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.domain import Box

if TYPE_CHECKING:
    import pypdfium2

_LARGEST = 14_400.0
"""Two hundred inches: what readers show at most."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible part of a page, and its quarters of turn clockwise."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def size(self) -> tuple[float, float]:
        wide, high = self.right - self.left, self.top - self.bottom
        return (high, wide) if self.turn % 2 else (wide, high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        if self.turn == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def frame_of(page: pypdfium2.PdfPage) -> Frame:
    left, bottom, right, top = page.get_bbox()
    sides = (left, bottom, right, top)
    if not all(map(math.isfinite, sides)) or right - left < 1 or top - bottom < 1:
        left, bottom, right, top = 0.0, 0.0, 595.0, 842.0
    right, top = min(right, left + _LARGEST), min(top, bottom + _LARGEST)
    return Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)


def upright(box: Box, turn: int, size: tuple[float, float]) -> Box:
    """Where a box would stand if the page were turned so that its text reads level."""
    wide, high = size
    if turn == 1:
        return Box(high - box.bottom, box.left, high - box.top, box.right)
    if turn == 2:
        return Box(wide - box.right, high - box.bottom, wide - box.left, high - box.top)
    if turn == 3:
        return Box(box.top, wide - box.right, box.bottom, wide - box.left)
    return box


def turned_back(box: Box, turn: int, size: tuple[float, float]) -> Box:
    """The inverse of `upright`; `size` is the page's as it is shown."""
    wide, high = size
    if turn == 1:
        return Box(box.top, high - box.right, box.bottom, high - box.left)
    if turn == 2:
        return upright(box, 2, size)
    if turn == 3:
        return Box(wide - box.bottom, box.left, wide - box.top, box.right)
    return box
