"""An answer as it is told: what a model wrote, then what is quoted, one count of marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant import wording
from assistant.answer.compose import Piece, compose
from assistant.answer.conflicts import with_conflicts
from assistant.answer.generative import Writing
from assistant.domain import Citation, Delta, Hit, Sentence
from assistant.ports import Claim, Index, Verifier


class Told:
    """What a reader has been shown so far; joined, the deltas are `text`."""

    def __init__(self) -> None:
        self.text = ""
        self.citations: list[Citation] = []
        self.sentences: list[Sentence] = []
        self._written = 0

    def take(self, piece: Piece, *, written: bool = False) -> Delta:
        """`written`: the sentences were checked as they came."""
        self.text += piece.text
        self.citations += piece.citations
        if written:
            self._written = len(self.text)
        return Delta(piece.text)

    def check(self, verifier: Verifier) -> None:
        """The verdict on what was quoted."""
        passages = [citation.passage for citation in self.citations]
        self.sentences += verifier.verify(self.text[self._written :], passages)

    @property
    def support(self) -> float | None:
        """Share of the sentences that the check found supported, None when nothing is claimed."""
        if not self.sentences:
            return None
        return sum(s.verdict == "supported" for s in self.sentences) / len(self.sentences)


def after(
    question: str,
    writing: Writing,
    claims: Sequence[Claim],
    conflicts: tuple[str, ...],
    hits: Sequence[Hit],
    index: Index,
) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """What to quote once a model has written, and the French lines on sources that disagree: only
    what contradicts it when it came to its end, the whole answer in quotes when it did not."""
    said = [Claim(citation.passage, citation.quote) for citation in writing.tally.citations]
    if writing.fallback is None:
        everything, conflicts = with_conflicts(question, said, hits, index)
        return everything[len(said) :], conflicts
    return tuple(claim for claim in claims if not _is_said(claim, said)), conflicts


def quoted(writing: Writing, claims: Sequence[Claim], index: Index) -> Iterator[Piece]:
    """The quotes, going on with what was written."""
    known = len(writing.tally.citations)
    if known and claims and writing.fallback is not None:
        yield Piece(f"\n\n{wording.FALLBACK_GOES_ON}")
    if known and claims:
        yield Piece("\n")
    yield from compose(claims, index, first=known + 1)


def _is_said(claim: Claim, said: Sequence[Claim]) -> bool:
    return any(
        claim.passage.id == other.passage.id
        and (claim.quote in other.quote or other.quote in claim.quote)
        for other in said
    )
