"""Web pages: the article and nothing else, its structure, what the page says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import Document
from assistant.errors import UnreadableFile
from assistant.ingest.load import LOADERS
from assistant.ingest.pages import Context
from assistant.ingest.pipeline import read_document
from office_samples import docx_of, ends_well, lines, load, mutated, said, texts

PAGES = Path(__file__).parent / "pages"
P1 = "Le conseil municipal de Bellerive a voté le budget de la halle à l’unanimité, après un débat."
P2 = "Les associations de Montclar ont ouvert un atelier partagé où chacun répare ses outils."


def page(name: str) -> bytes:
    return (PAGES / f"{name}.html").read_bytes()


def read(body: str, head: str = "") -> list[tuple[str | None, str]]:
    """A page whose article holds `body` between two paragraphs; these left out."""
    found = said(load(html(f"<p>{P1}</p>{body}<p>{P2}</p>", head), ".html"))
    assert found[0] == ("text", P1)
    return [pair for pair in found[1:] if pair != ("text", P2)]


def html(body: str, head: str = "") -> bytes:
    return f"<html><head>{head}</head><body><article>{body}</article></body></html>".encode()


# --- pages as sites lay them out ----------------------------------------------------------


def test_wordpress() -> None:
    loaded = load(page("wordpress"), ".html")
    assert said(loaded) == [
        ("heading", "Trois communes, une ressourcerie"),
        (
            "text",
            "À Bellerive, Montclar et Saint-Aubin, les élus ont décidé de mettre en commun leurs"
            " moyens pour ouvrir une ressourcerie. Le projet associe une entreprise d’insertion,"
            " deux associations et la communauté de communes ; il emploie déjà douze personnes.",
        ),
        ("note", "Soit huit équivalents temps plein, d’après le rapport d’activité."),
        ("heading", "Une gouvernance partagée"),
        ("heading", "Comment décider ensemble"),
        (
            "text",
            "Le comité se réunit chaque mois. Chaque partenaire y dispose d’une voix, quelle que"
            " soit sa taille.",
        ),
        ("item", "• un collège des collectivités ;"),
        ("item", "• un collège des associations :"),
        ("item", "• l’épicerie sociale,"),
        ("item", "• le club de bricolage ;"),
        ("item", "• un collège des entreprises."),
        ("heading", "Les chiffres"),
        ("row", "Commune : Bellerive ; Habitants : 4 200 ; Tonnes collectées : 38"),
        ("row", "Commune : Montclar ; Habitants : 1 150 ; Tonnes collectées : 9,5"),
        ("text", "Collecte de l’année 2020, par commune."),
        ("text", "Le local mesure 450 m² et ouvrira le 1er mars."),
        ("text", "Le maire de Bellerive coupe le ruban devant la halle rénovée"),
    ]
    about = loaded.about
    assert (about.title, about.author) == ("Trois communes, une ressourcerie", "Élodie Marchetti")
    assert (about.publisher, about.date) == ("Le Relais des territoires", "2021-11-30")


EXPECTED = {
    "drupal": [
        ("heading", "Bilan d’un an de la mission"),
        ("heading", "1. Rendre accessible l’existant"),
        ("item", "• un tiers de confiance,"),
        ("text", "« Nous avons appris à nous parler. »"),
    ],
    "spip": [
        ("heading", "Les catalyseurs de territoire"),
        (
            "text",
            "Le métier se décline en quatre gestes, que chacun combine selon sa situation :",
        ),
        ("note", "Enquête menée auprès de 120 structures entre 2014 et 2016."),
        ("item", "• évaluer les effets."),
        ("text", "Un dernier geste, plus discret, consiste à s’effacer."),
        ("row", "Métier : Écouter ; Porteur : Association ; Durée : 3 mois"),
        ("heading", "Pour contacter un référent"),
    ],
    "elementor": [
        ("heading", "Écouter"),
        ("heading", "Combien de temps dure un accompagnement ?"),
        (
            "text",
            "La région prend en charge la moitié du coût ; le reste est partagé entre les"
            " partenaires.",
        ),
    ],
    "dsfr": [
        ("text", "Au-delà de 23 000 €, une convention est obligatoire."),
        ("item", "2. Joindre les pièces :"),
        ("item", "3. Envoyer le dossier."),
        ("heading", "Quel délai de réponse ?"),
        ("item", "• Cerfa : formulaire administratif réglementé"),
    ],
    "tables_for_layout_cp1252": [
        ("heading", "La régie de quartier des Tilleuls"),
        ("item", "• la laverie solidaire"),
        ("row", "Année : 2008 ; Salariés : 17"),
    ],
    "viewer": [
        ("text", "Les territoires ont besoin d’un lieu neutre où préparer leurs alliances."),
        ("item", "• Partager les résultats avec les territoires voisins"),
    ],
    "saved_by_word_cp1252": [
        (
            "text",
            "Le présent document fixe le cadre de l’expérimentation menée à Montclar. Il a été"
            " validé par le comité.",
        ),
        ("note", "Commune de 1 150 habitants, en zone de revitalisation rurale."),
        ("item", "• mesurer les effets au bout d’un an."),
        ("text", "L’équipe compte cinq personnes."),
    ],
    "wiki": [
        ("note", "Marchetti, Lieux communs, 2019, p. 12."),
        ("row", "France ; 2018 : 1 800 ; 2021 : 2 500"),
    ],
}
FURNITURE = (
    "accueil", "partager", "facebook", "cookies", "commentaire", "à lire aussi", "lire aussi",
    "mentions légales", "similaire", "recevoir les news", "secret", "masqué", "plan du site",
    "sommaire", "you can also read", "language", "modifier", "qui sommes-nous",
)  # fmt: skip
ABOUT = {
    "drupal": ("Bilan d’un an de la mission", "Carnet d’initiatives", "2020-05-07"),
    "spip": ("Les catalyseurs de territoire", "Associations en actes", "2016-12-02"),
    "elementor": ("Notre démarche", "Fabrique des alliances", ""),
    "dsfr": ("Demander une subvention", "portail.example.gouv.fr", "2023-04-03"),
    "wiki": ("Tiers-lieu", "Encyclopédie", ""),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_article_is_read_in_order(name: str) -> None:
    found = said(load(page(name), ".html"))
    places = [found.index(pair) for pair in EXPECTED[name]]
    assert places == sorted(places)


@pytest.mark.parametrize("name", [*EXPECTED, "wordpress"])
def test_nothing_of_the_site_is_read(name: str) -> None:
    whole = "\n".join(texts(load(page(name), ".html"))).lower()
    assert [
        word for word in FURNITURE if word in whole and word not in "partager les résultats"
    ] == []


@pytest.mark.parametrize("name", ABOUT)
def test_what_the_page_says_of_itself(name: str) -> None:
    about = load(page(name), ".html").about
    assert (about.title, about.publisher, about.date) == ABOUT[name]


def test_a_list_of_links_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableFile) as caught:
        load(page("links"), ".html")
    assert "enregistrez la page de l’article" in caught.value.message


# --- structure -----------------------------------------------------------------------------


def test_headings_keep_their_level() -> None:
    loaded = load(html(f"<h1>Un</h1><p>{P1}</p><h3>Trois</h3><p>{P2}</p>"), ".html")
    assert [(x.text, x.level) for x in lines(loaded) if x.role == "heading"] == [
        ("Un", 1), ("Trois", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol start=3><li>Un<li>Deux</ol>", ["3. Un", "4. Deux"]),
        ("<ol><li>Un<li value=7>Sept<li>Huit</ol>", ["1. Un", "7. Sept", "8. Huit"]),
        ("<ol type=a><li>Un<li>Deux</ol>", ["• a. Un", "• b. Deux"]),
        ("<ul><li><p>Un</p><p>suite</p></ul>", ["• Un", "suite"]),
        ("<ul><li>Un<ol><li>Premier</ol></ul>", ["• Un", "1. Premier"]),
        ("<p>– Un point<br>– Un autre</p>", ["• Un point", "• Un autre"]),
        ("<ul><li>• Un point</ul>", ["• Un point"]),
        ("<ul><li></li><li>Un</li></ul>", ["• Un"]),
    ],
)
def test_lists(body: str, expected: list[str]) -> None:
    assert read(body) == [("item", text) for text in expected]


def test_cells_over_several_rows_and_columns() -> None:
    body = (
        "<table><tr><th rowspan=2>Région<th colspan=2>Public</tr><tr><th>Maires<th>Agents</tr>"
        "<tr><td rowspan=2>Bretagne<td>12<td>30</tr><tr><td colspan=2>Sans objet</tr></table>"
    )
    assert [text for _, text in read(body)] == [
        "Région : Bretagne ; Public – Maires : 12 ; Public – Agents : 30",
        "Région : Bretagne ; Public – Maires, Public – Agents : Sans objet",
    ]


def test_a_table_of_pairs_has_its_heads_on_the_left() -> None:
    body = "<table><tr><th>Porteur<td>Régie</tr><tr><th>Ville<td>Dijon</tr></table>"
    assert [text for _, text in read(body)] == ["Porteur : Régie", "Ville : Dijon"]


def test_spans_that_lie_stay_within_reason() -> None:
    body = "<table><tr><th>A<th>B</tr><tr><td colspan=99999999 rowspan=99999999>C<td>D</tr></table>"
    assert [text for _, text in read(body)] != []


def test_a_large_table_is_read_whole() -> None:
    rows = "".join(f"<tr><td>Commune {n}<td>{n}</tr>" for n in range(1500))
    found = read(f"<table><tr><th>Nom<th>Habitants</tr>{rows}</table>")
    assert len(found) == 1500
    assert found[-1] == ("row", "Nom : Commune 1499 ; Habitants : 1499")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Le 1<sup>er</sup> mars au XX<sup>e</sup> siècle</p>", "Le 1er mars au XXe siècle"),
        ("<p>Sur 12 km<sup>2</sup> de forêt</p>", "Sur 12 km² de forêt"),
        ("<p>Le taux de CO<sub>2</sub> a baissé</p>", "Le taux de CO2 a baissé"),
        ("<p>Trois maires<sup>4</sup> ont signé</p>", "Trois maires ont signé"),
        ("<p>Un <del>vieux</del> <ins>nouveau</ins> lieu</p>", "Un nouveau lieu"),
        ("<p>C&rsquo;est &laquo;&nbsp;l&agrave;&nbsp;&raquo; : 3&#8239;000&nbsp;&euro;</p>",
         "C’est « là » : 3 000 €"),
        ("<p>co&shy;construc&#8203;tion</p>", "coconstruction"),
        ("<p>Il dit <q>oui</q> à tous</p>", "Il dit « oui » à tous"),
    ],
)  # fmt: skip
def test_signs(body: str, text: str) -> None:
    assert read(body) == [("text", text)]


def test_scripts_styles_and_hidden_text_never_leak() -> None:
    body = (
        "<script>alert('FUITE')</script><style>.FUITE{}</style><noscript>FUITE</noscript>"
        "<template><p>FUITE</p></template><!-- FUITE --><p style='display:none'>FUITE</p>"
        "<p hidden>FUITE</p><p><span aria-hidden='true'>FUITE</span></p>"
        "<svg><text>FUITE</text></svg>"
        "<p>Lisible ici.</p><script type='application/ld+json'>{\"FUITE\": 1}</script>"
    )
    assert read(body) == [("text", "Lisible ici.")]


def test_other_pages_announced_inside_the_article_are_left_out() -> None:
    body = (
        "<p>Lire aussi : <a href='/a'>La recyclerie de Valmont fête ses dix ans</a></p>"
        "<h3>À lire également</h3><ul><li><a href='/b'>Un autre article</a></li></ul>"
        "<h3>Les suites</h3><p>Le projet continue.</p>"
    )
    assert read(body) == [("heading", "Les suites"), ("text", "Le projet continue.")]


def test_words_of_menus_are_kept_in_the_article() -> None:
    body = "<h2>Contact et accueil des habitants</h2><p>Accueil de jour, ouvert à tous.</p>"
    assert [text for _, text in read(body)] == [
        "Contact et accueil des habitants", "Accueil de jour, ouvert à tous.",
    ]  # fmt: skip


def test_questions_and_answers_in_a_definition_list() -> None:
    answer = "Il faut compter de six à dix-huit mois, selon la maturité du collectif, le nombre de"
    answer += " ses membres et la disponibilité de chacun pendant toute la durée du projet."
    body = f"<dl><dt>Combien de temps faut-il ?</dt><dd>{answer}</dd></dl>"
    assert read(body) == [("heading", "Combien de temps faut-il ?"), ("text", answer)]


# --- encodings ------------------------------------------------------------------------------

ACCENTS = f"<p>{P1}</p><p>Élèves, maïs, œuvre : 12 € « là-bas ».</p>"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", ""),
        ("utf-8-sig", "windows-1252"),
        ("utf-16", ""),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "windows-1252"),
        ("cp1252", "utf-8"),
        ("cp1252", ""),
        ("cp1252", "inconnu"),
    ],
)
def test_encodings_declared_well_badly_or_not_at_all(encoding: str, declared: str) -> None:
    head = f'<meta charset="{declared}">' if declared else ""
    data = html(ACCENTS, head).decode().encode(encoding)
    assert texts(load(data, ".html")) == [P1, "Élèves, maïs, œuvre : 12 € « là-bas »."]


def test_a_page_cut_in_the_middle_of_a_letter_is_read() -> None:
    data = html(f"<p>{P1}</p><p>Élèv").split(b"</article>")[0]
    cut = data[: data.rindex("è".encode()) + 1]
    assert texts(load(cut, ".html"))[0] == P1


def test_xhtml_with_its_declaration_is_read() -> None:
    data = b'<?xml version="1.0" encoding="UTF-8"?>\n' + html(f"<p>{P1}</p><p>{P2}</p>")
    assert texts(load(data, ".xhtml")) == [P1, P2]


LINKED = '<script type="application/ld+json">'

# --- what a page says of itself ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta property="article:published_time" content="2021-11-30T08:12+01:00">', "2021-11-30"),
        ('<meta name="DC.date" content="2016">', "2016"),
        ('<meta name="date" content="2021-11">', "2021-11"),
        ('<meta name="date" content="0000-00-00">', ""),
        ('<meta name="date" content="2199-01-01">', ""),
        ('<meta name="date" content="1970-01-01">', ""),
        ('<link rel="canonical" href="https://a.example/2021/11/30/titre/">', "2021-11-30"),
        (f'{LINKED}[{{"@type":"Article","datePublished":"2020-05-07"}}]</script>', "2020-05-07"),
        (f"{LINKED}{{pas du json</script>", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_dates_are_cut_to_what_is_known_and_sensible(head: str, date: str) -> None:
    assert load(html(f"<p>{P1}</p><p>{P2}</p>", head), ".html").about.date == date


def test_a_date_told_in_the_text_is_not_the_page_s() -> None:
    body = f"<p>{P1} Le 3 mars 2015, tout a commencé.</p><p>{P2}</p>"
    assert load(html(body), ".html").about.date == ""


def test_a_date_of_publication_in_words_is() -> None:
    body = f"<p>Publié le 1er mars 2015 par la rédaction</p><p>{P1}</p><p>{P2}</p>"
    loaded = load(html(body), ".html")
    assert loaded.about.date == "2015-03-01"
    assert texts(loaded) == [P1, P2]


# --- what cannot be read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7\n", "PDF"),
        (docx_of(lambda d: None), "archive"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\nx", ".mht"),
        (bytes(range(256)) * 8, "binaire"),
        (b"<html><body></body></html>", "article"),
        (b"<html><body><nav><a href=a>Accueil</a></nav></body></html>", "article"),
    ],
)
def test_what_is_no_article_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        load(data, ".html")
    assert words in caught.value.message


def test_entities_of_a_document_type_are_not_resolved() -> None:
    data = b'<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + html(
        f"<p>{P1}</p><p>Avant &a; apr&egrave;s.</p>"
    )
    loaded = load(data, ".html")
    assert "root:" not in "\n".join(texts(loaded))


@pytest.mark.parametrize("tag", ["div", "ul><li", "table><tr><td", "span", "blockquote", "b"])
def test_deep_nesting_ends_well(tag: str) -> None:
    ends_well(html(f"<p>{P1}</p>" + f"<{tag}>" * 1000 + P2), ".html")


def test_references_to_control_characters_end_well() -> None:
    body = f"<p>{P1} <b hidden>x</b> &#1;&#8;&#xFFFF; suite.</p><p>{P2}</p>"
    assert ends_well(html(body), ".html") is not None


@pytest.mark.parametrize("seed", range(45))
def test_mutants_end_in_text_or_in_a_refusal(seed: int) -> None:
    names = sorted(path.stem for path in PAGES.glob("*.html"))
    ends_well(mutated(page(names[seed % len(names)]), seed), ".html")


@settings(max_examples=30, deadline=None)
@given(st.text(st.sampled_from("<>/ abdpulitr=\"'&;#x1é\n"), max_size=300))
def test_any_tag_soup_ends_well(soup: str) -> None:
    ends_well(html(f"<p>{P1}</p>{soup}"), ".html")


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.lists(st.from_regex(r"[a-zéèàç]{3,12}", fullmatch=True), min_size=8), min_size=2)
)
def test_every_paragraph_of_an_article_is_read_in_order(paragraphs: list[list[str]]) -> None:
    body = "".join(f"<p>{' '.join(words)}.</p>" for words in paragraphs)
    found = texts(load(html(f"<p>{P1}</p>{body}<p>{P2}</p>"), ".html"))
    assert found == [P1, *(" ".join(words) + "." for words in paragraphs), P2]


# --- the whole way ------------------------------------------------------------------------------


def test_passages_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(page("spip"))
    found = read_document(path, Document(id="page", title="", catalogued=False))
    assert found.document.title == "Les catalyseurs de territoire"
    assert found.document.date == "2016-12-02"
    assert found.furniture_lines == 0
    by_heading = {(p.heading, p.kind): p.text for p in found.passages}
    assert "• écouter les besoins ;\n• outiller" in by_heading["Quatre métiers", "list"]
    assert by_heading["Quatre métiers", "note"].startswith("Enquête menée")
    assert ("Quatre métiers › Pour contacter un référent", "prose") in by_heading


def test_the_loader_tells_of_its_progress() -> None:
    told: list[tuple[int, int]] = []
    LOADERS[".htm"](page("spip"), Context(tell=lambda done, total: told.append((done, total))))
    assert len(told) >= 3
    assert told[-1] == (1, 1)
