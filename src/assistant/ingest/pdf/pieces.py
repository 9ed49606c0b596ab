"""The text of a page in pieces, and where they stand, from pdfium's characters.

pdfium has already told words apart. Pieces of one look with ordinary spaces between make one
piece, of which the ends are measured: ten times cheaper than measuring every letter.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from assistant.ingest.pdf.frame import Frame
from assistant.ingest.pdf.sheet import Piece
from assistant.ingest.pdf.signs import LINE_END_HYPHENS, cleaned

if TYPE_CHECKING:
    import pypdfium2

MAX_CHARS = 200_000
"""More on one page is no text that a person reads."""
_TOKEN = re.compile(rf"[^\s{LINE_END_HYPHENS}]+[{LINE_END_HYPHENS}]?|[{LINE_END_HYPHENS}]")
_LINE = re.compile(r"[^\r\n]+")
_MAY_HOLD_CALL = re.compile(r"[\d*†‡§]")
_SAME_BASE = 0.15
_WIDTH, _SPACE, _BLANK = 0.55, 0.9, 0.28
"""As shares of the size: a usual letter, the widest ordinary space, the usual one."""
_SPACED_OUT = 5
_RAISED_SIZE, _RAISED_BY = 0.85, 0.12
_BOLD_NAME = re.compile(r"bold|black|heavy|semibold|demi|extrabd|-bd\b", re.IGNORECASE)
_BOLD_WEIGHT = 600
_FORCE_BOLD = 1 << 18
_WHITE = 245
_INVISIBLE = 3


class Look(NamedTuple):
    """How the letters of one text object look."""

    size: float
    turn: int
    bold: bool
    invisible: bool
    white: bool


class Seen(NamedTuple):
    """A piece and whether it may be hidden."""

    piece: Piece
    invisible: bool
    white: bool


class _Reader:
    """Asks pdfium, remembering what it said of each text object and font."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, frame: Frame) -> None:
        from pypdfium2 import raw

        self._raw: Any = raw
        self._origin: Any = raw.FPDFText_GetCharOrigin
        self._page, self._text, self._frame = page, text.raw, frame
        self.level = frame.turn == 0
        """Whether the page is shown as it is written, not turned."""
        self._looks: dict[int, Look] = {}
        self._bolds: dict[int, bool] = {}
        self._matrix, self._rect = raw.FS_MATRIX(), raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._channels = [ctypes.c_uint() for _ in range(4)]

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
        get = self._raw.FPDFText_GetTextObject
        return _address(get(self._text, first)) == _address(get(self._text, last))

    def place(self, index: int) -> tuple[float, float]:
        """Where a sign stands, in the file's own coordinates."""
        x, y = self._x, self._y
        self._origin(self._text, index, x, y)
        return x.value, y.value

    def shown(self, index: int) -> tuple[float, float]:
        """Where a sign stands on the page as it is shown."""
        return self._frame.point(*self.place(index))

    def right(self, index: int) -> float:
        """Where a sign ends, in the file's own coordinates."""
        self._raw.FPDFText_GetLooseCharBox(self._text, index, self._rect)
        return float(self._rect.right)

    def look(self, index: int) -> Look:
        handle = self._raw.FPDFText_GetTextObject(self._text, index)
        key = _address(handle)
        found = self._looks.get(key)
        if found is None:
            found = self._looks[key] = self._measured(handle if key else None, index)
        return found

    def _measured(self, handle: Any, index: int) -> Look:
        raw, matrix = self._raw, self._matrix
        size = raw.FPDFText_GetFontSize(self._text, index)
        turn = 0
        if raw.FPDFText_GetMatrix(self._text, index, matrix):
            size *= math.hypot(matrix.c, matrix.d)
            turn = _quarters(math.atan2(matrix.b, matrix.a), self._frame.turn)
        if handle is None:
            return Look(size, turn, bold=False, invisible=False, white=False)
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        red, green, blue, alpha = self._channels
        coloured = raw.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
        white = bool(coloured) and min(red.value, green.value, blue.value) >= _WHITE
        clear = bool(coloured) and alpha.value < 8
        return Look(size, turn, self._bold(handle), mode == _INVISIBLE or clear, white)

    def _bold(self, handle: Any) -> bool:
        raw = self._raw
        font = raw.FPDFTextObj_GetFont(handle)
        key = _address(font)
        if key and key not in self._bolds:
            name = ctypes.create_string_buffer(128)
            raw.FPDFFont_GetBaseFontName(font, name, 128)
            named = bool(_BOLD_NAME.search(name.value.decode("latin-1")))
            heavy = raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT and not name.value
            forced = bool(max(0, raw.FPDFFont_GetFlags(font)) & _FORCE_BOLD)
            self._bolds[key] = named or heavy or forced
        return self._bolds.get(key, False)

    def extent(self, first: int, last: int) -> tuple[float, float, float, float, float]:
        """The sides of what two signs begin and end, as the page is shown, and its base line."""
        get, text, rect, frame = (
            self._raw.FPDFText_GetLooseCharBox,
            self._text,
            self._rect,
            self._frame,
        )
        get(text, first, rect)
        left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
        if last > first:
            get(text, last, rect)
            left, right = min(left, rect.left), max(right, rect.right)
            bottom, top = min(bottom, rect.bottom), max(top, rect.top)
        x, y = self.place(first)
        if self.level:
            return (
                left - frame.left,
                frame.top - top,
                right - frame.left,
                frame.top - bottom,
                frame.top - y,
            )
        box = frame.box(left, bottom, right, top)
        return box.left, box.top, box.right, box.bottom, frame.point(x, y)[1]


def read_pieces(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, frame: Frame, *, whole: bool
) -> list[Seen]:
    """Every piece of text, hidden ones too, in the file's order. Unless `whole`, each word is a
    piece of its own: the cells of a table may stand close together."""
    reader = _Reader(page, text, frame)
    string = reader.string()
    found: list[Seen] = []
    for line in _LINE.finditer(string):
        found.extend(_line(reader, string, line.start(), line.end(), whole=whole))
    return found


def _line(reader: _Reader, string: str, start: int, end: int, *, whole: bool) -> Iterator[Seen]:
    """A line of pdfium's, which may hold several of the page's, in pieces."""
    tokens = [match.span() for match in _TOKEN.finditer(string, start, end)]
    if not tokens:
        return
    joins = whole and reader.level and not _set_apart(tokens)
    if joins and reader.same_object(tokens[0][0], tokens[-1][1] - 1):
        look = reader.look(tokens[0][0])
        if look.turn == 0:
            yield from _runs(reader, string, tokens, look)
            return
    run: list[tuple[int, int]] = []
    shared: Look | None = None
    for token in tokens:
        here = reader.look(token[0])
        plain = joins and here.turn == 0 and not _MAY_HOLD_CALL.search(string, *token)
        if run and not (plain and here == shared):
            yield from _runs(reader, string, run, shared or here)
            run = []
        if plain:
            shared = here
            run.append(token)
        else:
            yield from _pieces(reader, string[token[0] : token[1]], token[0])
    if run and shared:
        yield from _runs(reader, string, run, shared)


def _set_apart(tokens: Sequence[tuple[int, int]]) -> bool:
    """« T I T R E »: where its words end is told by measures alone."""
    lone = sum(last - first == 1 for first, last in tokens)
    return len(tokens) >= _SPACED_OUT and lone >= 0.8 * len(tokens)


def _runs(
    reader: _Reader, string: str, tokens: Sequence[tuple[int, int]], look: Look
) -> Iterator[Seen]:
    """Words of one look, parted where one does not follow the other on the same line, an
    ordinary space between. The end of a word is measured only where the next seems far."""
    size, place = look.size, reader.place
    letter, most, shift = _WIDTH * size, _SPACE * size, _SAME_BASE * size
    begin = 0
    x, y = place(tokens[0][0])
    second = 0.0
    for n in range(1, len(tokens)):
        before = tokens[n - 1]
        ahead, base = place(tokens[n][0])
        step = ahead - x
        far = step > letter * (before[1] - before[0]) + most
        if (
            step <= 0
            or abs(base - y) > shift
            or (far and ahead - reader.right(before[1] - 1) > most)
        ):
            yield _run(reader, string, tokens[begin:n], look, second)
            begin, second = n, 0.0
        elif n == begin + 1:
            second = step
        x, y = ahead, base
    yield _run(reader, string, tokens[begin:], look, second)


def _run(
    reader: _Reader, string: str, run: Sequence[tuple[int, int]], look: Look, second: float
) -> Seen:
    """Words as one piece; `second` is how far the second word stands from the first."""
    seen = _seen(reader, string[run[0][0] : run[-1][1]], run[0][0], look, glued=False)
    if not second:
        return seen
    return seen._replace(piece=seen.piece._replace(first=second - _BLANK * look.size))


def _pieces(reader: _Reader, token: str, start: int) -> Iterator[Seen]:
    """A word as one piece, or as several when a part of it is raised above the rest."""
    last = start + len(token) - 1
    look = reader.look(start)
    mixed = len(token) > 1 and (
        look.size != reader.look(last).size or bool(_MAY_HOLD_CALL.search(token))
    )
    runs = (
        [list(run) for _, run in groupby(range(start, last + 1), lambda i: _level(reader, i))]
        if mixed
        else []
    )
    if len(runs) < 2:
        yield _seen(reader, token, start, look, glued=False)
        return
    large = max(reader.look(run[0]).size for run in runs)
    floor = max(_base(reader, run[0]) for run in runs if reader.look(run[0]).size > 0.9 * large)
    for n, run in enumerate(runs):
        here = reader.look(run[0])
        higher = floor - _base(reader, run[0])
        raised = here.size < _RAISED_SIZE * large and higher > _RAISED_BY * large
        piece = token[run[0] - start : run[-1] - start + 1]
        yield _seen(reader, piece, run[0], here, glued=n > 0, raised=raised)


def _level(reader: _Reader, index: int) -> tuple[float, float]:
    """The size of a sign and the line that it stands on."""
    return round(reader.look(index).size, 1), round(_base(reader, index), 1)


def _base(reader: _Reader, index: int) -> float:
    x, y = reader.shown(index)
    turn = reader.look(index).turn
    return {0: y, 1: x, 2: -y, 3: -x}.get(turn, y)


def _seen(
    reader: _Reader, raw: str, start: int, look: Look, *, glued: bool, raised: bool = False
) -> Seen:
    left, top, right, bottom, base = reader.extent(start, start + len(raw) - 1)
    piece = Piece(
        raw if raw[-1] not in LINE_END_HYPHENS else raw[:-1] + "-",
        cleaned(raw),
        left,
        top,
        right,
        bottom,
        base,
        look.size,
        look.bold,
        glued,
        raised,
        look.turn,
        right - left,
    )
    return Seen(piece, look.invisible, look.white)


def _address(handle: Any) -> int:
    """Where a pointer points; 0 for none. (`ctypes.cast` takes five times longer.)"""
    return ctypes.c_void_p.from_buffer(handle).value or 0


def _quarters(angle: float, page_turn: int) -> int:
    """Quarters of turn, counter-clockwise, as the page is shown; 4 for a slant."""
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    if abs(quarters - nearest) > 0.12:
        return 4
    return (nearest - page_turn) % 4
