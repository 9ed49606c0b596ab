"""The retriever with one thing taken away at a time. The legs are those that it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from assistant.ports import Index, Match, Retriever
from assistant.retrieve.glossary import Glossary, load_glossary
from assistant.retrieve.hybrid import LEG_WEIGHTS
from assistant.retrieve.per_index import PerIndex
from assistant.retrieve.spelling import Speller
from assistant.retrieve.terms import QueryReader
from assistant.settings import Settings
from assistant.wiring import build_retriever

WITHOUT = "without {}"
ALONE = "{} alone"
GLOSSARY, MENDING = "glossary", "mending of typing errors"


class Muted:
    """An index of which some first legs bring nothing."""

    def __init__(self, index: Index, legs: Iterable[str]) -> None:
        self._index = index
        self._legs = frozenset(legs)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)

    def lexical(
        self, weights: Mapping[str, float], k: int, also: Sequence[str] = ()
    ) -> tuple[Match, ...]:
        return () if "lexical" in self._legs else self._index.lexical(weights, k, also)

    def nearest(self, *values: Any) -> tuple[Match, ...]:
        return () if "dense" in self._legs else self._index.nearest(*values)


class NoMending(Speller):
    """Leaves every word as it was typed."""

    def __init__(self) -> None:
        super().__init__({})

    def mend(self, word: str) -> tuple[()]:
        return ()

    def join(self, left: str, right: str) -> None:
        return None


class AsTyped(QueryReader):
    """Mends nothing."""

    def __init__(self, glossary: Glossary) -> None:
        super().__init__(glossary)
        self._spellers = PerIndex(lambda index: NoMending())


def variants(settings: Settings, index: Index) -> Iterator[tuple[str, Retriever]]:
    """Each leg off, each leg alone, then what reads the question. A leg that is off has no
    weight and brings no candidates."""
    for leg in LEG_WEIGHTS:
        yield WITHOUT.format(leg), _with_legs(settings, index, LEG_WEIGHTS.keys() - {leg})
    for leg in LEG_WEIGHTS:
        yield ALONE.format(leg), _with_legs(settings, index, {leg})
    glossary = load_glossary(settings.path("corpus"))
    if glossary.entries:
        plain = QueryReader(Glossary())
        yield WITHOUT.format(GLOSSARY), build_retriever(settings, index, reader=plain)
    as_typed = AsTyped(glossary)
    yield WITHOUT.format(MENDING), build_retriever(settings, index, reader=as_typed)


def _with_legs(settings: Settings, index: Index, legs: Iterable[str]) -> Retriever:
    """Late legs weigh what lexical and dense bring: alone, they keep both as candidates."""
    kept = set(legs)
    first = {"lexical", "dense"}
    muted = first - kept if first & kept else set[str]()
    weights = {leg: weight if leg in kept else 0.0 for leg, weight in LEG_WEIGHTS.items()}
    return build_retriever(settings, Muted(index, muted), weights=weights)
