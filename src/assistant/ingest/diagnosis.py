"""Is a document a noisy scan, and what did its recognition lose?

Good French must stay untouched, so every repair asks this first. Expected rates are those of
running French; a document far below them has lost the letters, not avoided them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.french import fold
from assistant.lexicon import Lexicon

_MISREAD = re.compile(
    r"\bI['’]\w|(?<![\w»])['’]\w{3}|\|[a-z]|\w[®™©](?!\w)|[^\W\dnN]°(?!\w)|\d[®°*¢][™¢mM]"
    r"|\blls\b|\bgu['’]|ce[uo]vr|cceur|[^\W\d][;:][^\W\d]"
)
_READ_FOR_ARTICLE = re.compile(r"\b[UPF](?=[aeiouyéèêàâîôû])[^\W\d_]{4,}")
_ENOUGH_MISREAD = 3
_EXPECTED_GRAVE = 0.028
"""Words holding à, è, ê, ç, ô, î, û or œ: about one in eleven; « à » alone one in fifty."""
_ENOUGH_WORDS = 60


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`ocr`: recognition errors were found. `lost_accents`: à, è, ê, ç, ô, œ are missing."""

    ocr: bool
    lost_accents: bool
    known_share: float


def diagnose(text: str, lexicon: Lexicon) -> Diagnosis:
    """Judge a whole document (its raw text)."""
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return Diagnosis(ocr=False, lost_accents=False, known_share=0.0)
    marked = sum(any(c in "àèêçôîûœÀÈÊÇÔÎÛŒ" for c in w) for w in words) / len(words)
    bare = sum(_wants_accent(w, lexicon) for w in words) / len(words)
    lost = len(words) >= _ENOUGH_WORDS and marked < _EXPECTED_GRAVE and bare > 2 * marked
    misread = len(_MISREAD.findall(text)) + sum(_articles_read_as_letters(text, lexicon))
    known = lexicon.known_share(words)
    scan = misread >= _ENOUGH_MISREAD and misread / len(words) > 1 / 150
    return Diagnosis(ocr=scan or (lost and bare > 0.01), lost_accents=lost, known_share=known)


def _articles_read_as_letters(text: str, lexicon: Lexicon) -> Iterator[bool]:
    """« Uaction », « Pexécution »: « l’ » read as one capital."""
    for match in _READ_FOR_ARTICLE.finditer(text):
        word = match.group()
        yield not lexicon.knows(word) and lexicon.knows(word[1:])


def _wants_accent(word: str, lexicon: Lexicon) -> bool:
    lowered = word.lower()
    return lowered in _BARE or (
        len(word) > 3
        and not lexicon.knows(lowered)
        and fold(lowered) != lowered
        and any(lexicon.knows(lowered.replace("é", other, 1)) for other in "èê")
    )


_BARE = frozenset(
    "tres apres meme etre facon francais francaise coeur systeme modele modeles probleme role"
    " cote acces succes maniere matiere derniere premiere premieres grace".split()
)
