"""When a text holds a quote, whatever repair, OCR or typography did to either.

The rule: at least 80 % of the quote's folded tokens stand there in order, and all its numbers do.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from rapidfuzz.distance import LCSseq

from assistant import french

SHARE_IN_ORDER = 0.8

_HYPHENS = str.maketrans({"\u2010": "-", "\u2011": "-"})
_SOFT_HYPHEN = re.compile(r"\u00ad\s*")
_LINE_END_HYPHEN = re.compile(r"(?<=[^\W\d_])-[^\S\n]*\n\s*(?=[^\W\d_])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")
_TOKEN = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")


def fold(text: str) -> str:
    """Lower case, accents stripped, œ as oe, one kind of apostrophe, hyphen and space,
    words cut at a line end rejoined."""
    text = _SOFT_HYPHEN.sub("", text.translate(_HYPHENS))
    return french.fold(_LINE_END_HYPHEN.sub("", text))


@lru_cache(maxsize=8_192)
def tokens(text: str) -> tuple[str, ...]:
    """Folded words and numbers.

    A quote has its white space collapsed, so a cut word reads « il- lustrer » there: a hyphen
    between letters always joins, and « co-construction » is one token on both sides.
    """
    return tuple(_TOKEN.findall(_HYPHEN.sub("", fold(text))))


@lru_cache(maxsize=8_192)
def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(" ".join(tokens(text))))


def holds(text: str, quote: str) -> bool:
    """Whether `quote` stands in `text`: enough tokens in order, and all the numbers."""
    wanted = tokens(quote)
    if not wanted or _numbers(quote) - _numbers(text):
        return False
    return LCSseq.similarity(wanted, tokens(text)) >= SHARE_IN_ORDER * len(wanted)
