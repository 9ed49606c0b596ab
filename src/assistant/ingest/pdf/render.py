"""A page of a PDF as a picture, what is quoted from it highlighted.

Runs where hostile files are read: in a child process.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant import wording
from assistant.domain import Box
from assistant.errors import DocumentChanged, UnreadableFile
from assistant.ingest.pdf.frame import frame_of
from assistant.ingest.pdf.locate import Char, rectangles
from assistant.ports import PageOrder, PagePicture

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

_MAX_WIDTH = 2_000
_MAX_PIXELS = 12_000_000
_MAX_CHARS = 200_000
_COMPRESSION = 3
"""Of a page of text: as small as the default, in half the time."""
_MARKER, _EDGE = (255, 232, 90), (200, 90, 0)
_PADDING = 1.0


def render(order: PageOrder) -> PagePicture:
    """Raises DocumentChanged when the file is not the one that was read, UnreadableFile when its
    page cannot be drawn."""
    import pypdfium2

    data = _checked(order)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _undrawable(order) from error
    try:
        if not 1 <= order.number <= len(document):
            raise _undrawable(order)
        page = document[order.number - 1]
        size = page.get_size()
        if min(size) <= 0:
            raise _undrawable(order)
        found = rectangles(order.quoted, _chars(page)) if order.quoted else ()
        png = _png(page, order.width, found) if order.width else b""
    except pypdfium2.PdfiumError as error:
        raise _undrawable(order) from error
    finally:
        document.close()
    return PagePicture(size, found, png)


def _checked(order: PageOrder) -> bytes:
    try:
        data = order.path.read_bytes()
    except OSError as error:
        raise DocumentChanged(wording.DOCUMENT_GONE.format(name=order.path.name)) from error
    if hashlib.sha256(data).hexdigest() != order.sha256:
        raise DocumentChanged(wording.DOCUMENT_CHANGED.format(name=order.path.name))
    return data


def _undrawable(order: PageOrder) -> UnreadableFile:
    return UnreadableFile(wording.PAGE_NOT_DRAWN.format(page=order.number, name=order.path.name))


def _chars(page: pypdfium2.PdfPage) -> list[Char]:
    """The page's characters and their places, in the order of the file."""
    from pypdfium2 import raw

    frame, rect = frame_of(page), raw.FS_RECTF()
    text = page.get_textpage()
    found: list[Char] = []
    try:
        for i in range(min(text.count_chars(), _MAX_CHARS)):
            code = raw.FPDFText_GetUnicode(text, i)
            if code and raw.FPDFText_GetLooseCharBox(text, i, rect):
                box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
                found.append(Char(chr(code), box))
    finally:
        text.close()
    return found


def _png(page: pypdfium2.PdfPage, width: int, found: Sequence[Box]) -> bytes:
    points_wide, points_high = page.get_size()
    scale = min(width, _MAX_WIDTH) / points_wide
    pixels = scale * scale * points_wide * points_high
    if pixels > _MAX_PIXELS:
        scale *= (_MAX_PIXELS / pixels) ** 0.5
    bitmap = page.render(scale=scale)
    try:
        picture = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    picture = _highlighted(picture, [_pixels(box, scale) for box in found])
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=_COMPRESSION)
    return written.getvalue()


def _pixels(box: Box, scale: float) -> tuple[int, int, int, int]:
    left, top = (int((side - _PADDING) * scale) for side in (box.left, box.top))
    right, bottom = (round((side + _PADDING) * scale) for side in (box.right, box.bottom))
    return left, top, max(left, right), max(top, bottom)


def _highlighted(picture: Image.Image, places: Sequence[tuple[int, int, int, int]]) -> Image.Image:
    """As a marker would: dark words stay dark; the edge is seen on a dark ground too."""
    from PIL import Image, ImageChops, ImageDraw

    if not places:
        return picture
    marker = Image.new("RGB", picture.size, "white")
    for place in places:
        ImageDraw.Draw(marker).rectangle(place, fill=_MARKER)
    marked = ImageChops.multiply(picture, marker)
    for place in places:
        ImageDraw.Draw(marked).rectangle(place, outline=_EDGE)
    return marked
