"""When a passage holds a piece of evidence.

The rule: the quote stands (`assistant.quotes`) in the repaired or the raw text of a passage of
its document, or of a twin listed by that passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from assistant.domain import Passage
from assistant.evaluate.gold import Evidence
from assistant.quotes import holds

PassageOf = Callable[[str], Passage]
"""A stored passage by its id."""


def is_evidence(
    passage: Passage, evidence: Evidence, passage_of: PassageOf, share: float = 1.0
) -> bool:
    """Whether `passage` holds `evidence` in the first `share` of its length."""
    return any(
        holds(_head(text, share), evidence.quote)
        for text in _texts(passage, evidence.doc, passage_of)
    )


def _texts(passage: Passage, doc: str, passage_of: PassageOf) -> Iterator[str]:
    """What may hold a quote of `doc`: nothing when neither the passage nor a twin is of it."""
    twins = [twin for twin in map(passage_of, passage.twins) if twin.document_id == doc]
    if passage.document_id != doc and not twins:
        return
    for one in (passage, *twins):
        yield one.text
        yield one.raw


def _head(text: str, share: float) -> str:
    return text if share >= 1 else text[: int(len(text) * share)]
