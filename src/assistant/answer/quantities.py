"""Numbers with what they count: « 15 espaces numériques » is another value than « 17 espaces
numériques », and no other value than « 15 exemples »."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.french import stems

FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_QUANTITY = re.compile(
    r"(?P<before>[^\W\d_][\w’'-]*[ \u00a0])?"
    r"(?<![\d.,/-])(?P<number>\d{1,3}(?:[ \u00a0]\d{3})*(?:[.,]\d+)?)"
    r"(?P<sign>[ \u00a0]?(?:%|M€|k€|€))?[ \u00a0](?=(?P<thing>[^\W\d_][^\d.,;:()!?«»\n]*))"
)
_ORDINAL = re.compile(
    r"^(?:ODD|objectif|mesure|n°|numéro|point|page|p|article|encadré|étape|axe)$", re.IGNORECASE
)
_LIST_NUMBER = re.compile(r"^(?:[•-] )?\d{1,2}[.)]")
_HEAD = 2
"""Stems that name the thing counted."""
_WORDS = 3


@dataclass(frozen=True, slots=True)
class Quantity:
    """`words` as they stand; `thing` the first stems of what is counted."""

    words: str
    number: str
    sign: str
    thing: tuple[str, ...]


@lru_cache(maxsize=4_096)
def quantities(text: str) -> tuple[Quantity, ...]:
    """What a sentence counts; the numbers that name (« ODD 17 », « mesure 18 ») are none."""
    return tuple(_quantities(text))


def _quantities(text: str) -> Iterator[Quantity]:
    text = _LIST_NUMBER.sub("", text)
    for found in _QUANTITY.finditer(text):
        before = (found["before"] or "").strip()
        thing = tuple(stems(found["thing"])[:_HEAD])
        if len(thing) < _HEAD or _ORDINAL.match(before):
            continue
        number = re.sub(r"[ \u00a0]", "", found["number"]).replace(",", ".")
        sign = (found["sign"] or "").strip()
        words = " ".join(found["thing"].split()[:_WORDS])
        yield Quantity(f"{found['number']}{found['sign'] or ''} {words}", number, sign, thing)


def differing(one: str, other: str, asked: frozenset[str]) -> tuple[str, str] | None:
    """The two quantities of one thing that is asked, where the sentences differ by it: neither
    holds the other's number."""
    if not FIGURE.search(one) or not FIGURE.search(other):
        return None
    theirs = quantities(other)
    for mine in quantities(one):
        if not asked & set(mine.thing):
            continue
        for their in theirs:
            same = (mine.sign, mine.thing) == (their.sign, their.thing)
            if same and _holds_not(one, their.number) and _holds_not(other, mine.number):
                return mine.words, their.words
    return None


def _holds_not(text: str, number: str) -> bool:
    return number not in {found.replace(",", ".") for found in FIGURE.findall(text)}
