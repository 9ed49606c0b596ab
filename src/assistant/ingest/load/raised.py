"""Raised characters: an exponent and an ordinal are read, the mark of a note is not."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"^[\s,;]*(?:[\[(]?\s*(?:\d{1,3}|[a-z]|[ivx]{1,5}|\*{1,3}|[†‡§])\s*[\])]?[\s,;]*)+$"
)
_UNIT = re.compile(r"(?:^|[\s\d(/.,])(?:[kcdmh]?m|ha|k?g|s)$")
_EXPONENTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WORD_END = re.compile(r"(?:[^\W\d_]{2}|[»”)\].,;:!?…])\s*$")
_ORDINAL = re.compile(r"(?:^|[\s(])(?:\d+|[IVXLC]+|[nN]|[Mm]|[dD])$")


def raised(before: str, text: str) -> str:
    """What to read of `text`, raised after `before`: "" where it is the mark of a note."""
    bare = text.strip()
    if bare.isdigit() and len(bare) == 1 and bare in "23" and _UNIT.search(before):
        return "²" if bare == "2" else "³"
    if bare.isdigit() and before[-1:].isdigit():
        return bare.translate(_EXPONENTS)
    if bare.isalpha() and _ORDINAL.search(before):
        return text
    return "" if is_mark(bare) and (not before or _WORD_END.search(before)) else text


def is_mark(text: str) -> bool:
    """Whether a few signs can be the mark of a note: « 3 », « [12] », « (a) », « * »."""
    return bool(_MARK.match(text))
