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
from assistant.french import stem, stems, words

FILE = "glossary.toml"
_ROWS = "entrees"
_KEYS = ("mots", "sens", "poids", "dans_les_deux_sens")
_WEIGHT = 0.6


@dataclass(frozen=True, slots=True)
class Entry:
    """Whoever types `word` (stems, in order) may mean `means` (each a run of stems)."""

    word: tuple[str, ...]
    means: tuple[tuple[str, ...], ...]
    weight: float


@dataclass(frozen=True)
class Glossary:
    """All entries. The empty glossary expands nothing."""

    entries: tuple[Entry, ...] = ()

    @cached_property
    def _by_first(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.word[0], []).append(entry)
        return found

    def expand(self, typed: Sequence[str]) -> Iterator[tuple[int, Entry]]:
        """(position, entry) for every entry whose words stand in `typed` (stems in order)."""
        for i, first in enumerate(typed):
            for entry in self._by_first.get(first, ()):
                if tuple(typed[i : i + len(entry.word)]) == entry.word:
                    yield i, entry


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
        means = tuple(run for text in right if (run := typed_stems(text)))
        for text in left:
            if (run := typed_stems(text)) and means:
                yield Entry(run, means, float(str(row.get("poids", _WEIGHT))))


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
    if not isinstance(row.get("dans_les_deux_sens", False), bool):
        return wording.GLOSSARY_BOTH_WAYS
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


def typed_stems(text: str) -> tuple[str, ...]:
    """Stems of the content words; of all words when there is no other (« gens », « nous »)."""
    return tuple(stems(text)) or tuple(stem(w) for w in words(text))
