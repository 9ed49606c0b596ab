"""Pages that are pictures: drawn, and read by optical recognition."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.errors import UnreadableFile
from assistant.ingest.pages import Context, Line
from assistant.ingest.pdf.drawing import Drawing, area

if TYPE_CHECKING:
    import pypdfium2
    from PIL import Image

_LEAST_DPI = 90
_MAX_PIXELS = 24_000_000
_MAX_PICTURE = 400_000_000
"""Pixels of an embedded picture; a larger one is not decoded."""
_GLANCE_DPI = 24
_GLANCE_PIXELS = 1_000_000
_CONTRAST = 24
_IMAGE_SHARE, _MANY_PATHS = 0.04, 25


def holds_picture(drawing: Drawing, size: tuple[float, float]) -> bool:
    """Whether something is drawn that may hold words: a picture, or letters as mere shapes."""
    whole = max(1.0, size[0] * size[1])
    covered = sum(area(box, size) for box in drawing.images)
    return covered >= _IMAGE_SHARE * whole or drawing.paths >= _MANY_PATHS


def is_blank(page: pypdfium2.PdfPage, drawing: Drawing) -> bool:
    """Whether nothing at all is seen on the page."""
    if drawing.pixels > _MAX_PICTURE:
        return False
    picture = _grey(page, _GLANCE_DPI, _GLANCE_PIXELS)
    if picture is None:
        return False
    levels = [level for level, count in enumerate(picture[0].histogram()) if count]
    return levels[-1] - levels[0] < _CONTRAST


def recognized(
    page: pypdfium2.PdfPage, drawing: Drawing, context: Context
) -> tuple[Line, ...] | None:
    """The lines that recognition reads on a page; None when it cannot be asked or fails."""
    if context.recognizer is None or drawing.pixels > _MAX_PICTURE:
        return None
    drawn = _grey(page, context.dpi, _MAX_PIXELS)
    if drawn is None or drawn[1] < _LEAST_DPI:
        return None
    picture, dpi = drawn
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=1, dpi=(dpi, dpi))
    picture.close()
    try:
        found = context.recognizer.recognize(written.getvalue(), dpi)
    except UnreadableFile:
        return None
    lines = tuple(Line(one.text, one.text, box=one.box if one.text else None) for one in found)
    return _trimmed(lines)


def _trimmed(lines: Sequence[Line]) -> tuple[Line, ...]:
    filled = [i for i, line in enumerate(lines) if line.text]
    return tuple(lines[filled[0] : filled[-1] + 1]) if filled else ()


def _grey(page: pypdfium2.PdfPage, dpi: int, most: int) -> tuple[Image.Image, int] | None:
    """The page in grey, and its resolution, lowered where the page is too large; None when
    pdfium cannot draw it."""
    from pypdfium2 import PdfiumError

    wide, high = page.get_size()
    points = max(1.0, wide) * max(1.0, high)
    scale = min(dpi / 72, (most / points) ** 0.5)
    try:
        bitmap = page.render(scale=scale, grayscale=True, limit_image_cache=True)
    except (PdfiumError, MemoryError, ValueError):
        return None
    try:
        return bitmap.to_pil().copy(), round(72 * scale)
    finally:
        bitmap.close()
