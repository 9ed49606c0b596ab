"""Documents to take along, read back with other libraries than wrote them."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn
from pypdf.generic import BooleanObject

from assistant import wording
from assistant.domain import Answer, Citation
from assistant.errors import BadRequest
from assistant.faces.exports.export import MEDIA, export
from assistant.faces.exports.pdf import in_font
from assistant.faces.exports.sheet import pieces
from assistant.guided.values import Note, Plan, Reply, State
from assistant.settings import Settings
from assistant.testing import sample_answer, sample_citation
from assistant.wiring import make_guide
from guided_samples import path_of

ON = date(2026, 11, 23)
HOSTILE = "<b>&amp;</b> <a href='x'>[1]</a> # *titre* `x` \u202e ☐ → é œ 漢"
ADDRESS = "https://exemple.test/doc?a=1&b=2"


def plan_of(folder: Path, subject: str = "la cantine", address: str | None = None) -> Plan:
    path = path_of(folder, address=address)
    chosen = ("elu",), ("idee",), ("associations",), ("cadre",)
    names = "pour", "stade", "avec", "besoin"
    replies = [Reply(name, choice) for name, choice in zip(names, chosen, strict=True)]
    plan = path.step(State((*replies, Reply("sujet", text=subject))))[1]
    assert isinstance(plan, Plan)
    return plan


def text_of(what: Plan | Note | Answer, form: str) -> str:
    content = export(what, form, ON).content
    if form == "md":
        return content.decode()
    if form == "docx":
        document = docx.Document(io.BytesIO(content))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


def flat(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").replace("\\", "").split())


@pytest.fixture(scope="module")
def real(built_settings: Settings) -> Plan:
    """An elected person's plan over the real documents."""
    path, state = make_guide(built_settings).path(), State()
    for reply in ("maire", "2", "2 et 3", "cadre", "les marchés publics des catalyseurs"):
        state, out = path.step(state, reply)
    assert isinstance(out, Plan)
    assert out.note is not None
    return out


@pytest.mark.parametrize("form", MEDIA)
def test_every_format_says_the_same(real: Plan, form: str) -> None:
    for what in (real, real.note):
        assert what is not None
        shown = flat(text_of(what, form))
        assert flat(what.title) in shown
        assert "23 novembre 2026" in shown
        for notice in what.notices:
            assert flat(notice) in shown
        for citation in what.citations:
            assert f"[{citation.mark}]" in shown
            assert flat(citation.quote) in shown
            if citation.passage.page is not None:
                assert f"p. {citation.passage.page}" in shown


@pytest.mark.parametrize("form", MEDIA)
def test_steps_and_lines_are_there(real: Plan, form: str) -> None:
    shown = re.sub(r"\s?\[?\[\d+\](?:\]\(#source-\d+\))?", "", flat(text_of(real, form)))
    for step in real.steps:
        assert flat(step.title) in shown
        assert flat(re.sub(r"\s\[\d+\]", "", step.text)) in shown
    assert real.note is not None
    shown = flat(text_of(real.note, form))
    assert all(flat(section.title) in shown for section in real.note.sections)


class TestMarkdown:
    def test_marks_lead_to_sources_that_are_there(self, real: Plan) -> None:
        text = text_of(real, "md")
        assert set(re.findall(r"\(#source-(\d+)\)", text)) == set(
            re.findall(r'<a id="source-(\d+)"></a>', text)
        )

    def test_a_reader_s_words_are_no_markup(self, tmp_path: Path) -> None:
        text = text_of(plan_of(tmp_path, HOSTILE), "md")
        assert "<b>" not in text
        assert "&lt;b&gt;" in text
        assert r"\*titre\*" in text


class TestDocx:
    def test_it_uses_real_styles_lists_and_boxes(self, real: Plan) -> None:
        document: Any = docx.Document(io.BytesIO(export(real, "docx", ON).content))
        styles = [paragraph.style.name for paragraph in document.paragraphs]
        assert styles.count("List Number") == len(real.steps)
        assert styles[0] == "Title"
        assert "Heading 1" in styles
        xml = document.element.xml
        assert xml.count("<w14:checkbox>") == len(real.steps)
        assert document.core_properties.title == real.title
        assert document.core_properties.language == "fr-FR"
        languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
        assert languages == {"fr-FR"}

    def test_marks_lead_to_bookmarks_that_are_there(self, real: Plan) -> None:
        document: Any = docx.Document(io.BytesIO(export(real, "docx", ON).content))
        body = document.element
        anchors = {e.get(qn("w:anchor")) for e in body.iter(qn("w:hyperlink"))}
        names = {e.get(qn("w:name")) for e in body.iter(qn("w:bookmarkStart"))}
        assert anchors == names == {f"source_{c.mark}" for c in real.citations}

    def test_a_source_with_an_address_is_linked(self, tmp_path: Path) -> None:
        plan = plan_of(tmp_path, address=ADDRESS)
        document: Any = docx.Document(io.BytesIO(export(plan, "docx", ON).content))
        targets = {r.target_ref for r in document.part.rels.values() if r.is_external}
        assert targets == {ADDRESS}


class TestPdf:
    def test_it_tells_its_language_title_and_pages(self, real: Plan) -> None:
        reader = pypdf.PdfReader(io.BytesIO(export(real, "pdf", ON).content))
        assert reader.metadata is not None
        assert reader.metadata.title == real.title
        assert reader.root_object["/Lang"] == "fr-FR"
        assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"] in (True, "true")
        assert wording.GUIDED_ANSWERS in [item.title for item in flattened(reader.outline)]
        total = len(reader.pages)
        for number, page in enumerate(reader.pages, 1):
            assert wording.EXPORT_PAGE.format(page=number, total=total) in page.extract_text()

    def test_every_font_is_embedded(self, real: Plan) -> None:
        reader = pypdf.PdfReader(io.BytesIO(export(real, "pdf", ON).content))
        for page in reader.pages:
            for font in page["/Resources"]["/Font"].values():
                descriptor = font.get_object().get("/FontDescriptor")
                if font.get_object()["/BaseFont"] != "/Helvetica":
                    assert "/FontFile2" in descriptor.get_object()

    def test_marks_and_addresses_are_live(self, tmp_path: Path) -> None:
        plan = plan_of(tmp_path, address=ADDRESS)
        reader = pypdf.PdfReader(io.BytesIO(export(plan, "pdf", ON).content))
        links = [
            note.get_object()
            for page in reader.pages
            for note in page.get("/Annots", [])
            if note.get_object()["/Subtype"] == "/Link"
        ]
        addresses = {link["/A"]["/URI"] for link in links if "/URI" in link.get("/A", {})}
        assert addresses == {ADDRESS}
        inner = [link for link in links if "/Dest" in link or "/D" in link.get("/A", {})]
        assert len(inner) >= len(plan.steps)

    def test_the_note_fits_one_page(self, real: Plan) -> None:
        content = export(real.note, "pdf", ON).content  # type: ignore[arg-type]
        assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 1

    def test_a_long_subject_leaves_the_note_on_one_page(self, tmp_path: Path) -> None:
        note = plan_of(tmp_path, "mobilité " * 30).note
        assert note is not None
        assert len(pypdf.PdfReader(io.BytesIO(export(note, "pdf", ON).content)).pages) == 1

    def test_nothing_is_drawn_outside_the_page(self, real: Plan) -> None:
        for what in (real, real.note):
            assert what is not None
            pages = pypdfium2.PdfDocument(export(what, "pdf", ON).content)
            for page in pages:
                width, height = page.get_size()
                text = page.get_textpage()
                for number in range(text.count_chars()):
                    left, bottom, right, top = text.get_charbox(number)
                    assert -1 <= left <= right <= width + 1
                    assert -1 <= bottom <= top <= height + 1
                text.close()
                page.close()
            pages.close()

    def test_characters_that_the_font_lacks_have_a_like(self) -> None:
        assert in_font("œuvre « à » 3\u202f000 → ☐ ā 漢") == "œuvre « à » 3\u00a0000 – – a ?"


def flattened(outline: Any) -> list[Any]:
    return [one for item in outline for one in (flattened(item) if type(item) is list else [item])]


@pytest.mark.parametrize("form", MEDIA)
def test_an_answer_is_exported_too(form: str) -> None:
    answer = sample_answer(text="Premier point. [1]\n\n• Un [2]\n• Deux\n\nFin [9].")
    shown = flat(text_of(answer, form))
    assert flat(wording.EXPORT_QUESTION.format(question=answer.question)) in shown
    assert "Premier point." in shown
    assert "[9]" in shown
    for citation in answer.citations:
        assert flat(citation.quote) in shown
    made = export(answer, form, ON)
    assert (made.name, made.media_type) == (f"faire-alliance-reponse.{form}", MEDIA[form])


@pytest.mark.parametrize("form", MEDIA)
def test_hostile_words_are_shown_as_they_are(form: str) -> None:
    cited: Citation = replace(sample_citation(), quote=HOSTILE)
    bad = replace(cited.document, title=HOSTILE, address="javascript:alert(1)")
    answer = sample_answer(
        question=HOSTILE, text=HOSTILE, citations=(replace(cited, document=bad),)
    )
    shown = text_of(answer, form)
    assert "javascript" not in shown
    assert "\u202e" not in shown
    if form != "md":
        assert "<b>&amp;</b>" in shown


@pytest.mark.parametrize("form", MEDIA)
def test_an_abstention_says_that_nothing_is_cited(form: str) -> None:
    answer = Answer("Quoi ?", "Je ne sais pas.", "abstained", "extractive")
    assert wording.EXPORT_NO_SOURCE in text_of(answer, form)


@pytest.mark.parametrize("form", ["odt", "", "../pdf", "\x00"])
def test_another_format_is_refused(form: str) -> None:
    with pytest.raises(BadRequest, match="md, docx, pdf"):
        export(sample_answer(), form)


def test_a_mark_without_a_citation_stays_text() -> None:
    assert list(pieces("a [1] b [7].", 1)) == ["a", 1, " b [7]."]


def structure(element: Any, depth: int = 0) -> list[tuple[int, str]]:
    """Depth and kind of every element, in reading order."""
    held = element.get_object()
    if not isinstance(held, dict):
        return []
    here = [(depth, str(held["/S"])[1:])] if "/S" in held else []
    return here + [one for child in held["/K"] for one in structure(child, depth + 1)]


def test_a_pdf_has_a_structure_to_be_read_aloud(real: Plan) -> None:
    reader = pypdf.PdfReader(io.BytesIO(export(real, "pdf", ON).content))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"] == BooleanObject(True)
    kinds = [kind for _, kind in structure(root["/StructTreeRoot"])]
    assert kinds[:2] == ["Document", "H1"]
    assert kinds.count("H3") == len(real.steps)
    assert kinds.count("LI") == kinds.count("LBody") == len(real.recap)
    parents = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert parents[::2] == list(range(len(reader.pages)))
    for number, page in enumerate(reader.pages):
        assert page["/StructParents"] == number
        drawn = page.get_contents().get_data()  # type: ignore[union-attr]
        marks = [int(mark) for mark in re.findall(rb"/MCID (\d+)", drawn)]
        assert marks == list(range(len(parents[2 * number + 1].get_object())))
        assert drawn.count(b"BDC") + drawn.count(b"BMC") == drawn.count(b"EMC")


def test_a_long_heading_goes_over_a_page(tmp_path: Path) -> None:
    plan = plan_of(tmp_path)
    long = replace(plan.steps[0], title="Un très long titre " * 400)
    shown = text_of(replace(plan, steps=(long,)), "pdf")
    assert shown.count("très long") == 400
