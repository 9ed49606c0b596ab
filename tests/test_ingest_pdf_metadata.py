"""What a PDF says of itself, and what of it is believed."""

from __future__ import annotations

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.ingest.load.pdf import load_pdf
from assistant.ingest.pages import About, Context
from pdf_samples import drawn, written


def about(title: str = "", author: str = "", date: str = "", packet: bytes = b"") -> About:
    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 80, ["Le pacte des vallées de Bellerive"], size=18)
        written(canvas, 60, 120, ["Les élus et les habitants signent un pacte de vallée."])
        canvas.showPage()

    import io

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn(paint)))
    writer.add_metadata({"/Title": title, "/Author": author, "/CreationDate": date})
    saved = io.BytesIO()
    writer.write(saved)
    return load_pdf(saved.getvalue() + packet, Context()).about


def test_a_title_of_the_document_is_kept() -> None:
    assert about(title="Le pacte des vallées").title == "Le pacte des vallées"


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - doc1.docx",
        "pacte_vallees_v3_FINAL.indd",
        "Document1",
        "Présentation PowerPoint",
        "Le pacte des vallÃ©es",
        "Compte rendu du conseil municipal de Trévières",
        "123",
    ],
)
def test_a_title_that_is_none_is_left(title: str) -> None:
    assert about(title=title).title == ""


def test_author_date_and_publisher() -> None:
    packet = (
        b"\n%<x:xmpmeta><dc:publisher><rdf:Bag><rdf:li>Agence &amp; vall\xc3\xa9es</rdf:li>"
        b"</rdf:Bag></dc:publisher></x:xmpmeta>\n%%EOF\n"
    )
    said = about(author="Jeanne Lemoine", date="D:20210312101500+01'00'", packet=packet)
    assert (said.author, said.date) == ("Jeanne Lemoine", "2021-03-12")
    assert said.publisher == "Agence & vallées"
    assert about(author="(anonymous)", date="hier") == About()
