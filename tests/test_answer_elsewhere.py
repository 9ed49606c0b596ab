"""Other people's business is known by its words, the documents' own words never are."""

from __future__ import annotations

import pytest

from assistant.answer.elsewhere import names_other_subject
from assistant.french import stems


@pytest.mark.parametrize(
    "question",
    [
        "Quel temps fera-t-il demain ?",
        "où renouveler mon passeport",
        "une recette de quiche",
        "combien font 12 x 4",
        "mon alliance en or est trop serrée",
    ],
)
def test_other_subjects_are_named(question: str) -> None:
    assert names_other_subject(question, stems(question)) > 0


@pytest.mark.parametrize(
    "question",
    [
        "Quelle est la recette du faire alliance ?",
        "Combien de maires sont d'accord ?",
        "Quelles mesures pour les associations du territoire ?",
        "Combien de temps pour créer la Fondation des Territoires ?",
    ],
)
def test_the_documents_subjects_are_not(question: str) -> None:
    missing = [s for s in stems(question) if s not in {"recet"}]
    assert names_other_subject(question, missing) == 0
