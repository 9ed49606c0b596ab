"""PDF pages whose words stand where the test puts them, and documents read from them."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pypdf
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assistant.domain import Box, Document, PageLine, PageText, Passage, Span
from assistant.errors import UnknownDocument, UnknownPage, UnknownPassage
from assistant.ports import Manifest

FONT, SIZE = "Times-Roman", 12
WIDTH, HEIGHT = 420.0, 300.0


@dataclass(frozen=True)
class Printed:
    """A line of text, its left end and its base counted from the page's top left corner."""

    text: str
    left: float
    base: float

    def box_of(self, words: str) -> Box:
        """Where some of its words stand: from the font's own widths."""
        at = self.text.index(words)
        left = self.left + stringWidth(self.text[:at], FONT, SIZE)
        right = left + stringWidth(words, FONT, SIZE)
        return Box(left, self.base - 0.7 * SIZE, right, self.base)

    @property
    def box(self) -> Box:
        whole = self.box_of(self.text)
        return Box(whole.left, self.base - 0.9 * SIZE, whole.right, self.base + 0.25 * SIZE)


COLUMNS = (
    Printed("Les élus réunissent les habitants", 30, 60),
    Printed("autour d’un projet de coopé-", 30, 76),
    Printed("ration qui associe les communes.", 30, 92),
    Printed("Les habitants votent le budget", 230, 60),
    Printed("de la commune chaque automne.", 230, 76),
)
"""Two columns; « les habitants » stands in both."""


def make_pdf(
    pages: Sequence[Sequence[Printed]],
    *,
    rotation: int = 0,
    draw: Callable[[Canvas], None] | None = None,
) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(WIDTH, HEIGHT), invariant=True)
    for lines in pages:
        if draw is not None:
            draw(canvas)
        canvas.setFont(FONT, SIZE)
        for line in lines:
            canvas.drawString(line.left, HEIGHT - line.base, line.text)
        canvas.showPage()
    canvas.save()
    return turned(written.getvalue(), rotation) if rotation else written.getvalue()


def turned(data: bytes, rotation: int) -> bytes:
    made = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    for page in writer.pages:
        page.rotate(rotation)
    writer.write(made)
    return made.getvalue()


def make_scan(lines: Sequence[Printed]) -> bytes:
    """The same page as a picture, without a text layer."""
    import pypdfium2

    document = pypdfium2.PdfDocument(make_pdf([lines]))
    picture = document[0].render(scale=2).to_pil().convert("L")
    document.close()
    return make_pdf([[]], draw=lambda c: c.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT))


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def document(**changes: object) -> Document:
    values: dict[str, object] = {"id": "doc", "title": "Le document", "source": "doc.txt"}
    return Document(**{**values, **changes})  # type: ignore[arg-type]


def page_text(lines: Sequence[str | tuple[str, str]], **changes: object) -> PageText:
    """A line is its text, or its raw text and what was read of it."""
    pairs = [(line, line) if isinstance(line, str) else line for line in lines]
    values: dict[str, object] = {"document_id": "doc", "number": 1}
    made = tuple(PageLine(raw, text) for raw, text in pairs)
    return PageText(lines=made, **{**values, **changes})  # type: ignore[arg-type]


def passage(name: str, lines: Sequence[str | tuple[str, str]], **changes: object) -> Passage:
    """Lines joined by spaces, each with its span."""
    text, raw, spans = "", "", []
    for line in lines:
        before, after = (line, line) if isinstance(line, str) else line
        text += " " if text else ""
        raw += "\n" if raw else ""
        spans.append(Span(len(text), len(text) + len(after), len(raw), len(raw) + len(before)))
        text, raw = text + after, raw + before
    owner = str(changes.pop("document_id", "doc"))
    values: dict[str, object] = {"page": 1, "spans": tuple(spans), **changes}
    return Passage(f"{owner}:{name}", owner, text, raw, **values)  # type: ignore[arg-type]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class FakeIndex:
    """Documents, passages and pages, nothing to search."""

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        pages: Sequence[PageText],
        known: Mapping[str, str] | None = None,
    ) -> None:
        self._documents = {item.id: item for item in documents}
        self._passages = {item.id: item for item in passages}
        self._pages = tuple(pages)
        hashes = dict(known or {})
        self.manifest = Manifest(3, "g1", "", "", 1, {}, hashes, len(passages), 0, {})

    def documents(self) -> tuple[Document, ...]:
        return tuple(self._documents.values())

    def document(self, document_id: str) -> Document:
        if document_id not in self._documents:
            raise UnknownDocument("Document inconnu.")
        return self._documents[document_id]

    def passage(self, passage_id: str) -> Passage:
        if passage_id not in self._passages:
            raise UnknownPassage("Extrait inconnu.")
        return self._passages[passage_id]

    def all_passages(self) -> Iterator[Passage]:
        return iter(self._passages.values())

    def pages(self, document_id: str) -> tuple[PageText, ...]:
        self.document(document_id)
        return tuple(page for page in self._pages if page.document_id == document_id)

    def page(self, document_id: str, number: int | None) -> PageText:
        for page in self.pages(document_id):
            if page.number == number:
                return page
        raise UnknownPage("Page inconnue.")


class FakeGenerations:
    def __init__(self, index: FakeIndex) -> None:
        self.index = index

    @contextmanager
    def lease(self) -> Iterator[FakeIndex]:
        yield self.index


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
