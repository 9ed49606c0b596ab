"""PDF files from their bytes to passages: what each kind of document gives."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pypdfium2
import pytest
from reportlab.lib.colors import Color, white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from assistant import wording
from assistant.domain import Box, Document, ReadDocument
from assistant.errors import UnreadableFile
from assistant.ingest.load import LOADERS
from assistant.ingest.load.pdf import load_pdf
from assistant.ingest.pages import Context, Line, Loaded, Page
from assistant.ingest.pipeline import read_document
from assistant.ports import RecognizedLine
from pdf_samples import (
    HIGH,
    MEASURES,
    WIDE,
    drawn,
    hyphenated,
    letter,
    measures,
    picture,
    prose,
    report,
    slides,
    three_columns,
    two_columns,
    written,
)

SHARED = Path(
    os.environ.get("ASSISTANT_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data")
)
SAMPLES = SHARED / "adversarial" / "pdf"
UNREADABLE = {"libreoffice-writer-password", "unreadablemetadata"}
SHORT = sorted(path for path in SAMPLES.glob("*.pdf") if path.stat().st_size < 1_000_000)
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"shared samples are absent: {SAMPLES}"
)


def load(data: bytes, context: Context | None = None) -> Loaded:
    return load_pdf(data, context or Context())


def read(tmp_path: Path, data: bytes) -> ReadDocument:
    path = tmp_path / "sample.pdf"
    path.write_bytes(data)
    return read_document(path, Document(id="d", title="d", catalogued=False))


def texts(page: Page, role: str | None = "any") -> list[str]:
    return [line.text for line in page.lines if line.text and role in ("any", line.role)]


def everything(loaded: Loaded) -> str:
    return " ".join(line.text for page in loaded.pages for line in page.lines)


def test_pdf_is_a_known_format() -> None:
    assert load(letter()).pages == LOADERS[".pdf"](letter(), Context()).pages


def test_two_columns_are_read_one_after_the_other_and_notes_last(tmp_path: Path) -> None:
    page = load(two_columns()).pages[0]
    whole = " ".join(texts(page))
    order = ["Une alliance", "Ce qui est né", "Ce qui reste", "COLONNE DROITE", "Les moyens"]
    places = [whole.index(words) for words in order]
    assert places == sorted(places)
    assert "même projet. Chaque" in whole
    assert any("projet1." in line.raw for line in page.lines)
    notes = texts(page, "note")
    assert notes[0].startswith("Voir le rapport du comité")
    assert " ".join(notes[1:]).startswith("Compte rendu financier")
    assert texts(page, "heading")[0].startswith("Une alliance de vallées")
    document = read(tmp_path, two_columns())
    assert document.document.title == "Une alliance de vallées"
    assert [p.kind for p in document.passages] == ["prose"] * 4 + ["note"]
    assert document.passages[0].heading == "Ce qui est né à Bellerive"


def test_three_columns_under_a_title() -> None:
    whole = " ".join(texts(load(three_columns()).pages[0]))
    order = ["La lettre", "PREMIÈRE", "DEUXIÈME", "TROISIÈME"]
    assert [whole.index(words) for words in order] == sorted(whole.index(w) for w in order)
    between = whole[whole.index("PREMIÈRE") : whole.index("DEUXIÈME")]
    assert "TROISIÈME" not in between


def test_a_report_has_headings_labels_and_no_running_header() -> None:
    loaded = load(report())
    assert [page.number for page in loaded.pages] == [1, 2, 3, 4, 5]
    assert [page.label for page in loaded.pages] == ["3", "4", "5", "6", "7"]
    assert "Rapport annuel" not in everything(loaded)
    assert all("Rapport annuel" in page.lines[0].raw for page in loaded.pages)
    headings = [line for page in loaded.pages for line in page.lines if line.role == "heading"]
    levels = {line.text: line.level for line in headings}
    assert levels["Rapport d’activité des vallées"] == 1
    assert levels["3. Chapitre des ateliers numéro 3"] == 2
    assert levels["3.1 Le détail des actions menées"] == 3
    assert len(headings) == 11
    assert loaded.about.title == "Rapport d’activité des vallées"
    assert loaded.about.author == "Comité de bassin de Bellerive"


def test_a_ruled_table_keeps_its_column_heads() -> None:
    rows = [line for page in load(report()).pages for line in page.lines if line.role == "row"]
    assert [row.text for row in rows if row.text] == [
        "Région : Bretagne ; Maires : 12 ; Budget (€) : 30 000",
        "Région : Normandie ; Maires : 8 ; Budget (€) : 21 500",
        "Région : Grand Est ; Maires : 27 ; Budget (€) : 64 200",
    ]
    assert all("Maires" not in row.raw for row in rows[-3:])


def test_slides_are_one_passage_each(tmp_path: Path) -> None:
    document = read(tmp_path, slides())
    assert [(p.page, p.page_label) for p in document.passages] == [
        (1, "1"), (2, "2"), (3, "3"), (4, "4"),
    ]  # fmt: skip
    first = document.passages[0]
    assert first.heading == "Pourquoi faire alliance ?"
    assert first.text.startswith("• Agir à la bonne échelle avec les habitants et les élus\n• ")


def test_a_cut_word_is_left_to_the_cleaner(tmp_path: Path) -> None:
    page = load(hyphenated()).pages[0]
    assert page.lines[2].text.endswith("à la gou-")
    assert (
        "gouvernance du projet, et les élus accompagnent"
        in read(tmp_path, hyphenated()).passages[0].text
    )


def test_numbered_items_stay_one_list(tmp_path: Path) -> None:
    document = read(tmp_path, measures())
    (passage,) = document.passages
    assert passage.kind == "list"
    assert passage.text.count("\n") == len(MEASURES)
    assert "8. Relier les vallées voisines" in passage.text


def test_a_letter_loses_nothing() -> None:
    whole = everything(load(letter()))
    for words in ("Mairie de Bellerive", "Jeanne Lemoine", "Objet", "invitée", "Paul Morel"):
        assert words in whole


def test_each_line_knows_its_place() -> None:
    page = load(letter()).pages[0]
    assert page.size == pytest.approx((WIDE, HIGH), abs=0.01)
    line = next(line for line in page.lines if line.text.startswith("Objet"))
    assert line.box is not None
    assert line.box.left == pytest.approx(60, abs=0.5)
    assert line.box.top < 220 < line.box.bottom
    assert 200 < line.box.right < 300


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(turn: int) -> None:
    document = pypdfium2.PdfDocument(letter())
    document[0].set_rotation(turn)
    saved = io.BytesIO()
    document.save(saved)
    document.close()
    page = load(saved.getvalue()).pages[0]
    level = load(letter()).pages[0]
    assert sorted(texts(page)) == sorted(texts(level))
    sides = (WIDE, HIGH) if turn == 180 else (HIGH, WIDE)
    assert page.size == pytest.approx(sides, abs=0.01)
    line = next(line for line in page.lines if line.text.startswith("Objet"))
    assert line.box is not None
    wide, high = line.box.right - line.box.left, line.box.bottom - line.box.top
    assert (wide > high) == (turn == 180)


def test_text_beside_the_page_or_in_white_is_hidden_and_so_is_invisible_text() -> None:
    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 100, ["Ce que tout le monde peut lire."])
        written(canvas, -400, 100, ["à côté de la page"])
        canvas.setFillColor(white)
        written(canvas, 60, 200, ["ordre caché en blanc"])
        text = canvas.beginText(60, 300)
        text.setTextRenderMode(3)
        text.textLine("ordre invisible")
        text.setTextRenderMode(0)
        canvas.drawText(text)
        canvas.setFillColor(Color(0.1, 0.1, 0.5))
        canvas.rect(50, HIGH - 420, 300, 40, fill=1)
        canvas.setFillColor(white)
        written(canvas, 60, 400, ["Un titre clair sur fond sombre"])
        canvas.showPage()

    whole = everything(load(drawn(paint)))
    assert "tout le monde" in whole
    assert "fond sombre" in whole
    assert "caché" not in whole
    assert "invisible" not in whole
    assert "à côté" not in whole


def test_text_drawn_twice_is_read_once() -> None:
    def paint(canvas: Canvas) -> None:
        for shift in (0.0, 0.4):
            written(canvas, 60 + shift, 100 + shift, ["Une ombre portée sous le titre"], size=14)
        canvas.showPage()

    assert everything(load(drawn(paint))).split() == "Une ombre portée sous le titre".split()


def test_two_uneven_columns_and_a_table_under_them() -> None:
    def paint(canvas: Canvas) -> None:
        left = [f"Ligne de gauche numéro {n} du texte suivi." for n in range(1, 21)]
        right = [f"Ligne de droite numéro {n} du texte suivi." for n in range(1, 8)]
        written(canvas, 50, 100, left)
        written(canvas, 320, 106, right)
        written(canvas, 50, 500, ["Conclusion écrite sur toute la largeur de la page, à la fin."])
        canvas.showPage()

    found = texts(load(drawn(paint)).pages[0])
    assert found[:20] == [f"Ligne de gauche numéro {n} du texte suivi." for n in range(1, 21)]
    assert found[20].startswith("Ligne de droite numéro 1 ")
    assert found[-1].startswith("Conclusion")


def test_a_shared_heading_with_a_number_is_no_running_header() -> None:
    def paint(canvas: Canvas) -> None:
        for n in range(1, 6):
            written(canvas, 60, 60, [f"Mesure {n}"], "VeraBd", 18)
            written(canvas, 60, 120, ["Les élus et les habitants agissent ensemble."] * 3)
            canvas.showPage()

    loaded = load(drawn(paint))
    assert [texts(page, "heading") for page in loaded.pages] == [
        [f"Mesure {n}"] for n in range(1, 6)
    ]


def test_a_typed_form_keeps_its_values() -> None:
    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 100, ["Nom de la commune :"])
        canvas.acroForm.textfield(
            name="commune", value="Bellerive-sur-Lère", x=200, y=HIGH - 105, width=200, height=18
        )
        canvas.showPage()

    assert "Nom de la commune : Bellerive-sur-Lère" in everything(load(drawn(paint)))


# --- scans ---------------------------------------------------------------------------------


class Reads:
    """A recogniser that says the same of every page and remembers how it was asked."""

    name = "fake"

    def __init__(self, *lines: str) -> None:
        self.lines, self.asked = lines, 0

    def recognize(self, picture: bytes, dpi: int) -> tuple[RecognizedLine, ...]:
        assert picture.startswith(b"\x89PNG")
        assert dpi == 300
        self.asked += 1
        return tuple(RecognizedLine(text, Box(10, 10, 200, 20), 0.9) for text in self.lines)


class Fails(Reads):
    def recognize(self, picture: bytes, dpi: int) -> tuple[RecognizedLine, ...]:
        raise UnreadableFile("délai dépassé")


def test_a_scan_is_recognised() -> None:
    reader = Reads("Les élus de la vallée", "se réunissent.", "", "Une autre réunion suivra.", "")
    page = load(picture(letter(), 60), Context(recognizer=reader)).pages[0]
    assert (page.engine, page.state, reader.asked) == ("ocr", "read", 1)
    assert [line.text for line in page.lines] == list(reader.lines[:4])
    assert page.quality is not None
    assert page.quality.score > 0.8


@pytest.mark.parametrize("reader", [None, Fails()])
def test_a_scan_that_nobody_can_read_is_said_unread(reader: Reads | None) -> None:
    page = load(picture(letter(), 60), Context(recognizer=reader)).pages[0]
    assert page.state == "unread"
    assert not texts(page)


def test_a_blank_page_is_empty_and_a_picture_without_words_too() -> None:
    def paint(canvas: Canvas) -> None:
        canvas.showPage()
        canvas.setFillColor(Color(0.2, 0.5, 0.2))
        for n in range(40):
            canvas.circle(100 + 9 * n, 400, 30, fill=1)
        canvas.showPage()

    reader = Reads()
    pages = load(drawn(paint), Context(recognizer=reader)).pages
    assert [page.state for page in pages] == ["empty", "empty"]
    assert reader.asked == 1


def test_the_text_of_a_page_with_a_picture_is_kept() -> None:
    data = report(1)
    reader = Reads("n’importe quoi")
    assert load(data, Context(recognizer=reader)).pages[0].engine == "pdfium"
    assert reader.asked == 0


def _scan_with_text_layer(lines: list[str]) -> bytes:
    document = pypdfium2.PdfDocument(letter())
    image = document[0].render(scale=0.8, grayscale=True).to_pil()
    document.close()

    def paint(canvas: Canvas) -> None:
        canvas.drawInlineImage(image, 0, 0, WIDE, HIGH)
        text = canvas.beginText(60, 700)
        text.setFont("Vera", 10)
        text.setTextRenderMode(3)
        for line in lines:
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()

    return drawn(paint)


def test_the_invisible_text_of_a_scan_is_read() -> None:
    reader = Reads("autre chose")
    loaded = load(
        _scan_with_text_layer(["Les élus de la vallée se réunissent au printemps."] * 6),
        Context(recognizer=reader),
    )
    assert "se réunissent au printemps" in everything(loaded)
    assert reader.asked == 0


def test_a_bad_text_layer_gives_way_to_a_better_reading_only() -> None:
    rubble = _scan_with_text_layer(["L3s 6lus d3 1a v4ll€e s& r6un1ss3nt xqzt wkrv bgjh ~~"] * 8)
    better = Reads(*["Les élus de la vallée se réunissent au printemps."] * 8)
    page = load(rubble, Context(recognizer=better)).pages[0]
    assert (page.engine, texts(page)[0]) == ("ocr", better.lines[0])
    worse = Reads(*["L3s 6lus d3 1a v4ll€e s& r6un1ss3nt xqzt wkrv bgjh ~~"] * 8)
    assert load(rubble, Context(recognizer=worse)).pages[0].engine == "pdfium"


# --- files that cannot be trusted ------------------------------------------------------------


def objects(*bodies: bytes) -> bytes:
    """A PDF of the given objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(bodies) + 1, rows)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + table + trailer % (len(bodies) + 1, len(out))


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (extra, len(data), data)


CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SAID = stream(b"BT /F1 12 Tf 50 400 Td (Bonjour les habitants de la ville) Tj ET")


def leaf(box: bytes = b"[0 0 595 842]", parent: int = 2) -> bytes:
    return (
        b"<</Type/Page/Parent %d 0 R/MediaBox%s/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
        % (
            parent,
            box,
        )
    )


def tree(kids: bytes, count: int) -> bytes:
    return b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"bonjour",
        b"%PDF-1.7\n" + bytes(range(256)) * 40,
        letter()[:900],
        objects(CATALOGUE, tree(b"", 0)),
    ],
)
def test_what_is_no_whole_pdf_is_said_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as caught:
        load(data)
    assert caught.value.message in {wording.PDF_BROKEN, wording.PDF_NO_PAGE}


def encrypted(password: str) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, encrypt=StandardEncryption(password, ownerPassword="autre"))
    canvas.drawString(60, 700, "Les communes travaillent ensemble.")
    canvas.save()
    return written.getvalue()


def test_a_password_is_asked_for_in_words_and_the_empty_one_is_tried() -> None:
    with pytest.raises(UnreadableFile, match="mot de passe"):
        load(encrypted("secret"))
    assert "travaillent ensemble" in everything(load(encrypted("")))


def test_a_file_cut_after_its_pages_is_read() -> None:
    data = letter()
    assert "Objet" in everything(load(data[: data.rindex(b"xref", 0, -40)]))


def test_declared_pages_are_not_believed() -> None:
    data = objects(CATALOGUE, tree(b"3 0 R", 15_000), leaf(), SAID, FONT)
    assert len(load(data).pages) == 1
    with pytest.raises(UnreadableFile, match="100000 pages"):
        load(objects(CATALOGUE, tree(b"3 0 R", 100_000), leaf(), SAID, FONT))


def test_a_tree_that_holds_itself_ends() -> None:
    data = objects(CATALOGUE, tree(b"2 0 R 3 0 R 6 0 R", 3), leaf(), SAID, FONT, tree(b"2 0 R", 2))
    assert len(load(data).pages) <= 3


@pytest.mark.parametrize("box", [b"[0 0 9999999 9999999]", b"[0 0 0 0]", b"[5 5 1 1]"])
def test_a_page_of_any_size_is_read(box: bytes) -> None:
    data = objects(CATALOGUE, tree(b"3 0 R", 1), leaf(box), SAID, FONT)
    assert len(load(data).pages) == 1


def test_a_picture_too_large_to_decode_is_left_alone() -> None:
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>"
    )
    image = stream(
        zlib.compress(b"\x55" * 1000),
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/BitsPerComponent 8"
        b"/ColorSpace/DeviceGray/Filter/FlateDecode",
    )
    data = objects(
        CATALOGUE, tree(b"3 0 R", 1), page, stream(b"q 595 0 0 842 0 0 cm /I Do Q"), image
    )
    reader = Reads("rien")
    assert load(data, Context(recognizer=reader)).pages[0].state == "unread"
    assert reader.asked == 0


def test_each_page_is_told() -> None:
    told: list[tuple[int, int]] = []
    load(report(3), Context(tell=lambda done, total: told.append((done, total))))
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]


@needs_samples
@pytest.mark.parametrize("path", SHORT, ids=lambda path: path.stem)
def test_every_sample_ends_in_pages_or_in_one_line(path: Path) -> None:
    if path.stem in UNREADABLE:
        with pytest.raises(UnreadableFile):
            load(path.read_bytes())
        return
    loaded = load(path.read_bytes())
    for page in loaded.pages:
        assert isinstance(page.lines, tuple)
        assert page.state != "read" or texts(page)
        assert all(isinstance(line, Line) for line in page.lines)


@needs_samples
def test_samples_whose_contents_are_known() -> None:
    def sample(name: str) -> Loaded:
        return load((SAMPLES / f"{name}.pdf").read_bytes())

    columns = [text for text in texts(sample("multicolumn").pages[0]) if text.endswith("massa.")]
    assert columns
    titles = texts(sample("mistitled_outlines_example").pages[1], "heading")
    assert titles[:3] == ["1 Foo", "2 Bar", "3 Baz"]
    table = texts(sample("google-doc-document").pages[0], "row")
    assert table[1].startswith("Capital ; Indonesia : Jakarta ; Germany : Berlin ;")
    assert "Alice" in everything(sample("libreoffice-form"))
    assert "Foo" in everything(sample("reportlab-overlay"))
    with pytest.raises(UnreadableFile, match="mot de passe"):
        sample("libreoffice-writer-password")


MEASURED = """
import resource, sys
from assistant.ingest.load.pdf import load_pdf
from assistant.ingest.pages import Context
told = []
data = open(sys.argv[1], "rb").read()
load_pdf(data, Context(tell=lambda done, total: told.append(done)))
print(told[-1], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.soak
def test_sixteen_hundred_pages_stay_within_their_memory(tmp_path: Path) -> None:
    def paint(canvas: Canvas) -> None:
        for n in range(1_600):
            written(canvas, 60, 80, [f"Chapitre {n}"], "VeraBd", 14)
            written(canvas, 60, 110, [prose(1, n + k) for k in range(44)], step=15)
            written(canvas, 290, 820, [str(n + 1)], size=8)
            canvas.showPage()

    path = tmp_path / "long.pdf"
    path.write_bytes(drawn(paint))
    answer = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True
    )
    pages, megabytes = map(int, answer.stdout.split())
    assert pages == 1_600
    assert megabytes <= 350
