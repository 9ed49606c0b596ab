"""Amounts in which figures were read as letters or set apart: « 3O OOO € », « 12 ,5% »."""

from __future__ import annotations

import re

from assistant.ingest.repair.dates import FIGURES
from assistant.ingest.repair.rules import Rule, Sight, When, rule

_UNIT = (
    r"(?:€|%|k€|M€|euros?|francs?|millions?|milliards?|personnes|habitants|heures|jours|mois|ans"
    r"|années|kg|km|m²|ha|hectares)"
)


def _amount(match: re.Match[str], _: Sight) -> str:
    """All of it in figures, where some of it is."""
    read = match.group()
    return read.translate(FIGURES) if any(sign.isdigit() for sign in read) else read


RULES: tuple[Rule, ...] = (
    rule(
        "number",
        When.SCAN,
        rf"(?<![\w’'])[\dlI][\dOolI]*(?:[ .,][\dOolI]{{1,3}})*(?= ?{_UNIT}(?!\w))",
        _amount,
    ),
    rule("number", When.SCAN, r"(?<![\w’'])\d[\dOol]*[Ool][\dOol]*\d(?![\w’'])", _amount),
    rule("number", When.SCAN, r"(?<=n° )[\dlIO]{2,6}(?!\w)", _amount),
    rule("number", When.SCAN, r"(?<=\d) (?=,\d)|(?<=\d,) (?=\d+ ?%)", ""),
)
