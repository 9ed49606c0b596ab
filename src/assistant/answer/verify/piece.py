"""A sentence, or a unit of a passage, with what the comparisons read in it, read once."""

from __future__ import annotations

from functools import cached_property

from assistant.answer.verify.clauses import Verb, clauses, verbs
from assistant.answer.verify.negation import Negation, negations
from assistant.answer.verify.numbers import Figure, figures
from assistant.answer.verify.tokens import Token, keys, tokenize


class Piece:
    """Never changed after it is made; everything is read on first use."""

    def __init__(self, text: str, start: int = 0, *, item: bool = False) -> None:
        self.text = text
        self.start, self.end = start, start + len(text)
        self.item = item

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tokenize(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        """Folded words, and compounds joined."""
        found = {t.word for t in self.tokens if t.kind == "word"}
        joined = {
            a.word + b.word for a, b in zip(self.tokens, self.tokens[1:], strict=False) if b.glued
        }
        return frozenset(found | joined)

    @cached_property
    def keys(self) -> frozenset[str]:
        return keys(self.tokens)

    @cached_property
    def squeezed(self) -> str:
        """Letters and digits alone."""
        return "".join(t.word for t in self.tokens if t.kind != "sign")

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return figures(self.tokens)

    @cached_property
    def said_places(self) -> tuple[int, ...]:
        """Places of the content words that are no part of a figure, which is checked apart."""
        counted = {n for f in self.figures for n in range(f.start, f.end)}
        return tuple(n for n, t in enumerate(self.tokens) if t.keys and n not in counted)

    @cached_property
    def said(self) -> tuple[Token, ...]:
        return tuple(self.tokens[n] for n in self.said_places)

    @cached_property
    def clauses(self) -> tuple[tuple[int, int], ...]:
        return clauses(self.tokens)

    @cached_property
    def verbs(self) -> tuple[Verb, ...]:
        return verbs(self.tokens)

    @cached_property
    def negations(self) -> tuple[Negation, ...]:
        return negations(self.tokens)

    @cached_property
    def size(self) -> int:
        return len(self.text.split())
