"""Spaces that extraction lost or added: « del’alliance », « par tenariats », « P R O J E T »."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.ingest.repair.inflections import has_family
from assistant.ingest.repair.rules import Rule, Sight, When, rule
from assistant.lexicon import Lexicon

_L = r"[^\W\d_]"
_ELIDED = "[ldnsjcmtLDNSJCMT]|[Qq]u"
_SMALL = frozenset(
    "à au aux avec ce ces cet cette comme dans de des du elle en est et eux il ils je la le les"
    " leur leurs lui ma mais mes mon ne nos notre nous on ont ou où par pas plus pour que qui sa"
    " sans se ses si son sont sous sur ta tes ton tous tout toute toutes tu un une vos votre"
    " vous".split()
)
"""Small words that a line run together may be cut into."""
_NOT_FIRST = frozenset(
    "a ce comme en est la ma mais mes on ont par plus pour sa sans se sous sur ta".split()
)
"""Words that others begin with: « surmonter », « enlacer », « parfaire »."""
_USUAL, _RARE = 1e-6, 1e-7
_LEAST, _CUT, _LONGEST = 6, 0.6, 18


def _closed_up(match: re.Match[str], sight: Sight) -> str:
    """« A L L I A N C E S »: one word, or the few that its letters make."""
    letters = re.sub(r"\s", "", match.group())
    if not (letters.islower() or letters.isupper()):
        return match.group()
    if sight.lexicon.frequency(letters) >= _RARE:
        return letters
    parts = _parts(letters.lower(), sight.lexicon)
    if not parts:
        return match.group()
    return " ".join(parts).upper() if letters.isupper() else " ".join(parts)


def _joined(match: re.Match[str], sight: Sight) -> str:
    """« par tenariats »: together a usual word, apart at least one is none."""
    left, right = match.group(1), match.group(2)
    frequency = sight.lexicon.frequency
    whole = frequency(left + right)
    odd = frequency(right) < _RARE or (len(left) > 1 and frequency(left) < _RARE)
    return left if odd and whole >= _USUAL and left.lower() not in _ALONE else match.group()


def _whole(match: re.Match[str], sight: Sight) -> str:
    """« asso- ciations »: the hyphen of a line end that went on as a line."""
    left, right = match.groups()
    frequency = sight.lexicon.frequency
    odd = min(frequency(left), frequency(right)) < _RARE
    return left + right if odd and frequency(left + right) >= _USUAL else match.group()


_ALONE = frozenset("à y ô".split())


def _cut(match: re.Match[str], sight: Sight) -> str:
    """« touslesterritoires »: no word, but words one after the other."""
    word = match.group()
    if sight.lexicon.frequency(word) or has_family(word.lower(), sight.lexicon.forms):
        return word
    parts = _parts(word.lower(), sight.lexicon)
    if not _makes_sense(parts):
        return word
    head = word[: len(parts[0])]
    return " ".join([head, *parts[1:]])


@lru_cache(maxsize=20_000)
def _parts(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The likeliest words that a string of letters runs together, if any."""
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())]
    for end in range(1, len(word) + 1):
        found: tuple[float, tuple[str, ...]] | None = None
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            part = word[start:end]
            if before is None or not _stands(part, lexicon):
                continue
            score = before[0] + math.log10(lexicon.frequency(part)) - _CUT
            if found is None or score > found[0]:
                found = (score, (*before[1], part))
        best.append(found)
    return best[-1][1] if best[-1] is not None else ()


def _makes_sense(parts: Sequence[str]) -> bool:
    """Small words among longer ones, as sentences have them."""
    small = [part in _SMALL for part in parts]
    if len(parts) < 2 or all(small) or small[-1] or not any(small):
        return False
    return parts[0] not in _NOT_FIRST if len(parts) == 2 else small[0] or sum(small) > 1


def _stands(part: str, lexicon: Lexicon) -> bool:
    return part in _SMALL or (len(part) >= 5 and lexicon.frequency(part) >= _USUAL)


ALWAYS_RULES: tuple[Rule, ...] = (
    rule("space", When.ALWAYS, rf"(?<!\S)(?:{_L}[  ]){{4,}}{_L}(?![\w’'])", _closed_up),
)
RULES: tuple[Rule, ...] = (
    rule(
        "space",
        When.LAYER,
        rf"\b(de|à|que|et|dans|pour|par|sur|avec|en|est|sont|comme)((?:{_ELIDED})[’'])(?={_L})",
        r"\1 \2",
        guesses=True,
    ),
    rule(
        "space",
        When.LAYER,
        rf"(?<![\w’'-])({_L}+) (?=([a-zà-ÿœ]{{2,}})(?![\w’'-]))",
        _joined,
        guesses=True,
    ),
    rule(
        "space",
        When.LAYER,
        rf"(?<![\w’'@./-])[^\W\d_A-ZÀ-Ý]{{{_LEAST},}}(?![\w@/]|\.\w)",
        _cut,
        guesses=True,
    ),
    rule(
        "hyphen",
        When.LAYER,
        r"(?<![\w’'-])([^\W\d_]{2,})- ([a-zà-ÿœ]{2,})(?![\w’'-])",
        _whole,
        guesses=True,
    ),
    rule("space", When.LAYER, r"(?<=[a-zà-ÿ]{3})([,;])(?=[a-zà-ÿ]{3})", r"\1 ", guesses=True),
)
