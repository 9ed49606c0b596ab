"""Of near-equal passages, the one that is in force, then the newer, comes first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.domain import Document, Hit
from assistant.french import bare
from assistant.standing import precedence

NEAR_EQUAL = 0.6
"""Share of the words of two passages, taken together, that both hold."""
_LEAST_WORDS = 8
_WORD = re.compile(rb"[a-z]{3,}")

Words = frozenset[bytes]


def timely(hits: Sequence[Hit], documents: Mapping[str, Document]) -> tuple[Hit, ...]:
    """The same hits; one that says nearly the same as a hit before it, in a document that
    stands better in time, takes its place and leaves the older right behind.

    A step after ranking: scores stay those of the ranking.
    """
    ranks = {hit.passage.document_id: (0, "") for hit in hits}
    ranks |= {name: precedence(documents[name]) for name in ranks if name in documents}
    if len(set(ranks.values())) < 2:
        return tuple(hits)
    words = {hit.passage.id: words_of(hit.passage.text) for hit in hits}
    ordered: list[Hit] = []
    for hit in hits:
        rank, mine = ranks[hit.passage.document_id], words[hit.passage.id]
        place = next(
            (
                i
                for i, other in enumerate(ordered)
                if ranks[other.passage.document_id] < rank
                and is_near_equal(words[other.passage.id], mine)
            ),
            len(ordered),
        )
        ordered.insert(place, hit)
    return tuple(ordered)


def words_of(text: str) -> Words:
    """Its longer words without accents: figures apart, since these are what changes."""
    return frozenset(_WORD.findall(bare(text)))


def is_near_equal(one: Words, other: Words) -> bool:
    """Whether two sets of words are nearly the same (Jaccard), and enough to tell."""
    if min(len(one), len(other)) < _LEAST_WORDS:
        return False
    return len(one & other) >= NEAR_EQUAL * len(one | other)
