"""pypdf as the second reader, and what it may replace."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant import wording
from assistant.domain import Box
from assistant.errors import UnreadableFile
from assistant.ingest.load import pdf
from assistant.ingest.pages import Context
from assistant.ingest.pdf.reading import Trials
from assistant.ingest.pdf.second import Second, laid
from assistant.ingest.pdf.sheet import Printed
from pdf_samples import drawn, letter, report, written

ENOUGH = "Les communes de la vallée unissent leurs forces et partagent leurs moyens."


def line(text: str) -> Printed:
    return Printed(text, text, Box(0, 0, 100, 10), 8, 10, bold=False)


def test_a_better_text_takes_the_places_of_the_lines() -> None:
    lines = [line("Les communes ont choi si"), line("d’unir leurs for ces.")]
    assert laid(lines, ["Les communes ont choisi", "", "d’unir leurs forces."])
    assert [one.text for one in lines] == ["Les communes ont choisi", "d’unir leurs forces."]
    assert lines[0].box == Box(0, 0, 100, 10)


def test_lines_that_do_not_match_change_nothing() -> None:
    lines = [line("Les communes ont choisi"), line("d’unir leurs forces.")]
    assert not laid(lines, ["Tout autre chose", "sans rapport aucun", "ni de près ni de loin"])
    assert [one.text for one in lines] == ["Les communes ont choisi", "d’unir leurs forces."]


def test_an_engine_that_never_does_better_is_asked_no_more() -> None:
    trials = Trials()
    for _ in range(11):
        trials.note("pypdf", won=False)
    assert trials.worth("pypdf")
    trials.note("pypdf", won=False)
    assert not trials.worth("pypdf")
    assert trials.worth("ocr")


def badly_spaced() -> bytes:
    """Lines that pdfium is made to read badly."""

    def paint(canvas: Canvas) -> None:
        written(canvas, 60, 100, [ENOUGH] * 8)
        canvas.showPage()

    return drawn(paint)


@pytest.mark.parametrize("better", [True, False])
def test_the_better_text_wins_page_by_page(better: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    rubble = "Lescommunesdelavallée uni ss ent leu rsfor ces etpa rtag entleu rsmoy ens."
    first, second = (rubble, ENOUGH) if better else (ENOUGH, rubble)
    from assistant.ingest.pdf import reading

    printed = reading.print_lines

    def misread(*arguments: object) -> object:
        lines, turn = printed(*arguments)  # type: ignore[arg-type]
        for one in lines:
            one.raw = one.text = first
        return lines, turn

    monkeypatch.setattr(reading, "print_lines", misread)
    monkeypatch.setattr(Second, "lines", lambda self, index: [second] * 8)
    page = pdf.load_pdf(badly_spaced(), Context()).pages[0]
    assert page.engine == ("pypdf" if better else "pdfium")
    assert {one.text for one in page.lines if one.text} == {ENOUGH}
    assert all(one.box for one in page.lines if one.text)


def test_what_pdfium_cannot_open_is_read_by_pypdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "open_pdfium", lambda data: None)
    told: list[tuple[int, int]] = []
    loaded = pdf.load_pdf(report(2), Context(tell=lambda done, total: told.append((done, total))))
    assert {page.engine for page in loaded.pages} == {"pypdf"}
    assert [page.number for page in loaded.pages] == [n for n, _ in told]
    assert "Chapitre des ateliers" in "\n".join(x.text for x in loaded.pages[0].lines)


def test_what_neither_reads_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "open_pdfium", lambda data: None)
    monkeypatch.setattr(Second, "lines", lambda self, index: [])
    with pytest.raises(UnreadableFile) as caught:
        pdf.load_pdf(letter(), Context())
    assert caught.value.message == wording.PDF_BROKEN
