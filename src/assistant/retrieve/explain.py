"""A ranking with its reasons: how the question was read, which words brought each passage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.domain import Hit, Matched, Reading, Search, WordRead
from assistant.french import fold, stem
from assistant.retrieve.terms import Terms

_PIECE = re.compile(r"[^\W_]+")


def explain(query: str, terms: Terms, hits: Sequence[Hit]) -> Search:
    """The search of one question, whose legs matched stems, in words that can be read."""
    asked = _by_stem(text for word in terms.words for text in _searched(word))
    reading = Reading(terms.text, terms.words)
    return Search(query, reading, tuple(hits), tuple(_matched(hit, asked) for hit in hits))


def _searched(word: WordRead) -> Iterator[str]:
    yield from word.words
    for entry in word.entries:
        yield from entry.means


def _matched(hit: Hit, asked: Mapping[str, str]) -> Matched:
    found = dict.fromkeys(name for leg in hit.legs for name in leg.words)
    here = _by_stem((hit.passage.heading, hit.passage.text))
    return Matched(
        tuple(here[name] for name in found if name in here),
        tuple(asked.get(name, name) for name in found if name not in here),
    )


def _by_stem(texts: Iterable[str]) -> dict[str, str]:
    """Each stem of the texts with the first word that has it, as written there."""
    written: dict[str, str] = {}
    for text in texts:
        for piece in _PIECE.findall(text):
            written.setdefault(stem(fold(piece)), piece)
    return written
