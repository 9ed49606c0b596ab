"""faces/render: typography, dates, source lines, terminal and page."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant import wording
from assistant.domain import DatePrecision, GlossaryUse, Matched, Mending, Reading, WordRead
from assistant.faces import render
from assistant.schema import SearchResult
from assistant.testing import (
    abstention,
    sample_answer,
    sample_citation,
    sample_document,
    sample_hit,
    sample_passage,
)

N = "\u00a0"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Quoi?", f"Quoi{N}?"),
        ("Quoi ?!", f"Quoi{N}?!"),
        ("Quoi \u202f?", f"Quoi{N}?"),
        ("Trois points: un; deux.", f"Trois points{N}: un{N}; deux."),
        ("«bon» et « mauvais »", f"«{N}bon{N}» et «{N}mauvais{N}»"),
        ("40% et 12,5 %", f"40{N}% et 12,5{N}%"),
        ("l'ODD, d'« agir »", f"l’ODD, d’«{N}agir{N}»"),
        ("(vraiment?)", f"(vraiment{N}?)"),
        ("Vraiment? oui: [1]", f"Vraiment{N}? oui{N}: [1]"),
        ("à 18:30", "à 18:30"),
        ("18:30:15", "18:30:15"),
        ("https://a.fr/p?x=1;y=2!", "https://a.fr/p?x=1;y=2!"),
        ("«https://a.fr/?»", f"«{N}https://a.fr/?{N}»"),
        ("www.a.fr/l'eau?b", "www.a.fr/l'eau?b"),
        ("a.fr/chemin?b:", "a.fr/chemin?b:"),
        ("&nbsp; reste", "&nbsp; reste"),
        ("C:\\dossier", "C:\\dossier"),
        ("%20 et 5%20", "%20 et 5%20"),
        ("5' de marche", "5' de marche"),
        ("(?) [!]", "(?) [!]"),
        ("« »", f"«{N}»"),
    ],
)
def test_typography(written: str, shown: str) -> None:
    assert render.typeset(written) == shown
    assert render.typeset(shown) == shown


_FRENCH = st.text(st.sampled_from("ab1é'’\"«»()[]:;?!%… \u00a0\u202f\n\t./&#-"), max_size=30)


@given(st.one_of(st.text(max_size=40), _FRENCH))
def test_typesetting_twice_changes_nothing_more(written: str) -> None:
    once = render.typeset(written)
    assert render.typeset(once) == once


@given(st.one_of(st.text(max_size=40), _FRENCH))
def test_typesetting_touches_only_spaces_and_apostrophes(written: str) -> None:
    def bare(text: str) -> str:
        return re.sub("[ \u00a0\u202f\u2009]", "", text).replace("’", "'")

    assert bare(render.typeset(written)) == bare(written)


_PATH = st.text(st.sampled_from("abé?!:;%='/&.-0"), max_size=20)


@given(_PATH, _FRENCH)
def test_addresses_are_never_changed(path: str, before: str) -> None:
    address = "https://exemple.fr/" + path
    assert address in render.typeset(f"{before} {address} fin")


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["", ",", ".", " et"]))
def test_times_are_never_changed(hour: int, minute: int, after: str) -> None:
    time = f"{hour:02}:{minute:02}"
    assert f"à {time}{after}" == render.typeset(f"à {time}{after}")


@pytest.mark.parametrize(
    ("date", "precision", "shown"),
    [
        ("2020-05-07", "day", f"7{N}mai 2020"),
        ("2020-08-01", "day", f"1er{N}août 2020"),
        ("2020-10-17", "month", "octobre 2020"),
        ("2020-10", "month", "octobre 2020"),
        ("2020-10", None, "octobre 2020"),
        ("2020-11", "season", "automne 2020"),
        ("2020-09-22", "season", "automne 2020"),
        ("2021-02", "season", "hiver 2021"),
        ("2021-12", "season", "hiver 2021"),
        ("2021-03", "season", "printemps 2021"),
        ("2021-06", "season", "été 2021"),
        ("2022", "year", "2022"),
        ("2022", "season", "2022"),
        ("2022-03-01", "year", "2022"),
        ("2022-13", "month", "2022-13"),
        ("vers 2020", None, "vers 2020"),
        (None, None, ""),
    ],
)
def test_a_date_says_no_more_than_is_known(
    date: str | None, precision: DatePrecision | None, shown: str
) -> None:
    assert render.date_text(sample_document(date=date, date_precision=precision)) == shown


def test_source_line() -> None:
    assert render.source_line(sample_citation()) == (
        f"21 mesures pour réussir l’ODD 17 — Le RAMEAU, 7{N}mai 2020, p.{N}3"
    )


def test_source_line_says_what_is_special() -> None:
    citation = sample_citation(
        passage=sample_passage(page_label="5", restored=True, twins=("a:1", "b:2", "b:3")),
        document=sample_document(publisher=None, date=None, catalogued=False),
    )
    assert render.source_line(citation) == (
        f"21 mesures pour réussir l’ODD 17 — p.{N}3 (page imprimée{N}5) "
        f"· texte restauré · hors catalogue · 2{N}autres copies"
    )


def test_source_line_without_page_or_with_the_same_printed_page() -> None:
    unpaged = sample_citation(passage=sample_passage(page=None, page_label="5"))
    same = sample_citation(passage=sample_passage(page=3, page_label="3", twins=("a",)))
    assert "p." not in render.source_line(unpaged)
    assert render.source_line(same).endswith(f"p.{N}3 · 1{N}autre copie")


def test_source_line_of_a_bare_document_is_its_title() -> None:
    citation = sample_citation(
        passage=sample_passage(page=None),
        document=sample_document(title="Note\nlibre", publisher=None, date=None),
    )
    assert render.source_line(citation) == "Note libre"


def test_terminal_text_shows_answer_sources_quotes_notices_and_questions() -> None:
    answer = sample_answer(notices=("Attention: daté.",), conflicts=("2020 ou 2021?",))
    shown = render.text(answer, 200)
    assert shown.index("[1]\n") < shown.index("Sources") < shown.index("À savoir")
    assert f"[2] 21 mesures pour réussir l’ODD 17 — Le RAMEAU, 7{N}mai 2020, p.{N}4" in shown
    assert f"«{N}Le dialogue territorial en est la première étape.{N}»" in shown
    assert f"- Attention{N}: daté." in shown
    assert f"- 2020 ou 2021{N}?" in shown
    assert shown.endswith(f"Vous pouvez aussi demander\n- Quelles sont les 21 mesures{N}?")


def test_an_abstention_shows_no_sources() -> None:
    assert "Sources" not in render.text(abstention())
    assert "Sources" not in render.markdown(abstention())


def test_terminal_text_fits_the_width_and_hangs_bullets() -> None:
    answer = abstention(text="Voici :\n- " + "une mesure importante " * 8 + "\n\nFin.")
    lines = render.text(answer, 40).split("\n")
    assert max(map(len, lines)) <= 40
    assert lines[1].startswith("- une")
    assert lines[2].startswith("  ")
    assert "" in lines


def test_an_address_is_not_cut_by_wrapping() -> None:
    address = "https://exemple.fr/" + "tres-long-" * 12
    assert address in render.body(f"Voir {address}", 40)


def test_a_quote_of_several_lines_keeps_them() -> None:
    passage = sample_passage()
    citation = sample_citation(passage=passage, quote=passage.text)
    shown = render.text(sample_answer(citations=(citation,)), 200)
    assert "acteurs différents.\n    Le dialogue" in shown
    assert "différents.  \n> Le" in render.markdown(sample_answer(citations=(citation,)))


def test_terminal_text_cannot_steer_the_terminal() -> None:
    evil = "avant\x1b[2J\x9b31m\u202eaprès\x07\ud800"
    citation = sample_citation(passage=sample_passage(text=evil), quote=evil)
    answer = sample_answer(
        text=evil, citations=(citation,), notices=(evil,), next_questions=(evil,)
    )
    shown = render.text(answer)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert shown.encode("utf-8")


# --- the page ----------------------------------------------------------------------------

_ANCHOR = re.compile(r'<a id="source-\d+">|</a>')
_ALLOWED = {
    *("paragraph_open", "paragraph_close", "inline", "text", "text_special", "softbreak"),
    *("hardbreak", "strong_open", "strong_close", "link_open", "link_close", "html_inline"),
    *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
    *("blockquote_open", "blockquote_close"),
}


def _tokens(page: str) -> list[Token]:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return [leaf for token in parser.parse(page) for leaf in (token, *(token.children or ()))]


def _assert_only_our_markup(page: str) -> None:
    for token in _tokens(page):
        assert token.type in _ALLOWED, (token.type, page)
        if token.type == "html_inline":
            assert _ANCHOR.fullmatch(token.content), page
        if token.type == "link_open":
            assert re.fullmatch(r"#source-\d+", str(token.attrs["href"])), page


def _shown(page: str) -> str:
    """The characters a reader sees."""
    return "".join(
        "\n" if token.type in ("softbreak", "hardbreak") else token.content
        for token in _tokens(page)
        if token.type in ("text", "text_special", "softbreak", "hardbreak")
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _without_bullets(text: str) -> str:
    """Bullets at the start of a line of an answer are its arrangement, not its text."""
    typeset = render.typeset(render.visible(text))
    return re.sub("(?m)^[ \u00a0]*[-•*–][ \u00a0]+(?=[^\\s:;?!])", "", typeset)


def _everywhere(text: str) -> str:
    """A page on which every untrusted field holds `text`."""
    document = sample_document(title=text, publisher=text, date=text)
    passage = sample_passage(text=text, page_label=text)
    citation = sample_citation(passage=passage, document=document, quote=text)
    return render.markdown(
        sample_answer(
            question=text,
            text=f"{text}\n- {text} [1]\n{text}",
            citations=(citation,),
            notices=(text,),
            conflicts=(text,),
            next_questions=(text,),
        )
    )


INJECTIONS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</a><h1>titre</h1>",
    "[clic](javascript:alert(1))",
    "![image](https://mal.fr/x.png)",
    "[clic]: https://mal.fr",
    "[^1] et [1]: https://mal.fr 'x'",
    "<https://mal.fr>",
    "https://mal.fr/a?b=c www.mal.fr moi@mal.fr",
    "# titre",
    "titre\n===",
    "titre\n---",
    "    code",
    "\tcode",
    "```\ncode\n```",
    "~~~\ncode",
    "> citation",
    "1. un",
    "2) deux",
    "+ plus",
    "* étoile",
    "- - - tiret",
    "***",
    "a | b\n--|--\n1 | 2",
    "**gras** _italique_ `code` ~~rayé~~",
    "&lt;b&gt; &amp; &#60;",
    "\\<b> \\[a](b)",
    "$$x$$ et $y$",
    "<!-- commentaire",
    "ligne\\\nsuite",
    "[1](https://mal.fr)",
    "a\u2028# titre\x0b# titre\x85# titre",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_nothing_from_a_document_or_a_question_becomes_markup(text: str) -> None:
    _assert_only_our_markup(_everywhere(text))


@given(st.text(st.sampled_from("ab1 \n\t\\`*_{}[]()#+-.!|~<>&$=:/@^\"'"), max_size=40))
def test_no_mixture_of_marks_becomes_markup(text: str) -> None:
    _assert_only_our_markup(_everywhere(text))


@given(st.text(st.sampled_from('ab1 \n\\`*_{}[]()#+.!|~<>&$=/@^"…é'), max_size=40))
def test_the_page_shows_exactly_the_text(text: str) -> None:
    page = render.markdown(abstention(text=text, next_questions=()))
    assert _squeezed(_shown(page)) == _squeezed(_without_bullets(text))


def _naughty_strings() -> list[str]:
    root = Path(__file__).resolve().parents[1]
    shared = Path(os.environ.get("ASSISTANT_SHARED_DATA", root / ".." / "shared" / "data"))
    path = shared / "adversarial" / "naughty-strings.json"
    if not path.is_file():
        if "shared" in os.environ.get("ASSISTANT_REQUIRE", "").split(","):
            pytest.fail(f"required but absent: {path}")
        pytest.skip(f"shared test data is absent: {path}")
    strings: list[str] = json.loads(path.read_text(encoding="utf-8"))
    return strings


def test_naughty_strings_stay_text() -> None:
    for text in _naughty_strings():
        page = _everywhere(text)
        _assert_only_our_markup(page)
        alone = render.markdown(abstention(text=text, next_questions=()))
        assert _squeezed(_shown(alone)) == _squeezed(_without_bullets(text))
        render.text(abstention(text=text)).encode("utf-8")


def test_marks_link_to_their_source() -> None:
    page = render.markdown(sample_answer(), anchor="source")
    assert "[\\[2\\]](#source-2)" in page
    assert '<a id="source-2"></a>' in page


def test_two_answers_on_a_page_keep_their_anchors_apart() -> None:
    page = render.markdown(sample_answer(), anchor="r7")
    assert "(#r7-1)" in page
    assert '<a id="r7-1"></a>' in page


def test_a_number_that_is_no_mark_is_text() -> None:
    page = render.markdown(sample_answer(text="Voir [7] et [0]."))
    assert "#source-7" not in page
    assert "\\[7\\]" in page


def test_bullets_stay_bullets_and_lines_stay_lines() -> None:
    page = render.markdown(abstention(text="Voici :\n- un\n- deux\nfin\nencore", next_questions=()))
    assert page == f"Voici{N}:\n\n- un\n- deux\n\nfin  \nencore"


# --- the ranking -------------------------------------------------------------------------


def test_hits_table_rows() -> None:
    found = (Matched(("alliance", "faire"), ("boîte",)),)
    result = SearchResult("q", (sample_hit(),), (sample_document(),), None, found)
    (row,) = render.hits_table(result)
    assert (row.rank, row.score, row.page) == (1, 0.87, f"p.{N}3")
    assert row.title == "21 mesures pour réussir l’ODD 17"
    assert (row.words, row.beside) == (("alliance", "faire"), ("boîte",))
    assert [(leg.leg, leg.rank) for leg in row.legs] == [("lexical", 1), ("dense", 2)]
    assert row.first_words.startswith("Faire alliance, c’est")
    assert "\n" not in row.first_words


def test_hits_of_an_unlisted_document_show_its_id() -> None:
    (row,) = render.hits_table(SearchResult("q", (sample_hit(),), ()))
    assert row.title == "mesures-2020"
    assert (row.words, row.beside) == ((), ())


def test_a_reading_is_told_line_by_line() -> None:
    boite = GlossaryUse("boîte", ("entreprises", "acteurs économiques"), 0.8)
    chief = GlossaryUse("chef de projet", ("pilotage",), 0.6)
    words = (
        WordRead("c koi", "sms", ("c'est quoi",)),
        WordRead("aliance", "mended", ("alliance",), "phonetic", 0.87),
        WordRead("dentreprise", "mended", ("entreprise",), "glued", 0.85),
        WordRead("la", "small", ("la",)),
        WordRead("mesure", "kept", ("mesure",)),
        WordRead("boîte", "missing", ("boîte",), entries=(boite,)),
        WordRead("chef", "kept", ("chef",), entries=(chief,)),
        WordRead("projet", "kept", ("projet",), entries=(chief,)),
    )
    lines = render.reading_lines(Reading("c'est quoi ?", words))
    assert [line.replace(N, " ") for line in lines] == [
        "Question lue : « c’est quoi ? »",
        "« c koi » abrège « c’est quoi »",
        "« aliance » lu « alliance » (écrit comme il se prononce, sûreté 0,87)",
        "« dentreprise » lu « entreprise » (mots collés, sûreté 0,85)",
        "Cherché tel quel : mesure, chef, projet",
        "Petits mots laissés de côté : la",
        "Absent des documents : boîte",
        "Glossaire, « boîte » : entreprises, acteurs économiques (poids 0,80)",
        "Glossaire, « chef de projet » : pilotage (poids 0,60)",
    ]


def test_what_was_typed_cannot_steer_the_terminal() -> None:
    words = (WordRead("a\x1b[31m", "kept", ("a",)), WordRead("b\u202e", "missing"))
    shown = "".join(render.reading_lines(Reading("a\x1b[31m b\u202e", words)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@pytest.mark.parametrize("why", get_args(Mending))
def test_every_way_of_mending_has_its_words(why: Mending) -> None:
    line = render.reading_lines(Reading("b", (WordRead("a", "mended", ("b",), why, 0.7),)))[1]
    assert wording.READING_WHY[why] in line


def test_first_words_are_cut_between_words() -> None:
    shown = render.first_words("mot " * 100, limit=20)
    assert shown == "mot mot mot mot …"
