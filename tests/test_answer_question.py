from __future__ import annotations

import pytest

from assistant.answer.condense import ABOUT
from assistant.answer.question import Kind, analyse


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        (Kind.FIGURE, "Combien de Français sont concernés ?"),
        (Kind.FIGURE, "quel pourcentage de maires ?"),
        (Kind.FIGURE, "cb d’entreprises ?"),
        (Kind.FIGURE, "Quel est le budget du fonds ?"),
        (Kind.FIGURE, "Quelle proportion d’associations ?"),
        (Kind.DATE, "Quand le rapport a-t-il été remis ?"),
        (Kind.DATE, "à quelle date ?"),
        (Kind.DATE, "Depuis quand le RAMEAU existe-t-il ?"),
        (Kind.PERSON, "Qui a remis le rapport ?"),
        (Kind.PERSON, "Quel ministre a reçu la députée ?"),
        (Kind.LIST, "Quelles sont les 21 mesures ?"),
        (Kind.LIST, "Cite les sept leviers"),
        (Kind.LIST, "Liste des partenaires"),
        (Kind.LIST, "Quels sont les trois axes ?"),
        (Kind.LIST, "lesquelles ?"),
        (Kind.DEFINITION, "Qu’est-ce que l’ODD 17 ?"),
        (Kind.DEFINITION, "c’est quoi une alliance"),
        (Kind.DEFINITION, "Que veut dire « faire alliance » ?"),
        (Kind.HOW, "Comment faire alliance ?"),
        (Kind.HOW, "Que faut-il faire pour commencer ?"),
        (Kind.WHY, "Pourquoi jouer collectif ?"),
        (Kind.WHY, "Pour quelle raison créer une fondation ?"),
        (Kind.OTHER, "ODD 17"),
        (Kind.OTHER, ""),
    ],
)
def test_the_form_tells_what_is_asked(kind: Kind, question: str) -> None:
    assert analyse(question).kind is kind


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("Quelles sont les 21 mesures ?", 21),
        ("les trois missions de la Fondation", 3),
        ("les sept grands leviers", 7),
        ("quels sont les axes ?", None),
        ("la mesure 18", None),
    ],
)
def test_a_count_is_how_many_things_are_asked(question: str, count: int | None) -> None:
    assert analyse(question).count == count


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("la mesure 18", 18), ("mesure n° 7", 7), ("que dit le point 3 ?", 3), ("et la 18 ?", 18),
        ("les 21 mesures", None), ("l’ODD 17", None), ("qu’est-ce que l’ODD 17 ?", None),
        ("Quelles sont les 21 mesures ?", None),
    ],
)  # fmt: skip
def test_a_number_names_one_item(question: str, number: int | None) -> None:
    assert analyse(question).number == number


def test_a_follow_up_keeps_its_own_form_else_the_first_ones() -> None:
    assert analyse(f"combien ?{ABOUT}Qui pilote la mission ?").kind is Kind.FIGURE
    assert analyse(f"et les élus ?{ABOUT}Combien de mesures ?").kind is Kind.FIGURE
