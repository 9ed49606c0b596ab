"""A question cut into words as typed, with the shortcuts of text messages written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.french import STOP_WORDS, fold, words
from assistant.retrieve import sms

_PIECE = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """« c koi » in chunks 0 and 1, for « c'est quoi »."""

    typed: tuple[str, ...]
    chunks: tuple[int, ...]
    meant: str


@dataclass(frozen=True, slots=True)
class Token:
    """`word` is folded; `typed` what stands in the question's `chunk` (a run without spaces).
    `compound`: a hyphenated word's joined form, beside its parts. `short`: the shortcut that
    the word was written out from."""

    chunk: int
    typed: str
    word: str
    compound: bool = False
    short: Shortcut | None = None

    @property
    def is_small(self) -> bool:
        """Whether it carries no subject, as `french.content_words` has it."""
        return self.word in STOP_WORDS or (len(self.word) == 1 and not self.word.isdigit())


def tokens(question: str) -> list[Token]:
    """In order; a compound's joined form follows its parts."""
    typed = [t for n, chunk in enumerate(question.split()) for t in _of_chunk(n, chunk)]
    return list(_written_out(typed, shouted=question.isupper()))


def _of_chunk(number: int, chunk: str) -> Iterator[Token]:
    found = words(chunk)
    if len(found) == 1:
        yield Token(number, _as_typed(chunk, found[0]), found[0])
        return
    parts = len(words(chunk.replace("-", " "))) if "-" in chunk else len(found)
    for place, word in enumerate(found):
        yield Token(number, _as_typed(chunk, word), word, compound=place >= parts)


def _as_typed(chunk: str, word: str) -> str:
    if chunk == word:
        return chunk
    return next((piece for piece in _PIECE.findall(chunk) if fold(piece) == word), word)


def _written_out(typed: list[Token], *, shouted: bool) -> Iterator[Token]:
    bare = [
        "" if token.compound or (_is_acronym(token.typed) and not shouted) else token.word
        for token in typed
    ]
    place = 0
    while place < len(typed):
        length, meant = sms.expand(bare, place)
        if not length:
            yield typed[place]
            place += 1
            continue
        run = typed[place : place + length]
        short = Shortcut(tuple(t.typed for t in run), tuple(t.chunk for t in run), meant)
        for word in words(meant):
            yield Token(run[0].chunk, run[0].typed, word, short=short)
        place += length


def _is_acronym(typed: str) -> bool:
    return len(typed) > 1 and typed.isupper()
