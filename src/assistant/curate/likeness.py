"""Telling that a document says again what another one says already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from zlib import crc32

from assistant.curate.values import Like
from assistant.domain import Passage
from assistant.french import stems, words
from assistant.ports import Index

_RUN = 5
_ONE_IN = 8
_FEWEST = 5
_SAMPLED = 24
_LEAST_WORDS = 20
_CANDIDATES = 5
_SAME_PASSAGE = 0.6
LEAST = 0.5
"""The share of a document from which it is worth a word."""

Sketch = frozenset[int]


def sketch(passages: Iterable[Passage]) -> Sketch:
    """Some of a document's runs of words, always the same ones."""
    return frozenset(run for one in passages for run in _runs(one.text) if run % _ONE_IN == 0)


def nearest_sketch(own: Sketch, others: Mapping[str, Sketch]) -> Like | None:
    if len(own) < _FEWEST:
        return None
    shares = [Like(name, len(own & other) / len(own)) for name, other in others.items()]
    return _best(shares)


def nearest_indexed(passages: Sequence[Passage], index: Index) -> Like | None:
    """Looked up passage by passage, some of them, whatever the size of the index."""
    long = [one for one in passages if len(one.text.split()) >= _LEAST_WORDS]
    sample = long[:: max(1, -(-len(long) // _SAMPLED))]
    if not sample:
        return None
    found: Counter[str] = Counter()
    for passage in sample:
        found.update(_holders(passage, index))
    return _best([Like(name, count / len(sample)) for name, count in found.items()])


def _holders(passage: Passage, index: Index) -> set[str]:
    """Documents that hold nearly the same passage, copies of one another included."""
    own = _runs(passage.text)
    matches = index.lexical(dict.fromkeys(stems(passage.text), 1.0), _CANDIDATES)
    holders: set[str] = set()
    for other in index.passages([match.passage_id for match in matches]):
        theirs = _runs(other.text)
        fewer = min(len(own), len(theirs))
        if fewer and len(own & theirs) / fewer >= _SAME_PASSAGE:
            holders.add(other.document_id)
            holders.update(twin.document_id for twin in index.passages(other.twins))
    return holders


def _best(likes: Sequence[Like]) -> Like | None:
    best = max(likes, key=lambda like: like.share, default=None)
    return best if best is not None and best.share >= LEAST else None


def _runs(text: str) -> set[int]:
    """Checksums, the same in every process: Python's own hashes of text are not, and with them
    what is sampled of a short document."""
    found = words(text)
    runs = zip(*(found[n:] for n in range(_RUN)), strict=False)
    return {crc32(" ".join(run).encode()) for run in runs}
