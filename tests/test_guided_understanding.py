"""Replies in a reader's own words, on the questions of the project."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.guided.content import load_content
from assistant.guided.understanding import command, understand
from assistant.guided.values import Question

CONTENT = load_content(Path(__file__).resolve().parents[1] / "corpus")


def question(name: str) -> Question:
    found = CONTENT.question(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "text", "choices"),
    [
        ("pour", "je suis maire", "elu"),
        ("pour", "Maire d'une petite commune", "elu"),
        ("pour", "conseillere municipale", "elu"),
        ("pour", "ELU", "elu"),
        ("pour", "1", "elu"),
        ("pour", "le 3", "association"),
        ("pour", "le troisième", "association"),
        ("pour", "asociation", "association"),
        ("pour", "présidente d’une asso sportive", "association"),
        ("pour", "chef d'entreprise", "entreprise"),
        ("pour", "une boite de 12 personnes", "entreprise"),
        ("pour", "je ne suis pas maire, je suis bénévole", "association"),
        ("pour", "je suis DGS", "agent"),
        ("pour", "je ne sais pas", "citoyen"),
        ("stade", "on démarre", "demarrer"),
        ("stade", "on demare tout juste", "demarrer"),
        ("stade", "pas encore trouvé de partenaires", "idee"),
        ("stade", "j’ai une idée", "idee"),
        ("stade", "on veut faire le bilan", "evaluer"),
        ("stade", "je sais pas trop", "decouvrir"),
        ("avec", "1 et 3", "collectivites entreprises"),
        ("avec", "1,3, 2", "collectivites associations entreprises"),
        ("avec", "des assos et la préfecture", "associations etat"),
        ("avec", "les habitants", "habitants"),
        ("avec", "je ne sais pas encore", "indecis"),
        ("avec", "7 et 2", "associations"),
        ("besoin", "2", "partenaires"),
        ("besoin", "de l’argent", "moyens"),
        ("besoin", "un cadre juridique", "cadre"),
        ("besoin", "evaluer notre impact", "mesurer"),
        ("besoin", "aucune idée", "indecis"),
    ],
)
def test_own_words_choose(name: str, text: str, choices: str) -> None:
    found = understand(question(name), text)
    assert found.between == ()
    assert set(found.choices) == set(choices.split())


@pytest.mark.parametrize("text", ["", "?!", "blurp", "9", "0", "1 2", "42", "😀"])
def test_what_says_nothing_chooses_nothing(text: str) -> None:
    assert understand(question("pour"), text).choices == ()


def test_two_equal_readings_are_both_told() -> None:
    found = understand(question("pour"), "élu et bénévole")
    assert found.between == ("elu", "association")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("Retour", "retour"),
        ("revenir en arrière", "retour"),
        ("RECOMMENCER !", "recommencer"),
        ("passer", "passer"),
        ("je ne sais pas", "passer"),
        ("retour à l’emploi", None),
        ("", None),
    ],
)
def test_orders_are_whole_replies(text: str, order: str | None) -> None:
    assert command(CONTENT, text) == order
