"""Letters that a PDF spells in its own way."""

from __future__ import annotations

import pytest

from assistant.ingest.pdf.signs import cleaned


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("l’aﬃchage ﬁnal, ﬂeuve", "l’affichage final, fleuve"),
        ("r´eunion", "réunion"),
        ("probl`eme", "problème"),
        ("fran¸cais", "français"),
        ("coop\xaderation", "cooperation"),
        ("gou\xad", "gou-"),
        ("gou\ufffe", "gou-"),
        ("\uf0b7 Agir", "• Agir"),
        ("a\ue123b\x00", "ab"),
        ("e\u0301lus", "élus"),
        ("30\u00a0000\u202f€", "30 000 €"),
        ("aujourd’hui « œuvre » à 50 %", "aujourd’hui « œuvre » à 50 %"),
    ],
)
def test_words_are_spelt_as_they_are_seen(raw: str, read: str) -> None:
    assert cleaned(raw) == read
