"""Passages found again among the lines of their pages."""

from __future__ import annotations

from assistant.domain import Document
from assistant.ingest.pipeline import read_document
from assistant.placing import Mark, Place, Placer
from ingest_samples import CORPUS, DOCUMENTS
from page_samples import page_text, passage


def test_every_passage_of_the_corpus_is_found_on_its_page() -> None:
    for name in DOCUMENTS:
        read = read_document(CORPUS / f"{name}.txt", Document(name, "", source=f"{name}.txt"))
        placer = Placer(read.pages)
        for found in read.passages:
            places = placer.lines(found)
            raw = [read.pages[p.page].lines[p.line].raw for p in places]
            assert raw == [line for line in found.raw.split("\n") if line.strip()]
            marks = placer.marks(found, 0, len(found.text))
            assert read.pages[marks[0].place.page].number == found.page
            for mark, span in zip(marks, found.spans, strict=True):
                line = read.pages[mark.place.page].lines[mark.place.line].text
                assert line[mark.start : mark.end] == found.text[span.start : span.end]


def test_a_quote_is_a_part_of_each_line() -> None:
    placer = Placer([page_text(["Un deux", "trois quatre"])])
    marks = placer.marks(passage("p", ["Un deux", "trois quatre"]), 3, 13)
    assert marks == (Mark(Place(0, 0), 3, 7), Mark(Place(0, 1), 0, 5))


def test_a_line_that_stands_twice_is_the_one_on_the_passage_s_page() -> None:
    pages = [
        page_text(["Bilan", "Autre chose"], number=1),
        page_text(["Bilan", "Les comptes"], number=2),
    ]
    found = Placer(pages).lines(passage("p", ["Bilan", "Les comptes"], page=2))
    assert found == (Place(1, 0), Place(1, 1))


def test_among_several_ways_the_shortest_is_taken() -> None:
    page = page_text(["• Oui", "Première liste", "• Oui", "Seconde liste"])
    found = Placer([page]).lines(passage("p", ["• Oui", "Seconde liste"]))
    assert found == (Place(0, 2), Place(0, 3))


def test_a_word_cut_at_the_line_s_end_goes_on_below_blank_lines() -> None:
    page = page_text([("la coopé-", "la coopération"), "", ("ration aide", "aide"), "fin"])
    placer = Placer([page])
    assert placer.below(Place(0, 0)) == Place(0, 2)
    assert placer.below(Place(0, 2)) is None


def test_a_passage_of_another_reading_is_not_found() -> None:
    assert Placer([page_text(["Rien"])]).lines(passage("p", ["Tout autre chose"])) == ()
    assert Placer([]).marks(passage("p", ["Tout"]), 0, 4) == ()
