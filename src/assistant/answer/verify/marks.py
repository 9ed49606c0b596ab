"""Citation marks as language models write them: [1], [1, 2], [1-3], [^1], 【1】, ¹, (1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WIDEST_RANGE = 12
_NUMBER = r"-?\d{1,4}"
_WORD = r"(?:(?:extraits?|sources?|passages?|documents?|docs?|refs?\.?|n°)\s*)?"
_LIST = rf"{_NUMBER}(?:\s*(?:[,;–—-]|et|à|&)\s*{_WORD}\^?{_NUMBER})*"
_BRACKETS = re.compile(
    rf"[*_]{{0,3}}[\[【]\s*[*_]{{0,3}}{_WORD}\^?\s*({_LIST})(?:†[^\]】]*)?\s*[*_]{{0,3}}[\]】]"
    r"(?!\()[*_]{0,3}",
    re.IGNORECASE,
)
_RAISED = re.compile(r"(?<![kmcd]m)(?<![ᵉ⁰¹²³⁴-⁹])[⁰¹²³⁴-⁹]{1,3}(?:\s?[,⸴]\s?[⁰¹²³⁴-⁹]{1,3})*")
_PARENTHESES = re.compile(r"\((\d{1,2})\)(?=\s*(?:[.!?…;,»]|$|\n|\[))")
_DIGITS = {ord(raised): str(n) for n, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}
_PART = re.compile(rf"({_NUMBER})(?:\s*([–—-]|à)\s*\^?({_NUMBER}))?")


@dataclass(frozen=True, slots=True)
class Found:
    """A mark at `start` to `end` of a text: the passages it names."""

    start: int
    end: int
    numbers: tuple[int, ...]
    note: bool = False
    """Whether it is written as a footnote call: « [^1] »."""


def brackets(text: str) -> tuple[Found, ...]:
    return tuple(
        Found(m.start(), m.end(), tuple(dict.fromkeys(_numbers(m.group(1)))), "^" in m.group())
        for m in _BRACKETS.finditer(text)
    )


def raised(text: str) -> tuple[Found, ...]:
    """« ¹ », « ², ³ »; not those of m² and km²."""
    return tuple(
        Found(m.start(), m.end(), tuple(dict.fromkeys(_small(m.group()))))
        for m in _RAISED.finditer(text)
    )


def parentheses(text: str, count: int) -> tuple[Found, ...]:
    """« (1) » before the end of a clause, when it can be nothing but a mark: it names one of the
    `count` passages."""
    return tuple(
        Found(m.start(), m.end(), (int(m.group(1)),))
        for m in _PARENTHESES.finditer(text)
        if 1 <= int(m.group(1)) <= count
    )


def _small(text: str) -> Iterator[int]:
    for part in re.split(r"[,⸴\s]+", text.translate(_DIGITS)):
        if part:
            yield int(part)


def _numbers(text: str) -> Iterator[int]:
    """« 1, 2 », « 1-3 », « 2 à 4 »; a wide or reversed range is its two ends."""
    for match in _PART.finditer(re.sub(r"[^\W\d_à]+\.?\s*|°", " ", text)):
        first, last = int(match.group(1)), match.group(3)
        if last is None:
            yield first
        elif 0 <= (end := abs(int(last))) - first <= _WIDEST_RANGE:
            yield from range(first, end + 1)
        else:
            yield from (first, end)
