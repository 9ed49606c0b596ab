from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.french import stem
from assistant.retrieve.spelling import Speller

SEEN = {
    "alliance": 60, "alliances": 60, "territoires": 30, "fondation": 12, "entreprises": 25,
    "associations": 25, "partenariat": 20, "mesures": 20, "construction": 9, "catalyseurs": 15,
    "heidsieck": 4, "charte": 6, "collectif": 30, "jouer": 20, "odd": 60, "contrat": 8,
    "contre": 5, "societal": 7, "valise": 1,
}  # fmt: skip
SPELLER = Speller({stem(w): n for w, n in SEEN.items()}, SEEN, {"patron", "boite"})


def read(word: str) -> tuple[str, ...]:
    return next((mend.words for mend in SPELLER.mend(word)), ())


@pytest.mark.parametrize(
    ("typed", "meant", "why"),
    [
        ("entreprsies", "entreprises", "edit"),
        ("enteprises", "entreprises", "edit"),
        ("fondacion", "fondation", "phonetic"),
        ("aliances", "alliances", "phonetic"),
        ("partenarya", "partenariat", "phonetic"),
        ("hedsieck", "heidsieck", "phonetic"),
        ("dentreprises", "entreprises", "glued"),
        ("lalliance", "alliance", "glued"),
        ("lachartre", "charte", "glued"),
        ("patrron", "patron", "phonetic"),
    ],
)
def test_a_word_is_mended_and_why(typed: str, meant: str, why: str) -> None:
    mend = SPELLER.mend(typed)[0]
    assert stem(mend.words[0]) == stem(meant)
    assert mend.why == why
    assert 0.5 <= mend.sure < 1


def test_glued_words_come_apart() -> None:
    assert read("jouercollectif") == ("jouer", "collectif")
    assert read("odd17") == read("lodd17") == ("odd", "17")


def test_cut_words_are_joined() -> None:
    joined = SPELLER.join("enco", "struction")
    assert joined is not None
    assert (joined.words, joined.why) == (("construction",), "joined")
    assert SPELLER.join("jouer", "collectif") is None
    assert SPELLER.join("le", "platane") is None


def test_a_word_whose_stem_is_another_s_is_seen_through() -> None:
    assert stem("contra") == stem("contre")
    assert read("contra") == ("contrat",)


@pytest.mark.parametrize(
    "word",
    [
        *"alliance entreprise dentelle alliage parapluie asimov javascript".split(),
        *"quiche lisbonne collectionneur fondant valide societe construire zzzzzz".split(),
    ],
)
def test_what_is_right_or_unknown_is_left_alone(word: str) -> None:
    assert SPELLER.mend(word) == ()


@pytest.mark.parametrize("word", "odd xyz r2d2 2019 élu co é a".split())
def test_short_words_and_numbers_are_not_guessed(word: str) -> None:
    assert SPELLER.mend(word) == ()


def test_a_misspelt_word_of_the_language_is_not_drawn_to_the_documents() -> None:
    speller = Speller({stem("medical"): 40, stem("passante"): 9}, ["medical", "passante"])
    assert {m.words for m in speller.mend("medicaman")} <= {("medicament",), ("medicaments",)}


def test_nothing_known_but_the_language() -> None:
    assert Speller({}).mend("alliannce")[0].words == ("alliance",)


@given(st.from_regex(r"[a-z]{1,20}", fullmatch=True))
def test_any_run_of_letters_can_be_looked_at(word: str) -> None:
    for mend in SPELLER.mend(word):
        assert mend.words
        assert word not in mend.words
        assert 0.5 <= mend.sure < 1
    assert SPELLER.mend(word) == SPELLER.mend(word)
