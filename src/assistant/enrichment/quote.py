"""The few words by which a row finds its passage again, however the document is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from assistant.domain import Passage
from assistant.ingest.expansion import Expansion, resolve
from assistant.quotes import tokens

FEWEST, MOST = 8, 20
_USUAL = 12
_SIZES = (*range(_USUAL, MOST + 1), *range(_USUAL - 1, FEWEST - 1, -1))


def pick_quote(passage: Passage, document: Sequence[Passage]) -> str | None:
    """Words of the passage's raw text, white space collapsed, that no other passage of its
    document holds; of its repaired text when its raw one is another's too; None when there are
    none. `document` is all its passages but twins, which a row finds last."""
    others = [other for other in document if other.id != passage.id]
    for quote in chain(_candidates(passage.raw), _candidates(passage.text)):
        row = Expansion(passage.document_id, quote, ())
        if passage.id in resolve([row], [*others, passage]).rows:
            return quote
    return None


def is_long_enough(passage: Passage) -> bool:
    return len(passage.raw.split()) >= FEWEST


def _candidates(raw: str) -> Iterator[str]:
    """Windows of words, the usual size first, from the start on; those of mere signs left out."""
    found = raw.split()
    for size in _SIZES:
        for start in range(len(found) - size + 1):
            quote = " ".join(found[start : start + size])
            if len(tokens(quote)) >= FEWEST:
                yield quote
