"""Spelling as people type it: slips of the finger and the shortcuts of text messages."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORTCUTS: list[tuple[str, str]] = [
    (r"\bqu['’]", "k "),
    (r"\bque\b", "ke"),
    (r"\bqui\b", "ki"),
    (r"\bquoi\b", "koi"),
    (r"\bc['’]est\b", "c"),
    (r"\bpourquoi\b", "pk"),
    (r"\bquand\b", "kan"),
    (r"\bcomment\b", "cmt"),
    (r"\bavec\b", "avc"),
    (r"\bpour\b", "pr"),
    (r"\bdans\b", "ds"),
    (r"\btout\b", "tt"),
    (r"\bvous\b", "vs"),
    (r"\bnous\b", "ns"),
    (r"\bbeaucoup\b", "bcp"),
    (r"eau(x?)\b", "o"),
    (r"ph", "f"),
    (r"qu(?=[aeiouéè])", "k"),
    (r"(?<=\w{3})(es|e|s|t|x)\b", ""),
    (r"(ss|ll|tt|mm|nn|pp|ff)", ""),
    (r"(é|ée|er|ez)\b", "é"),
    (r"ai(?=[^nl\W])", "é"),
]


def noised(text: str, chance: random.Random) -> str:
    """The text with some words misspelt; about one text in three in text-message style."""
    if chance.random() < 0.35:
        text = _shortened(text, chance)
    return _WORD.sub(lambda found: _slip(found.group(), chance), text)


def _shortened(text: str, chance: random.Random) -> str:
    for pattern, short in _SHORTCUTS:
        if chance.random() < 0.5:
            text = re.sub(pattern, short or _first_letter, text, flags=re.IGNORECASE)
    return text


def _first_letter(found: re.Match[str]) -> str:
    doubled = found.group()
    return doubled[0] if doubled[0] == doubled[-1] else ""


def _slip(word: str, chance: random.Random) -> str:
    if chance.random() > 0.25:
        return word
    place = chance.randrange(1, len(word) - 1)
    slips: list[Callable[[], str]] = [
        lambda: word[:place] + word[place + 1 :],
        lambda: word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        lambda: word[:place] + word[place] + word[place:],
        lambda: word[:place] + chance.choice("aeiourstnlpm") + word[place + 1 :],
    ]
    return chance.choice(slips)()
