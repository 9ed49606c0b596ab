"""Dates and years in which figures were read as letters: « ler janvier », « l9 mars 2O2O »."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

FIGURES = str.maketrans("OoQlI|iSsB", "0001111558")
_MONTH = (
    r"(?:janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[uû]t|septembre|octobre|novembre"
    r"|d[ée]cembre)"
)


def _figures(match: re.Match[str], _: Sight) -> str:
    """The whole match in figures, where they make a day or a year."""
    return re.sub(r"[\dOoQlI|iSB]+", lambda m: m.group().translate(FIGURES), match.group())


def _day(match: re.Match[str], _: Sight) -> str:
    day = match.group().translate(FIGURES)
    return day if 1 <= int(day) <= 31 else match.group()


def _year(match: re.Match[str], _: Sight) -> str:
    year = match.group().translate(FIGURES)
    return year if 1500 <= int(year) <= 2100 else match.group()


RULES: tuple[Rule, ...] = (
    rule(
        "date", When.SCAN, rf"(?<![\w’'])[lI|1i] ?[eE][rt](?= (?:{_MONTH}|étage|semestre)\b)", "1er"
    ),
    rule("date", When.SCAN, rf"(?<=\s)['’‘]er(?= {_MONTH}\b)", "1er"),
    rule("ordinal", When.SCAN, r"(?<![\w’'-])ler(?= [a-zà-ÿ])", "1er"),
    rule("date", When.SCAN, rf"(?<![\w’'])1[°*\"“”’'®%]{{1,2}} ?(?= ?{_MONTH}\b)", "1er "),
    rule("date", When.SCAN, rf"(?<![\w’'])(?=\w*[OolI])[\dOolI]{{1,2}}(?= {_MONTH}\b)", _day),
    rule("date", When.SCAN, rf"(?<={' '})(?=\w*[OoQlI])[12lI][\dOoQlI]{{3}}(?![\w’'])", _year),
)
