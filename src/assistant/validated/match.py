"""Which editor's answer a question asks for, if any: one that is served wrongly is worse than
none.

A listed question fits when it asks for the same kind of thing, with the same numbers and the
same turns, when each word of the one that matters is in the other (or stands for a word of it),
and when the embedder finds them near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from assistant.answer.condense import ABOUT
from assistant.answer.question import Kind
from assistant.domain import Profile, ValidatedAnswer
from assistant.lexicon import KNOWN, Lexicon
from assistant.ports import Embedder, Index, Vectors
from assistant.retrieve.per_index import PerIndex
from assistant.retrieve.terms import QueryReader
from assistant.validated.asked import Asked, Term, read_asked
from assistant.validated.format import asked_form
from assistant.validated.usual import OF_PROFILE

NEAR = 0.5
"""Cosine of two questions below which they are not the same."""
SURE = 0.7
"""How surely the glossary must give one word for another."""
APART = 0.03
"""Two answers whose nearest questions are no farther apart than this are one too many."""
_LONGEST = 300
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fit:
    """How well an answer fits: `exact` when the question is one of its own."""

    answer: ValidatedAnswer
    exact: bool
    near: float


@dataclass(frozen=True)
class _Listed:
    """The questions of one answer, ready to be compared; row n of `vectors` is question n."""

    answer: ValidatedAnswer
    forms: frozenset[str]
    asked: tuple[Asked, ...]
    vectors: Vectors


class Matcher:
    """Reads and embeds an index's listed questions once."""

    def __init__(self, reader: QueryReader, embedder: Embedder) -> None:
        self._reader = reader
        self._embedder = embedder
        self._listed = PerIndex(self._prepare)

    def match(self, question: str, profile: Profile | None, index: Index) -> ValidatedAnswer | None:
        """The answer to serve: for the asker's profile, else for everyone; one for others only
        to who does not say who they are. A follow-up that leans on what was said matches none."""
        if ABOUT in question or len(question) > _LONGEST or not index.validated():
            return None
        fits = self.fits(question, profile, index)
        tiers = [
            [fit for fit in fits if fit.answer.profile is wanted] for wanted in (profile, None)
        ]
        if profile is None:
            tiers.append(fits)
        return next((_only(tier) for tier in tiers if tier), None)

    def fits(self, question: str, profile: Profile | None, index: Index) -> list[Fit]:
        """Every answer that the question may ask for, whoever it is for; the nearest first."""
        asked = read_asked(question, self._reader, index)
        forms = {asked_form(question), asked_form(asked.text)}
        vector = self._embedder.embed_query(asked.text)
        fits = []
        for listed in self._listed.of(index):
            exact = bool(forms & listed.forms)
            nearness = listed.vectors @ vector
            said = OF_PROFILE[profile] if profile and listed.answer.profile is profile else NOBODY
            if exact or _fits(asked, listed, float(nearness.max()), said):
                fits.append(Fit(listed.answer, exact, float(nearness.max())))
        return sorted(fits, key=lambda fit: (fit.exact, fit.near), reverse=True)

    def _prepare(self, index: Index) -> tuple[_Listed, ...]:
        return tuple(self._ready(answer, index) for answer in index.validated())

    def _ready(self, answer: ValidatedAnswer, index: Index) -> _Listed:
        asked = tuple(read_asked(text, self._reader, index) for text in answer.questions)
        forms = frozenset(map(asked_form, answer.questions))
        vectors = self._embedder.embed_passages([one.text for one in asked])
        return _Listed(answer, forms, asked, vectors)


def _only(fits: Sequence[Fit]) -> ValidatedAnswer | None:
    """The best, unless another is as good."""
    best, *others = fits
    if not best.exact and any(best.near - other.near < APART for other in others):
        return None
    return best.answer


def _fits(asked: Asked, listed: _Listed, near: float, said: frozenset[str]) -> bool:
    if near < NEAR or not asked.heavy:
        return False
    return any(_is_asked(asked, one, said) for one in listed.asked)


def _is_asked(asked: Asked, one: Asked, said: frozenset[str]) -> bool:
    """`said`: words that need not be said, or may be, since the answer is for such readers."""
    same_form = (
        asked.form == one.form
        and asked.turns == one.turns
        and asked.closed == one.closed
        and asked.numbers == one.numbers
        and (len(asked.heavy) > 1 or _same_alone(asked, one))
    )
    return (
        same_form
        and all(_accounted(term, one.terms) for term in asked.beside(said))
        and all(_accounted(term, asked.terms) for term in one.beside(said))
    )


def _same_alone(asked: Asked, one: Asked) -> bool:
    """One word says too little where nothing else tells what is wanted of it."""
    return asked.form != Kind.OTHER and asked.does == one.does


def _accounted(term: Term, others: Sequence[Term]) -> bool:
    """Whether a word is among others: itself, in another form, mistyped, or by the glossary."""
    return any(
        term.same(other)
        or (term.begins and other.begins)
        or term.meaning(other, SURE)
        or other.meaning(term, SURE)
        or _mistyped(term, other)
        for other in others
    )


def _mistyped(term: Term, other: Term) -> bool:
    """One or two slips away from a word that the documents need not have."""
    known = Lexicon.shared().folded
    for name in term.names:
        if len(name) < 5 or name[0].isdigit() or known.get(name, 0.0) >= KNOWN:
            continue
        allowed = 1 if len(name) < 8 else 2
        if any(OSA.distance(name, one, score_cutoff=allowed) <= allowed for one in other.names):
            return True
    return False
