"""How a French word sounds, roughly: words written by ear meet the rightly written ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

# capitals stand for one sound: C ch, N gn, W oi, U ou, E eu, and the nasals A an, I in, O on
_NOT_NASAL = r"(?![aeiouymnhAEIOUW])"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.MULTILINE), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"s?ch|sh", "C"),
        (r"cc(?=[eiy])", "ks"),
        (r"s?c(?=[eiy])", "s"),
        (r"cqu?|qu?|ck|c", "k"),
        (r"gn", "N"),
        (r"ge(?=[aou])|g(?=[eiy])", "j"),
        (r"gu(?=[eiy])", "g"),
        (r"(?<=..)(?:ees?|ers?|e[sz]?|ets?|[dstxz]+)$", ""),
        (r"x", "ks"),
        (r"(?<!s)ti(?=[oae][nlu])", "si"),
        (r"w", "ou"),
        (r"(?<=[aeou])il(?:l(?=[aeiou])|l?$)", "y"),
        (r"eau|au", "o"),
        (r"oi|oy", "W"),
        (r"ou", "U"),
        (r"oeu|eu", "E"),
        (r"ien$", "iI"),
        (rf"(?:[ae]i|[iyu])[mn]{_NOT_NASAL}", "I"),
        (rf"[ae][mn]{_NOT_NASAL}", "A"),
        (rf"o[mn]{_NOT_NASAL}", "O"),
        (r"[ae][iy]", "e"),
        (r"y", "i"),
        (r"h", ""),
        (r"z", "s"),
        (r"(\w)\1+", r"\1"),
    )
)


def sounds(words: Iterable[str]) -> list[str]:
    """A key per folded word; words that sound alike have the same. One pass over all of them."""
    text = "\n".join(words)
    for pattern, sound in _RULES:
        text = pattern.sub(sound, text)
    return text.split("\n")
