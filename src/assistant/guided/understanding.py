"""What a reader's own words choose: numbers, labels, an editor's words, typing errors allowed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from assistant.french import STOP_WORDS, stem, words
from assistant.guided.values import Choice, Command, Content, Question

_ORDINALS = {
    word: place
    for place, forms in enumerate(
        "un premier premiere,deux second seconde deuxieme,trois troisieme,quatre quatrieme,"
        "cinq cinquieme,six sixieme,sept septieme,huit huitieme,neuf neuvieme".split(","),
        1,
    )
    for word in forms.split()
}
_AROUND_NUMBERS = frozenset("le la les l et ou numero n no choix reponse option plus puis".split())
_DENIALS = frozenset("pas ni non sans aucun aucune".split())
_GAP, _DENIAL_REACH = 2, 2


@dataclass(frozen=True, slots=True)
class Understood:
    """`choices` ids; or `between`, the two that a single answer may mean (`choices` is then
    the likelier one). Both empty: nothing was understood."""

    choices: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    choice: Choice
    places: frozenset[int]
    score: float


def command(content: Content, text: str) -> Command | None:
    """Going back, starting again or passing, when the whole reply says so."""
    typed = _words(text)
    for name, expressions in content.commands.items():
        if typed and any(typed == _words(expression) for expression in expressions):
            return name
    return None


def understand(question: Question, text: str) -> Understood:
    """The choices that `text` names."""
    exact = _exactly(question, text)
    if exact:
        return Understood((exact,))
    numbered = _numbers(question, text)
    if numbered is not None:
        return Understood(_allowed(question, numbered))
    found = _without_masked(list(_matches(question, _words(text))))
    best: dict[str, _Found] = {}
    for match in found:
        if match.choice.id not in best or match.score > best[match.choice.id].score:
            best[match.choice.id] = match
    ranked = sorted(best.values(), key=lambda match: (-match.score, min(match.places)))
    if not ranked:
        return Understood()
    if question.several:
        order = [c.id for c in question.choices if c.id in best]
        return Understood(_allowed(question, order))
    if len(ranked) > 1 and ranked[0].score == ranked[1].score:
        return Understood((ranked[0].choice.id,), tuple(m.choice.id for m in ranked[:2]))
    return Understood((ranked[0].choice.id,))


def _exactly(question: Question, text: str) -> str | None:
    typed = _words(text)
    for choice in question.choices:
        if typed and typed in (_words(choice.id), _words(choice.label)):
            return choice.id
    return None


def _numbers(question: Question, text: str) -> list[str] | None:
    """Choices by their numbers, when the reply is nothing but numbers; None otherwise."""
    places: list[int] = []
    for word in _words(text.replace(",", " ").replace(".", " ")):
        if word.isdigit():
            places.append(int(word))
        elif word in _ORDINALS:
            places.append(_ORDINALS[word])
        elif word not in _AROUND_NUMBERS:
            return None
    if not places:
        return None
    if not all(1 <= place <= len(question.choices) for place in places):
        return []
    chosen = [question.choices[place - 1].id for place in dict.fromkeys(places)]
    return chosen if question.several or len(chosen) == 1 else []


def _allowed(question: Question, chosen: Sequence[str]) -> tuple[str, ...]:
    """One that goes with no other gives way to the others."""
    alone = {choice.id for choice in question.choices if choice.alone}
    others = tuple(choice for choice in chosen if choice not in alone)
    return others or tuple(chosen[:1])


def _matches(question: Question, typed: Sequence[str]) -> Iterator[_Found]:
    for choice in question.choices:
        for expression in (choice.label, *choice.words):
            wanted = _words(expression)
            for start in range(len(typed)):
                places = _stands_at(wanted, typed, start)
                if places and not _denied(wanted, typed, places[0]):
                    yield _Found(choice, frozenset(places), _score(wanted, typed, places))


def _stands_at(wanted: Sequence[str], typed: Sequence[str], start: int) -> tuple[int, ...]:
    """Where the expression stands from `start` on, a few words between allowed; () if not."""
    places: list[int] = []
    place = start
    for word in wanted:
        last = place + (_GAP if places else 0)
        while place <= last and place < len(typed) and not _alike(typed[place], word):
            place += 1
        if place > last or place >= len(typed):
            return ()
        places.append(place)
        place += 1
    return tuple(places)


def _denied(wanted: Sequence[str], typed: Sequence[str], start: int) -> bool:
    before = typed[max(0, start - _DENIAL_REACH) : start]
    return bool(_DENIALS & set(before)) and not _DENIALS & set(wanted)


def _score(wanted: Sequence[str], typed: Sequence[str], places: Sequence[int]) -> float:
    weights = (0.5 if word in STOP_WORDS else 2.0 for word in wanted)
    exact = sum(typed[place] == word for place, word in zip(places, wanted, strict=True))
    return sum(weights) + 0.5 * (exact == len(wanted))


def _without_masked(found: Sequence[_Found]) -> list[_Found]:
    """Without those that lie inside a longer one of another choice."""
    return [
        one
        for one in found
        if not any(
            other.choice.id != one.choice.id
            and one.places & other.places
            and other.score > one.score
            for other in found
        )
    ]


@lru_cache(maxsize=4_096)
def _words(expression: str) -> list[str]:
    """Folded words in order; a compound gives its parts alone."""
    return words(expression.replace("-", " "))


@lru_cache(maxsize=65_536)
def _alike(typed: str, word: str) -> bool:
    """The same word, a form of it, or it with a slip of the finger."""
    if typed == word:
        return True
    if word in STOP_WORDS or typed in STOP_WORDS or typed.isdigit() or word.isdigit():
        return False
    if stem(typed) == stem(word):
        return True
    slips = 2 if min(len(typed), len(word)) >= 8 else 1 if min(len(typed), len(word)) >= 5 else 0
    return bool(slips) and OSA.distance(typed, word, score_cutoff=slips) <= slips
