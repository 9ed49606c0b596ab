"""Shadowed titles, whose letters extraction gives twice: « LL’’AALLLLIIAANNCCEE »."""

from __future__ import annotations

import re

from assistant.ingest.repair.rules import Rule, Sight, When, rule

_LONG = 8
_TWICE = r"(?<!\S)(?:(\S)\1){2,}(?!\S)"
_WORD = re.compile(r"[^\W\d_]+")


def _single(match: re.Match[str], sight: Sight) -> str:
    """Once each, where that makes usual words and what was read does not."""
    read = match.group()
    once = read[::2]
    words = _WORD.findall(once)
    sure = len(read) >= _LONG or all(sight.lexicon.frequency(w) >= 1e-5 for w in words)
    return once if words and sure and not sight.lexicon.knows(read) else read


RULES: tuple[Rule, ...] = (rule("letter", When.ALWAYS, _TWICE, _single),)
