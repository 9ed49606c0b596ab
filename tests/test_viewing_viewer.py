"""Views of pages: the text that was read, the quote's bounds in it, pictures drawn once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.backends.page_images import FileDigests, PageImages
from assistant.domain import Box, Document, PageLine, PageText
from assistant.errors import (
    BadRequest,
    DocumentChanged,
    UnknownDocument,
    UnknownPage,
    UnknownPassage,
)
from assistant.ingest.pdf.render import render
from assistant.ports import PageOrder, PagePicture
from assistant.viewing.viewer import PageViewer
from page_samples import (
    COLUMNS,
    FakeGenerations,
    FakeIndex,
    document,
    make_pdf,
    opened,
    page_text,
    passage,
    sha256,
)

DATA = make_pdf([COLUMNS, COLUMNS[:1]])
LINES = [
    ("En-tête", ""),
    "Les élus réunissent les habitants",
    ("autour d’un projet de coopé-", "autour d’un projet de coopération"),
    ("ration qui associe les communes.", "qui associe les communes."),
]


class CountingPainter:
    def __init__(self) -> None:
        self.orders: list[PageOrder] = []

    def paint(self, order: PageOrder) -> PagePicture:
        self.orders.append(order)
        return render(order)


def pdf_page(number: int = 1) -> PageText:
    boxes = {line.text: line.box for line in COLUMNS}
    page = page_text(LINES, number=number, label="5", engine="pdfium", size=(420.0, 300.0))
    lines = tuple(PageLine(x.raw, x.text, boxes.get(x.raw)) for x in page.lines)
    return replace(page, lines=lines)


def viewer_of(folder: Path, painter: CountingPainter, **changes: object) -> PageViewer:
    (folder / "doc.pdf").write_bytes(DATA)
    (folder / "note.txt").write_text("Bonjour", encoding="utf-8")
    pdf: Document = document(source="doc.pdf", sha256=sha256(DATA), **changes)
    note = document(id="note", source="note.txt", sha256="0" * 64)
    index = FakeIndex(
        [pdf, note],
        [
            passage("p", LINES[1:], page_label="5"),
            passage("two", [LINES[3], "la suite"], page=1),
            passage("n", ["Bonjour", "à tous"], document_id="note", page=None),
            passage("lost", ["Introuvable"]),
        ],
        [
            pdf_page(),
            page_text(["la suite"], number=2, engine="pdfium"),
            page_text(["Bonjour", "", "à tous"], document_id="note", number=None),
        ],
    )
    images = PageImages(folder / "images", 10)
    return PageViewer(folder, FakeGenerations(index), painter, images, FileDigests())  # type: ignore[arg-type]


@pytest.fixture
def painter() -> CountingPainter:
    return CountingPainter()


@pytest.fixture
def viewer(tmp_path: Path, painter: CountingPainter) -> PageViewer:
    return viewer_of(tmp_path, painter)


def test_the_page_s_text_with_the_quote_s_bounds(viewer: PageViewer) -> None:
    text = "Les élus réunissent les habitants autour d’un projet de coopération qui"
    (view,) = viewer.passage("doc:p", 9, len(text))
    assert view.number == 1
    assert view.label == "5"
    assert view.text.split("\n") == [after for _, after in map(pair, LINES[1:])]
    ((start, end),) = view.marks
    assert " ".join(view.text[start:end].split()) == text[9:]


def pair(line: str | tuple[str, str]) -> tuple[str, str]:
    return (line, line) if isinstance(line, str) else line


def test_a_quote_over_two_pages_has_its_part_on_each(viewer: PageViewer) -> None:
    first, second = viewer.passage("doc:two")
    assert [first.number, second.number] == [1, 2]
    assert first.text[slice(*first.marks[0])] == "qui associe les communes."
    assert second.text[slice(*second.marks[0])] == "la suite"


def test_a_text_document_has_one_page_and_no_picture(viewer: PageViewer) -> None:
    (view,) = viewer.passage("note:n", 0, 3)
    assert (view.number, view.paged, view.pictured) == (1, False, False)
    assert view.text == "Bonjour\n\nà tous"
    assert view.marks == ((0, 3),)
    assert viewer.rectangles(view) == ()
    with pytest.raises(BadRequest, match="n’a pas d’image de page"):
        viewer.picture(view)
    assert viewer.page("note", 1).text == view.text
    with pytest.raises(UnknownPage):
        viewer.page("note", 2)


def test_the_picture_is_drawn_once_and_its_rectangles_found_once(
    viewer: PageViewer, painter: CountingPainter
) -> None:
    (view,) = viewer.passage("doc:p", 0, 19)
    boxes = viewer.rectangles(view)
    assert viewer.rectangles(view) == boxes
    expected = COLUMNS[0].box_of("Les élus réunissent")
    assert boxes[0].left == pytest.approx(expected.left, abs=2)
    assert boxes[0].right == pytest.approx(expected.right, abs=2)
    assert viewer.picture(view, 300) == viewer.picture(view, 300)
    assert [order.width for order in painter.orders] == [0, 300]
    assert opened(viewer.picture(view, 100_000)).width == 2_000


def test_the_end_of_a_cut_word_is_looked_for_below(
    viewer: PageViewer, painter: CountingPainter
) -> None:
    text = "Les élus réunissent les habitants autour d’un projet de coopération"
    (view,) = viewer.passage("doc:p", text.index("coop"), len(text))
    assert view.quoted[0].below == COLUMNS[2].box
    above, below = viewer.rectangles(view)
    assert below.right == pytest.approx(COLUMNS[2].box_of("ration").right, abs=2)
    assert above.top < below.top


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3), (0, 10_000), (-1, 3), (500, 600)])
def test_bounds_outside_the_passage_are_refused(viewer: PageViewer, start: int, end: int) -> None:
    with pytest.raises(BadRequest, match="La citation demandée sort de l’extrait"):
        viewer.passage("doc:p", start, end)


def test_what_is_not_there_is_said(viewer: PageViewer) -> None:
    with pytest.raises(UnknownPassage):
        viewer.passage("doc:none")
    with pytest.raises(UnknownDocument):
        viewer.page("none", 1)
    with pytest.raises(UnknownPage):
        viewer.page("doc", 3)
    with pytest.raises(UnknownPage, match="ne garde pas la page"):
        viewer.passage("doc:lost")


def test_a_document_that_changed_is_not_shown_even_from_what_was_kept(
    tmp_path: Path, viewer: PageViewer
) -> None:
    (view,) = viewer.passage("doc:p", 0, 8)
    viewer.picture(view)
    (tmp_path / "doc.pdf").write_bytes(make_pdf([COLUMNS[1:]]))
    with pytest.raises(DocumentChanged, match=r"doc\.pdf a changé depuis l’indexation"):
        viewer.picture(view)
    with pytest.raises(DocumentChanged):
        viewer.rectangles(view)


def test_pages_of_the_same_bytes_share_their_pictures(
    tmp_path: Path, painter: CountingPainter
) -> None:
    first = viewer_of(tmp_path, painter)
    first.picture(first.page("doc", 2), 200)
    second = viewer_of(tmp_path, painter, title="Un autre titre")
    second.picture(second.page("doc", 2), 200)
    assert len(painter.orders) == 1
    assert Box(0, 0, 1, 1) not in first.rectangles(first.page("doc", 2))
