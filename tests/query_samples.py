"""An index of bare stems, for tests of what reads a question or ranks for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.domain import Document, Hit, LegScore, Passage, ValidatedAnswer
from assistant.errors import UnknownDocument, UnknownPassage
from assistant.ports import Manifest, Match, Numbers, Units, Vector


def manifest(entries: int = 100) -> Manifest:
    return Manifest(1, "g1", "2020-01-01", "none", 4, {}, {}, entries, entries, {})


def passage(name: str = "p1", text: str = "Un texte.", **fields: object) -> Passage:
    made = {"id": name, "document_id": "doc", "text": text, "raw": text, **fields}
    return Passage(**made)  # type: ignore[arg-type]


def hit(text: str, *, name: str = "p1", rank: int = 1, **fields: object) -> Hit:
    legs = (LegScore("lexical", rank, 10.0), LegScore("dense", rank, 0.4))
    return Hit(passage(name, text, **fields), 1.0 / rank, legs)


@dataclass
class StemIndex:
    """Implements `ports.Index` from document frequencies, ready matches and passages."""

    frequencies: Mapping[str, int] = field(default_factory=dict)
    stored: Sequence[Passage] = ()
    lexical_matches: Sequence[Match] = ()
    dense_matches: Sequence[Match] = ()
    known: Sequence[Document] = (Document(id="doc", title="Le document", date="2020"),)
    asked: list[Mapping[str, float]] = field(default_factory=list)
    cut: Mapping[str, Units] = field(default_factory=dict)
    written: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    edited: Sequence[ValidatedAnswer] = ()

    @property
    def manifest(self) -> Manifest:
        return manifest()

    def documents(self) -> tuple[Document, ...]:
        return tuple(self.known)

    def document(self, document_id: str) -> Document:
        for document in self.known:
            if document.id == document_id:
                return document
        raise UnknownDocument(document_id)

    def passage(self, passage_id: str) -> Passage:
        for one in self.stored:
            if one.id == passage_id:
                return one
        raise UnknownPassage(passage_id)

    def passages(self, ids: Sequence[str]) -> tuple[Passage, ...]:
        return tuple(self.passage(name) for name in ids)

    def all_passages(self) -> Iterator[Passage]:
        return iter(self.stored)

    def lexical(
        self, weights: Mapping[str, float], k: int, also: Sequence[str] = ()
    ) -> tuple[Match, ...]:
        self.asked.append(weights)
        best = tuple(self.lexical_matches)[:k]
        return best + tuple(m for m in self.lexical_matches[k:] if m.passage_id in also)

    def validated(self) -> tuple[ValidatedAnswer, ...]:
        return tuple(self.edited)

    def questions(self, ids: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        return tuple(self.written.get(name, ()) for name in ids)

    def units(self, ids: Sequence[str]) -> tuple[Units, ...]:
        return tuple(self.cut[name] for name in ids) if self.cut else ()

    def subword_counts(self) -> Numbers:
        return np.ones(8, np.int32)

    def nearest(
        self, vector: Vector, k: int, document_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        return tuple(self.dense_matches)[:k]

    def document_frequency(self, stem: str) -> int:
        return self.frequencies.get(stem, 0)

    def vocabulary(self) -> Iterable[str]:
        return self.frequencies
