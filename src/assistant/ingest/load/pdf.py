"""PDF to pages, one page at a time: none is held, whatever their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant import wording
from assistant.domain import PageState
from assistant.errors import UnreadableFile
from assistant.ingest.pages import About, Context, Loaded, Page
from assistant.ingest.pdf.bookmarks import read_bookmarks
from assistant.ingest.pdf.metadata import about
from assistant.ingest.pdf.opening import MAX_PAGES, open_pdfium
from assistant.ingest.pdf.reading import PageReader
from assistant.ingest.pdf.second import Second, as_lines
from assistant.ingest.pdf.sheet import Sheet
from assistant.ingest.pdf.telling import tell_lines
from assistant.ingest.quality import judge

if TYPE_CHECKING:
    import pypdfium2

_MISSING = 20
"""Pages in a row that cannot be opened: those that follow are only declared."""
_OPENING_PAGES = 3


def load_pdf(data: bytes, context: Context) -> Loaded:
    """Raises UnreadableFile: a password, a damaged file, no page."""
    document = open_pdfium(data)
    if document is None:
        return _by_pypdf_alone(data, context)
    try:
        return _load(document, data, context)
    finally:
        document.close()


def _load(document: pypdfium2.PdfDocument, data: bytes, context: Context) -> Loaded:
    from pypdfium2 import raw

    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
    sheets = _sheets(document, data, context)
    opening = "\n".join(sheet.text for sheet in sheets[:_OPENING_PAGES])
    said = about(document, data, opening)
    return Loaded(tell_lines(sheets, read_bookmarks(document)), said)


def _sheets(document: pypdfium2.PdfDocument, data: bytes, context: Context) -> list[Sheet]:
    from pypdfium2 import PdfiumError

    reader = PageReader(document, Second(data), context)
    total = len(document)
    sheets: list[Sheet] = []
    missing = 0
    for index in range(total):
        try:
            sheet = reader.read(index)
            missing = 0
        except PdfiumError:
            sheet = Sheet(index + 1, (0.0, 0.0), state="unread")
            missing += 1
        sheet.label = document.get_page_label(index) or None
        sheets.append(sheet)
        context.tell(index + 1, total)
        if missing >= _MISSING:
            break
    del sheets[len(sheets) - missing :]
    if not sheets:
        raise UnreadableFile(wording.PDF_BROKEN)
    return sheets


def _by_pypdf_alone(data: bytes, context: Context) -> Loaded:
    """What pdfium cannot open may still be read, without places."""
    second = Second(data)
    try:
        total = min(len(second.reader.pages), MAX_PAGES)
    except UnreadableFile:
        raise
    except Exception as error:  # a damaged file makes pypdf raise almost anything
        raise UnreadableFile(wording.PDF_BROKEN) from error
    pages: list[Page] = []
    for index in range(total):
        texts = second.lines(index)
        quality = judge("\n".join(texts), context.words)
        state: PageState = "read" if quality.words else "unread"
        pages.append(Page(index + 1, as_lines(texts), engine="pypdf", state=state, quality=quality))
        context.tell(index + 1, total)
    if not any(page.state == "read" for page in pages):
        raise UnreadableFile(wording.PDF_BROKEN if total else wording.PDF_NO_PAGE)
    return Loaded(tuple(pages), About())
