from __future__ import annotations

import pytest

from assistant.errors import UnknownPassage
from assistant.evaluate.gold import Evidence
from assistant.evaluate.matching import is_evidence
from assistant.quotes import fold, holds, tokens
from assistant.testing.evaluation import QUOTE, passage, store

EVIDENCE = Evidence("deck", QUOTE)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("L’Été À CŒUR", "l'ete a coeur"),
        ("84\u00a0% des\u202fmaires", "84 % des maires"),
        ("il-\nlustrer", "illustrer"),
        ("Re-\n\n  cherche", "recherche"),
        ("co-construction", "co-construction"),
        ("gouver\u00ad\nnance", "gouvernance"),
        ("2018-\n2022", "2018- 2022"),
        ("alliances - les", "alliances - les"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text", ["co-construction", "co-\nconstruction", "co- construction", "co\u2011construction"]
)
def test_a_hyphen_between_letters_never_makes_a_difference(text: str) -> None:
    assert tokens(text) == ("coconstruction",)


def test_tokens_are_words_and_numbers() -> None:
    assert tokens("« l’ODD 17 » : 7,5 % en 2018-2022 !") == (
        "l", "odd", "17", "7", "5", "en", "2018", "2022",
    )  # fmt: skip


def test_four_tokens_of_five_in_order_are_enough_and_three_are_not() -> None:
    quote = "un deux trois quatre cinq"
    assert holds("un deux trois quatre autre", quote)
    assert not holds("un deux trois autre encore", quote)


def test_other_words_may_stand_between() -> None:
    assert holds("un et deux puis trois avec quatre ou cinq", "un deux trois quatre cinq")


def test_order_counts() -> None:
    quote = "un deux trois quatre cinq"
    assert holds("deux trois quatre cinq un", quote)  # four in order: 2 3 4 5
    assert not holds("quatre cinq un deux trois", quote)  # at most three in order


def test_ocr_noise_within_a_fifth_of_the_tokens() -> None:
    clean = "Les résultats de l’étude confirment l’ampleur du mouvement d’alliance en France"
    noisy = "Les résultats de Iétude confirment Pampleur du mouvement d'alliance en France"
    assert len(tokens(clean)) == 14
    # l·etude and l·ampleur are each read as one wrong word: 10 of 14 stand, 71 %
    assert not holds(noisy, clean)
    # one of the two is 12 of 14, 86 %
    assert holds(noisy.replace("Pampleur", "l'ampleur"), clean)


def test_every_number_must_be_there() -> None:
    quote = "en 2019 près de 1200 maires ont répondu à cette grande enquête nationale"
    assert holds("En 2019, près de 1200 maires ont répondu à cette grande enquête", quote)
    assert not holds("En 2018, près de 1200 maires ont répondu à cette grande enquête", quote)
    assert not holds("Près de 1200 maires ont répondu à cette grande enquête nationale", quote)


def test_a_number_said_twice_must_be_there_twice() -> None:
    quote = "21 mesures et 21 acteurs"
    assert holds("21 mesures, 21 acteurs", quote)
    assert not holds("21 mesures et acteurs", quote)


def test_a_number_glued_to_letters_or_a_note_is_not_the_number() -> None:
    assert holds("la loi sur l’ODD17 de juillet", "la loi sur l’ODD17 de juillet")
    assert not holds("lancé en 20136 par les maires", "lancé en 2013 par les maires")


def test_a_quote_without_words_is_nowhere() -> None:
    assert not holds("du texte", "…")
    assert not holds("", QUOTE)


def test_the_repaired_or_the_raw_text_may_hold_it() -> None:
    shown = passage("p", QUOTE, raw="brouillé")
    unread = passage("p", "brouillé", raw=QUOTE.replace("à", "a"))
    neither = passage("p", "les quatre pionniers ont", raw="signé la charte à Paris en 2019")
    none = store()
    assert is_evidence(shown, EVIDENCE, none)
    assert is_evidence(unread, EVIDENCE, none)
    assert not is_evidence(neither, EVIDENCE, none)


def test_another_document_is_no_evidence() -> None:
    assert not is_evidence(passage("p", QUOTE, doc="report"), EVIDENCE, store())


def test_a_listed_twin_makes_the_shown_passage_evidence() -> None:
    scan = passage("scan", "brouillé", doc="deck", raw="brouillé")
    shown = passage("p", QUOTE, doc="report", twins=("scan",))
    assert is_evidence(shown, EVIDENCE, store(scan))


def test_the_quote_may_stand_in_the_twin_alone() -> None:
    shown = passage("p", "tout autre chose", doc="report", twins=("scan",))
    for scan in (
        passage("scan", QUOTE),
        passage("scan", "brouillé", raw=QUOTE),
    ):
        assert is_evidence(shown, EVIDENCE, store(scan))
    assert not is_evidence(shown, EVIDENCE, store(passage("scan", "rien")))


def test_a_twin_of_a_third_document_is_no_evidence() -> None:
    shown = passage("p", QUOTE, doc="report", twins=("scan",))
    assert not is_evidence(shown, EVIDENCE, store(passage("scan", QUOTE, doc="article")))


def test_a_twin_that_is_not_stored_is_an_error() -> None:
    shown = passage("p", QUOTE, doc="report", twins=("gone",))
    with pytest.raises(UnknownPassage):
        is_evidence(shown, EVIDENCE, store())


def test_only_the_share_asked_for_is_read() -> None:
    shown = passage("p", QUOTE + " " + "x" * len(QUOTE))
    assert is_evidence(shown, EVIDENCE, store(), share=0.5)
    assert not is_evidence(shown, EVIDENCE, store(), share=0.3)
