"""The movement's glossary: everyday words to the words of the documents.

Edited by non-developers in `corpus/glossary.toml`; applied at query time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant import wording
from assistant.errors import CatalogueInvalid
from assistant.french import STOP_WORDS, content_words, stem, words
from assistant.retrieve.inflection import is_form_of

FILE = "glossary.toml"
_ROWS = "entrees"
_KEYS = ("mots", "sens", "poids", "dans_les_deux_sens", "a_la_place")
_WEIGHT = 0.6
_BEGINNING = 3
"""Letters that all forms of a word share."""
_ARTICLES = frozenset(
    "le la les un une des du de au aux en se son sa ses mon ma mes notre nos et que".split()
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """Words of the documents, and their stems."""

    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Whoever types `words` (folded, in order, articles left out) may mean `means`; or, where
    it stands `instead` of them, means it rather than what the documents call by that word."""

    text: str
    words: tuple[str, ...]
    means: tuple[Meaning, ...]
    weight: float
    instead: bool = False

    def stands_at(self, typed: Sequence[str], start: int) -> tuple[int, ...]:
        """The places of the entry's words in `typed` (folded words) from `start` on, in
        whatever form; () when they do not stand there. Small words between them may differ."""
        if len(self.words) == 1:
            return (start,) if is_form_of(typed[start], self.words[0]) else ()
        places: list[int] = []
        place = start
        for word in self.words:
            while place < len(typed) and not _alike(typed[place], word):
                if not places or not (typed[place] in STOP_WORDS or len(typed[place]) == 1):
                    return ()
                place += 1
            if place == len(typed):
                return ()
            places.append(place)
            place += 1
        return tuple(places)


def _alike(typed: str, word: str) -> bool:
    """In a run of several words, equal stems are enough."""
    if word in STOP_WORDS:
        return typed == word
    return stem(typed) == stem(word) or is_form_of(typed, word)


@dataclass(frozen=True)
class Glossary:
    """All entries. The empty glossary says nothing."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_first(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.words[0][:_BEGINNING], []).append(entry)
        return found

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that an entry explains."""
        return frozenset(word for entry in self.entries for word in entry.words)

    def find(self, typed: Sequence[str]) -> Iterator[tuple[tuple[int, ...], Entry]]:
        """(places, entry) for the entries whose words stand in `typed` (folded words, the
        small ones too). Where a longer entry stands, the shorter ones inside it are silent."""
        start = 0
        while start < len(typed):
            here = [
                (places, entry)
                for entry in self._by_first.get(typed[start][:_BEGINNING], ())
                if (places := entry.stands_at(typed, start))
            ]
            longest = max((len(places) for places, _ in here), default=0)
            ends = start + 1
            for places, entry in here:
                if len(places) == longest:
                    ends = max(ends, places[-1] + 1)
                    yield places, entry
            start = ends


def load_glossary(corpus: Path) -> Glossary:
    """The corpus's glossary; empty when there is none. Raises CatalogueInvalid (French)."""
    path = corpus / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Glossary()
    except UnicodeDecodeError as error:
        raise _invalid(wording.CATALOGUE_NOT_UTF8) from error
    except tomllib.TOMLDecodeError as error:
        raise _invalid(_place(error)) from error
    except OSError as error:
        raise _invalid(wording.CATALOGUE_UNREADABLE.format(detail=error.strerror)) from error
    for key in data:
        if key != _ROWS:
            raise _invalid(wording.GLOSSARY_UNKNOWN_KEY.format(key=key))
    rows = data.get(_ROWS, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _invalid(wording.GLOSSARY_NOT_LIST)
    return Glossary(tuple(e for n, row in enumerate(rows, 1) for e in _entries(row, n)))


def _entries(row: Mapping[str, object], number: int) -> Iterator[Entry]:
    problem = _problem(row)
    if problem:
        raise _invalid(wording.GLOSSARY_ENTRY.format(number=number, problem=problem))
    typed, meant = _texts(row["mots"]), _texts(row["sens"])
    sides = [(typed, meant)]
    if row.get("dans_les_deux_sens"):
        sides.append((meant, typed))
    for left, right in sides:
        means = tuple(Meaning(text, run) for text in right if (run := meant_stems(text)))
        for text in left:
            if (run := entry_words(text)) and means:
                weight = float(str(row.get("poids", _WEIGHT)))
                yield Entry(text, run, means, weight, bool(row.get("a_la_place")))


def _problem(row: Mapping[str, object]) -> str:
    """What is wrong with an entry, in French; "" when nothing is."""
    for key in row:
        if key not in _KEYS:
            return wording.GLOSSARY_UNKNOWN_KEY.format(key=key)
    for key in ("mots", "sens"):
        if not _texts(row.get(key)):
            return wording.GLOSSARY_TEXTS.format(key=key)
    weight = row.get("poids", _WEIGHT)
    if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 < weight <= 1:
        return wording.GLOSSARY_WEIGHT
    for key in ("dans_les_deux_sens", "a_la_place"):
        if not isinstance(row.get(key, False), bool):
            return wording.GLOSSARY_YES_OR_NO.format(key=key)
    if row.get("dans_les_deux_sens") and row.get("a_la_place"):
        return wording.GLOSSARY_INSTEAD_ONE_WAY
    return ""


def _texts(value: object) -> list[str]:
    """A list of texts that are not blank; [] for anything else."""
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        return []
    return value


def _place(error: tomllib.TOMLDecodeError) -> str:
    """The parser speaks English; the place is what an editor needs."""
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place is None:
        return wording.CATALOGUE_NOT_TOML
    return wording.CATALOGUE_NOT_TOML_AT.format(line=place[1], column=place[2])


def _invalid(problem: str) -> CatalogueInvalid:
    return CatalogueInvalid(wording.GLOSSARY_INVALID.format(problem=problem))


def entry_words(text: str) -> tuple[str, ...]:
    """The words that call an entry: folded, articles and the like left out, a compound as its
    parts. Other small words stay: « bien commun » is not « commun », nor « chez nous » « nous »."""
    typed = words(text.replace("-", " "))
    return tuple(w for w in typed if w not in _ARTICLES and (len(w) > 1 or w.isdigit()))


def meant_stems(text: str) -> tuple[str, ...]:
    """Stems of the content words of a meaning; of all words when there is no other."""
    return tuple(stem(w) for w in content_words(text) or words(text))
