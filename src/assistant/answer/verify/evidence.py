"""A passage as evidence: its units, read once, and the best span of them for a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer.units import units
from assistant.answer.verify.foreign import is_addressed
from assistant.answer.verify.overlap import Share, share
from assistant.answer.verify.piece import Piece
from assistant.answer.verify.tokens import Token
from assistant.domain import Passage
from assistant.french import fold

_MOST_WORDS = 90
_MOST_UNITS = 3
_SHORT_LINE = 12
_HEADING_WEIGHT = 0.7
_TITLE = re.compile(r"[a-z]{3,}")


@dataclass(frozen=True, slots=True)
class Window:
    """`pieces[first:last]` of a source, one after the other, and what they share with a
    sentence."""

    first: int
    last: int
    share: Share


class Source:
    """A passage read for comparison. Orders to the assistant that stand in it are no evidence."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.heading = Piece(passage.heading)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        found = units(self.passage)
        if not is_addressed(". ".join(unit.text for unit in found)):  # dear to ask of each
            return tuple(Piece(unit.text, unit.start, item=unit.is_item) for unit in found)
        kept, line_of_order = [], -1
        for unit in found:
            line = self.passage.text.count("\n", 0, unit.start)
            if is_addressed(unit.text):
                line_of_order = line
            elif line != line_of_order:  # what follows an order in its line is what it asks for
                kept.append(Piece(unit.text, unit.start, item=unit.is_item))
        return tuple(kept)

    @cached_property
    def keys(self) -> frozenset[str]:
        return frozenset().union(self.heading.keys, *(p.keys for p in self.pieces))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset().union(self.heading.words, *(p.words for p in self.pieces))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(t for p in (self.heading, *self.pieces) for t in p.tokens)

    @cached_property
    def title(self) -> frozenset[str]:
        """Words of the name of the document."""
        return frozenset(_TITLE.findall(fold(self.passage.document_id)))

    @cached_property
    def folded(self) -> str:
        """Folded text, without the orders."""
        return fold("\n".join(piece.text for piece in self.pieces))

    @cached_property
    def squeezed(self) -> str:
        """Letters and digits alone, for words that are cut or joined otherwise."""
        return "".join(t.word for t in self.tokens if t.kind != "sign")

    def introduction(self, place: int) -> Piece | None:
        """The line that opens the list an item stands in."""
        if not self.pieces[place].item:
            return None
        for piece in reversed(self.pieces[:place]):
            if not piece.item:
                return piece if piece.text.rstrip().endswith((":", ",")) else None
        return None

    def best(self, claim: Sequence[Token]) -> Window | None:
        """The span that holds most of the words of a claim, the shortest of these."""
        shares = [share(claim, p.keys, self.heading.keys, _HEADING_WEIGHT) for p in self.pieces]
        best: Window | None = None
        score = -1.0
        for first, last in self._spans(shares):
            both = shares[first] if last == first + 1 else Share.joined(shares[first:last])
            mark = both.value - 0.012 * (last - first - 1)
            if mark > score + 1e-9:
                best, score = Window(first, last, both), mark
        return best

    def _spans(self, shares: Sequence[Share]) -> Iterator[tuple[int, int]]:
        """Consecutive units, at most three, or more of short lines and items, up to 90 words."""
        for first in range(len(self.pieces)):
            if not shares[first].own:
                continue
            words = 0
            for last in range(first, len(self.pieces)):
                words += self.pieces[last].size
                short = words <= _SHORT_LINE * (last - first + 1)
                if last > first and (
                    words > _MOST_WORDS or (last - first >= _MOST_UNITS and not short)
                ):
                    break
                if shares[last].own:
                    yield first, last + 1

    def span(self, window: Window) -> tuple[int, int]:
        """Where a window stands in the passage's text."""
        return self.pieces[window.first].start, self.pieces[window.last - 1].end
