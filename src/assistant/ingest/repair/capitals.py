"""Accents that capitals lost: « Etat », « A partir de ».

Many write their capitals bare. Only where recognition lost accents, and kept one on another
capital of the page, is it certain that there were more.
"""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_ACCENTED = re.compile(r"(?<!\w)[ÀÉÈÊÎÔÇ][a-zà-ÿ]")
_USUAL, _SURER = 1e-6, 2.5
_TO = (
    "la l’ cet cette ces ce chaque partir travers côté cause propos titre défaut noter savoir"
    " condition moins peine présent droite gauche suivre venir long court moyen ma sa mon son notre"
    " nos leur leurs quoi qui"
)


def _first_letter(match: re.Match[str], sight: Sight) -> str:
    """« Etat »: without its accent it is no word, with it a usual one."""
    word = match.group()
    if not _ACCENTED.search(match.string):
        return word
    meant = "É" + word[1:]
    frequency = sight.lexicon.frequency
    sure = frequency(meant) >= max(_USUAL, _SURER * frequency(word))
    return meant if sure else word


def _preposition(match: re.Match[str], _: Sight) -> str:
    return "À" if _ACCENTED.search(match.string) else match.group()


RULES: tuple[Rule, ...] = (
    rule("accent", When.BARE, r"(?<![\w.-])E[a-zà-ÿ]{3,}(?![\w’'-])", _first_letter),
    rule(
        "accent",
        When.BARE,
        re.compile(rf"(?:(?<=^)|(?<=^• )|(?<=[.!?…] ))A(?= (?:{'|'.join(_TO.split())})\b)", re.M),
        _preposition,
    ),
)
