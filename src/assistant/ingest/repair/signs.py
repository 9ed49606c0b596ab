"""Signs that recognition set, changed or lost: stray apostrophes, braces."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_AHEAD, _NEAR = 120, 60
_CLOSED = re.compile(r"[’'‘](?!\w)")


def _stray(match: re.Match[str], sight: Sight) -> str:
    """« peut ’également »: an apostrophe before a usual word, and no quotation closes."""
    text, word = match.string, match.group(1)
    quoted = _CLOSED.search(text, match.end(), match.end() + _AHEAD)
    return word if sight.lexicon.knows(word) and not quoted else match.group()


def _gendered(match: re.Match[str], sight: Sight) -> str:
    """« invitéle) »: the bracket of « invité(e) » was read as a letter."""
    word, ending = match.groups()
    opened = match.string.rfind("(", max(0, match.start() - _NEAR), match.start()) >= 0
    whole = match.group()[:-1]
    if opened or sight.lexicon.frequency(whole) or not sight.lexicon.knows(word):
        return match.group()
    return f"{word}({ending})"


def _bracket(match: re.Match[str], _: Sight) -> str:
    """« {voir plus haut) »: the bracket that closes tells which one opened."""
    return f"({match.group(1)})"


RULES: tuple[Rule, ...] = (
    rule("sign", When.SCAN, r"\{([^(){}\n]{2,80})\)", _bracket),
    rule("sign", When.SCAN, r"\(([^(){}\n]{2,80})\}", _bracket),
    rule("sign", When.SCAN, r"(?<!\()\b([a-zà-ÿœ]{4,})[l\[{](e|es|s|ne|nes|le|les)\)", _gendered),
    rule("sign", When.SCAN, r"(?<=[a-zà-ÿ,;] )['’‘]([a-zà-ÿœ]{3,})(?![\w’'])", _stray),
)
