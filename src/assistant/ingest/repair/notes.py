"""Footnote marks that extraction glued to words, or that recognition read as signs."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_AFTER_WORD = (
    r"(?<=[\w»)])(?<!\b[nN])(?!(?<=\d)[° ]) ?['’]?"
    r"(?:[?%]?[®™°©@*¢]+['’\"”°*]*|(?<=») ?[?%]+[°®]*(?=[.,;:]))(?=[\s.,;:»)]|$)"
)
_AS_APOSTROPHE = re.compile(
    r"(?<=[a-zà-ÿ]{3})['’‘]{1,2}[s?*°\"]?(?=[.,;)](?:[\s.,;]|$)| »)", re.MULTILINE
)
_OPENED = re.compile(r"(?<!\w)['’‘](?=[^\W\daeiouyhéèêâîô_])")
_QUOTE = re.compile(r'(?<!\w)["“„](?=\w)')
_ON_YEAR = re.compile(r"(?<=[a-zà-ÿ] )((?:19|20)\d\d)([1-9]\d?)(?=[.,;]|\s*$)", re.MULTILINE)
_USUAL = 1e-6
_NEAR = 200


def _as_question(match: re.Match[str], _: Sight) -> str:
    """A question mark glued to a word is a note where the others have a space before them."""
    text = match.string
    spaced = len(re.findall(r"\w \?", text))
    glued = len(re.findall(r"\w\?(?=\s+[A-ZÀ-Ý«])", text))
    return "" if spaced > glued else match.group()


def _unless_quoted(match: re.Match[str], _: Sight) -> str:
    """A closing quote that none opens. One before a vowel is a lost article: « 'humanité »."""
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    opened = len(match.group()) == 1 and _OPENED.search(before)
    return match.group() if opened else ""


def _unless_opened(match: re.Match[str], _: Sight) -> str:
    """« territoires" »: a double quote closes nothing where none was opened."""
    return match.group() if _QUOTE.search(match.string, 0, match.start()) else ""


def _bare_year(match: re.Match[str], _: Sight) -> str:
    return match.group(1) if int(match.group(1)) <= 2100 else match.group()


def _bare_word(match: re.Match[str], sight: Sight) -> str:
    """« alliance1 »: a figure after a usual word in small letters."""
    word = match.group(1)
    return word if sight.lexicon.frequency(word) >= _USUAL else match.group()


LAYER_RULES: tuple[Rule, ...] = (
    rule(
        "note_mark", When.LAYER, r"(?<![\w./@-])([a-zà-ÿœ]{4,})\d{1,2}(?=[\s.,;:)»]|$)", _bare_word
    ),
)

RULES: tuple[Rule, ...] = (
    rule("note_mark", When.SCAN, r"(?<=[a-zà-ÿ]{3})\?['’]?(?=[,.;]| [a-zà-ÿ])", _as_question),
    rule("note_mark", When.SCAN, r"(?<=»)[\"'’®°]+(?=[.,; \n])", ""),
    rule("note_mark", When.SCAN, r"(?<=[a-zà-ÿ])[®™°©]+(?= ?»)", ""),
    rule("note_mark", When.SCAN, r"(?<=[a-zà-ÿ]{3})['’‘][?*°\"](?=[\s.,;:])", ""),
    rule("note_mark", When.SCAN, _AFTER_WORD, ""),
    rule("note_mark", When.SCAN, re.compile(r"(?<=\w ») ?\d{1,2}(?=[.,;]|$)", re.M), ""),
    rule("note_mark", When.SCAN, _AS_APOSTROPHE, _unless_quoted),
    rule("note_mark", When.SCAN, r"(?<=[a-zà-ÿ]{3})[\"”“](?=[\s.,;:])", _unless_opened),
    rule("note_mark", When.SCAN, _ON_YEAR, _bare_year),
)
