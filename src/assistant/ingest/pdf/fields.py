"""What was typed in the fields of a form, as text at the fields' places."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.domain import Box
from assistant.ingest.pdf.frame import Frame
from assistant.ingest.pdf.sheet import Piece
from assistant.ingest.pdf.signs import cleaned

if TYPE_CHECKING:
    import pypdfium2

_MAX_FIELDS, _MAX_SIGNS = 500, 4_000
_LINE_HEIGHT = 14.0


def read_fields(page: pypdfium2.PdfPage, frame: Frame, size: float) -> Iterator[Piece]:
    """The values of text and choice fields, as if written in letters of that size.

    The document's forms must have been initialised.
    """
    from pypdfium2 import raw

    form = page.formenv
    if form is None:
        return
    typed = {raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX}
    rect = raw.FS_RECTF()
    for i in range(min(raw.FPDFPage_GetAnnotCount(page.raw), _MAX_FIELDS)):
        field = raw.FPDFPage_GetAnnot(page.raw, i)
        try:
            if raw.FPDFAnnot_GetSubtype(field) != raw.FPDF_ANNOT_WIDGET:
                continue
            if raw.FPDFAnnot_GetFormFieldType(form.raw, field) not in typed:
                continue
            value = _value(raw, form.raw, field)
            if value and raw.FPDFAnnot_GetRect(field, rect):
                yield from _words(
                    value, frame.box(rect.left, rect.bottom, rect.right, rect.top), size
                )
        finally:
            raw.FPDFPage_CloseAnnot(field)


def _value(raw: Any, form: Any, field: Any) -> str:
    size = min(raw.FPDFAnnot_GetFormFieldValue(form, field, None, 0), 2 * _MAX_SIGNS)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetFormFieldValue(form, field, buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").strip("\x00 ")


def _words(value: str, box: Box, size: float) -> Iterator[Piece]:
    """The value's words side by side, line under line, inside the field."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    high = min(_LINE_HEIGHT, (box.bottom - box.top) / len(lines)) or 1.0
    single = len(lines) == 1
    for n, line in enumerate(lines):
        tokens = line.split()
        signs = max(1, len(line))
        top = (box.top + box.bottom - high) / 2 if single else box.top + n * high
        left = box.left
        step = min((box.right - box.left) / signs, 0.5 * high)
        for token in tokens:
            right = left + step * len(token)
            yield Piece(
                token, cleaned(token), left, top, right, top + high,
                base=top + 0.75 * high, size=size,
            )  # fmt: skip
            left = right + step
