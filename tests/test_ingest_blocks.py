"""Lines to blocks: paragraphs, items, headings, notes; sentences that were cut are whole again."""

from __future__ import annotations

import pytest

from assistant.ingest.blocks import cut_blocks
from assistant.ingest.clean import clean
from assistant.ingest.layout import Block
from assistant.ingest.pages import Line, Page
from ingest_samples import ARTICLE, DECK, REPORT, cleaned, pages_of, passage_with, passages

LONG = (
    "Le conseil a voté le budget de la bibliothèque après un débat de trois heures, où chacun\n"
    "a pu dire ce qu’il attendait de ce lieu ouvert à toutes et à tous depuis dix ans"
)


def _blocks(*pages: str) -> list[Block]:
    return list(cut_blocks(clean(pages_of(*pages)).pages))


def _kinds(*pages: str) -> list[str]:
    return [block.kind for block in _blocks(*pages)]


def test_blank_lines_part_paragraphs_and_lines_join() -> None:
    blocks = _blocks(f"{LONG}.\n\n{LONG}.")
    assert [block.kind for block in blocks] == ["prose", "prose"]
    assert blocks[0].text == f"{LONG}.".replace("\n", " ")
    assert len(blocks[0].refs) == 2


def test_bullets_and_numbers_are_items() -> None:
    blocks = _blocks("Les étapes sont :\n- Une réunion\n- Une visite\n1. Voir\n2. Juger\n12) Agir")
    assert [block.kind for block in blocks[1:]] == ["item"] * 5
    assert [block.number for block in blocks[1:]] == [None, None, 1, 2, 12]


def test_markdown_headings_stand_alone() -> None:
    blocks = _blocks(f"# Un guide\n## Voir\n{LONG}.\n## Agir\n{LONG}.")
    assert [block.kind for block in blocks] == ["heading", "heading", "prose", "heading", "prose"]


def test_an_item_number_glued_to_a_date_is_a_number() -> None:
    blocks = _blocks("Les dates sont :\n3. 04-2018 Ateliers de relecture\n4. 29-03-2019 Colloque")
    assert [block.number for block in blocks[1:]] == [3, 4]


def test_a_sentence_cut_by_a_page_end_is_whole() -> None:
    blocks = _blocks(f"{LONG} et qui fait la", f"fierté du quartier.\n\n{LONG}.")
    assert "qui fait la fierté du quartier." in blocks[0].text
    assert [ref.page for ref in blocks[0].refs] == [0, 0, 1]


def test_a_sentence_goes_on_after_notes_and_a_figure() -> None:
    figure = "RÉGION\n\nVILLE\n\nPart des dons reçus"
    note = "3 Guide « Bien lire » (La Ruche, octobre 2018)"
    first = f"{LONG} et qui fait la\n\n{figure}\n\n{note}"
    blocks = _blocks(first, f"fierté du quartier.\n{LONG}.")
    assert "qui fait la fierté du quartier." in blocks[0].text
    assert [block.kind for block in blocks].count("note") == 1


def test_a_figure_does_not_go_on_a_paragraph_that_the_next_page_ends() -> None:
    figure = "Les partenaires sont prêts à\n\nsoutenir une idée"
    blocks = _blocks(f"{LONG} et qui fait la\n\n{figure}", f"fierté du quartier.\n\n{LONG}.")
    assert "qui fait la fierté du quartier." in blocks[0].text
    assert "partenaires" not in blocks[0].text


def test_a_page_that_begins_with_a_capital_begins_something() -> None:
    blocks = _blocks(f"{LONG}", f"{LONG.capitalize()}.")
    assert len(blocks) == 2


@pytest.mark.parametrize(
    ("title", "heading"),
    [
        ("Introduction", True),
        ("1. Une méthode éprouvée", True),
        ("Du cadre de la loi au « contrat de confiance »", True),
        ("Quel chemin parcouru ?", True),
        ("en vertu de quoi", False),
        ("Ensemble, avançons ! »", False),
        ("Une première phrase qui se termine.", False),
        ("Le cap de la", False),
    ],
)
def test_headings(title: str, heading: bool) -> None:
    kinds = _kinds(f"{LONG}.\n\n{title}\n\n{LONG}.")
    assert (kinds[1:2] == ["heading"]) == heading


def test_the_first_words_of_a_page_may_be_a_heading_after_an_unfinished_figure() -> None:
    figure = "des solutions à analyser au regard de leurs impacts et des moyens du territoire"
    kinds = _kinds(f"{LONG}.\n\n{figure}", f"Conclusion\n\n{LONG}.")
    assert kinds[-2:] == ["heading", "prose"]


def test_labels_of_a_figure_are_scraps() -> None:
    assert _kinds(f"{LONG}.\n\nOui, dans\nles 6 mois\n\n{LONG}.")[1] == "scrap"


def test_an_introduction_of_a_list_is_never_a_scrap() -> None:
    for line in ("Pour aller plus loin :", "Et voici tout ce qui suit :"):
        assert _kinds(f"{LONG}.\n\n{line}\n\n- Lire\n- Relire")[1] != "scrap"


def test_a_numbered_item_that_follows_its_predecessor_heads_nothing() -> None:
    items = "\n".join(f"{i}. Faire la chose numéro {i} avec soin" for i in range(1, 8))
    kinds = _kinds(f"{LONG} :\n\n{items}\n\n{LONG}.")
    assert kinds == ["prose", *["item"] * 7, "prose"]


def test_a_slide_s_title_takes_its_second_half() -> None:
    halves = ("De la vision à l’acte", "Dix outils libres", "Les prochaines étapes")
    slides = [f"Outiller les villages :\n\n{half}\n\nUn texte." for half in halves]
    blocks = _blocks(*slides)
    assert [block.text for block in blocks if block.kind == "title"] == [
        f"Outiller les villages : {half}" for half in halves
    ]


HEADINGS = (
    ("En septembre 2015, les 193 Etats", "Introduction"),
    ("La recherche empirique prend du temps", "A la racine de l’étude d’impact"),
    ("Les partenariats alliant économie", "1. La diversité des alliances"),
    ("Les travaux ont aussi fait", "2. Les territoires sont le creuset"),
    ("Les territoires ont une capacité", "Une cohérence d’action, du local au mondial"),
    ("Si le pilotage du changement", "3. Le pilotage stratégique"),
    ("L’année 2015 marque un tournant", "Vers une vision partagée de la co-construction"),
    ("En 2001, une triple impulsion", "La France marquée par des « signaux faibles »"),
    ("En 2019, les institutions", "Le passage à la mise en œuvre"),
    ("Cette nouvelle alchimie", "De la capitalisation des « pionniers »"),
    ("Le programme IMPACT s’articule", "Encadré 1 Méthode du programme IMPACT"),
    ("81% des Français, 92% des maires", "Les convictions des différentes parties"),
    ("Les résultats de l’étude d’impact invitent", "Conclusion"),
    ("Ce « Récit » partagé", "Conclusion"),
)


@pytest.mark.parametrize(("words", "heading"), HEADINGS)
def test_headings_of_the_report(words: str, heading: str) -> None:
    assert passage_with(REPORT, words).heading.startswith(heading)


@pytest.mark.parametrize(
    "sentence",
    [
        "est encore aujourd’hui « sous les radars ».",
        "Notre regard trop souvent uniforme de la diversité de nos territoires est",
        "sur les seules questions de gouvernance, nous ont fait oublier",
        "capable de faire face ensemble à l’ampleur des défis",
        "au regard des pratiques de terrain.",
        "Ils se déclinent ainsi :\n• Trouver un équilibre",
        "Une forme de convergence se fait jour vers un enjeu",
        "mouvement de co-construction du bien commun : les mêmes acteurs",
        "une plus grande (re)connaissance de la valeur",
    ],
)
def test_cut_sentences_of_the_report_are_whole(sentence: str) -> None:
    assert any(sentence in p.text for p in passages(REPORT))


def test_footnotes_of_the_report_stand_apart() -> None:
    notes = [p for p in passages(REPORT) if p.kind == "note"]
    assert {p.page for p in notes} == {2, 3, 4, 5, 6, 7, 8, 9}
    shown = "\n".join(p.text for p in notes)
    for words in ("Voir livre collectif", "Bulle papale", "C’est en cela un retour"):
        assert words in shown
        assert not [p for p in passages(REPORT) if p.kind != "note" and words in p.text]


def test_the_deck_s_notice_and_the_article_s_events() -> None:
    titles = [b.text for b in cut_blocks(cleaned(DECK).pages) if b.kind == "title"]
    assert len(titles) == 18
    items = [b for b in cut_blocks(cleaned(ARTICLE).pages) if b.kind == "item"]
    assert [b.number for b in items if b.number] == list(range(1, 22))


def test_a_told_heading_opens_a_slide_as_a_guessed_one_does() -> None:
    """Else the bold lines below it would cut the slide into scraps."""
    words = [("Les trois temps", "heading"), ("", None), ("Écouter", "heading"), ("", None),
             ("On écoute les besoins du canton avant toute chose", None)]  # fmt: skip
    lines = tuple(Line(text, text, role, bool(role)) for text, role in words)
    slides = [Page(n, lines, engine="pdfium") for n in (1, 2, 3)]
    kinds = [block.kind for block in cut_blocks(slides)]
    assert kinds[:3] == ["title", "heading", "prose"]
