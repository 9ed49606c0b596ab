"""Lines, paragraphs, tables and running lines of pages painted by hand."""

from __future__ import annotations

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.ingest.load.pdf import load_pdf
from assistant.ingest.pages import Context, Line, Page
from pdf_samples import HIGH, WIDE, drawn, prose, written


def pages(paint: object, size: tuple[float, float] = A4) -> tuple[Page, ...]:
    return load_pdf(drawn(paint, size), Context()).pages  # type: ignore[arg-type]


def groups(page: Page) -> list[list[Line]]:
    found: list[list[Line]] = [[]]
    for line in page.lines:
        if line.text:
            found[-1].append(line)
        elif not line.raw:
            found.append([])
    return [group for group in found if group]


def said(page: Page) -> list[str]:
    return [" ".join(line.text for line in group) for group in groups(page)]


def test_indents_and_white_part_paragraphs() -> None:
    def paint(canvas: Canvas) -> None:
        first = [
            "Les élus de la vallée se sont réunis au printemps pour choisir les premiers",
            "projets. Ils ont entendu les habitants et les associations du territoire.",
        ]
        top = written(canvas, 60, 100, first)
        top = written(
            canvas, 75, top, ["Une deuxième réunion a suivi en été, avec les entreprises"]
        )
        top = written(canvas, 60, top, ["et les écoles, qui ont proposé trois chantiers communs."])
        written(
            canvas, 60, top + 15, ["Le dernier paragraphe suit un blanc et tient en une ligne."]
        )
        canvas.showPage()

    assert [text.split()[0] for text in said(pages(paint)[0])] == ["Les", "Une", "Le"]


def test_a_word_in_raised_letters_stays_and_a_power_too() -> None:
    def paint(canvas: Canvas) -> None:
        for top, before, raised, after in (
            (100, "Le XX", "e", "siècle fut celui des communes de la vallée."),
            (130, "La salle mesure 120 m", "2", "et accueille les habitants."),
            (160, "Le comité a rendu son avis", "3", "au mois de mars."),
        ):
            text = canvas.beginText(60, HIGH - top)
            text.setFont("Vera", 10)
            text.textOut(before)
            text.setFont("Vera", 6)
            text.setRise(4)
            text.textOut(raised)
            text.setRise(0)
            text.setFont("Vera", 10)
            text.textOut(" " + after)
            canvas.drawText(text)
        canvas.showPage()

    whole = " ".join(said(pages(paint)[0]))
    assert "Le XXe siècle" in whole
    assert "120 m2 et" in whole
    assert "son avis au mois" in whole
    assert "avis3" in " ".join(line.raw for line in pages(paint)[0].lines)


def test_aligned_figures_make_a_table_and_words_do_not() -> None:
    def paint(canvas: Canvas) -> None:
        rows = [
            ("Vallée", "Habitants", "Budget"),
            ("Bellerive", "12 400", "250 000 €"),
            ("Montclair", "8 150", "91 000 €"),
            ("Saint-Aubin", "3 020", "45 500 €"),
        ]
        for n, row in enumerate(rows):
            for left, cell in zip((60, 220, 380), row, strict=True):
                written(canvas, left, 100 + 16 * n, [cell], "VeraBd" if n == 0 else "Vera")
        for n, row in enumerate([("le lac", "la rive", "le pont")] * 4):
            for left, cell in zip((60, 220, 380), row, strict=True):
                written(canvas, left, 300 + 16 * n, [cell])
        canvas.showPage()

    rows = [line.text for line in pages(paint)[0].lines if line.role == "row" and line.text]
    assert rows == [
        "Vallée : Bellerive ; Habitants : 12 400 ; Budget : 250 000 €",
        "Vallée : Montclair ; Habitants : 8 150 ; Budget : 91 000 €",
        "Vallée : Saint-Aubin ; Habitants : 3 020 ; Budget : 45 500 €",
    ]


def ruled(canvas: Canvas, top: float, rows: list[tuple[str, ...]], bold: bool) -> None:
    xs, high = [60, 200, 340, 480], 18
    for n in range(len(rows) + 1):
        canvas.line(xs[0], HIGH - top - n * high, xs[-1], HIGH - top - n * high)
    for x in xs:
        canvas.line(x, HIGH - top, x, HIGH - top - len(rows) * high)
    for n, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            font = "VeraBd" if bold and n == 0 else "Vera"
            written(canvas, x + 4, top + n * high + 13, [cell], font, 9)


def test_a_table_that_goes_on_keeps_its_heads() -> None:
    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 80, [prose(1), prose(1, 2)])
        ruled(canvas, 600, [("Forme", "Atout", "Limite"), ("Pacte", "souple", "fragile")], True)
        canvas.showPage()
        ruled(canvas, 60, [("Société", "solide", "lente"), ("Régie", "publique", "lourde")], False)
        written(canvas, 60, 300, [prose(1), prose(1, 2)])
        canvas.showPage()

    second = pages(paint)[1]
    assert [line.text for line in second.lines if line.role == "row"] == [
        "Forme : Société ; Atout : solide ; Limite : lente",
        "Forme : Régie ; Atout : publique ; Limite : lourde",
    ]


def test_headers_of_left_and_right_pages_go_and_their_numbers_label_the_pages() -> None:
    def paint(canvas: Canvas) -> None:
        for n in range(8):
            left = n % 2 == 0
            written(canvas, 60, 40, [f"{n + 12}   Bellerive" if left else "Le pacte des vallées"])
            if not left:
                written(canvas, 500, 40, [str(n + 12)])
            written(canvas, 60, 120 + n, [prose(1, n), prose(1, n + 1)])
            canvas.showPage()

    found = pages(paint)
    assert [page.label for page in found] == [str(n + 12) for n in range(8)]
    assert not any("pacte" in text or text == "Bellerive" for page in found for text in said(page))


def test_roman_numbers_label_pages() -> None:
    def paint(canvas: Canvas) -> None:
        for label in ("ii", "iii", "iv", "v"):
            written(canvas, 60, 120, [prose(1, len(label)), prose(1, 3)])
            written(canvas, WIDE / 2, HIGH - 30, [f"– {label} –"])
            canvas.showPage()

    assert [page.label for page in pages(paint)] == ["ii", "iii", "iv", "v"]


def test_a_drop_of_two_pages_is_no_running_header() -> None:
    def paint(canvas: Canvas) -> None:
        for n in range(2):
            written(canvas, 60, 40, ["Le pacte des vallées"])
            written(canvas, 60, 120, [prose(1, n), prose(1, n + 1)])
            canvas.showPage()

    assert all(said(page)[0].startswith("Le pacte") for page in pages(paint))


def test_a_vertical_stamp_does_not_cut_the_lines() -> None:
    def paint(canvas: Canvas) -> None:
        written(canvas, 80, 100, [prose(1), prose(1, 1), prose(1, 2)], size=9)
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.setFont("Vera", 8)
        canvas.drawString(0, 0, "Archives départementales de Bellerive")
        canvas.restoreState()
        canvas.showPage()

    page = pages(paint)[0]
    assert said(page)[-1] == "Archives départementales de Bellerive"
    stamp = next(line for line in page.lines if line.text.startswith("Archives"))
    assert stamp.box is not None
    assert stamp.box.bottom - stamp.box.top > stamp.box.right - stamp.box.left


def test_letters_set_apart_are_a_word_again() -> None:
    def paint(canvas: Canvas) -> None:
        text = canvas.beginText(60, HIGH - 100)
        text.setFont("Vera", 16)
        text.setCharSpace(7)
        text.textOut("SOMMAIRE")
        text.setCharSpace(0)
        canvas.drawText(text)
        written(canvas, 60, 140, [prose(1), prose(1, 1)])
        canvas.showPage()

    assert said(pages(paint)[0])[0] == "SOMMAIRE"


@pytest.mark.parametrize("announced", ["Les moyens réunis", "Tout autre chose"])
def test_the_outline_is_believed_where_its_words_stand(announced: str) -> None:
    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 80, ["Le pacte des vallées"], "VeraBd", 18)
        canvas.bookmarkPage("a")
        canvas.addOutlineEntry("Le pacte des vallées", "a", 0)
        written(canvas, 60, 120, [prose(1), prose(1, 1)])
        written(canvas, 60, 180, ["Les moyens réunis"])
        canvas.bookmarkPage("b")
        canvas.addOutlineEntry(announced, "b", 1)
        written(canvas, 60, 210, [prose(1, 2), prose(1, 3)])
        canvas.showPage()

    heads = [(x.text, x.level) for x in pages(paint)[0].lines if x.role == "heading"]
    believed = [("Les moyens réunis", 2)] if announced == "Les moyens réunis" else []
    assert heads == [("Le pacte des vallées", 1), *believed]
