"""Opening a PDF: with pdfium, and with pypdf where pdfium cannot."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

from assistant import wording
from assistant.errors import UnreadableFile
from assistant.ingest.pdf.mending import mended

if TYPE_CHECKING:
    import pypdf
    import pypdfium2

MAX_PAGES = 20_000


def open_pdfium(data: bytes) -> pypdfium2.PdfDocument | None:
    """The document, None when pdfium cannot make anything of it.

    Raises UnreadableFile when a password is asked for (the empty one is tried).
    """
    document = _opened(data)
    if document is None and (whole := mended(data)):
        document = _opened(whole)
    if document is None:
        return None
    if len(document) > MAX_PAGES:
        count = len(document)
        document.close()
        raise UnreadableFile(wording.PDF_TOO_LONG.format(pages=count, most=MAX_PAGES))
    return document


def _opened(data: bytes) -> pypdfium2.PdfDocument | None:
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise UnreadableFile(wording.PDF_PASSWORD) from error
        return None


def open_pypdf(data: bytes) -> pypdf.PdfReader:
    """Raises UnreadableFile."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableFile(wording.PDF_PASSWORD)
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged file makes pypdf raise almost anything
        raise UnreadableFile(wording.PDF_BROKEN) from error
    return reader
