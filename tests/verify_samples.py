"""Passages and a shorthand for the tests of the check of written answers."""

from __future__ import annotations

from assistant.answer.verify import WrittenVerifier
from assistant.domain import Passage, Sentence
from query_samples import passage

SURVEY = passage(
    "survey",
    "Selon les dernières études de l’Observatoire des partenariats, 81% des Français, 92% des"
    " maires, 83% des dirigeants d’entreprise et 98% des fondations considèrent le « jouer"
    " collectif » comme nécessaire face aux défis liés aux crises. Le Comité publie ses résultats"
    " le 12 juillet 2018.",
)
FUND = passage(
    "fund",
    "Le Fonds régional finance l’association Horizon depuis 2015. Un Comité de suivi sera institué"
    " autour de 2 instances.\nUn cadre juridique adapté est nécessaire, mais pas suffisant.\n"
    "La mission propose de créer une conférence annuelle des alliances.",
)
LEVERS = passage(
    "levers",
    "Trois leviers sont indispensables :\n• une vision partagée qui mobilise les énergies\n"
    "• une gestion régulatrice des règles communes\n• une action collective transformatrice",
)
SHOWN = (SURVEY, FUND, LEVERS)
VERIFIER = WrittenVerifier()


def checked(text: str, *passages: Passage) -> tuple[Sentence, ...]:
    return VERIFIER.verify(text, passages or SHOWN)


def one(text: str, *passages: Passage) -> Sentence:
    """The only sentence of a text."""
    (sentence,) = checked(text, *passages)
    return sentence
