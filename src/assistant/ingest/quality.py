"""How well a page reads as French."""

from __future__ import annotations

import re

from assistant.domain import Quality
from assistant.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")


def judge(text: str, lexicon: Lexicon) -> Quality:
    """Judge the text of one page."""
    words = _WORD.findall(text)
    if not words:
        return Quality(score=0.0)
    known = lexicon.known_share(words)
    signs = sum(not char.isspace() for char in text)
    return Quality(known, len(words), sum(map(len, words)) / signs, known)
