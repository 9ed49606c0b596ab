"""PowerPoint files: slides are pages, titles headings; notes apart; hostile files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.util import Inches

from assistant.domain import Document
from assistant.errors import UnreadableFile
from assistant.ingest.load import LOADERS
from assistant.ingest.pages import Context
from assistant.ingest.pipeline import read_document
from office_samples import (
    OLE,
    docx_of,
    ends_well,
    fill,
    lines,
    load,
    mutated,
    pptx_of,
    said,
    texts,
    with_part,
    without_part,
)

TITLE, CONTENT, TWO, BLANK = 0, 1, 3, 6


def slide(deck: Any, layout: int, *parts: str) -> Any:
    """A slide whose placeholders hold `parts`, in order."""
    made = deck.slides.add_slide(deck.slide_layouts[layout])
    for place, text in zip(made.placeholders, parts, strict=False):
        place.text_frame.text = text
    return made


def box(shapes: Any, text: str, left: float, top: float) -> Any:
    made = shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(0.5))
    made.text_frame.text = text
    return made


def deck(presentation: Any) -> None:
    slide(presentation, TITLE, "Faire alliance", "Séminaire de Bellerive")
    made = slide(presentation, CONTENT, "Les quatre métiers", "Relier\nÉcouter\nOutiller\nÉvaluer")
    made.notes_slide.notes_text_frame.text = "Rappeler l’exemple de Dijon."
    made = slide(presentation, BLANK)
    box(made.shapes, "La suite du projet", 1, 0.2)
    table = made.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    fill(
        table,
        [("Région", "Maires", "Agents"), ("Bretagne", "12", "30"), ("Alsace", "4", "2")],
    )


def read(write: Any) -> list[tuple[str | None, str]]:
    return said(load(pptx_of(write), ".pptx"))


def test_slides_are_pages_and_titles_headings() -> None:
    loaded = load(pptx_of(deck), ".pptx")
    assert [page.number for page in loaded.pages] == [1, 2, 3]
    assert {page.engine for page in loaded.pages} == {"pptx"}
    assert said(loaded) == [
        ("heading", "Faire alliance"),
        ("text", "Séminaire de Bellerive"),
        ("heading", "Les quatre métiers"),
        ("item", "• Relier"),
        ("item", "• Écouter"),
        ("item", "• Outiller"),
        ("item", "• Évaluer"),
        ("note", "Rappeler l’exemple de Dijon."),
        ("heading", "La suite du projet"),
        ("row", "Région : Bretagne ; Maires : 12 ; Agents : 30"),
        ("row", "Région : Alsace ; Maires : 4 ; Agents : 2"),
    ]


def test_an_empty_slide_keeps_its_number() -> None:
    def write(presentation: Any) -> None:
        slide(presentation, BLANK)
        slide(presentation, CONTENT, "Titre", "Texte")

    assert [page.number for page in load(pptx_of(write), ".pptx").pages] == [2]


def test_a_hidden_slide_is_not_read_and_counts() -> None:
    def write(presentation: Any) -> None:
        slide(presentation, CONTENT, "Masquée", "Texte").element.set("show", "0")
        slide(presentation, CONTENT, "Montrée", "Texte")

    loaded = load(pptx_of(write), ".pptx")
    assert [page.number for page in loaded.pages] == [2]
    assert "Masquée" not in texts(loaded)


def test_shapes_are_read_from_top_to_bottom_then_left_to_right() -> None:
    def write(presentation: Any) -> None:
        made = slide(presentation, BLANK)
        box(made.shapes, "Troisième, en bas.", 1, 5)
        box(made.shapes, "Deuxième, à droite.", 5, 2.1)
        box(made.shapes, "Première, à gauche.", 1, 2)
        box(made.shapes, "Le titre", 1, 0.3)

    assert [text for _, text in read(write)] == [
        "Le titre", "Première, à gauche.", "Deuxième, à droite.", "Troisième, en bas.",
    ]  # fmt: skip


def test_groups_are_opened() -> None:
    def write(presentation: Any) -> None:
        made = slide(presentation, CONTENT, "Titre", "Corps")
        group = made.shapes.add_group_shape()
        inner = group.shapes.add_group_shape()
        box(inner.shapes, "Au fond du groupe.", 1, 6)

    assert ("text", "Au fond du groupe.") in read(write)


def test_bullets_follow_the_paragraph_then_the_placeholder() -> None:
    space = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'

    def write(presentation: Any) -> None:
        made = slide(presentation, CONTENT, "Titre", "Sans puce\nAvec puce\nUn\nDeux")
        paragraphs = made.placeholders[1].text_frame.paragraphs
        for i, sign in [
            (0, "buNone"),
            (2, 'buAutoNum type="arabicPeriod"'),
            (3, 'buAutoNum type="arabicPeriod"'),
        ]:
            paragraphs[i]._p.get_or_add_pPr().append(parse_xml(f"<a:{sign} {space}/>"))
        plain = box(made.shapes, "Boîte de texte\nPuce de la boîte", 1, 6)
        last = plain.text_frame.paragraphs[1]._p.get_or_add_pPr()
        last.append(parse_xml(f'<a:buChar {space} char="•"/>'))

    assert read(write)[1:] == [
        ("text", "Sans puce"), ("item", "• Avec puce"), ("item", "1. Un"), ("item", "2. Deux"),
        ("text", "Boîte de texte"), ("item", "• Puce de la boîte"),
    ]  # fmt: skip


def test_charts_are_read_as_the_table_behind_them() -> None:
    def write(presentation: Any) -> None:
        made = slide(presentation, CONTENT, "Adhérents", "En hausse")
        data = CategoryChartData()
        data.categories = ["2019", "2020"]
        data.add_series("Adhérents", (12, 34.5))
        made.shapes.add_chart(
            XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(5), Inches(4), Inches(2), data
        )

    assert [text for role, text in read(write) if role == "row"] == [
        "2019 ; Adhérents : 12", "2020 ; Adhérents : 34,5",
    ]  # fmt: skip


def test_a_title_on_two_lines_is_one_heading() -> None:
    def write(presentation: Any) -> None:
        slide(presentation, CONTENT, "Un titre\vsur deux lignes", "Corps")

    assert read(write)[0] == ("heading", "Un titre sur deux lignes")


def test_titles_that_come_back_are_kept(tmp_path: Path) -> None:
    def write(presentation: Any) -> None:
        for n in range(6):
            slide(presentation, CONTENT, "Notre démarche", f"Étape numéro {n} du projet commun")

    path = tmp_path / "diapos.pptx"
    path.write_bytes(pptx_of(write))
    found = read_document(path, Document(id="d", title="", catalogued=False))
    assert {passage.heading for passage in found.passages} == {"Notre démarche"}
    assert [passage.page for passage in found.passages] == [1, 2, 3, 4, 5, 6]


def test_passages_stand_on_their_slide_with_notes_apart(tmp_path: Path) -> None:
    path = tmp_path / "diapos.pptx"
    path.write_bytes(pptx_of(deck))
    found = read_document(path, Document(id="d", title="", catalogued=False)).passages
    notes = [passage for passage in found if passage.kind == "note"]
    assert [(note.page, note.heading) for note in notes] == [(2, "Les quatre métiers")]
    assert [(p.page, p.heading) for p in found if p.kind == "list"] == [
        (2, "Les quatre métiers"), (3, "La suite du projet"),
    ]  # fmt: skip


def test_the_loader_tells_of_each_slide() -> None:
    told: list[tuple[int, int]] = []
    LOADERS[".pptx"](pptx_of(deck), Context(tell=lambda done, total: told.append((done, total))))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_the_date_of_the_library_s_blank_file_is_none() -> None:
    assert load(pptx_of(deck), ".pptx").about.date == ""


def test_what_the_file_says_of_itself() -> None:
    about = load(pptx_of(deck, title="Faire alliance", author="Le Relais"), ".pptx").about
    assert (about.title, about.author) == ("Faire alliance", "Le Relais")
    assert load(pptx_of(deck, title="Présentation PowerPoint"), ".pptx").about.title == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (OLE + "PowerPoint Document".encode("utf-16-le"), "ancien format"),
        (docx_of(lambda d: d.add_paragraph("Bonjour")), "Word"),
        (pptx_of(deck)[:9000], "abîmé"),
        (without_part(pptx_of(deck), "ppt/presentation.xml"), "abîmé"),
        (with_part(pptx_of(deck), "ppt/slides/slide2.xml", b"<p:sld"), "abîmé"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        load(data, ".pptx")
    assert words in caught.value.message


@pytest.mark.parametrize("seed", range(40))
def test_mutants_end_in_text_or_in_a_refusal(seed: int) -> None:
    ends_well(mutated(pptx_of(deck), seed), ".pptx")


def test_lines_say_their_level() -> None:
    assert lines(load(pptx_of(deck), ".pptx"))[0].level == 1
