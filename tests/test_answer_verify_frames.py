from __future__ import annotations

import pytest

from assistant.answer.verify import is_frame
from verify_samples import SHOWN, checked


@pytest.mark.parametrize(
    "line",
    [
        "Voici les trois leviers :",
        "## Les trois leviers",
        "**Les leviers de l’action**",
        "En résumé :",
        "**En bref.**",
        "Ils se déclinent ainsi :",
        "Vous cherchez à vous former ?",
        "| Public | Part |\n|---|---|",
    ],
)
def test_what_only_introduces_is_a_frame(line: str) -> None:
    assert is_frame(line, SHOWN)
    assert checked(line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Voici les 45 leviers :",
        "Voici ce que dit la Fondation Michelin :",
        "Depuis le 12 juillet 2018 :",
        "Les alliances augmentent la confiance :",
        "La commune paie 92 % des frais :",
        "## Les alliances ont sauvé les communes",
        "Le Fonds finance Horizon.",
        "Voici les leviers [1] :",
        "Voici https://exemple.fr :",
        "Saviez-vous que les communes paient tout ?",
    ],
)
def test_what_claims_is_no_frame(line: str) -> None:
    assert not is_frame(line, SHOWN)
