"""The outline of a document: its bookmarks, page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from assistant.ingest.pdf.signs import cleaned

if TYPE_CHECKING:
    import pypdfium2

MAX_BOOKMARKS, _MAX_DEPTH = 5_000, 6


class Bookmark(NamedTuple):
    title: str
    page: int
    """0-based."""
    depth: int


def read_bookmarks(document: pypdfium2.PdfDocument) -> dict[int, list[Bookmark]]:
    """Bookmarks by page. pdfium stops at a circle."""
    import logging

    from pypdfium2 import PdfiumError

    logging.getLogger("pypdfium2").setLevel(logging.ERROR)
    found: dict[int, list[Bookmark]] = {}
    count = 0
    try:
        for bookmark in document.get_toc(max_depth=_MAX_DEPTH):
            count += 1
            if count > MAX_BOOKMARKS:
                break
            place = bookmark.get_dest()
            page = place.get_index() if place is not None else None
            title = " ".join(cleaned(bookmark.get_title()).split())
            if page is not None and title:
                found.setdefault(page, []).append(Bookmark(title, page, bookmark.level))
    except (PdfiumError, UnicodeError, ValueError):
        return found
    return found
