"""What is drawn on a page beside its letters: rules, bullets, coloured grounds, pictures."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.domain import Box
from assistant.ingest.pdf.frame import Frame

if TYPE_CHECKING:
    import pypdfium2

_MAX_OBJECTS, _MAX_DEPTH = 20_000, 3
_MAX_SEGMENTS, _MAX_ALL_SEGMENTS = 200, 2_000
_THIN, _SHORTEST = 3.0, 6.0
_DOT = (1.5, 7.0)
_WHITE = 245
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A level or upright line: `at` its height (or distance from the left), from `start` to
    `end` along the other axis."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """`grounds` are filled surfaces that are not white; `dots` small filled ones."""

    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    grounds: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    paths: int = 0
    pixels: int = 0
    """Of the largest picture."""

    def share_of_images(self, size: tuple[float, float]) -> float:
        """Share of the page that its largest picture covers."""
        whole = max(1.0, size[0] * size[1])
        return max((area(box, size) / whole for box in self.images), default=0.0)


def area(box: Box, size: tuple[float, float]) -> float:
    """What is on the page of a box."""
    wide = min(box.right, size[0]) - max(box.left, 0.0)
    high = min(box.bottom, size[1]) - max(box.top, 0.0)
    return max(0.0, wide) * max(0.0, high)


def read_drawing(page: pypdfium2.PdfPage, frame: Frame) -> Drawing:
    from pypdfium2 import raw

    drawing = Drawing()
    reader = _Reader(raw, frame, drawing)
    count = raw.FPDFPage_CountObjects(page.raw)
    reader.read((raw.FPDFPage_GetObject(page.raw, i) for i in range(count)), _SAME, 0)
    return drawing


class _Reader:
    def __init__(self, raw: Any, frame: Frame, drawing: Drawing) -> None:
        self._raw, self._frame, self._drawing = raw, frame, drawing
        self._sides = [ctypes.c_float() for _ in range(4)]
        self._channels = [ctypes.c_uint() for _ in range(4)]
        self._matrix = raw.FS_MATRIX()
        self._left, self._segments_left = _MAX_OBJECTS, _MAX_ALL_SEGMENTS

    def read(self, objects: Iterator[Any], matrix: Matrix, depth: int) -> None:
        raw = self._raw
        for one in objects:
            self._left -= 1
            if self._left < 0:
                return
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._path(one, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                self._image(one, matrix)
            elif kind == raw.FPDF_PAGEOBJ_SHADING:
                self._drawing.grounds.append(self._bounds(one, matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
                count = raw.FPDFFormObj_CountObjects(one)
                inside = (raw.FPDFFormObj_GetObject(one, i) for i in range(count))
                self.read(inside, _times(self._matrix_of(one), matrix), depth + 1)

    def _path(self, one: Any, matrix: Matrix) -> None:
        raw, drawing = self._raw, self._drawing
        drawing.paths += 1
        box = self._bounds(one, matrix)
        wide, high = box.right - box.left, box.bottom - box.top
        if min(wide, high) <= _THIN:
            if max(wide, high) >= _SHORTEST:
                self._rule(box)
            elif max(wide, high) >= _DOT[0]:
                drawing.dots.append(box)
            return
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(one, mode, stroked)
        if max(wide, high) <= _DOT[1] and (mode.value or stroked.value):
            drawing.dots.append(box)
        elif mode.value and not self._is_white(one):
            drawing.grounds.append(box)
        if stroked.value:
            count = raw.FPDFPath_CountSegments(one)
            self._segments_left -= count
            if 2 <= count <= _MAX_SEGMENTS and self._segments_left > 0:
                for part in self._segments(one, matrix):
                    self._rule(part)

    def _rule(self, box: Box) -> None:
        wide, high = box.right - box.left, box.bottom - box.top
        if high <= _THIN and wide >= _SHORTEST:
            self._drawing.level.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif wide <= _THIN and high >= _SHORTEST:
            self._drawing.upright.append(Rule((box.left + box.right) / 2, box.top, box.bottom))

    def _segments(self, one: Any, matrix: Matrix) -> Iterator[Box]:
        """The straight sides of a drawn shape."""
        raw = self._raw
        whole = _times(self._matrix_of(one), matrix)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float] | None] = []
        start: tuple[float, float] | None = None
        for i in range(raw.FPDFPath_CountSegments(one)):
            segment = raw.FPDFPath_GetPathSegment(one, i)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            here = self._frame.point(*_moved(x.value, y.value, whole))
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                points.append(None)
                start = here
            points.append(here if kind != raw.FPDF_SEGMENT_BEZIERTO else None)
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(start)
        for a, b in pairwise(points):
            if a is not None and b is not None:
                yield Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1]))

    def _image(self, one: Any, matrix: Matrix) -> None:
        raw = self._raw
        self._drawing.images.append(self._bounds(one, matrix))
        wide, high = ctypes.c_uint(), ctypes.c_uint()
        if raw.FPDFImageObj_GetImagePixelSize(one, wide, high):
            self._drawing.pixels = max(self._drawing.pixels, wide.value * high.value)

    def _bounds(self, one: Any, matrix: Matrix) -> Box:
        left, bottom, right, top = self._sides
        if not self._raw.FPDFPageObj_GetBounds(one, left, bottom, right, top):
            return Box(0.0, 0.0, 0.0, 0.0)
        sides = (left.value, bottom.value, right.value, top.value)
        if matrix != _SAME:
            corners = [_moved(x, y, matrix) for x in sides[::2] for y in sides[1::2]]
            xs, ys = zip(*corners, strict=True)
            sides = (min(xs), min(ys), max(xs), max(ys))
        return self._frame.box(*sides)

    def _matrix_of(self, one: Any) -> Matrix:
        if not self._raw.FPDFPageObj_GetMatrix(one, self._matrix):
            return _SAME
        m = self._matrix
        return (m.a, m.b, m.c, m.d, m.e, m.f)

    def _is_white(self, one: Any) -> bool:
        red, green, blue, alpha = self._channels
        if not self._raw.FPDFPageObj_GetFillColor(one, red, green, blue, alpha):
            return False
        return min(red.value, green.value, blue.value) >= _WHITE or alpha.value < 8


def _moved(x: float, y: float, m: Matrix) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _times(m: Matrix, n: Matrix) -> Matrix:
    """First `m`, then `n`."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )
