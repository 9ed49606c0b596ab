"""Repair of the lines of one page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.ingest.readable import is_readable
from assistant.ingest.repair.apostrophes import GLUED
from assistant.ingest.repair.bare import BareRepair
from assistant.ingest.repair.changes import Repaired
from assistant.ingest.repair.rules import Sight, When, run
from assistant.ingest.repair.table import RULES
from assistant.ingest.repair.words import WordRepair, noise_of
from assistant.lexicon import KNOWN, Lexicon

if TYPE_CHECKING:
    from assistant.ingest.diagnosis import Diagnosis

_OWN_MIN = 3
_SHORT, _USUAL_SHORT = 4, 5e-6
_SEVERAL, _BROKEN = 2, 1 / 150
SAFE = tuple(rule for rule in RULES if rule.when is When.ALWAYS)
LAYER = tuple(rule for rule in RULES if rule.when is When.LAYER)
_ODD = re.compile(
    r"\ufffd|[\ue000-\uf8ff]|[\x00-\x08]|[a-zà-ÿ]\d|[a-zà-ÿ]- [a-zà-ÿ]|\baujourd hui\b"
    r"|(?<![\w’'.-])(?:[ldnsjcmtq]|qu) [aeiouyéèêàh]\w|\b(?:[ldnsjcmt]|qu)[’'] \w"
    r"|\b(?:de|à|que|et|dans|pour|par|sur|avec|en|est)[ldnsjcmt][’']"
)
_SMALL_WORD = re.compile(r"(?<![\w’'-])[a-zà-ÿœ]{2,}(?![\w’'-])")


def repair_lines(
    texts: Sequence[str], diagnosis: Diagnosis, lexicon: Lexicon | None = None
) -> list[str]:
    """As many lines as given, repaired; good text comes back unchanged."""
    return list(repair(texts, diagnosis, lexicon).lines)


def repair(texts: Sequence[str], diagnosis: Diagnosis, lexicon: Lexicon | None = None) -> Repaired:
    """The lines of one page after repair, and every change that was made.

    What is safe anywhere is done anywhere. What an extraction breaks is mended where it was
    broken more than once; what recognition misreads, in scans.
    """
    lexicon = lexicon or Lexicon.shared()
    if diagnosis.ocr:
        return _scan(texts, diagnosis, lexicon)
    safe = run(SAFE, texts, _sight(texts, diagnosis, lexicon))
    least = max(_SEVERAL, _BROKEN * sum(len(line.split()) for line in texts))
    if _oddities(safe.lines, lexicon) < least:
        return safe
    mended = run(LAYER, safe.lines, _sight(texts, diagnosis, lexicon))
    return _then(safe, mended) if len(mended.changes) >= least else safe


def _scan(lines: Sequence[str], diagnosis: Diagnosis, lexicon: Lexicon) -> Repaired:
    rules = [r for r in RULES if r.when is not When.BARE or diagnosis.lost_accents]
    rubble = lru_cache(maxsize=1)(lambda: _rubble(lines, lexicon))
    return run(rules, lines, _sight(lines, diagnosis, lexicon), rubble)


def _then(first: Repaired, second: Repaired) -> Repaired:
    return Repaired(second.lines, first.changes + second.changes)


def _sight(texts: Sequence[str], diagnosis: Diagnosis, lexicon: Lexicon) -> Sight:
    if not diagnosis.ocr:
        return Sight(lexicon, BareRepair(lexicon, lost_accents=False), WordRepair(lexicon))
    text = "\n".join(texts)
    known = lexicon.with_own(own_vocabulary(texts, lexicon))
    noise = noise_of(text, lexicon)
    return Sight(
        lexicon,
        BareRepair(known, lost_accents=diagnosis.lost_accents, noise=noise),
        WordRepair(known, noise=noise, here=frozenset(text.lower().split())),
    )


def _oddities(lines: Sequence[str], lexicon: Lexicon) -> int:
    """How many things in a page may have been broken: in good text next to none."""
    text = "\n".join(lines)
    words = _SMALL_WORD.findall(text)
    return len(_ODD.findall(text)) + sum(_is_odd(word, lexicon) for word in words)


def _is_odd(word: str, lexicon: Lexicon) -> bool:
    least = KNOWN if len(word) > _SHORT else _USUAL_SHORT
    return lexicon.frequency(word) < least or word in GLUED


def _rubble(texts: Sequence[str], lexicon: Lexicon) -> frozenset[int]:
    """Lines in which too little can be read for a guess to be better than what stands there."""
    return frozenset(n for n, text in enumerate(texts) if not is_readable(text, lexicon))


def own_vocabulary(lines: Sequence[str], lexicon: Lexicon) -> dict[str, float]:
    """Rare forms that the document repeats (names, acronyms): they count as just known.

    A form that differs from a usual word by what recognition loses is a misreading however
    often it stands, so only capitals and acronyms are taken.
    """
    counts = Counter(w for line in lines for w in re.findall(r"(?<![’'\w])[A-Z][^\W\d_]{2,}", line))
    inside = " ".join(lines)
    return {
        word.lower(): KNOWN * 6
        for word, count in counts.items()
        if count >= _OWN_MIN
        and lexicon.frequency(word) < KNOWN * 6
        and not _looks_glued(word, lexicon, inside)
    }


def _looks_glued(word: str, lexicon: Lexicon, inside: str) -> bool:
    """« LODD », « Linnovation »: an article run into a word the document also writes alone."""
    rest = word[1:]
    return word[0] in "LDNSJCMTUPFI" and (
        lexicon.knows(rest) or bool(re.search(rf"(?<!\w){re.escape(rest)}(?!\w)", inside))
    )
