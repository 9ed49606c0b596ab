from __future__ import annotations

import pytest

from assistant import wording
from assistant.answer.legal import cautions, legal_notice, political_notice


@pytest.mark.parametrize(
    "text",
    [
        "répondre à un marché public",
        "des marchés publics",
        "Comment demander une subvention ?",
        "le régime fiscal du mécénat",
        "quel statut pour notre association",
        "Ai-je le droit de signer ?",
        "l’appel d’offres de la commune",
        "Que dit la loi ?",
    ],
)
def test_law_and_public_money_call_for_caution(text: str) -> None:
    assert legal_notice(text) == wording.LEGAL_NOTICE


@pytest.mark.parametrize(
    "text",
    [
        "mobilité des jeunes",
        "Comment faire alliance ?",
        "le contrat-alliance",
        "le contrat de confiance",
        "loin de la ville",
        "le loisir",
        "",
    ],
)
def test_nothing_else_does(text: str) -> None:
    assert cautions(text) == ()


def test_party_politics_call_for_their_own() -> None:
    assert political_notice("Pour qui voter aux municipales ?") == wording.POLITICAL_NOTICE
    assert political_notice("une politique publique") is None
    assert cautions("la loi et les élections municipales") == (
        wording.LEGAL_NOTICE,
        wording.POLITICAL_NOTICE,
    )
