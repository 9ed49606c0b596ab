"""The pieces of a passage that may be quoted, and quotes as claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer.units import Unit, is_legible, is_running, units
from assistant.domain import Hit, Passage
from assistant.lexicon import Lexicon
from assistant.ports import Claim, Index

_COLUMN_WORDS = 16
_QUOTATION_OPENS = re.compile(r"(?:^|: )«[^«»]*$")


def quotable(passage: Passage) -> list[Unit]:
    """The legible pieces; in running text, a line that ends no sentence is a stray label."""
    return list(_quotable(passage))


@lru_cache(maxsize=512)
def _quotable(passage: Passage) -> tuple[Unit, ...]:
    legible = [u for u in units(passage) if is_legible(u.text) and not _is_garbled(u)]
    if is_running(legible):
        return tuple(u for u in legible if not _is_label(u))
    return tuple(u for u in legible if not _is_read_across(u))


def _is_garbled(unit: Unit) -> bool:
    """A scan's line whose quotes do not close (two columns read across), or with more than a
    word in twelve that is no French word, names apart."""
    if not unit.passage.restored:
        return False
    said = _spans_sentences(unit.text)
    if said.count("«") != said.count("»") or said.count("(") != said.count(")"):
        return True
    plain = re.findall(r"(?<![\w’'.@/-])[a-zà-ÿœ]{3,}(?![\w.@/-])", unit.text)
    unknown = sum(not Lexicon.shared().knows(word) for word in plain)
    return unknown > max(1, len(plain) / 12)


def _spans_sentences(text: str) -> str:
    """The text less the sign of a quotation that goes on after it, or that it ends."""
    opens, closes = text.count("«"), text.count("»")
    if opens == closes + 1 and _QUOTATION_OPENS.search(text):
        at = text.rindex("«")
        return text[:at] + text[at + 1 :]
    return text[:-1] if closes == opens + 1 and text.endswith("»") else text


def _is_read_across(unit: Unit) -> bool:
    """A long unpunctuated line of a scanned slide: two columns read as one."""
    loose = unit.passage.restored and not unit.is_item and unit.words > _COLUMN_WORDS
    return loose and unit.text[-1] not in ".!?…:;»"


def _is_label(unit: Unit) -> bool:
    most = _COLUMN_WORDS if unit.passage.restored else 12
    return not unit.is_item and unit.words < most and unit.text[-1] not in ".!?…:;»)"


def originals_first(hits: Sequence[Hit], index: Index) -> list[Hit]:
    """A scan that copies another document of the corpus is quoted after the others."""
    if hits and is_copy(hits[0], index):
        return list(hits)
    return sorted(hits, key=lambda hit: is_copy(hit, index))


def is_copy(hit: Hit, index: Index) -> bool:
    document = index.document(hit.passage.document_id)
    return hit.passage.restored and bool(document.same_as or document.part_of)


def as_claims(pieces: Sequence[Unit]) -> list[Claim]:
    """One claim per piece; a run of list items that follow each other is one quote."""
    claims: list[Claim] = []
    run: list[Unit] = []
    for unit in pieces:
        joins = run and unit.is_item and unit.passage is run[-1].passage
        if not (joins and unit.index == run[-1].index + 1):
            claims.extend(_quote(run))
            run = []
        run.append(unit)
    return [*claims, *_quote(run)]


def _quote(run: Sequence[Unit]) -> list[Claim]:
    if not run:
        return []
    passage = run[0].passage
    return [Claim(passage, passage.text[run[0].start : run[-1].end])]
