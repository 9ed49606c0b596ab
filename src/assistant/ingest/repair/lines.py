"""The order of the repairs, over the lines of a whole document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant import wording
from assistant.ingest.diagnosis import Diagnosis
from assistant.ingest.repair.addresses import repair_addresses
from assistant.ingest.repair.context import repair_context
from assistant.ingest.repair.elisions import restore_articles
from assistant.ingest.repair.marks import (
    begins_sentence,
    drop_note_marks,
    repair_apostrophes,
    repair_e,
    repair_l,
    repair_ordinals,
)
from assistant.ingest.repair.words import WordRepair
from assistant.lexicon import KNOWN, Lexicon

_TOKEN = re.compile(r"(?<![\w.@/])[|]?[^\W\d_][\w|£€]*(?![\w@/]|\.\w)")
_OWN_MIN = 3
_GAP = "\n"


def repair_lines(
    texts: Sequence[str], diagnosis: Diagnosis, lexicon: Lexicon | None = None
) -> list[str]:
    """As many lines as given, repaired; good text comes back unchanged."""
    if not diagnosis.ocr:
        return list(texts)
    lexicon, lines = lexicon or Lexicon.shared(), list(texts)
    own = own_vocabulary(lines, lexicon)
    words = WordRepair(lexicon.with_own(own), lost_accents=diagnosis.lost_accents)
    text = repair_addresses(_GAP.join(lines), wording.UNREADABLE_ADDRESS)
    text = drop_note_marks(repair_e(repair_ordinals(text), lexicon))
    text = repair_l(repair_apostrophes(text), lexicon)
    text = _repair_words(text, words)
    if diagnosis.lost_accents:
        text = repair_context(text, lexicon)
    text = restore_articles(text, lexicon)
    repaired = [_tidy(line) for line in text.split(_GAP)]
    assert len(repaired) == len(lines)
    return repaired


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


def _repair_words(text: str, words: WordRepair) -> str:
    def write(match: re.Match[str]) -> str:
        word = match.group()
        if match.string[match.end() : match.end() + 1] in {"’", "'"} and len(word) <= 2:
            return word
        fixed = words.repair(word)
        if "’" in fixed and word[0].isupper() and word[0] not in "LDQ":
            start = begins_sentence(match.string, match.start())
            return (fixed[0].upper() if start else fixed[0].lower()) + fixed[1:]
        return fixed

    return _TOKEN.sub(write, text)


def _tidy(line: str) -> str:
    line = re.sub(r"\s+([.,])(?=\s|$)", r"\1", line)
    line = re.sub(r"^((?:• )?\d{1,2})\.(?=\d\d-(?:\d\d-)?\d{4}|[A-ZÀ-Ý][a-zà-ÿ]{2})", r"\1. ", line)
    line = re.sub(r"(?<=\w)«(?=\s)", " «", re.sub(r"«(?=\w)", "« ", line))
    line = re.sub(r"(?<=\w)»", " »", line)
    line = re.sub(
        r"(\w)\.{3}|(?<=» )\.{2,3}|^\.{2,3}(?= )|(?<=• )\.{2,3}(?= )",
        lambda m: (m.group(1) or "") + "…",
        line,
    )
    line = re.sub(r"» …", "»…", line)
    return re.sub(r" {2,}", " ", line).strip()
