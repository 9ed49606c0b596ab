"""Word documents: structure, notes, revisions, tables, pages that are certain, hostile files."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import Document
from assistant.errors import UnreadableFile
from assistant.ingest.load import LOADERS, packages
from assistant.ingest.pages import Context
from assistant.ingest.pipeline import read_document
from office_samples import (
    OLE,
    WORD,
    add_notes,
    add_xml,
    docx_of,
    ends_well,
    fill,
    lines,
    load,
    mutated,
    odt_of,
    pptx_of,
    run,
    said,
    texts,
    unzipped,
    with_part,
    without_part,
    zipped,
)

SENTENCE = "Le conseil municipal de Bellerive a voté le budget de la halle à l’unanimité."
RAISED = '<w:vertAlign w:val="superscript"/>'
REGIONS = [("Région", "Maires", "Habitants"), ("Bretagne", "12", "3 000"), ("Alsace", "4", "2 100")]


def read(write: Any, **properties: Any) -> list[tuple[str | None, str]]:
    return said(load(docx_of(write, **properties), ".docx"))


def paragraph(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def charter(document: Any) -> None:
    """A note of two pages with a bit of everything."""
    add_notes(document, "footnote", {2: "Délibération n° 2021-47 du 7 mai 2021."})
    document.add_heading("Charte de Bellerive", 0)
    document.add_heading("Pourquoi une charte", 1)
    mark = f"<w:r><w:rPr>{RAISED}</w:rPr><w:footnoteReference w:id='2'/></w:r>"
    add_xml(document, paragraph(run(SENTENCE.rstrip(".")), mark, run(".")))
    for text in ("Écouter chacun", "Choisir ensemble", "Décider tôt"):
        document.add_paragraph(text, style="List Number")
    fill(document.add_table(3, 3), REGIONS)
    document.add_paragraph(SENTENCE)


def test_headings_text_and_lists() -> None:
    def write(document: Any) -> None:
        document.add_heading("Charte de Bellerive", 0)
        document.add_heading("Pourquoi", 1)
        document.add_paragraph(SENTENCE)
        document.add_paragraph("Écouter", style="List Bullet")
        document.add_paragraph("les habitants", style="List Bullet 2")

    loaded = load(docx_of(write), ".docx")
    assert said(loaded) == [
        ("heading", "Charte de Bellerive"),
        ("heading", "Pourquoi"),
        ("text", SENTENCE),
        ("item", "• Écouter"),
        ("item", "• les habitants"),
    ]
    assert [line.level for line in lines(loaded)][:2] == [1, 1]
    assert loaded.pages[0].engine == "docx"


def test_a_numbered_list_goes_on_after_a_paragraph() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("Un", style="List Number")
        document.add_paragraph("Deux", style="List Number")
        document.add_paragraph(SENTENCE)
        document.add_paragraph("Trois", style="List Number")

    assert [text for _, text in read(write)] == ["1. Un", "2. Deux", SENTENCE, "3. Trois"]


def numbering(*levels: tuple[str, str], start: int | None = None) -> str:
    kinds = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for i, (form, text) in enumerate(levels)
    )
    again = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:abstractNum w:abstractNumId="7">{kinds}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{again if start else ""}</w:num>'
        "</w:numbering>"
    )


def listed(text: str, depth: int = 0, number: int = 1) -> str:
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(run(text), properties=place)


def test_numbers_are_printed_as_word_prints_them() -> None:
    def write(document: Any) -> None:
        for text, depth in [("Un", 0), ("Premier", 1), ("Second", 1), ("Deux", 0), ("Autre", 1)]:
            add_xml(document, listed(text, depth))
        add_xml(document, listed("Reprise", 0, 2))

    levels = (("decimal", "%1."), ("lowerLetter", "%1.%2)"))
    data = with_part(docx_of(write), "word/numbering.xml", numbering(*levels, start=1).encode())
    assert texts(load(data, ".docx")) == [
        "1. Un", "• 1.a) Premier", "• 1.b) Second", "2. Deux", "• 2.a) Autre", "1. Reprise",
    ]  # fmt: skip


def test_a_number_before_a_date_stands_behind_a_bullet() -> None:
    data = docx_of(lambda d: add_xml(d, listed("2021 : l’année du lancement")))
    data = with_part(data, "word/numbering.xml", numbering(("decimal", "%1.")).encode())
    assert texts(load(data, ".docx")) == ["• 1. 2021 : l’année du lancement"]


def test_a_numbered_heading_keeps_its_number() -> None:
    def write(document: Any) -> None:
        place = '<w:pStyle w:val="Heading1"/><w:numPr><w:numId w:val="1"/></w:numPr>'
        add_xml(document, paragraph(run("Le constat"), properties=place))

    data = with_part(
        docx_of(write), "word/numbering.xml", numbering(("upperRoman", "%1 –")).encode()
    )
    assert said(load(data, ".docx")) == [("heading", "I – Le constat")]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_apart_and_their_marks_are_gone(kind: str) -> None:
    def write(document: Any) -> None:
        add_notes(document, kind, {1: "Décret du 7 mai 2021.", 2: "Jamais appelée."})
        mark = f"<w:r><w:rPr>{RAISED}</w:rPr><w:{kind}Reference w:id='1'/></w:r>"
        add_xml(document, paragraph(run("La mission"), mark, run(" a rendu ses conclusions.")))
        document.add_paragraph("La suite.")

    assert read(write) == [
        ("text", "La mission a rendu ses conclusions."),
        ("note", "Décret du 7 mai 2021."),
        ("text", "La suite."),
    ]


def test_raised_letters_are_read_and_typed_note_marks_are_not() -> None:
    def write(document: Any) -> None:
        add_xml(
            document,
            paragraph(
                run("Le 1"), run("er", RAISED), run(" mars, 40 m"), run("2", RAISED),
                run(" ont été ouverts"), run("3", RAISED), run("."),
            ),
        )  # fmt: skip

    assert read(write) == [("text", "Le 1er mars, 40 m² ont été ouverts.")]


def test_revisions_comments_fields_and_hidden_text() -> None:
    def write(document: Any) -> None:
        add_xml(
            document,
            paragraph(
                run("Il reste "), f'<w:ins w:id="1">{run("vingt et une ")}</w:ins>',
                '<w:del w:id="2"><w:r><w:delText>douze </w:delText></w:r></w:del>',
                f'<w:moveFrom w:id="3">{run("PARTI")}</w:moveFrom>', run("mesures"),
                '<w:commentRangeStart w:id="4"/>', run(" SECRÈTES", "<w:vanish/>"),
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                "<w:r><w:instrText> DATE </w:instrText>"
                '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>', run(" au 7 mai 2021"),
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
                '<w:r><w:commentReference w:id="4"/></w:r>',
                f'<w:hyperlink w:anchor="x">{run(", dit la charte")}</w:hyperlink>', run("."),
            ),
        )  # fmt: skip

    assert read(write) == [("text", "Il reste vingt et une mesures au 7 mai 2021, dit la charte.")]


def test_a_deleted_paragraph_end_joins_two_paragraphs() -> None:
    def write(document: Any) -> None:
        gone = '<w:rPr><w:del w:id="1"/></w:rPr>'
        add_xml(document, paragraph(run("Le début "), properties=gone))
        add_xml(document, paragraph(run("et la fin.")))

    assert read(write) == [("text", "Le début et la fin.")]


def test_text_boxes_are_read_once_and_in_place() -> None:
    inner = f"<w:txbxContent>{paragraph(run('À retenir : un an.'))}</w:txbxContent>"
    box = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        "<wp:docPr id='1' name='Zone'/><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{inner}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )

    def write(document: Any) -> None:
        add_xml(document, paragraph(run("Avant."), box))
        document.add_paragraph("Après.")

    assert [text for _, text in read(write)] == ["Avant.", "À retenir : un an.", "Après."]


@pytest.mark.parametrize(
    ("description", "kept"),
    [
        ("Carte des douze communes partenaires du projet en 2021", True),
        ("Une image contenant texte, Police Description générée automatiquement", False),
        ("Logo de la communauté de communes de Bellerive et Montclar", False),
        ("IMG_2041.jpg", False),
        ("Le maire", False),
    ],
)  # fmt: skip
def test_only_descriptions_worth_citing_are_read(description: str, kept: bool) -> None:
    named = f"<wp:docPr id='1' name='i' descr='{description}'/>"
    drawing = f"<w:r><w:drawing><wp:inline>{named}</wp:inline></w:drawing></w:r>"

    def write(document: Any) -> None:
        add_xml(document, paragraph(run("Voici."), drawing))

    assert ([text for _, text in read(write)] == ["Voici.", description]) is kept


def test_rows_carry_their_column_heads() -> None:
    assert read(lambda d: fill(d.add_table(3, 3), REGIONS)) == [
        ("row", "Région : Bretagne ; Maires : 12 ; Habitants : 3 000"),
        ("row", "Région : Alsace ; Maires : 4 ; Habitants : 2 100"),
    ]


def test_merged_cells_and_two_rows_of_heads() -> None:
    def write(document: Any) -> None:
        table = fill(
            document.add_table(4, 3),
            [
                ("Région", "Public", ""),
                ("", "Maires", "Agents"),
                ("Bretagne", "12", "30"),
                ("", "4", "2"),
            ],
        )  # fmt: skip
        table.cell(0, 1).merge(table.cell(0, 2))
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(2, 0).merge(table.cell(3, 0))

    assert [text for _, text in read(write)] == [
        "Région : Bretagne ; Public – Maires : 12 ; Public – Agents : 30",
        "Région : Bretagne ; Public – Maires : 4 ; Public – Agents : 2",
    ]


def test_two_columns_of_labels_and_values() -> None:
    rows = [("Porteur :", "Régie des Tilleuls"), ("Ville", "Dijon"), ("Budget", "12 000 €")]
    assert [text for _, text in read(lambda d: fill(d.add_table(3, 2), rows))] == [
        "Porteur : Régie des Tilleuls", "Ville : Dijon", "Budget : 12 000 €",
    ]  # fmt: skip


def test_a_table_for_layout_is_no_table() -> None:
    def write(document: Any) -> None:
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = SENTENCE
        fill(outer.cell(0, 1).add_table(3, 3), REGIONS)

    assert [role for role, _ in read(write)] == ["text", "row", "row"]


def test_notes_inside_a_table_are_read_once() -> None:
    def write(document: Any) -> None:
        add_notes(document, "footnote", {1: "Au 1er janvier."})
        table = fill(document.add_table(3, 3), REGIONS)
        mark = f"<w:r xmlns:w='{WORD}'><w:footnoteReference w:id='1'/></w:r>"
        table.cell(1, 1).paragraphs[0]._p.append(parse_xml(mark))

    found = read(write)
    assert found.count(("note", "Au 1er janvier.")) == 1
    assert found[0] == ("row", "Région : Bretagne ; Maires : 12 ; Habitants : 3 000")


def test_short_bold_lines_head_the_text_below() -> None:
    def write(document: Any) -> None:
        document.add_paragraph().add_run("Une méthode éprouvée").bold = True
        document.add_paragraph(SENTENCE)
        document.add_paragraph().add_run("Attention, ceci est une phrase en gras.").bold = True
        document.add_paragraph().add_run("Fin").bold = True

    assert [role for role, _ in read(write)] == ["heading", "text", "text", "text"]


def test_typed_bullets_are_items_and_furniture_words_are_kept() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("- Contact")
        document.add_paragraph("• Accueil")
        document.add_paragraph("Connexion")

    assert read(write) == [("item", "• Contact"), ("item", "• Accueil"), ("text", "Connexion")]


def test_headers_footers_and_contents_are_left_out() -> None:
    def write(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "EN-TÊTE"
        document.sections[0].footer.paragraphs[0].text = "Page 1"
        contents = document.styles.add_style("TOC 1", 1)
        document.add_paragraph("Le constat 3", style=contents)
        document.add_heading("Le constat", 1)
        document.add_paragraph(SENTENCE)

    assert [text for _, text in read(write)] == ["Le constat", SENTENCE]


def test_the_date_of_the_library_s_blank_file_is_none() -> None:
    assert load(docx_of(charter), ".docx").about.date == ""


def test_what_the_file_says_of_itself() -> None:
    said_ = load(
        docx_of(
            charter,
            title="Charte de Bellerive",
            author="Élodie Marchetti",
            created=datetime(2021, 5, 7),
            modified=datetime(2021, 11, 30),
        ),
        ".docx",
    ).about
    assert (said_.title, said_.author, said_.date) == (
        "Charte de Bellerive", "Élodie Marchetti", "2021-11-30",
    )  # fmt: skip


@pytest.mark.parametrize(
    "title", ["Document1", "Microsoft Word - note.doc", "rapport final.docx", "—"]
)
def test_a_title_that_nobody_wrote_is_none(title: str) -> None:
    about = load(docx_of(charter, title=title, author="python-docx"), ".docx").about
    assert (about.title, about.author) == ("", "")


# --- pages -------------------------------------------------------------------------------


def pages(data: bytes) -> list[int | None]:
    return [page.number for page in load(data, ".docx").pages]


def test_a_document_has_no_pages_of_its_own() -> None:
    assert pages(docx_of(charter)) == [None]


def test_short_pages_that_the_writer_ended_are_certain() -> None:
    def write(document: Any) -> None:
        document.add_paragraph(SENTENCE)
        document.add_page_break()
        document.add_paragraph("La suite.")

    assert pages(docx_of(write)) == [1, 2]


def test_a_page_that_may_run_over_leaves_all_without_number() -> None:
    def write(document: Any) -> None:
        for _ in range(30):
            document.add_paragraph(SENTENCE)
        document.add_page_break()
        document.add_paragraph("La suite.")

    loaded = load(docx_of(write), ".docx")
    assert [page.number for page in loaded.pages] == [None]
    assert texts(loaded)[-1] == "La suite."


@pytest.mark.parametrize(("stated", "expected"), [(3, [1, 2, 3]), (4, [None])])
def test_pages_noted_by_word_count_where_word_agrees(
    stated: int, expected: list[int | None]
) -> None:
    def write(document: Any) -> None:
        for _ in range(30):
            document.add_paragraph(SENTENCE)
        end = "<w:r><w:lastRenderedPageBreak/></w:r>"
        add_xml(document, paragraph(run("Une phrase "), end, run("qui passe la page.")))
        document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        add_xml(document, paragraph(end, run("Troisième page.")))

    data = docx_of(write)
    app = unzipped(data)["docProps/app.xml"].replace(b"<Pages>1<", b"<Pages>%d<" % stated)
    assert pages(with_part(data, "docProps/app.xml", app)) == expected


# --- what cannot be read -----------------------------------------------------------------


def refusal(data: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        load(data, ".docx")
    assert "\n" not in caught.value.message
    return caught.value.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"<html><body>Bonjour</body></html>", "page web"),
        (b"%PDF-1.7\n", "PDF"),
        (b"{\\rtf1 Bonjour}", "RTF"),
        (b"Bonjour \xc3\xa0 tous", "fichier de texte"),
        (OLE + b"WordDocument", "ancien format"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (pptx_of(lambda deck: None), "PowerPoint"),
        (odt_of("<text:p>Bonjour</text:p>"), "OpenDocument"),
        (zipped({"a.txt": b"a"}), "archive"),
        (docx_of(charter)[:4000], "abîmé"),
        (without_part(docx_of(charter), "word/document.xml"), "abîmé"),
        (with_part(docx_of(charter), "word/document.xml", b"<w:document"), "abîmé"),
        (with_part(docx_of(charter), "word/document.xml", b""), "abîmé"),
    ],
)
def test_what_is_no_word_document_says_what_to_do(data: bytes, words: str) -> None:
    assert words in refusal(data)


def test_old_documents_name_the_format_to_save_in() -> None:
    assert "enregistrez-le au format .docx" in refusal(OLE + b"WordDocument")


def test_declared_entities_are_refused() -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>'
    )
    assert "XML" in refusal(with_part(docx_of(charter), "word/document.xml", bomb))
    wide = bomb.decode().encode("utf-16")
    assert "XML" in refusal(with_part(docx_of(charter), "word/document.xml", wide))


def test_a_file_made_to_swell_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_PART", 1 << 16)
    swollen = b"<w:document>" + b" " * (1 << 20) + b"</w:document>"
    data = with_part(docx_of(charter), "word/document.xml", swollen)
    assert len(data) < 1 << 17
    assert "décompressé" in refusal(data)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    data = docx_of(charter)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "abîmé" in refusal(lying)


def test_a_file_of_too_many_parts_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_PARTS", 5)
    assert "éléments" in refusal(docx_of(charter))


def test_pictures_are_never_unpacked() -> None:
    data = with_part(docx_of(charter), "word/media/bomb.png", bytes(50 << 20))
    assert packages.read_parts(data, ".docx")["word/media/bomb.png"] == b""


def test_a_link_to_a_missing_part_does_not_lose_the_text() -> None:
    data = docx_of(charter)
    name = "word/_rels/document.xml.rels"
    dead = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/image" Target="../NULL"/></Relationships>'
    )
    links = unzipped(data)[name].replace(b"</Relationships>", dead)
    assert SENTENCE in texts(load(with_part(data, name, links), ".docx"))


@pytest.mark.parametrize("part", ["word/styles.xml", "word/numbering.xml", "docProps/app.xml"])
def test_a_missing_side_part_does_not_lose_the_text(part: str) -> None:
    assert SENTENCE in texts(load(without_part(docx_of(charter), part), ".docx"))


def test_a_template_and_a_file_with_macros_are_read() -> None:
    data = docx_of(charter)
    types = unzipped(data)["[Content_Types].xml"]
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    for other in (
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ):
        changed = with_part(data, "[Content_Types].xml", types.replace(main, other))
        assert SENTENCE in texts(load(changed, ".docx"))


@pytest.mark.parametrize("seed", range(60))
def test_mutants_end_in_text_or_in_a_refusal(seed: int) -> None:
    ends_well(mutated(docx_of(charter), seed), ".docx")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.from_regex(r"[a-zéèàêçù]{1,12}", fullmatch=True), min_size=1)))
def test_every_word_written_is_read_in_order(paragraphs: list[list[str]]) -> None:
    def write(document: Any) -> None:
        for words in paragraphs:
            document.add_paragraph(" ".join(words))

    found = " ".join(line.raw for line in lines(load(docx_of(write), ".docx")))
    assert found.split() == [word for words in paragraphs for word in words]


@settings(max_examples=12, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])))
def test_any_signs_end_in_lines(text: str) -> None:
    ends_well(docx_of(lambda d: d.add_paragraph(text)), ".docx")


# --- the whole way ------------------------------------------------------------------------


def test_passages_keep_heads_lists_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "charte.docx"
    path.write_bytes(docx_of(charter))
    read_ = read_document(path, Document(id="charte", title="", catalogued=False))
    assert read_.document.title == "Charte de Bellerive"
    by_kind = {passage.kind: passage for passage in read_.passages}
    assert by_kind["note"].text == "Délibération n° 2021-47 du 7 mai 2021."
    assert {passage.heading for passage in read_.passages} == {"Pourquoi une charte"}
    assert "1. Écouter chacun\n2. Choisir ensemble\n3. Décider tôt" in by_kind["list"].text
    assert "Région : Alsace ; Maires : 4 ; Habitants : 2 100" in by_kind["list"].text
    assert read_.furniture_lines == 0


def test_the_loader_tells_of_its_progress() -> None:
    told: list[tuple[int, int]] = []

    def write(document: Any) -> None:
        for _ in range(900):
            document.add_paragraph("Un mot.")

    LOADERS[".docx"](docx_of(write), Context(tell=lambda done, total: told.append((done, total))))
    assert len(told) >= 3
    assert told[-1] == (1, 1)
