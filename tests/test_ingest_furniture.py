"""What belongs to the page or the site goes; the printed page number stays known."""

from __future__ import annotations

import pytest

from assistant.french import fold
from assistant.ingest.furniture import drop_furniture
from ingest_samples import ARTICLE, DECK, REPORT, SCAN, cleaned, load, pages_of, passages


def _texts(*pages: str) -> list[list[str]]:
    kept, _ = drop_furniture(pages_of(*pages))
    return [[line.text for line in page.lines if line.text] for page in kept]


def test_running_headers_go_and_their_numbers_do_not_matter() -> None:
    pages = [f"Rapport annuel – page {i}\nLe texte de la page {n}" for i, n in
             enumerate(("une", "deux", "trois", "quatre"), 1)]  # fmt: skip
    assert _texts(*pages) == [[f"Le texte de la page {n}"] for n in "une deux trois quatre".split()]


@pytest.mark.parametrize("word", ["Étape", "Partie", "Fiche"])
def test_numbered_headings_are_no_running_headers(word: str) -> None:
    pages = [f"{word} {i}\nOn y {verb} chaque projet" for i, verb in
             enumerate(("décrit", "chiffre", "choisit", "évalue"), 1)]  # fmt: skip
    assert [page[0] for page in _texts(*pages)] == [f"{word} {i}" for i in range(1, 5)]


def test_a_running_title_goes_with_the_page_it_counts_and_with_its_year() -> None:
    pages = [f"Le verger partagé de Bellerive {i}\n{n}\nBilan 2021" for i, n in
             enumerate(("un texte", "un autre", "un dernier"), 7)]  # fmt: skip
    assert _texts(*pages) == [["un texte"], ["un autre"], ["un dernier"]]


def test_a_line_on_two_pages_is_no_running_header() -> None:
    assert _texts("Objectifs\nUn premier", "Objectifs\nUn second")[0][0] == "Objectifs"


def test_a_list_introduction_that_comes_back_stays() -> None:
    pages = [f"Les mesures sont :\n{word}" for word in ("agir", "lire", "voir", "dire")]
    assert all(page[0] == "Les mesures sont :" for page in _texts(*pages))


@pytest.mark.parametrize("logo", ["Le Chêne", "Le Chêns"])
def test_a_logo_read_in_front_of_the_title_goes_even_misread(logo: str) -> None:
    pages = ["Le Chêne\nUn début", "Le Chêne\nUn milieu", "Le Chêne\nUne fin",
             f"{logo} Les trois étapes\nLe texte"]  # fmt: skip
    assert _texts(*pages)[3][0] == "Les trois étapes"


def test_a_name_that_begins_a_sentence_stays() -> None:
    pages = ["Le Chêne\nUn", "Le Chêne\nDeux", "Le Chêne\nTrois", "Le Chêne accueille des enfants"]
    assert _texts(*pages)[3] == ["Le Chêne accueille des enfants"]


@pytest.mark.parametrize(
    "line",
    [
        "© La Ruche / 2021 Page 4",
        "DOCUMENT SOUS EMBARGO",
        "Aucune communication autorisée avant le 3 mars",
        "12 / 40",
        "Page 3 sur 12",
    ],
)
def test_notices_and_footers(line: str) -> None:
    assert _texts(f"Le texte reste\n{line}") == [["Le texte reste"]]


def test_the_printed_page_number_is_kept() -> None:
    pages, dropped = drop_furniture(pages_of("Un texte\n© La Ruche / 2021 Page 47"))
    assert pages[0].label == "47"
    assert dropped == 1


def test_line_numbers_stay() -> None:
    pages, _ = drop_furniture(pages_of("Confidentiel\nLe texte\n© X"))
    assert [line.text for line in pages[0].lines] == ["", "Le texte", ""]
    assert [line.raw for line in pages[0].lines] == ["Confidentiel", "Le texte", "© X"]


def test_navigation_and_the_newsletters_of_a_site() -> None:
    text = "Aller au contenu principal\nMenu\n" + "Un paragraphe de l’article.\n" * 30
    text += "Fermer\nCliquez pour vous inscrire à nos Newsletters\nLa quotidienne\nL'hebdo du soir"
    assert set(_texts(text)[0]) == {"Un paragraphe de l’article."}


def test_a_sentence_about_subscribing_stays() -> None:
    line = (
        "Inscrivez-vous avant le 3 mars à la mairie ; la salle ouvre à dix heures et le repas est"
        " offert à toutes celles et à tous ceux qui viendront."
    )
    assert _texts(line) == [[line]]


@pytest.mark.parametrize("name", [DECK, SCAN, REPORT, ARTICLE])
def test_the_corpus_shows_no_furniture(name: str) -> None:
    shown = [fold(line.text) for page in cleaned(name).pages for line in page.lines]
    for words in ("sous embargo", "aucune communication", "aller au contenu", "cliquez pour",
                  "l'hebdo", "recevoir les news", "© le"):  # fmt: skip
        assert not [line for line in shown if words in line]


def test_the_article_loses_nothing_but_furniture() -> None:
    before = [line.text for page in load(ARTICLE) for line in page.lines if line.text]
    after = [line.text for page in cleaned(ARTICLE).pages for line in page.lines if line.text]
    gone = len(before) - len(after)
    assert gone == cleaned(ARTICLE).furniture_lines == 10
    words = " ".join(before).replace("- ", " ").split()
    kept = " ".join(after).replace("• ", "").split()
    assert len([w for w in kept if w not in set(words)]) == 0


def test_labels_of_the_deck() -> None:
    assert {p.page_label for p in passages(DECK) if p.page == 2} == {"3"}
    assert {p.page_label for p in passages(SCAN) if p.page == 5} == {"6"}
