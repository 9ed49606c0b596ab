from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.curate.guess import guess, guess_from_name
from assistant.domain import Document, PageLine, PageText, ReadDocument
from assistant.ingest.catalogue import STATUSES

TODAY = date(2026, 3, 1)
KNOWN = (
    Document(id="a", title="A", publisher="Le RAMEAU"),
    Document(id="b", title="B", publisher="Observatoire des partenariats"),
    Document(id="c", title="C", publisher="Le RAMEAU"),
)


def read(*lines: str, **about: str) -> ReadDocument:
    document = replace(Document(id="x", title=lines[0] if lines else "", catalogued=False), **about)  # type: ignore[arg-type]
    page = PageText("x", 1, tuple(PageLine(line, line) for line in lines))
    return ReadDocument(document, (), (page,))


def guessed(name: str, *lines: str, **about: str) -> Document:
    return guess(read(*lines, **about), name, KNOWN, TODAY)


def test_what_the_file_says_comes_first() -> None:
    document = guessed(
        "x.pdf", "Bonjour", title="Guide du maire", publisher="Mairie de Lens", date="2021-03-04"
    )
    assert document.title == "Guide du maire"
    assert document.publisher == "Mairie de Lens"
    assert (document.date, document.date_precision) == ("2021-03-04", "day")
    assert document.kind == "guide"
    assert document.id == "guide-du-maire-2021"
    assert document.status in STATUSES
    assert document.catalogued


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - note.docx",
        "Présentation PowerPoint",
        "Sans titre 1",
        "Untitled",
        "note.docx",
        "12",
    ],
)
def test_titles_that_say_nothing_give_way_to_the_file_name(title: str) -> None:
    assert guessed("note-sur-l-eau.docx", title, title=title).title == "Note sur l eau"


def test_a_long_title_is_cut_between_words() -> None:
    title = guessed("x.pdf", "mot " * 80).title
    assert len(title) <= 151
    assert title.endswith("mot…")


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("Charte", "17 octobre 2020"), "2020-10-17"),
        (("Charte", "Octobre 2020"), "2020-10"),
        (("Charte", "Automne 2020"), "2020-11"),
        (
            ("Par Le RAMEAU - Publié le 7 mai 2020 - 19:00 - Mise à jour le 8 mai 2020",),
            "2020-05-07",
        ),
        (
            ("Charte", "3 mars 2019", "Document adopté par l’assemblée générale le 12 juin 2021"),
            "2021-06-12",
        ),
        (("Charte", "© Le RAMEAU / 2020 Page 3"), "2020"),
    ],
)
def test_dates_on_the_first_page(lines: tuple[str, ...], value: str) -> None:
    assert guessed("charte.pdf", *lines).date == value


def test_a_date_in_a_sentence_is_the_story_s_and_not_the_document_s() -> None:
    line = "Le 12 juillet 2018, sur l’avis de l’association, le cabinet reçoit les élus du pays"
    assert guessed("note.txt", "Note", line).date is None


def test_the_file_s_name_may_hold_the_date() -> None:
    assert guessed("2021-04-12 compte rendu.txt", "Bonjour").date == "2021-04-12"
    assert guessed("rapport_2019.txt", "Bonjour").date == "2019"
    assert guessed("rapport-octobre-2019.txt", "Bonjour").date == "2019-10"
    assert guessed("rapport-2035.txt", "Bonjour").date is None


@pytest.mark.parametrize(
    ("name", "lines", "kind"),
    [
        ("x.pdf", ("Rapport d’activité",), "rapport"),
        ("x.pdf", ("La charte des alliances",), "charte"),
        ("x.pdf", ("Compte-rendu du comité",), "compte rendu"),
        ("x.pdf", ("Procès-verbal de séance",), "compte rendu"),
        ("guide_des_elus.pdf", ("Bienvenue",), "guide"),
        ("x.pptx", ("Bienvenue",), "présentation"),
        ("x.html", ("Bienvenue",), "article"),
        ("x.pdf", ("Bienvenue", "Dossier de presse"), "dossier de presse"),
        ("x.pdf", ("Bienvenue",), None),
    ],
)
def test_kinds(name: str, lines: tuple[str, ...], kind: str | None) -> None:
    assert guessed(name, *lines).kind == kind


def test_publishers_of_the_catalogue_are_recognised() -> None:
    assert guessed("x.pdf", "Note", "© LE RAMEAU / 2020").publisher == "Le RAMEAU"
    assert guessed("x.pdf", "Note", publisher="le rameau").publisher == "Le RAMEAU"
    assert guessed("x.pdf", "Pour l’Observatoire des partenariats").publisher == KNOWN[1].publisher
    assert guessed("x.pdf", "Note", "© Ville de Lens, 2020").publisher == "Ville de Lens"


@pytest.mark.parametrize(
    "login", ["jdupont", "Admin", "Utilisateur", "Microsoft Office User", "user"]
)
def test_whoever_typed_the_file_is_no_publisher(login: str) -> None:
    assert guessed("x.pdf", "Note", publisher=login).publisher is None


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("Projet de charte",), "projet"),
        (("Charte", "Version provisoire"), "projet"),
        (("Compte rendu", "12 mai 2019"), "archive"),
        (("Compte rendu", "12 janvier 2026"), "en vigueur"),
        (("Charte", "12 mai 2019"), "en vigueur"),
    ],
)
def test_status(lines: tuple[str, ...], status: str) -> None:
    assert guessed("x.pdf", *lines).status == status


def test_ids_are_free_and_tell_the_year() -> None:
    known = (*KNOWN, Document(id="note-eau-2020", title="N"))
    first = guess(read("Note", "© X / 2020"), "Note eau.pdf", known, TODAY)
    assert first.id == "note-eau-2020-2"
    assert guessed("Note eau 2019.pdf", "Note", "12 mai 2020").id == "note-eau-2019"
    assert guessed("€€.pdf", "…").id == "document"


def test_a_file_that_cannot_be_read_has_its_name() -> None:
    document = guess_from_name("rapport-annuel-2020.pdf", KNOWN, TODAY)
    assert (document.id, document.title) == ("rapport-annuel-2020", "Rapport annuel 2020")
    assert (document.date, document.kind) == ("2020", "rapport")
