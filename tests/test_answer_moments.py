"""Documents named by their date, and what is put to them."""

from __future__ import annotations

import pytest

from assistant.answer.moments import addressed, documents_of, without
from assistant.domain import Document, Hit
from assistant.ports import Match
from assistant.retrieve.terms import Terms
from query_samples import StemIndex, passage

OLD = Document(id="old", title="L’article", date="2020-05-07")
SLIDES = Document(id="slides", title="Le diaporama", date="2020-11", date_precision="season")
NEW = Document(id="new", title="La synthèse", date="2022", date_precision="year")


@pytest.mark.parametrize(
    ("question", "words", "rest"),
    [
        (
            "Que disent les documents de 2020 et de 2022 sur le four ?",
            ("2020", "2022"),
            "Que disent sur le four",
        ),
        (
            "Le rapport de mai 2020 et celui de l'automne 2020 parlent-ils du four ?",
            ("mai 2020", "automne 2020"),
            "parlent-ils du four",
        ),
    ],
)
def test_two_dated_documents_are_read(question: str, words: tuple[str, ...], rest: str) -> None:
    moments = documents_of(question)
    assert tuple(moment.words for moment in moments) == words
    assert without(question, moments) == rest


@pytest.mark.parametrize(
    "question",
    [
        "Les entreprises ont-elles changé entre 2015 et 2021 ?",
        "Par rapport à 2001, que change la charte de 2014 ?",
        "Que dit le document de 2020 ?",
        "Que dit le rapport du cycle 2006-2012 et du cycle 2013-2019 ?",
    ],
)
def test_dates_of_things_are_no_documents(question: str) -> None:
    assert documents_of(question) == ()


def test_a_season_is_its_months() -> None:
    spring, autumn = documents_of("Le document de mai 2020 et celui de l'automne 2020 ?")
    assert (spring.dates(OLD), spring.dates(SLIDES)) == (True, False)
    assert (autumn.dates(OLD), autumn.dates(SLIDES)) == (False, True)
    assert not autumn.dates(Document(id="undated", title="Sans date"))


def test_a_question_put_to_a_date_is_answered_by_its_documents() -> None:
    said = passage("a", "Le four est neuf.", document_id="new")
    ranked = passage("b", "En 2022, le jardin.", document_id="new")
    other = passage("c", "Le four.", document_id="old")
    index = StemIndex(
        stored=(said, ranked, other), known=(OLD, NEW), lexical_matches=(Match("a", 9.0),)
    )
    hits = [Hit(other, 3.0), Hit(ranked, 1.0)]
    question, found = addressed("Que dit-on du four (2022)", hits, index, lambda _: Terms(()))
    assert question == "Que dit-on du four"
    assert [hit.passage.id for hit in found] == ["a", "b"]


def test_a_date_that_no_document_has_leaves_the_ranking() -> None:
    hits = [Hit(passage("c", "Le four.", document_id="old"), 3.0)]
    index = StemIndex(stored=[hits[0].passage], known=(OLD,))
    assert addressed("Le four (1999)", hits, index, lambda _: Terms(())) == ("Le four", hits)
