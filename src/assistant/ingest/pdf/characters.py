"""What pdfium says of the characters of a page: where they stand and how they look.

A call takes much longer than its answer, and ctypes makes most of it: converting an argument to
its declared type. Here the arguments are made once, and the functions declare none.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.ingest.pdf.frame import Frame

if TYPE_CHECKING:
    import pypdfium2

MAX_CHARS = 200_000
"""More on one page is no text that a person reads."""
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|extrabd|-bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_WHITE = 245
_INVISIBLE = 3
_AT_ONCE = 1_024
_CALLS: Mapping[str, type[Any]] = {
    "FPDFText_GetCharOrigin": ctypes.c_int,
    "FPDFText_GetLooseCharBox": ctypes.c_int,
    "FPDFText_GetTextObject": ctypes.c_void_p,
    "FPDFText_GetFontSize": ctypes.c_double,
    "FPDFText_GetMatrix": ctypes.c_int,
    "FPDFTextObj_GetTextRenderMode": ctypes.c_int,
    "FPDFTextObj_GetFont": ctypes.c_void_p,
    "FPDFPageObj_GetFillColor": ctypes.c_int,
}
"""What each function returns."""


Extent = tuple[float, float, float, float, float]
"""Left, top, right and bottom as the page is shown, and the height of the base line."""


class Look(NamedTuple):
    """How the letters of one text object look."""

    size: float
    turn: int
    bold: bool
    invisible: bool
    white: bool


class Characters:
    """Asks pdfium, remembering what it said of each text object and font."""

    def __init__(self, text: pypdfium2.PdfTextPage, frame: Frame) -> None:
        from pypdfium2 import raw

        self._raw: Any = raw
        self._text, self._frame = text.raw, frame
        self._page = ctypes.byref(self._text.contents)
        self.level = frame.turn == 0
        """Whether the page is shown as it is written, not turned."""
        self._looks: dict[int, Look] = {}
        self._shapes: dict[tuple[float, ...], tuple[float, int]] = {}
        self._bolds: dict[int, bool] = {}
        self._matrix = (ctypes.c_float * 6)()
        self._rect = raw.FS_RECTF()
        self._point = (ctypes.c_double * 2)()
        self._channels = (ctypes.c_uint * 4)()
        self._into_matrix, self._into_rect = ctypes.byref(self._matrix), ctypes.byref(self._rect)
        self._into_point, self._into_channels = _each(self._point), _each(self._channels)
        (
            self._origin,
            self._box,
            self._object,
            self._font_size,
            self._matrix_of,
            self._mode,
            self._font,
            self._fill,
        ) = _bare_calls()

    def string(self) -> str:
        """One sign per character index."""
        count = min(self._raw.FPDFText_CountChars(self._text), MAX_CHARS)
        if count <= 0:
            return ""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = self._raw.FPDFText_GetText(self._text, 0, count, buffer)
        found = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
        if len(found) == count:
            return found
        codes = (self._raw.FPDFText_GetUnicode(self._text, i) for i in range(count))
        return "".join(
            chr(c) if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000 else " " for c in codes
        )

    def same_object(self, first: int, last: int) -> bool:
        return bool(self._object(self._page, first) == self._object(self._page, last))

    def places(self, indexes: Sequence[int]) -> tuple[list[float], list[float]]:
        """Where signs stand, across and up, in the file's own coordinates."""
        xs: list[float] = []
        ys: list[float] = []
        across, up, into_across, into_up = _many()
        for start in range(0, len(indexes), _AT_ONCE):
            some = indexes[start : start + _AT_ONCE]
            deque(map(self._origin, repeat(self._page), some, into_across, into_up), maxlen=0)
            xs += across[: len(some)]
            ys += up[: len(some)]
        return xs, ys

    def place(self, index: int) -> tuple[float, float]:
        """Where a sign stands, in the file's own coordinates."""
        self._origin(self._page, index, *self._into_point)
        return self._point[0], self._point[1]

    def shown(self, index: int) -> tuple[float, float]:
        """Where a sign stands on the page as it is shown."""
        return self._frame.point(*self.place(index))

    def right(self, index: int) -> float:
        """Where a sign ends, in the file's own coordinates."""
        self._box(self._page, index, self._into_rect)
        return float(self._rect.right)

    def look(self, index: int) -> Look:
        key = self._object(self._page, index) or 0
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._measured(key, index)
        return found

    def _measured(self, key: int, index: int) -> Look:
        size, turn = self._shape(index)
        if not key:
            return Look(size, turn, bold=False, invisible=False, white=False)
        handle = ctypes.c_void_p(key)
        invisible, white = self._mode(handle) == _INVISIBLE, False
        if self._fill(handle, *self._into_channels):
            red, green, blue, alpha = self._channels[:]
            white = red >= _WHITE and green >= _WHITE and blue >= _WHITE
            invisible = invisible or alpha < 8
        return Look(size, turn, self._bold(handle), invisible, white)

    def _shape(self, index: int) -> tuple[float, int]:
        """The size of a sign and its turn."""
        size = self._font_size(self._page, index)
        if not self._matrix_of(self._page, index, self._into_matrix):
            return size, 0
        a, b, c, d = self._matrix[:4]
        found = self._shapes.get((size, a, b, c, d))
        if found is None:
            turn = _quarters(math.atan2(b, a), self._frame.turn)
            found = self._shapes[size, a, b, c, d] = size * math.hypot(c, d), turn
        return found

    def _bold(self, handle: ctypes.c_void_p) -> bool:
        key = self._font(handle)
        if key and key not in self._bolds:
            raw = self._raw
            font = ctypes.cast(key, raw.FPDF_FONT)
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            named = bool(_BOLD_NAME.search(name.value.decode("latin-1")))
            heavy = raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT and not name.value
            forced = bool(max(0, raw.FPDFFont_GetFlags(font)) & _FORCE_BOLD)
            self._bolds[key] = named or heavy or forced
        return self._bolds.get(key, False)

    def extent(self, first: int, last: int, place: tuple[float, float]) -> Extent:
        """Of what two signs begin and end; `place` is where the first stands."""
        rect, frame = self._rect, self._frame
        self._box(self._page, first, self._into_rect)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if last > first:
            self._box(self._page, last, self._into_rect)
            left, right = min(left, rect.left), max(right, rect.right)
            bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        if self.level:
            return (
                left - frame.left,
                frame.top - top,
                right - frame.left,
                frame.top - bottom,
                frame.top - place[1],
            )
        box = frame.box(left, bottom, right, top)
        return box.left, box.top, box.right, box.bottom, frame.point(*place)[1]


@lru_cache(maxsize=1)
def _bare_calls() -> tuple[Callable[..., Any], ...]:
    """The functions of `_CALLS`. They keep the interpreter's lock, for each returns at once."""
    from pypdfium2 import raw

    found = []
    for name, returned in _CALLS.items():
        address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
        found.append(ctypes.PYFUNCTYPE(returned)(address or 0))
    return tuple(found)


@lru_cache(maxsize=1)
def _many() -> tuple[Any, ...]:
    """Room for the places of many signs, across and up, and the pointers to each."""
    across, up = ((ctypes.c_double * _AT_ONCE)() for _ in range(2))
    return across, up, _each(across), _each(up)


def _each(buffer: ctypes.Array[Any]) -> list[Any]:
    """A pointer to each element."""
    step = ctypes.sizeof(buffer) // len(buffer)
    return [ctypes.byref(buffer, n * step) for n in range(len(buffer))]


def _quarters(angle: float, page_turn: int) -> int:
    """Quarters of turn, counter-clockwise, as the page is shown; 4 for a slant."""
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    if abs(quarters - nearest) > 0.12:
        return 4
    return (nearest - page_turn) % 4
