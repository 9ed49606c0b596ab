"""Ordinals whose raised letters were read as signs: « 3®™ », « 1°' », « XXI°® »."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_LETTER = r"[^\W\d_]"
_SIGNED = (
    r"\b(\d{1,2}|[XVI]+[Il]*)"
    r"[ |]?(?:[®°*¢™“]{1,3}[mM]?[eE¢]?|[®°*¢™“]?[eé]?[®°*¢™“][mM][eE]|[®°*¢™]?[¢e][™¢][mM]?[eE¢]?"
    r"|[|®°*¢™] ?[ei]?[eè]me)[¢®™]?(?=[\s.,;:)]|" + _LETTER + r"{4}|-|$)"
)
_FEMININE = re.compile(r"(?:ion|té|(?<!ag)(?<!ism)(?<!str)(?<!cl)(?<!ic)e)s?$")
_ROMAN = re.compile(r"\b(?!Il\b)[XVI][XVIl|]+(?=-[XVI]|-?$| ?[eè]me\b)|\blll\b", re.MULTILINE)


def _ordinal(match: re.Match[str], _: Sight) -> str:
    """« 3®™ », « 6¢™Me », « XX®me » as « 3ème », « 6ème », « XXème »."""
    number = match.group(1)
    if len(match.group().strip()) == len(number) + 1 and match.group()[-1] not in "™®":
        return match.group()
    if " " in match.group() and not re.search(r"[™meèé]", match.group()):
        return match.group()
    tail = match.string[match.end() : match.end() + 1]
    gap = " " if tail.isalpha() else ""
    ending = "ère" if number == "1" else "ème"
    return f"{number if number.isdigit() else number.replace('l', 'I')}{ending}{gap}"


def _first(match: re.Match[str], _: Sight) -> str:
    """« 1°' étude », « 1°' janvier »: the noun's ending tells its gender, most often."""
    return "1ère " if _FEMININE.search(match.group(1)) else "1er "


def _strokes(match: re.Match[str], _: Sight) -> str:
    return re.sub("[l|]", "I", match.group())


RULES: tuple[Rule, ...] = (
    rule("ordinal", When.SCAN, r"\b1[°*®]['’‘\"”*°] ?(?=([^\W\d_]{3,}))", _first),
    rule("ordinal", When.SCAN, r"\b([XVI]{2,})[°*](?= siècles?\b)", r"\1e"),
    rule("ordinal", When.SCAN, _SIGNED, _ordinal),
    rule("ordinal", When.SCAN, r"\b(\d{1,2}) ?[eéè]me\b", r"\1ème"),
    rule("ordinal", When.SCAN, _ROMAN, _strokes),
)
