"""A question as concepts: each typed word with what may stand for it in the index.

A word that the index lacks may be a typing error of one it has; a word of the glossary calls
for the documents' own; a word that nothing answers is missing, which counts against answering.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.domain import GlossaryUse, WordRead
from assistant.lexicon import Lexicon
from assistant.ports import Index
from assistant.retrieve.glossary import Entry, Glossary
from assistant.retrieve.per_index import PerIndex
from assistant.retrieve.reading import Word, make_speller, read_words
from assistant.retrieve.tokens import Shortcut

_REMEMBERED = 64
_BESIDE = 0.85
"""What the glossary's words weigh beside a word that the documents have themselves."""
_INSTEAD = 0.2
"""What a word still counts for when the glossary says that readers mean another by it."""


@dataclass(frozen=True, slots=True)
class Concept:
    """`typed` is a stem of the question, `weight` its rarity (idf); `alternatives` maps the
    index stems that stand for it (itself included) to how surely they do, 0 to 1; `own` are
    those that are the word itself, typed or mended, and not the glossary's."""

    typed: str
    weight: float
    alternatives: Mapping[str, float]
    own: frozenset[str] = frozenset()

    def held(self, found: frozenset[str]) -> float:
        """How surely a set of stems holds this concept, 0 to 1."""
        return max((w for s, w in self.alternatives.items() if s in found), default=0.0)


@dataclass(frozen=True, slots=True)
class Terms:
    """The concepts of one question, in order; how each of its words was read; and `text`, the
    question with what was mended or written out."""

    concepts: tuple[Concept, ...]
    words: tuple[WordRead, ...] = ()
    text: str = ""

    @property
    def mass(self) -> float:
        return sum(c.weight for c in self.concepts)

    @property
    def missing(self) -> tuple[Concept, ...]:
        return tuple(c for c in self.concepts if not c.alternatives)

    def share(self, found: frozenset[str]) -> float:
        """Share of the question's weight that a set of stems holds, 0 to 1."""
        return sum(c.weight * c.held(found) for c in self.concepts) / (self.mass or 1.0)

    def lexical(self) -> dict[str, float]:
        """Index stems and their weights for BM25; a concept's alternatives share its weight
        softly, so that a word with many synonyms does not drown the others."""
        weights: dict[str, float] = {}
        for concept in self.concepts:
            own = concept.own or {concept.typed}
            others = max(1, len(concept.alternatives.keys() - own))
            for name, sure in concept.alternatives.items():
                if name not in own:
                    sure *= (_BESIDE if concept.own else 1.0) / math.sqrt(others)
                weights[name] = max(weights.get(name, 0.0), sure)
        return weights


class QueryReader:
    """Reads questions with one glossary."""

    def __init__(self, glossary: Glossary | None = None) -> None:
        self._glossary = glossary or Glossary()
        self._spellers = PerIndex(lambda index: make_speller(index, self._glossary.vocabulary))
        self._lately = PerIndex[dict[str, Terms]](lambda _: {})

    def read(self, query: str, index: Index) -> Terms:
        """The question's concepts against one index. A question is read several times on its
        way: the last ones are remembered."""
        lately = self._lately.of(index)
        terms = lately.get(query)
        if terms is None:
            terms = self._read(query, index)
            if len(lately) >= _REMEMBERED:
                lately.clear()
            lately[query] = terms
        return terms

    def _read(self, query: str, index: Index) -> Terms:
        found = read_words(query, index, lambda: self._spellers.of(index))
        meant: dict[str, dict[str, float]] = {}
        for word in found:
            for name, stands in word.stands.items():
                _add(meant, name, stands)
        own = {name: frozenset(stands) for name, stands in meant.items()}
        called = self._called(found, index)
        for numbers, entry in called:
            stands = _stands(entry, index)
            names = [name for n in numbers for name in found[n].stands]
            for name in names or [" ".join(entry.words)]:  # « chez nous » is small words alone
                if entry.instead and name in own:
                    meant[name] = {one: min(sure, _INSTEAD) for one, sure in meant[name].items()}
                    own[name] = frozenset()
                _add(meant, name, stands)
        total = index.manifest.entries
        concepts = (
            Concept(s, _rarity(s, held, index, total), held, own.get(s, frozenset()))
            for s, held in meant.items()
        )
        shown = tuple(_shown(found, called, index))
        instead = {
            numbers[0]: entry.means[0].text
            for numbers, entry in called
            if entry.instead and len(numbers) == 1
        }
        return Terms(tuple(concepts), shown, _rewritten(query, found, instead))

    def _called(self, found: Sequence[Word], index: Index) -> list[tuple[tuple[int, ...], Entry]]:
        """The glossary's entries that say something here, with their words' places."""
        typed = [(n, one) for n, w in enumerate(found) if not w.is_compound for one in w.read]
        places = [n for n, _ in typed]
        return [
            (tuple(places[at] for at in ats), entry)
            for ats, entry in self._glossary.find([one for _, one in typed])
            if _stands(entry, index)
        ]


def _add(meant: dict[str, dict[str, float]], name: str, stands: Mapping[str, float]) -> None:
    """The surest of several reasons counts."""
    held = meant.setdefault(name, {})
    for one, sure in stands.items():
        held[one] = max(held.get(one, 0.0), sure)


def _stands(entry: Entry, index: Index) -> dict[str, float]:
    """What an entry means in the words of an index. The words of one meaning share it."""
    found: dict[str, float] = {}
    for meaning in entry.means:
        for name in meaning.stems:
            if index.document_frequency(name):
                sure = entry.weight / math.sqrt(len(meaning.stems))
                found[name] = max(found.get(name, 0.0), sure)
    return found


def _rarity(name: str, alternatives: Mapping[str, float], index: Index, total: int) -> float:
    if not alternatives:
        return math.log(total + 1)
    own = index.document_frequency(name) if name in alternatives else 0
    best = own or max(index.document_frequency(s) for s in alternatives)
    return math.log((total + 1) / (best + 0.5))


def _shown(
    found: Sequence[Word], called: Sequence[tuple[tuple[int, ...], Entry]], index: Index
) -> Iterator[WordRead]:
    """How each typed word was understood; a shortcut's words are one."""
    numbered = ((n, word) for n, word in enumerate(found) if not word.is_compound)
    for _, run in groupby(numbered, key=lambda item: item[1].tokens[0].short or item[0]):
        words = dict(run)
        uses = dict.fromkeys(
            _use(entry, index) for numbers, entry in called if not words.keys().isdisjoint(numbers)
        )
        word = next(iter(words.values()))
        short = word.tokens[0].short
        if short is not None:
            yield WordRead(" ".join(short.typed), "sms", (short.meant,), entries=tuple(uses))
            continue
        typed = " ".join(token.typed for token in word.tokens)
        read = tuple(map(Lexicon.shared().spelled, word.read))
        yield WordRead(typed, word.how, read, word.why, word.sure, tuple(uses))


def _use(entry: Entry, index: Index) -> GlossaryUse:
    means = (m for m in entry.means if any(map(index.document_frequency, m.stems)))
    return GlossaryUse(entry.text, tuple(meaning.text for meaning in means), entry.weight)


def _rewritten(query: str, found: Iterable[Word], instead: Mapping[int, str]) -> str:
    """The question with what was mended, written out or meant in its place; `instead` is by
    the place of a word."""
    chunks = query.split()

    def write(chunk: int, typed: str, meant: str) -> None:
        chunks[chunk] = chunks[chunk].replace(typed, meant, 1)

    done: set[Shortcut] = set()
    for number, word in enumerate(found):
        short = word.tokens[0].short
        if short is not None and short not in done:
            done.add(short)
            for place, (chunk, typed) in enumerate(zip(short.chunks, short.typed, strict=True)):
                write(chunk, typed, "" if place else short.meant)
        elif number in instead:
            write(word.tokens[0].chunk, word.tokens[0].typed, instead[number])
        elif word.why is not None:
            meant = " ".join(map(Lexicon.shared().spelled, word.read))
            for place, token in enumerate(word.tokens):
                write(token.chunk, token.typed, "" if place else meant)
    return " ".join(filter(None, chunks))
