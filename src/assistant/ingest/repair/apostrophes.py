"""Apostrophes that were lost, doubled, set apart or read as a letter: « I'action », « d' eux »."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule
from assistant.ingest.repair.sentence import begins_sentence

_A = r"['’‘`´]"
_LETTER = r"[^\W\d_]"
_VOWELS = "aeiouyhéèêëàâîïôûœAEIOUYHÉÈÊÀÂÎÔŒ"
_HEADS = ("lorsqu", "puisqu", "aujourd", "jusqu", "qu", "c", "d", "j", "n", "s")
GLUED = {
    word: next(f"{head}’{word[len(head) :]}" for head in _HEADS if word.startswith(head))
    for word in (
        "aujourdhui", "cest", "cétait", "dabord", "dailleurs", "daprès", "dautre", "dautres",
        "davoir", "dêtre", "jai", "jaurais", "javais", "jusquau", "jusquaux", "jusquen",
        "jusquici", "jusquà", "lorsquelle", "lorsquil", "lorsquils", "lorsquon", "lorsquun",
        "lorsquune", "navait", "nayant", "nest", "nont", "nétaient", "nétait", "puisquelle",
        "puisquil", "puisquils", "puisquon", "quau", "quaucun", "quaucune", "quaux", "quen",
        "quil", "quils", "quon", "quun", "quune", "quà", "sagit", "sest", "sil", "sils", "sétait",
    )
}  # fmt: skip
"""Run together, these are no words of French, though typing errors make some of them usual."""


def _article(match: re.Match[str], _: Sight) -> str:
    return "L’" if begins_sentence(match.string, match.start()) else "l’"


def _apart(match: re.Match[str], _: Sight) -> str:
    word = match.group()
    meant = GLUED[word.lower()]
    return meant[0].upper() + meant[1:] if word[0].isupper() else meant


def _elided(match: re.Match[str], sight: Sight) -> str:
    """« l alliance »: a letter alone before a usual word that asks for an elision."""
    usual = sight.lexicon.frequency(match.group(2)) >= _USUAL
    return f"{match.group(1)}’{match.group(2)}" if usual else match.group()


_USUAL = 1e-7

LAYER_RULES: tuple[Rule, ...] = (
    rule(
        "elision",
        When.LAYER,
        rf"\b([ldnsjcmtLDNSJCMT]|[Qq]u) ?{_A} (?={_LETTER})",
        r"\1’",
        guesses=True,
    ),
    rule(
        "elision",
        When.LAYER,
        rf"(?<![\w’'./-])(?<!\d )([ldnsjcmtLD]|[Qq]u)"
        rf" ([{_VOWELS}]{_LETTER}{{2,}}|est|en|un|on|il|ai)\b(?![’'])",
        _elided,
        guesses=True,
    ),
    rule(
        "elision",
        When.LAYER,
        r"(?<![\w’'.-])([NSJC]) (?=(?:est|ai|était|ont|avait)\b)",
        r"\1’",
        guesses=True,
    ),
    rule(
        "elision",
        When.LAYER,
        rf"(?<![\w’'-])(?i:{'|'.join(GLUED)})(?![\w’'-])",
        _apart,
        guesses=True,
    ),
    rule("elision", When.LAYER, r"\b([Aa])ujourd hui\b", r"\1ujourd’hui"),
)

RULES: tuple[Rule, ...] = (
    rule("letter", When.SCAN, r"\b0(?=[A-Z]{2})", "O"),
    rule("apostrophe", When.SCAN, rf"{_A}{{2,}}(?=\w)", "’"),
    rule("apostrophe", When.SCAN, rf"(?<=\w)[¢®°]+(?={_A}\w)", ""),
    rule(
        "apostrophe",
        When.SCAN,
        rf"\b([ldnsjcmtLDNSJCMT]|[Qq]u)[°\"”*](?=[{_VOWELS}]\w|[aày]\b)",
        r"\1’",
    ),
    rule("apostrophe", When.SCAN, rf"\b([ldnsjcmtqLDNSJCMTQ]|[qg]u) ?{_A} ?(?={_LETTER})", r"\1’"),
    rule("elision", When.SCAN, r"(?<![\w’])([lLdD]) (?=[aeiouhéèêâîôAEIOUHÉÈÊ]\w{3})", r"\1’"),
    rule("elision", When.SCAN, r"\b([Aa])ujourd hui\b", r"\1ujourd’hui"),
    rule("letter", When.SCAN, r"\bq?gu’", "qu’"),
    rule("elision", When.SCAN, r"\bce quelle(s?)\b(?! que)", r"ce qu’elle\1"),
    rule("elision", When.SCAN, rf"(?<!\w)[UPF]{_A}(?=[aeiouyhéèêàâîôûAEIOUYHÉÈ])", _article),
    rule("elision", When.SCAN, rf"(?<!\w)[I|1!]{_A}(?={_LETTER})", _article),
    rule("apostrophe", When.SCAN, rf"(?<=[\w]){_A}(?={_LETTER})", "’"),
    rule(
        "elision",
        When.BARE,
        rf"(?<![\w’'»])(?<!\d ){_A}(?={_LETTER}{{3,}}|une? |on )(?!\w+{_A}[\s.,;])",
        _article,
    ),
    rule(
        "elision",
        When.SCAN,
        rf"\b(de|à|par|dans|sur|pour|et|que|sous|avec|vers|entre|selon|est) ['’‘´]"
        rf"(?=[aeiouéèêâîôœ]{_LETTER}{{3,}})",
        r"\1 l’",
    ),
)
