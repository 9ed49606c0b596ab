"""Is a text a noisy scan, and what did its recognition lose? Asked of each page.

Good French must stay untouched, so every repair asks this first. Expected rates are those of
running French; a text far below them has lost the letters, not avoided them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from assistant.french import fold
from assistant.ingest.pages import Page
from assistant.ingest.repair.words import looks_misread
from assistant.lexicon import Lexicon

_WORD = re.compile(r"[^\W\d_]+")
_GRAVE = frozenset("àèêçôîûœÀÈÊÇÔÎÛŒ")
_MISREAD = re.compile(
    r"\bI['’]\w|(?<![\w»])['’]\w{3}|\|[a-z]|\w[®™©](?!\w)|[^\W\dnN]°(?!\w)|\d[®°*¢][™¢mM]"
    r"|\blls\b|\bgu['’]|ce[uo]vr|cceur|[^\W\d][;:][^\W\d]"
)
_READ_FOR_ARTICLE = re.compile(r"\b[UPF](?=[aeiouyéèêàâîôû])[^\W\d_]{4,}")
_ENOUGH_MISREAD, _SHARE_MISREAD = 3, 1 / 150
_ENOUGH_LOOKING, _SHARE_LOOKING, _MOST_TRIED = 2, 1 / 700, 200
_GOOD_SHARE = 0.97
_EXPECTED_GRAVE = 0.028
"""Words holding à, è, ê, ç, ô, î, û or œ: about one in eleven; « à » alone one in fifty."""
_ENOUGH_WORDS = 60


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`ocr`: recognition errors were found. `lost_accents`: à, è, ê, ç, ô, œ are missing."""

    ocr: bool
    lost_accents: bool
    known_share: float


@dataclass(frozen=True, slots=True)
class _Tally:
    """The words of a text in order, how often each stands there, and its signs of misreading."""

    words: tuple[str, ...]
    counts: Counter[str]
    misread: int


def _tally(text: str, lexicon: Lexicon) -> _Tally:
    words = tuple(_WORD.findall(text))
    misread = len(_MISREAD.findall(text)) + sum(_articles_read_as_letters(text, lexicon))
    return _Tally(words, Counter(words), misread)


def _together(tallies: Sequence[_Tally]) -> _Tally:
    counts: Counter[str] = Counter()
    for tally in tallies:
        counts.update(tally.counts)
    words = tuple(chain.from_iterable(tally.words for tally in tallies))
    return _Tally(words, counts, sum(tally.misread for tally in tallies))


def diagnose(text: str, lexicon: Lexicon) -> Diagnosis:
    """Judge a text by its words alone."""
    return _judged(_tally(text, lexicon), lexicon)


def _judged(tally: _Tally, lexicon: Lexicon) -> Diagnosis:
    total = len(tally.words)
    if not total:
        return Diagnosis(ocr=False, lost_accents=False, known_share=0.0)
    counts = tally.counts
    marked = sum(n for w, n in counts.items() if not _GRAVE.isdisjoint(w)) / total
    bare = sum(n for w, n in counts.items() if _wants_accent(w, lexicon)) / total
    lost = total >= _ENOUGH_WORDS and marked < _EXPECTED_GRAVE and bare > 2 * marked
    scan = tally.misread >= _ENOUGH_MISREAD and tally.misread / total > _SHARE_MISREAD
    scan = scan or (lost and bare > 0.01) or _has_misread_words(tally.words, lexicon)
    known = sum(n * len(w) for w, n in counts.items() if lexicon.knows(w))
    letters = sum(n * len(w) for w, n in counts.items())
    return Diagnosis(ocr=scan, lost_accents=lost, known_share=known / letters)


def diagnose_pages(pages: Sequence[Page], lexicon: Lexicon) -> tuple[Diagnosis, ...]:
    """Judge every page: pages that were recognised are scans for certain, the others speak for
    themselves where they hold enough words, and follow the rest of the document elsewhere."""
    texts = ["\n".join(line.text for line in page.lines) for page in pages]
    tallies = [_tally(text, lexicon) for text in texts]
    recognised = [page.engine == "ocr" for page in pages]
    scans, others = (
        _judged(
            _together([t for t, r in zip(tallies, recognised, strict=True) if r == wanted]), lexicon
        )
        for wanted in (True, False)
    )
    return tuple(
        replace(scans, ocr=True) if ocr else _own(text, tally, others, lexicon)
        for text, tally, ocr in zip(texts, tallies, recognised, strict=True)
    )


def overall(diagnoses: Sequence[Diagnosis]) -> Diagnosis:
    """What can be said of the document: a scan if any of its pages is."""
    if not diagnoses:
        return Diagnosis(ocr=False, lost_accents=False, known_share=0.0)
    return Diagnosis(
        ocr=any(d.ocr for d in diagnoses),
        lost_accents=any(d.ocr and d.lost_accents for d in diagnoses),
        known_share=sum(d.known_share for d in diagnoses) / len(diagnoses),
    )


def _own(text: str, tally: _Tally, whole: Diagnosis, lexicon: Lexicon) -> Diagnosis:
    """A page of a scan that reads well throughout is none; one of a good text that is full of
    misreadings is."""
    if len(text.split()) < _ENOUGH_WORDS:
        return whole
    page = _judged(tally, lexicon)
    if whole.ocr:
        misread = bool(_MISREAD.search(text)) or page.ocr or page.lost_accents
        return whole if misread or page.known_share < _GOOD_SHARE else page
    return page


def _has_misread_words(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Unknown words that plainly are usual ones with a letter misread."""
    unseen = (w for w in words if len(w) > 4 and w.islower() and not lexicon.frequency(w))
    tried = list(islice(unseen, _MOST_TRIED))
    misread = sum(looks_misread(word, lexicon) for word in tried)
    return misread >= _ENOUGH_LOOKING and misread > _SHARE_LOOKING * len(words)


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
