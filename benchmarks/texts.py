"""Any number of French passages: public texts first, then new ones recombined from their sentences.

Laws, sheets of service-public.fr and labour sheets as they are cut, and a hundred novels cut at
about a hundred words. They are unrelated to any question: good for size, not for quality.
"""

from __future__ import annotations

import gzip
import json
import random
import tarfile
from collections.abc import Iterator
from itertools import islice

from beir import Text
from public import shared_file

from assistant.french import sentences

WORDS = 100
_SEED = 20_261_122
_POOL = 400_000


def passages(count: int) -> Iterator[Text]:
    """The same ones at every call, a smaller count being the beginning of a larger."""
    public = 0
    pool: list[str] = []
    for text in islice(_public(), count):
        public += 1
        if len(pool) < _POOL:
            pool.extend(text.text[a:b] for a, b in sentences(text.text))
        yield text
    yield from _recombined(pool, count - public)


def _public() -> Iterator[Text]:
    """Sources in turn, one passage of each at a time, so that few already mix them all."""
    sources = [_laws(), _sheets(), _labour(), _novels()]
    number = 0
    while sources:
        for source in list(sources):
            found = next(source, None)
            if found is None:
                sources.remove(source)
                continue
            yield Text(f"t{number:07}", *found)
            number += 1


def _recombined(pool: list[str], count: int) -> Iterator[Text]:
    """Three to six sentences drawn from anywhere."""
    chance = random.Random(_SEED)
    for number in range(count):
        drawn = [chance.choice(pool) for _ in range(chance.randint(3, 6))]
        yield Text(f"s{number:07}", "", " ".join(drawn))


def _laws() -> Iterator[tuple[str, str]]:
    path = shared_file("french", "lois-canada-sections.jsonl.gz")
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield row["heading"] or row["title"], row["text"]


def _sheets() -> Iterator[tuple[str, str]]:
    with shared_file("french", "service-public-fiches.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield "", row["text"]


def _labour() -> Iterator[tuple[str, str]]:
    with shared_file("french", "fiches-travail-sections.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield row["section"], row["text"]


def _novels() -> Iterator[tuple[str, str]]:
    with tarfile.open(shared_file("french", "romans-eltec.tar.gz")) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            file = archive.extractfile(member)
            if file is not None:
                for piece in cut(file.read().decode("utf-8", "replace")):
                    yield "", piece


def cut(text: str, words: int = WORDS) -> Iterator[str]:
    """Whole sentences up to about `words` words."""
    piece: list[str] = []
    size = 0
    for start, end in sentences(text):
        sentence = " ".join(text[start:end].split())
        piece.append(sentence)
        size += sentence.count(" ") + 1
        if size >= words:
            yield " ".join(piece)
            piece, size = [], 0
    if piece:
        yield " ".join(piece)
