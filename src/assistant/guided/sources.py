"""An editor's sources among the passages of the live index."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from assistant.domain import Citation, Document, Passage, twin_ids
from assistant.guided.values import Source
from assistant.quotes import holds, tokens

_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_LONGER, _EDGE = 1.25, 3
_CLOSING = {"«": "»", "“": "”", "(": ")"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a source stands: `passage.text[span[0]:span[1]]` holds its words."""

    passage: Passage
    document: Document
    span: tuple[int, int]

    def citation(self, mark: int) -> Citation:
        quote = self.passage.text[slice(*self.span)]
        return Citation(mark, self.passage, self.document, quote, self.span)


Shelf = Mapping[Source, Place]


def find_sources(
    sources: Iterable[Source], passages: Iterable[Passage], documents: Iterable[Document]
) -> dict[Source, Place]:
    """Each source that a passage of its document still holds; the others are left out."""
    by_document: dict[str, list[Passage]] = defaultdict(list)
    listed = tuple(passages)
    twins = twin_ids(listed)
    for passage in sorted(listed, key=lambda p: p.id in twins):
        by_document[passage.document_id].append(passage)
    known = {document.id: document for document in documents}
    found: dict[Source, Place] = {}
    for source in dict.fromkeys(sources):
        document = known.get(source.document)
        for passage in by_document[source.document] if document else ():
            span = locate(passage.text, source.quote)
            if span is not None and document is not None:
                found[source] = Place(passage, document, span)
                break
    return found


def locate(text: str, quote: str) -> tuple[int, int] | None:
    """Bounds of the words of `text` that `quote` stands for, by the rule of `quotes`; None when
    they are not there."""
    exact = text.find(quote)
    if exact >= 0:
        return exact, exact + len(quote)
    if not holds(text, quote):
        return None
    wanted = tokens(quote)
    units = [(found.start(), found.end(), tokens(found.group())) for found in _WORD.finditer(text)]
    best: tuple[int, int] | None = None
    likeness = 0
    for begin, (start, _, first) in enumerate(units):
        if not set(wanted[:_EDGE]) & set(first):
            continue
        window: list[str] = []
        for _, end, held in units[begin:]:
            window += held
            if len(window) > len(wanted) * _LONGER + _EDGE:
                break
            if set(wanted[-_EDGE:]) & set(held):
                alike = 2 * LCSseq.similarity(wanted, window) - len(window)
                if alike > likeness:
                    best, likeness = (start, end), alike
    if best is None or not holds(text[slice(*best)], quote):
        return None
    return _with_edges(text, quote, best)


def _with_edges(text: str, quote: str, span: tuple[int, int]) -> tuple[int, int]:
    """With the opening sign before the first word and the closing one after the last, when the
    quote has them."""
    start, end = span
    opening = quote.lstrip(" \u00a0\n•")[:1]
    if opening in _CLOSING:
        before = text[:start].rstrip(" \u00a0")
        if before.endswith(opening):
            start = len(before) - 1
    closing = quote.rstrip()[-1:]
    if closing in _CLOSING.values():
        after = text[end:]
        lead = len(after) - len(after.lstrip(" \u00a0"))
        if after[lead : lead + 1] == closing:
            end += lead + 1
    return start, end
