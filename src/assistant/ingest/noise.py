"""What recognition makes of logos, rules and figures: scraps at line edges, lines of nothing."""

from __future__ import annotations

import re

from assistant.ingest.bullets import BULLET, NOTE
from assistant.ingest.readable import good_run, is_readable
from assistant.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_BARE_NUMBER = re.compile(r"^[\d\s.,%€+*()/-]+$")
_VALUE = re.compile(r"^\D*\d[\d\s.,]*[%€]\W*$|^\D*\d+[.,]\d+\D*$|^\D*\d{3,}\D*$|^[\d\s]{10,}$")
_PERIOD = re.compile(r"^\W*(?:1[5-9]|20)\d\d(?:\W+(?:1[5-9]|20)?\d\d)*\W*$")
_LOOSE_SIGN = re.compile(
    r"^(?!=>|\.{2,3} )[^\w\s«»“”\"(…•‡*+&-]+\s+"
    r"|\s+[^\w\s«»”\").,;:!?…%€&]+$|\s+[«(]$"
)
_LONE_DRAWING = re.compile(r"(?<= )[}{|\\_<>~^’‘*]+ (?=\S)")
_DANGLING = re.compile(r"^[.:;,|]\s+(?=\w)")


def trim_edges(text: str, lexicon: Lexicon) -> str:
    """Signs, lone letters and scraps cut from both ends of a line that holds words."""
    sign = next((mark for mark in (BULLET, NOTE) if text.startswith(mark)), "")
    body = text.removeprefix(sign)
    tokens = body.split()
    start, end = good_run(tokens, lexicon)
    kept = " ".join(tokens[start:end])
    while (shorter := _LOOSE_SIGN.sub("", _DANGLING.sub("", kept))) != kept:
        kept = shorter
    kept = _LONE_DRAWING.sub("", kept)
    known = [w for w in _WORD.findall(kept) if lexicon.knows(w)]
    return sign + kept if len(known) >= 2 or max(map(len, known), default=0) >= 6 else text


def is_noise(text: str, following: str, lexicon: Lexicon, *, scan: bool) -> bool:
    """Whether a line says nothing: no words, or a number cut off from its label.

    A number alone is kept when the next line goes on with it (« 81 % » / « des citoyens »), and
    so is a period; in clean text, where figures are not scattered, so is any value.
    """
    if not text or _PERIOD.match(text):
        return False
    if _BARE_NUMBER.match(text):
        goes_on = following[:1].islower() and bool(re.search(r"\d", text))
        return not (goes_on or (not scan and _VALUE.match(text)))
    words = _WORD.findall(text)
    if not words:
        return True
    if not scan:
        return False
    if max(map(len, words)) < 3 and not re.search(r"\d", text):
        return True
    return not is_readable(text, lexicon)
