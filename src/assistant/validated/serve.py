"""A validated answer as it is shown: its text in pieces, its sources, who stands for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from assistant import wording
from assistant.answer.compose import Piece
from assistant.domain import Citation, Editorial, ValidatedAnswer
from assistant.ports import Index
from assistant.sources import day_text
from assistant.validated.format import MARK


def pieces(answer: ValidatedAnswer, index: Index) -> Iterator[Piece]:
    """Line by line, each with the citations that it is the first to name. Joined, the texts are
    the answer's. Raises UnknownPassage, UnknownDocument: of another index than the answer's."""
    given = 0
    for line in answer.text.splitlines(keepends=True):
        named = max(map(int, MARK.findall(line)), default=0)
        new = tuple(_citation(answer, mark, index) for mark in range(given + 1, named + 1))
        given = max(given, named)
        yield Piece(line, new)


def editorial(answer: ValidatedAnswer, today: date) -> Editorial:
    return Editorial(
        id=answer.id,
        author=answer.author,
        date=answer.date,
        review_date=answer.review_date,
        overdue=answer.review_date < today.isoformat(),
    )


def notices(answer: ValidatedAnswer, today: date) -> tuple[str, ...]:
    """What a reader should know: that the answer has not been looked at again in time."""
    if not editorial(answer, today).overdue:
        return ()
    return (wording.NOTICE_OVERDUE.format(date=day_text(answer.review_date)),)


def _citation(answer: ValidatedAnswer, mark: int, index: Index) -> Citation:
    anchor = answer.citations[mark - 1]
    passage = index.passage(anchor.passage_id)
    document = index.document(passage.document_id)
    quote = passage.text[anchor.start : anchor.end]
    return Citation(mark, passage, document, quote, (anchor.start, anchor.end))
