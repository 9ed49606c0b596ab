"""A draft's claims to a text with marks, and the citations that the marks name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import wording
from assistant.domain import Citation, Passage
from assistant.ports import Claim, Index, Verifier
from assistant.sources import heading

_SIGN = re.compile(r"^(?:• )+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A bit of the answer's text and the citations it brings (none for a line that only says
    where the next points come from)."""

    text: str
    citations: tuple[Citation, ...] = ()


def sound(claims: Sequence[Claim], verifier: Verifier) -> tuple[Claim, ...]:
    """The claims that may be shown: verbatim in their passage, and upheld line by line."""
    return tuple(claim for claim in claims if _is_sound(claim, verifier))


def _is_sound(claim: Claim, verifier: Verifier) -> bool:
    if not claim.quote.strip() or claim.quote not in claim.passage.text:
        return False
    checked = verifier.verify(_marked(claim.quote, 1, first=True), [claim.passage])
    return bool(checked) and all(sentence.verdict == "supported" for sentence in checked)


def compose(claims: Sequence[Claim], index: Index, first: int = 1) -> Iterator[Piece]:
    """First the sentence that answers, then points grouped by source.

    Marks are given in order of appearance, from `first` on (which, above 1, goes on with an
    answer begun); a quote of several lines is one citation, and each of its lines carries the
    mark.
    """
    source: Passage | None = None
    for mark, claim in enumerate(claims, first):
        document = index.document(claim.passage.document_id)
        start = claim.passage.text.index(claim.quote)
        span = (start, start + len(claim.quote))
        citation = Citation(mark, claim.passage, document, claim.quote, span)
        follows = source is None and first > 1
        if follows or (source is not None and _place(source) != _place(claim.passage)):
            named = heading(document, claim.passage)
            yield Piece("\n" + wording.FROM_SOURCE.format(source=named) + "\n")
        elif mark == 2 and first == 1:
            yield Piece("\n")
        source = claim.passage
        yield Piece(_marked(claim.quote, mark, first=mark == 1) + "\n", (citation,))


def _place(passage: Passage) -> tuple[str, int | None]:
    return passage.document_id, passage.page


def _marked(quote: str, mark: int, *, first: bool) -> str:
    lines = [line for line in quote.split("\n") if line.strip()]
    lead = first and not lines[0].startswith("• ")
    shown = [
        (_SIGN.sub("", line) if lead and i == 0 else "- " + _SIGN.sub("", line)) + f" [{mark}]"
        for i, line in enumerate(lines)
    ]
    return "\n".join(shown[:1] + ([""] if lead and len(shown) > 1 else []) + shown[1:])
