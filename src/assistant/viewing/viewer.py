"""What shows the pages of the live index, drawn once and kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from assistant import wording
from assistant.domain import Box, Document
from assistant.errors import BadRequest, DocumentChanged, UnknownPage
from assistant.ports import Generations, Index, Originals, PageOrder, Painter, Pictures
from assistant.viewing.values import MAX_WIDTH, WIDTH, View
from assistant.viewing.views import page_view, passage_views

_PICTURED = frozenset({".pdf"})


class PageViewer:
    def __init__(
        self,
        corpus: Path,
        generations: Generations,
        painter: Painter,
        pictures: Pictures,
        originals: Originals,
        pictured: Collection[str] = _PICTURED,
    ) -> None:
        self._corpus = corpus
        self._generations = generations
        self._painter = painter
        self._pictures = pictures
        self._originals = originals
        self._pictured = pictured

    def generation(self) -> str:
        """The name of the live index. Raises what opening it raises."""
        with self._generations.lease() as index:
            return index.manifest.generation

    def passage(self, passage_id: str, start: int = 0, end: int | None = None) -> tuple[View, ...]:
        """The pages of a quote, `passage.text[start:end]`, in order.

        Raises UnknownPassage, UnknownPage, BadRequest.
        """
        with self._generations.lease() as index:
            passage = index.passage(passage_id)
            last = len(passage.text) if end is None else end
            if not 0 <= start < last <= len(passage.text):
                raise BadRequest(wording.QUOTE_BOUNDS.format(length=len(passage.text)))
            document = index.document(passage.document_id)
            pages = index.pages(document.id)
            pictured = self._can_draw(document)
            views = passage_views(document, pages, passage, start, last, pictured=pictured)
        if not views:
            raise UnknownPage(wording.PASSAGE_WITHOUT_PAGE.format(id=passage_id))
        return views

    def page(self, document_id: str, number: int) -> View:
        """Raises UnknownDocument, UnknownPage."""
        with self._generations.lease() as index:
            document = index.document(document_id)
            try:
                page = index.page(document_id, number)
            except UnknownPage:
                if number != 1 or not _is_whole(index, document_id):
                    raise
                page = index.page(document_id, None)
        return page_view(document, page, pictured=self._can_draw(document))

    def rectangles(self, view: View) -> tuple[Box, ...]:
        """Where the quote's words stand on a page that can be drawn; () on another.

        Raises DocumentChanged, UnreadableFile.
        """
        if not view.pictured or not view.quoted:
            return ()
        order = self._order(view, 0)

        def place() -> bytes:
            boxes = self._painter.paint(order).rectangles
            return json.dumps([asdict(box) for box in boxes]).encode()

        kept = self._pictures.get(_key(order) + ".json", place)
        return tuple(Box(**box) for box in json.loads(kept))

    def picture(self, view: View, width: int = WIDTH) -> bytes:
        """A PNG of the page, the quote highlighted.

        Raises BadRequest for a page without a picture, DocumentChanged, UnreadableFile.
        """
        if not view.pictured:
            raise BadRequest(wording.PAGE_WITHOUT_PICTURE.format(id=view.document.id))
        order = self._order(view, max(1, min(width, MAX_WIDTH)))
        return self._pictures.get(_key(order) + ".png", lambda: self._painter.paint(order).png)

    def _order(self, view: View, width: int) -> PageOrder:
        """Raises DocumentChanged: what is kept of a file that changed shows nothing true."""
        document = view.document
        path = self._corpus / document.source
        if not self._originals.unchanged(path, document.sha256):
            raise DocumentChanged(wording.DOCUMENT_CHANGED.format(name=document.source))
        return PageOrder(path, document.sha256, view.number, view.quoted, width)

    def _can_draw(self, document: Document) -> bool:
        return Path(document.source).suffix.lower() in self._pictured


def _is_whole(index: Index, document_id: str) -> bool:
    """Whether the document has no pages, and so only one."""
    pages = index.pages(document_id)
    return len(pages) == 1 and pages[0].number is None


def _key(order: PageOrder) -> str:
    """Two files of the same bytes give the same pictures."""
    asked = [order.number, order.width, [asdict(quoted) for quoted in order.quoted]]
    digest = hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]
    return f"{order.sha256}-{order.number}-{digest}"
