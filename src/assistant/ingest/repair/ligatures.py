"""Printed ligatures: their own characters spelled out, those that were lost found again."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_SPELLED = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "ĳ": "ij",
}  # fmt: skip
_LOST = ("fi", "ff", "fl", "ffi", "ffl", "ti", "tt")
_WORDS_OF_ONE = "aàyôAÀYÔ"
_ODD, _ODD_SHORT, _COMMON = 1e-7, 5e-6, 1e-4
_USUAL, _EVERYDAY, _SCRAP = 1e-6, 1e-5, 3


def _letters(match: re.Match[str], sight: Sight) -> str:
    """A scrap of two or three letters that is no word is a drawing that was read."""
    read = match.group()
    word = "".join(_SPELLED.get(sign, sign) for sign in read)
    return word if len(word) > _SCRAP or sight.lexicon.frequency(word) >= _EVERYDAY else read


def _found(match: re.Match[str], sight: Sight) -> str:
    """« e�ectif »: the letters that a sign without meaning stands for."""
    left, right = match.groups()
    frequency = sight.lexicon.frequency
    lost = max(_LOST, key=lambda letters: frequency(left + letters + right))
    return left + lost + right if frequency(left + lost + right) >= _USUAL else match.group()


def _gap(match: re.Match[str], sight: Sight) -> str:
    """« dé nition »: what a gap hides, where the sides are no words."""
    left, space, right = match.groups()
    frequency = sight.lexicon.frequency
    if not _fragments(left, right, sight) or frequency(left + right) >= _USUAL / 10:
        return match.group()
    lost = max(_LOST, key=lambda letters: frequency(left + letters + right))
    return left + lost if frequency(left + lost + right) >= _USUAL else left + space


def _fragments(left: str, right: str, sight: Sight) -> bool:
    """Whether the right side, or a lone letter on the left, is no word of its own."""
    if len(left) == 1 and left not in _WORDS_OF_ONE:
        return sight.lexicon.frequency(right) < _COMMON
    return _odd(right, sight) and (len(left) <= 3 or _odd(left, sight) or _usual(left, sight))


def _odd(part: str, sight: Sight) -> bool:
    return sight.lexicon.frequency(part) < (_ODD_SHORT if len(part) <= 4 else _ODD)


def _usual(part: str, sight: Sight) -> bool:
    return sight.lexicon.frequency(part) >= _USUAL


def _misread(match: re.Match[str], sight: Sight) -> str:
    """« ceuvre », « vceu », « cceur »: œu, which no other letters look like."""
    word, frequency = match.group(), sight.lexicon.frequency
    meant = re.sub(r"(?<=c)ceu|ceu|osu|oeu", "œu", word)
    return meant if frequency(word) < _ODD and frequency(meant) >= _ODD else word


RULES: tuple[Rule, ...] = (
    rule(
        "ligature",
        When.ALWAYS,
        rf"[^\W\d_]*[{''.join(_SPELLED)}][^\W\d_]*",
        _letters,
        guesses=True,
        signs="".join(_SPELLED),
    ),
)
LAYER_RULES: tuple[Rule, ...] = (
    rule(
        "ligature",
        When.LAYER,
        r"(?<![\w’'-])([^\W\d_]+)(?:[\ufffd\x00-\x08\x0e-\x1f]+|[\ue000-\uf8ff])([^\W\d_]+)(?![\w’'-])",
        _found,
        guesses=True,
    ),
    rule(
        "ligature",
        When.LAYER,
        r"(?<![\w-])([^\W\d_]{1,8})( )(?=([a-zà-ÿ]{2,})(?![\w’'-]))",
        _gap,
        guesses=True,
    ),
)
SCAN_RULES: tuple[Rule, ...] = (
    rule("ligature", When.SCAN, r"(?<!\w)[^\W\d_]*(?:ceu|osu|oeu)[^\W\d_]*", _misread),
)
