from __future__ import annotations

import pytest

from assistant.retrieve.inflection import is_form_of


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("boites", "boite"),
        ("elue", "elu"),
        ("elus", "elu"),
        ("locaux", "local"),
        ("citoyenne", "citoyen"),
        ("dangereuses", "dangereux"),
        ("lance", "lancer"),
        ("lancent", "lancer"),
        ("engageons", "engager"),
        ("aider", "aide"),
        ("outil", "outils"),
        ("agit", "agir"),
        ("accompagnement", "accompagner"),
        ("maires", "maire"),
    ],
)
def test_a_plural_a_feminine_or_a_verb_is_a_form(typed: str, word: str) -> None:
    assert is_form_of(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("face", "fac"),
        ("commun", "commune"),
        ("communs", "commune"),
        ("communication", "commune"),
        ("mairie", "maire"),
        ("boit", "boite"),
        ("vis", "visee"),
        ("cape", "cap"),
        ("case", "cas"),
        ("foie", "foi"),
        ("social", "societe"),
        ("alliance", "allier"),
    ],
)
def test_another_word_is_none_whatever_its_stem(typed: str, word: str) -> None:
    assert not is_form_of(typed, word)
