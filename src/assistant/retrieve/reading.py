"""Each word of a question as it is understood: kept, written out, mended, small or missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from assistant.domain import Mending, Understood
from assistant.french import STOP_WORDS, stem, words
from assistant.lexicon import Lexicon
from assistant.ports import Index
from assistant.retrieve.spelling import Mend, Speller
from assistant.retrieve.tokens import Token, tokens

_STEM_ALONE = 0.3
"""What a word's stem still counts for when the word itself is most likely another's error."""
_SCANNED = 3_000
"""Passages whose words are learnt as they are written there."""


@dataclass(frozen=True, slots=True)
class Word:
    """`tokens` were read as the folded words `read`; `stands` maps each concept's stem to the
    index stems that stand for it. A small word has none."""

    tokens: tuple[Token, ...]
    read: tuple[str, ...]
    how: Understood
    stands: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    why: Mending | None = None
    sure: float = 1.0

    @property
    def is_compound(self) -> bool:
        """Whether it is a compound's joined form, which comes after its parts."""
        return self.tokens[0].compound


def read_words(question: str, index: Index, speller: Callable[[], Speller]) -> list[Word]:
    """In order. When a question has small words alone, these are all there is to search."""
    typed = tokens(question)
    if all(token.is_small for token in typed):
        return [_plain(token, index) for token in typed]
    return list(_read(typed, index, speller))


def _read(typed: Sequence[Token], index: Index, speller: Callable[[], Speller]) -> Iterator[Word]:
    place = 0
    while place < len(typed):
        token, following = typed[place], typed[place + 1 : place + 2]
        joined = _joined(token, following[0], index, speller) if following else None
        if joined is not None:
            yield joined
            place += 2
            continue
        place += 1
        if token.compound and not index.document_frequency(stem(token.word)):
            continue  # its parts say it
        if token.is_small:
            yield Word((token,), (token.word,), "sms" if token.short else "small")
        elif token.short or token.compound or _is_safe(token.word, index):
            yield _plain(token, index)
        else:
            yield _looked_at(token, index, speller())


def _plain(token: Token, index: Index) -> Word:
    itself = _itself(token.word, index)
    how: Understood = "sms" if token.short else "kept" if itself else "missing"
    return Word((token,), (token.word,), how, {stem(token.word): itself})


def _looked_at(token: Token, index: Index, speller: Speller) -> Word:
    mends = speller.mend(token.word)
    if not mends:
        return _plain(token, index)
    best = mends[0]
    if all(word in STOP_WORDS for word in best.words):
        return Word((token,), best.words, "mended", {}, best.why, best.sure)
    if len(best.words) > 1:
        return _of_mend((token,), best, index)
    stands: dict[str, float] = {}
    if _itself(token.word, index):
        stands[stem(token.word)] = 1.0 if speller.has_seen(token.word) else _STEM_ALONE
    for mend in mends:
        for name in _itself(mend.words[0], index):
            stands[name] = max(stands.get(name, 0.0), mend.sure)
    return Word((token,), best.words, "mended", {stem(token.word): stands}, best.why, best.sure)


def _joined(left: Token, right: Token, index: Index, speller: Callable[[], Speller]) -> Word | None:
    """Two runs of letters that a lost hold of the space bar has cut (« enco struction »)."""
    pair = (left, right)
    if left.chunk == right.chunk or any(t.compound or t.short for t in pair):
        return None
    if all(t.is_small or _is_safe(t.word, index) for t in pair):
        return None
    mend = speller().join(left.word, right.word)
    return None if mend is None else _of_mend(pair, mend, index)


def _of_mend(found: tuple[Token, ...], mend: Mend, index: Index) -> Word:
    """Glued or cut words, each a concept of its own."""
    stands = {
        stem(word): dict.fromkeys(_itself(word, index), mend.sure)
        for word in mend.words
        if word not in STOP_WORDS
    }
    return Word(found, mend.words, "mended", stands, mend.why, mend.sure)


def _itself(word: str, index: Index) -> dict[str, float]:
    return {stem(word): 1.0} if index.document_frequency(stem(word)) else {}


def _is_safe(word: str, index: Index) -> bool:
    """A number, or an everyday word that the documents have."""
    if not word.isalpha():
        return word[0].isdigit()
    return Lexicon.shared().is_usual(word) and index.document_frequency(stem(word)) > 0


def make_speller(index: Index, glossary: frozenset[str]) -> Speller:
    """What mends words towards those of an index and of the glossary."""
    frequencies = {name: index.document_frequency(name) for name in index.vocabulary()}
    passages = islice(index.all_passages(), _SCANNED)
    seen = {word for p in passages for word in words(f"{p.heading} {p.text}")}
    return Speller(frequencies, seen, glossary)
