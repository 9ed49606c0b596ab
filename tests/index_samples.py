"""Small corpora of made-up passages, and a generations store over a folder."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.backends.embedders import HashingEmbedder
from assistant.backends.generations import DiskGenerations
from assistant.domain import Document, IndexEntry, Passage, Span
from assistant.ports import Embedder, Numbers, Vector, Vectors

STAGES = {"load": 1, "tokens": 1}
WORDS = "alliance territoire mesure fondation entreprise association commune projet impact".split()


def tokenize(entry: IndexEntry) -> list[str]:
    return entry.fields["text"].lower().split()


def dense_text(entry: IndexEntry) -> str:
    return entry.fields["text"]


def passage(document: str, number: int, text: str) -> Passage:
    return Passage(
        id=f"{document}-{number}",
        document_id=document,
        text=text,
        raw=text.upper(),
        heading="Titre",
        page=number,
        spans=(Span(0, len(text), 0, len(text)),),
        restored=True,
    )


def sample(texts: Mapping[str, Sequence[str]]) -> list[Passage]:
    return [
        passage(name, number, text)
        for name, items in texts.items()
        for number, text in enumerate(items, start=1)
    ]


def random_passages(count: int, seed: int, word: str = "alliance") -> list[Passage]:
    """Each passage has a word of its own (mot0, mot1…) and `word`."""
    chance = random.Random(seed)
    return [
        passage(f"doc{n % 3}", n, " ".join([word, f"mot{n}", *chance.choices(WORDS, k=30)]))
        for n in range(count)
    ]


def publish(
    generations: DiskGenerations, passages: Sequence[Passage], *, fresh: bool = False
) -> str:
    names = dict.fromkeys(item.document_id for item in passages)
    return generations.publish(
        [Document(id=name, title=f"Titre de {name}") for name in names],
        passages,
        [IndexEntry(item, {"text": item.text}) for item in passages],
        dict.fromkeys(names, "hash"),
        fresh=fresh,
    )


def generations(
    root: Path, embedder: Embedder | None = None, stages: dict[str, int] | None = None
) -> DiskGenerations:
    return DiskGenerations(
        root, embedder or HashingEmbedder(64), tokenize, dense_text, stages or STAGES
    )


class CountingEmbedder:
    """A hashing embedder that remembers what it was given."""

    def __init__(self, name: str = "counting", dimensions: int = 64) -> None:
        self._inner = HashingEmbedder(dimensions)
        self.fingerprint = name
        self.dimensions = dimensions
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.texts.extend(texts)
        return self._inner.embed_passages(texts)

    def embed_query(self, text: str) -> Vector:
        return self._inner.embed_query(text)


TABLE = ["alliance", "commune", "mesure", "impact", "autre"]


class WordTable:
    """One vector a word; words it does not know are left out."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.vectors: Vectors = np.array(
            [[1, 0, 0], [0, 2, 0], [0, 0, 3], [1, 1, 0], [0, 1, 1]], np.float32
        )

    def numbers(self, texts: Sequence[str]) -> list[Numbers]:
        self.asked.extend(texts)
        return [
            np.array([TABLE.index(w) for w in text.lower().split() if w in TABLE], np.int32)
            for text in texts
        ]
