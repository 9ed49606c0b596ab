"""Articles that recognition lost with their apostrophe: « de écosystème », « à occasion de »."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_VOWEL = "aeiouéèêàâîôûœ"
_OF = rf"\b([Dd]e) (?!ou|on)([{_VOWEL}][^\W\d_]{{3,}}[^\W\d_sx])\b(?!-)"
_PHRASE = (
    r"\b([àA]) (occasion|écoute|échelle|issue|égard|encontre|instar|aide|origine|exception|horizon"
    r"|image|intérieur|extérieur|ensemble)(?= (?:de|du|des|d’))"
)
_USUAL = 1e-6


def _of_the(match: re.Match[str], sight: Sight) -> str:
    """« de » never stands before a vowel in French: « l’ » was there, and was not read.

    Quoted or foreign words are left alone, and so are names, which start with a capital.
    """
    usual = sight.lexicon.frequency(match.group(2)) >= _USUAL
    return f"{match.group(1)} l’{match.group(2)}" if usual else match.group()


RULES: tuple[Rule, ...] = (
    rule("elision", When.SCAN, _OF, _of_the),
    rule("elision", When.SCAN, _PHRASE, r"\1 l’\2"),
)
