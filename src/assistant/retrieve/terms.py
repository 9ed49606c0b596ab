"""A question as concepts: each typed word with what may stand for it in the index.

A word the index lacks may be a typing error of one it has; a word of the glossary calls for
the documents' own; a word that nothing answers is missing, which counts against answering.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from assistant.french import stem, stems, words
from assistant.lexicon import Lexicon
from assistant.ports import Index
from assistant.retrieve.glossary import Glossary

_TYPO_CUTOFF = 80.0
_TYPO_WEIGHT = 0.7
_MIN_TYPO_LENGTH = 4
_GLUED = re.compile(r"(?:[dljtnsmc]|qu)([aeiouh]\w{3,})$")
"""« dentreprise », « lalliance »: an elision typed without its apostrophe."""


@dataclass(frozen=True, slots=True)
class Concept:
    """`typed` is a stem of the question, `weight` its rarity (idf); `alternatives` maps the
    index stems that stand for it (itself included) to how surely they do, 0 to 1."""

    typed: str
    weight: float
    alternatives: Mapping[str, float]

    def held(self, found: frozenset[str]) -> float:
        """How surely a set of stems holds this concept, 0 to 1."""
        return max((w for s, w in self.alternatives.items() if s in found), default=0.0)


@dataclass(frozen=True, slots=True)
class Terms:
    """The concepts of one question, in order."""

    concepts: tuple[Concept, ...]
    expansions: tuple[tuple[str, str], ...] = field(default=())

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
            others = max(1, len(concept.alternatives) - 1)
            for name, sure in concept.alternatives.items():
                value = sure if name == concept.typed else sure / math.sqrt(others)
                weights[name] = max(weights.get(name, 0.0), value)
        return weights


class QueryReader:
    """Reads questions with one glossary."""

    def __init__(self, glossary: Glossary | None = None) -> None:
        self._glossary = glossary or Glossary()

    def read(self, query: str, index: Index) -> Terms:
        """The question's concepts against one index."""
        typed = stems(query) or [stem(w) for w in words(query)]
        total = index.manifest.entries
        found: dict[str, dict[str, float]] = {s: _itself(s, index) for s in typed}
        spelled = {stem(w): w for w in words(query)}
        expansions: dict[tuple[str, str], None] = {}
        for position, entry in self._glossary.expand(typed):
            for run in entry.means:
                known = [s for s in run if index.document_frequency(s)]
                for name in known:
                    sure = entry.weight / math.sqrt(len(run))
                    for part in typed[position : position + len(entry.word)]:
                        found[part][name] = max(found[part].get(name, 0.0), sure)
                if known:
                    expansions[(" ".join(entry.word), " ".join(run))] = None
        for name, alternatives in found.items():
            if not alternatives:
                alternatives.update(_mended(name, spelled.get(name, name), index))
        concepts = (Concept(s, _rarity(s, found[s], index, total), found[s]) for s in found)
        return Terms(tuple(concepts), tuple(expansions))


def _itself(name: str, index: Index) -> dict[str, float]:
    return {name: 1.0} if index.document_frequency(name) else {}


def _mended(name: str, spelled: str, index: Index) -> dict[str, float]:
    """Index stems within a typing error of a word that is not a usual one itself."""
    if len(name) < _MIN_TYPO_LENGTH or not name.isalpha() or Lexicon.shared().is_usual(spelled):
        return {}
    unglued = _GLUED.match(spelled)
    if unglued and index.document_frequency(own := stem(unglued.group(1))):
        return {own: _TYPO_WEIGHT}
    return dict.fromkeys(nearest_stems(name, index.vocabulary()), _TYPO_WEIGHT)


def _rarity(name: str, alternatives: Mapping[str, float], index: Index, total: int) -> float:
    if not alternatives:
        return math.log(total + 1)
    own = index.document_frequency(name)
    best = own or max(index.document_frequency(s) for s in alternatives)
    return math.log((total + 1) / (best + 0.5))


def nearest_stems(name: str, vocabulary: Iterable[str], limit: int = 2) -> Sequence[str]:
    """Stems of the index within about one typing error in five letters."""
    candidates = [v for v in vocabulary if abs(len(v) - len(name)) <= 2 and v.isalpha()]
    found = process.extract(
        name, candidates, scorer=fuzz.ratio, score_cutoff=_TYPO_CUTOFF, limit=limit
    )
    return [near for near, score, _ in found if score >= found[0][1] - 5]
