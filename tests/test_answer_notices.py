from __future__ import annotations

import pytest

from assistant.answer.notices import relative_times
from assistant.domain import Citation, Document
from query_samples import passage

DATED = Document("doc", "Le document", date="2020-05-07", date_precision="day")


def cited(quote: str, document: Document = DATED) -> Citation:
    return Citation(1, passage(text=quote), document, quote, (0, len(quote)))


@pytest.mark.parametrize(
    ("quote", "word"),
    [
        ("Un sondage réalisé aujourd’hui même.", "aujourd’hui"),
        ("Le résultat paraîtra bientôt.", "bientôt"),
        ("Les conclusions sont à venir.", "à venir"),
        ("La prochaine étape est connue.", "prochaine"),
        ("Depuis 14 ans, le réseau agit.", "depuis 14 ans"),
        ("ACTUELLEMENT, dix maires agissent.", "actuellement"),
    ],
)
def test_what_was_now_or_soon_is_given_its_date(quote: str, word: str) -> None:
    (notice,) = relative_times([cited(quote)])
    assert word in notice
    assert "7\u00a0mai 2020" in notice


def test_what_has_its_own_date_needs_none() -> None:
    assert relative_times([cited("Le 16 octobre 2019, la mission est confiée.")]) == ()


def test_an_undated_document_gives_none() -> None:
    assert relative_times([cited("C’est pour bientôt.", Document("doc", "Sans date"))]) == ()


def test_a_word_is_told_once_for_a_document() -> None:
    other = Document("autre", "L’autre", date="2022")
    notices = relative_times(
        [cited("Aujourd’hui, oui."), cited("Et aujourd’hui non."), cited("Aujourd’hui.", other)]
    )
    assert len(notices) == 2
    assert "2022" in notices[1]


def test_three_notices_are_enough() -> None:
    words = ("aujourd’hui", "bientôt", "désormais", "actuellement", "récemment")
    assert len(relative_times([cited(f"C’est {word}.") for word in words])) == 3
