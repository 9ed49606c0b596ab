from __future__ import annotations

import pytest

from assistant.lexicon import Lexicon

SHARED = Lexicon.shared()


@pytest.mark.parametrize(
    "word", ["alliance", "Territoire", "aujourd’hui", "co-construction", "élus"]
)
def test_usual_words_are_known(word: str) -> None:
    assert SHARED.knows(word)


@pytest.mark.parametrize("word", ["fodbecn", "confal", "euilede", "xqzt", "", "-"])
def test_rubble_is_not(word: str) -> None:
    assert not SHARED.knows(word)


def test_a_documents_own_words_count_as_known() -> None:
    own = SHARED.with_own({"odissée": 1e-5})
    assert own.knows("odissée")
    assert not SHARED.knows("odissée")
    assert own.frequency("alliance") == SHARED.frequency("alliance")


def test_frequencies_forget_case_and_apostrophes() -> None:
    assert SHARED.frequency("ALLIANCE") == SHARED.frequency("alliance") > 0
    assert SHARED.frequency("aujourd’hui") == SHARED.frequency("aujourd'hui") > 0
    assert SHARED.frequency("xqzt") == 0.0
    assert SHARED.log("xqzt") == -9.0


def test_a_usual_word_is_known_without_its_accents() -> None:
    assert SHARED.is_usual("ecole")
    assert SHARED.is_usual("interet")
    assert not SHARED.is_usual("mezures")


def test_forms_that_fold_alike_have_the_highest_share() -> None:
    assert SHARED.folded["cote"] == max(map(SHARED.frequency, ("cote", "côte", "côté", "coté")))
    assert "xqzt" not in SHARED.folded


@pytest.mark.parametrize(
    ("folded", "spelled"),
    [("economie", "économie"), ("alliance", "alliance"), ("meme", "même"), ("xqzt", "xqzt")],
)
def test_a_folded_form_gets_its_accents_back(folded: str, spelled: str) -> None:
    assert SHARED.spelled(folded) == spelled


def test_the_share_of_known_letters() -> None:
    assert SHARED.known_share(["alliance", "territoire"]) == 1.0
    assert SHARED.known_share(["alliance", "fodbecnx"]) == 0.5
    assert SHARED.known_share([]) == 0.0


@pytest.mark.parametrize(
    "word", ["agir", "Réussir", "expérimenter", "mettre", "promouvoir", "faire"]
)
def test_infinitives_are_told(word: str) -> None:
    assert SHARED.is_infinitive(word)


@pytest.mark.parametrize("word", ["alliance", "hier", "désir", "mer", "maire", "er"])
def test_other_words_are_not_infinitives(word: str) -> None:
    assert not SHARED.is_infinitive(word)


def test_it_is_read_once() -> None:
    assert Lexicon.shared() is SHARED
