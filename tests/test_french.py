"""French text as pure functions."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import french


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élève, FAÇADE", "eleve, facade"),
        ("l’œuvre", "l'oeuvre"),
        ("8\u202f000\u00a0€", "8 000 €"),
        ("co\u00adopération", "cooperation"),
        ("  deux   espaces\n", "deux espaces"),
        ("eﬁn", "efin"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert french.fold(text) == folded


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = french.fold(text)
    assert french.fold(once) == once


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all(word for word in french.words(text))
    assert all(french.stems(text))
    assert french.numbers(text) is not None


def test_words_cut_elisions_and_read_inner_brackets_as_one_word() -> None:
    assert french.words("L’intérêt qu’il a de (re)connaître") == [
        "interet", "il", "a", "de", "reconnaitre",
    ]  # fmt: skip


def test_a_compound_gives_its_parts_and_its_whole() -> None:
    assert {"co", "construction", "coconstruction"} <= set(french.words("la co-construction"))


def test_an_acronym_with_an_ampersand_stays_whole() -> None:
    assert "r&d" in french.words("la R&D sociétale")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("alliances", "alliance"),
        ("territoriales", "territorial"),
        ("expérimentations", "experimentation"),
        ("développés", "développer"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert french.stems(one) == french.stems(other)


def test_stems_keep_no_stop_word() -> None:
    assert french.stems("Quelle est la place de l’élu dans une alliance ?") == (
        french.stems("place élu alliance")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8\u202f000 € et 7,5 %", ["8000", "7.5"]),
        ("de 2018 à 2022", ["2018", "2022"]),
        ("le 23/11/20", ["23", "11", "20"]),
        ("aucun", []),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert french.numbers(text) == expected


def _sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in french.sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "L’art. L. 1234-5 du code s’applique.",
        "Voir p. 3 et suiv. de l’annexe.",
        "M. Dupont et Mme Le Goff sont venus.",
        "1. Rendre accessible l’existant",
        "Le taux est de 3.5 % en moyenne.",
    ],
)
def test_a_full_stop_that_ends_nothing(text: str) -> None:
    assert _sentences(text) == [text]


def test_sentences_end_at_years_brackets_and_line_ends() -> None:
    text = (
        "C’était en 2019. Rien n’a changé (ou presque). « Vraiment ? » Oui.\nUne ligne\nUne autre"
    )
    assert _sentences(text) == [
        "C’était en 2019.",
        "Rien n’a changé (ou presque).",
        "« Vraiment ? »",
        "Oui.",
        "Une ligne",
        "Une autre",
    ]


@given(st.text(alphabet="Aé. !?»\n2«", max_size=80))
def test_sentences_cover_all_that_is_written(text: str) -> None:
    spans = french.sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert spans == sorted(spans)


@given(st.text())
def test_folding_drops_every_mark_and_nothing_else(text: str) -> None:
    """Against its definition, character by character."""
    unified = unicodedata.normalize(
        "NFKD", text.translate(french._UNIFY).translate(french._LIGATURES)
    )
    kept = "".join(c for c in unified if not unicodedata.combining(c))
    assert french.fold(text) == " ".join(kept.lower().split())
