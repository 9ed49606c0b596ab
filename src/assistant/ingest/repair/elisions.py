"""Articles that recognition lost with their apostrophe: « de écosystème », « à occasion de »."""

from __future__ import annotations

import re

from assistant.lexicon import Lexicon

_VOWEL = "aeiouéèêàâîôûœ"
_OF = re.compile(rf"\b([Dd]e) (?!ou|on)([{_VOWEL}][^\W\d_]{{3,}}[^\W\d_sx])\b(?!-)")
_PHRASE = re.compile(
    r"\b([àA]) (occasion|écoute|échelle|issue|égard|encontre|instar|aide|origine|exception|horizon"
    r"|image|intérieur|extérieur|ensemble)(?= (?:de|du|des|d’))"
)
_USUAL = 1e-6


def restore_articles(text: str, lexicon: Lexicon) -> str:
    """« de » never stands before a vowel in French: « l’ » was there, and was not read.

    Quoted or foreign words are left alone, and so are names, which start with a capital.
    """

    def write(match: re.Match[str]) -> str:
        usual = lexicon.frequency(match.group(2)) >= _USUAL
        return f"{match.group(1)} l’{match.group(2)}" if usual else match.group()

    return _PHRASE.sub(r"\1 l’\2", _OF.sub(write, text))
