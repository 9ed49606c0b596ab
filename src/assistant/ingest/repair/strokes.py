"""Letters that recognition reads as signs or strokes: « |a », « lls », « li¢ », « €conomie »."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule
from assistant.lexicon import KNOWN


def _final_e(match: re.Match[str], sight: Sight) -> str:
    read, word = match.group(1), match.group(1) + "é"
    return word if sight.lexicon.frequency(word) > sight.lexicon.frequency(read) else match.group()


def _first_e(match: re.Match[str], sight: Sight) -> str:
    rest, knows = match.group(1), sight.lexicon.knows
    return "é" + rest if knows("é" + rest) and not knows(rest) else rest


def _completed(match: re.Match[str], sight: Sight) -> str:
    """« l’nnovation »: the stroke of an i was taken for the apostrophe's."""
    rest, frequency = match.group(1), sight.lexicon.frequency
    if sight.lexicon.knows(rest):
        return match.group()
    return f"l’{next((x + rest for x in 'ié' if frequency(x + rest) > KNOWN * 5), rest)}"


def _first_stroke(match: re.Match[str], sight: Sight) -> str:
    """« 1oi », « 1nnovation »: a figure before letters that make a word with l or i."""
    frequency = sight.lexicon.frequency
    meant = max("li", key=lambda letter: frequency(letter + match.group(1))) + match.group(1)
    return meant if frequency(meant) >= KNOWN * 10 else match.group()


E_RULES: tuple[Rule, ...] = (
    rule("letter", When.SCAN, r"(?<![\w’'])([^\W\d_]{2,})[¢€](?=[\s.,;:)])", _final_e, signs="¢€"),
    rule("letter", When.SCAN, r"(?<!\w)€([^\W\d_]{3,})", _first_e, signs="€"),
)

RULES: tuple[Rule, ...] = (
    rule(
        "letter",
        When.SCAN,
        r"(?<![\w.,-])1(?!(?:ers?|res?|ère)\b)([a-zà-ÿ]{2,})(?![\w’'])",
        _first_stroke,
    ),
    rule("letter", When.SCAN, r"\|a\b", "la"),
    rule("letter", When.SCAN, r"\|e(s?)\b", r"le\1"),
    rule("letter", When.SCAN, r"\b((?:[A-Z]\.)+)l\.(?=[A-Z]|\s)", r"\1I."),
    rule("letter", When.SCAN, r"(?<![\w.])l\.(?=[a-z]{3})", "I."),
    rule("letter", When.SCAN, r"\bl’([b-df-hj-np-tv-z][^\W\d_]{4,})", _completed),
    rule("letter", When.SCAN, r"(?<!\w)(?:[l|]l|lI|Ii|l[il])(s?)\b(?!’)", r"Il\1"),
    rule("letter", When.BARE, r"(?<= )([a-zà-ÿ]{3,}) \|(?= [A-ZÀ-Ý])", r"\1 !"),
    rule("letter", When.SCAN, r"(?<!\w)IIs\b", "Ils"),
)
