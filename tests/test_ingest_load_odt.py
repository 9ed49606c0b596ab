"""OpenDocument texts: structure, lists, notes, revisions, tables, pages, hostile files."""

from __future__ import annotations

import io
from pathlib import Path

import odfdo
import pytest

from assistant.domain import Document
from assistant.errors import UnreadableFile
from assistant.ingest.pipeline import read_document
from office_samples import (
    docx_of,
    ends_well,
    lines,
    load,
    mutated,
    odt_of,
    said,
    texts,
    with_part,
    without_part,
)

SENTENCE = "L’association de Montclar accueille chaque mois les habitants qui le souhaitent."
STYLES = """\
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style><style:style style:name="S" style:family="text"><style:text-properties
 style:text-position="super 58%"/></style:style><style:style style:name="H" style:family="text">
<style:text-properties text:display="none"/></style:style>
<style:style style:name="P" style:family="paragraph"><style:paragraph-properties
 fo:break-before="page"/></style:style>
<style:style style:name="HS" style:family="section"><style:section-properties text:display="none"/>
</style:style>
<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-suffix="."
 style:num-format="1"/><text:list-level-style-number text:level="2" style:num-suffix=")"
 style:num-format="a"/></text:list-style>
<text:list-style style:name="U"><text:list-level-style-bullet text:level="1"
 text:bullet-char="•"/></text:list-style>"""


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def items(*texts_: str) -> str:
    return "".join(f"<text:list-item>{text}</text:list-item>" for text in texts_)


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


CHARTER = (
    p("Charte de Montclar", "Title")
    + '<text:h text:outline-level="1">Le cadre</text:h>'
    + p(
        "La mission<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Décret du 7 mai 2021.</text:p></text:note-body></text:note> dure"
        " un an ; elle associe les habitants de la commune et leurs élus."
    )
    + f'<text:list xml:id="l1" text:style-name="L">{items(p("Écouter"), p("Choisir"))}</text:list>'
    + p(SENTENCE)
    + f'<text:list text:continue-list="l1" text:style-name="L">{items(p("Décider"))}</text:list>'
)


def read(body: str, styles: str = STYLES) -> list[tuple[str | None, str]]:
    return said(load(odt_of(body, styles), ".odt"))


def test_structure_lists_and_notes() -> None:
    assert read(CHARTER) == [
        ("heading", "Charte de Montclar"),
        ("heading", "Le cadre"),
        (
            "text",
            "La mission dure un an ; elle associe les habitants de la commune et leurs élus.",
        ),
        ("note", "Décret du 7 mai 2021."),
        ("item", "1. Écouter"),
        ("item", "2. Choisir"),
        ("text", SENTENCE),
        ("item", "3. Décider"),
    ]


def test_a_document_made_by_the_library() -> None:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Header(2, "Le constat"))
    document.body.append(odfdo.Paragraph(SENTENCE))
    document.body.append(odfdo.List(["Un", "Deux"]))
    document.meta.title = "Bilan de l’année"
    stream = io.BytesIO()
    document.save(stream)
    loaded = load(stream.getvalue(), ".odt")
    assert said(loaded) == [
        ("heading", "Le constat"), ("text", SENTENCE), ("item", "• Un"), ("item", "• Deux"),
    ]  # fmt: skip
    assert loaded.about.title == "Bilan de l’année"
    assert lines(loaded)[0].level == 2
    assert loaded.pages[0].engine == "odt"


def test_inner_lists_and_further_paragraphs() -> None:
    inner = f"<text:list>{items(p('les aînés'), p('les jeunes'))}</text:list>"
    held = items(p("Écouter") + inner, p("Choisir") + p("Suite."))
    body = f'<text:list text:style-name="L">{held}</text:list>'
    assert [text for _, text in read(body)] == [
        "1. Écouter", "• a) les aînés", "• b) les jeunes", "2. Choisir", "Suite.",
    ]  # fmt: skip


def test_a_list_begins_again_unless_told_to_go_on() -> None:
    one = f'<text:list text:style-name="L">{items(p("Un"))}</text:list>'
    on = one.replace("<text:list ", '<text:list text:continue-numbering="true" ')
    on = on.replace("Un", "Suite")
    assert [text for _, text in read(one + p("Puis :") + one + on)] == [
        "1. Un", "Puis :", "1. Un", "2. Suite",
    ]  # fmt: skip


def test_revisions_comments_hidden_text_and_contents() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>SUPPRIMÉ</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        f"<text:table-of-content><text:index-body>{p('Le cadre 3')}</text:index-body>"
        "</text:table-of-content>"
        + p(
            "Le 1<text:span text:style-name='S'>er</text:span> mars<text:s text:c='3'/>2021,"
            "<text:change/><text:span text:style-name='H'>CACHÉ</text:span><office:annotation>"
            "<text:p>COMMENTAIRE</text:p></office:annotation> on ouvre 40 m"
            "<text:span text:style-name='S'>2</text:span>."
        )
        + f"<text:section text:style-name='HS'>{p('SECTION CACHÉE')}</text:section>"
        + f"<text:section>{p('Section lue.')}</text:section>"
    )
    assert [text for _, text in read(body)] == [
        "Le 1er mars 2021, on ouvre 40 m².", "Section lue.",
    ]  # fmt: skip


def test_frames_are_read_after_their_paragraph() -> None:
    body = p(
        f"<draw:frame><draw:text-box>{p('Dans le cadre.')}</draw:text-box></draw:frame>Ancre."
        "<draw:frame><draw:image/><svg:desc>Carte des douze communes partenaires en 2021</svg:desc>"
        "</draw:frame><draw:frame><draw:image/><svg:title>Logo</svg:title></draw:frame>"
    )
    assert [text for _, text in read(body)] == [
        "Ancre.", "Dans le cadre.", "Carte des douze communes partenaires en 2021",
    ]  # fmt: skip


def test_rows_carry_their_heads_and_merged_cells_their_words() -> None:
    heads = row(cell("Région"), cell("Maires"), cell("Agents"))
    body = (
        f"<table:table><table:table-header-rows>{heads}</table:table-header-rows>"
        + row(cell("Bretagne", 'table:number-rows-spanned="2"'), cell("12"), cell("30"))
        + row(
            "<table:covered-table-cell/>",
            cell("Sans objet", 'table:number-columns-spanned="2"'),
            "<table:covered-table-cell/>",
        )
        + "</table:table>"
    )
    assert read(body) == [
        ("row", "Région : Bretagne ; Maires : 12 ; Agents : 30"),
        ("row", "Région : Bretagne ; Maires, Agents : Sans objet"),
    ]


def test_repeated_rows_and_cells_stay_within_reason() -> None:
    many = 'table:number-columns-repeated="1000000"'
    body = (
        f"<table:table>{row(cell('Année'), cell('Salariés'))}"
        + row(cell("1998"), cell("4", many))
        + '<table:table-row table:number-rows-repeated="1000000">'
        + f"{cell('', many)}</table:table-row></table:table>"
    )
    assert len(read(body)) <= 60


def test_bold_paragraphs_head_text() -> None:
    bold = p('<text:span text:style-name="B">Comment faire</text:span>')
    assert [role for role, _ in read(bold + p(SENTENCE))] == ["heading", "text"]


def test_what_the_file_says_of_itself() -> None:
    meta = (
        "<dc:title>Charte</dc:title><meta:initial-creator>Élodie Marchetti</meta:initial-creator>"
        "<dc:date>2021-05-07T10:00:00</dc:date>"
    )
    about = load(odt_of(CHARTER, STYLES, meta), ".odt").about
    assert (about.title, about.author, about.date) == ("Charte", "Élodie Marchetti", "2021-05-07")


@pytest.mark.parametrize(("stated", "numbers"), [(3, [1, 2, 3]), (5, [None]), (0, [None])])
def test_pages_count_where_the_file_agrees_with_itself(
    stated: int, numbers: list[int | None]
) -> None:
    body = p(SENTENCE) * 30 + p("Deuxième page,<text:soft-page-break/> puis la troisième.", "P")
    meta = f'<meta:document-statistic meta:page-count="{stated}"/>' if stated else ""
    assert [x.number for x in load(odt_of(body, STYLES, meta), ".odt").pages] == numbers


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx_of(lambda d: d.add_paragraph("Bonjour")), "Word"),
        (odt_of(CHARTER)[:600], "abîmé"),
        (without_part(odt_of(CHARTER), "content.xml"), "abîmé"),
        (with_part(odt_of(CHARTER), "content.xml", b"<a"), "abîmé"),
        (
            with_part(odt_of(CHARTER), "mimetype", b"application/vnd.oasis.opendocument.chart"),
            "OpenDocument",
        ),
        (
            with_part(odt_of(CHARTER), "META-INF/manifest.xml", b"<m><encryption-data/></m>"),
            "mot de passe",
        ),
        (
            with_part(odt_of(CHARTER), "content.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "XML",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        load(data, ".odt")
    assert words in caught.value.message


@pytest.mark.parametrize("part", ["meta.xml", "styles.xml", "META-INF/manifest.xml"])
def test_a_missing_side_part_does_not_lose_the_text(part: str) -> None:
    assert SENTENCE in texts(load(without_part(odt_of(CHARTER), part), ".odt"))


@pytest.mark.parametrize("seed", range(60))
def test_mutants_end_in_text_or_in_a_refusal(seed: int) -> None:
    ends_well(mutated(odt_of(CHARTER, STYLES), seed), ".odt")


def test_passages_keep_heads_lists_and_notes(tmp_path: Path) -> None:
    path = tmp_path / "charte.odt"
    path.write_bytes(odt_of(CHARTER, STYLES))
    read_ = read_document(path, Document(id="charte", title="", catalogued=False))
    assert {passage.heading for passage in read_.passages} == {"Le cadre"}
    assert [passage.kind for passage in read_.passages] == ["list", "note"]
    assert "1. Écouter\n2. Choisir" in read_.passages[0].text
