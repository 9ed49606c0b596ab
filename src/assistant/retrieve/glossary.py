"""The movement's glossary: everyday words to the words of the documents.

Edited by non-developers in `corpus/glossary.toml`; applied at query time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from assistant import wording
from assistant.errors import CatalogueInvalid
from assistant.french import stem, stems, words

FILE = "glossary.toml"


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
    if not path.is_file():
        return Glossary()
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8")).get("entrees", [])
        return Glossary(tuple(entry for row in rows for entry in _entries(row)))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CatalogueInvalid(wording.GLOSSARY_UNREADABLE.format(reason=error)) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CatalogueInvalid(wording.GLOSSARY_INVALID.format(reason=error)) from error


def _entries(row: dict[str, object]) -> Iterator[Entry]:
    typed, meant = _texts(row["mots"]), _texts(row["sens"])
    weight = float(str(row.get("poids", 0.6)))
    if not 0 < weight <= 1:
        raise ValueError(wording.GLOSSARY_WEIGHT.format(weight=weight))
    sides = [(typed, meant)]
    if row.get("dans_les_deux_sens"):
        sides.append((meant, typed))
    for left, right in sides:
        means = tuple(run for text in right if (run := typed_stems(text)))
        for text in left:
            if (run := typed_stems(text)) and means:
                yield Entry(run, means, weight)


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise TypeError(wording.GLOSSARY_LIST)
    return value


def typed_stems(text: str) -> tuple[str, ...]:
    """Stems of the content words; of all words when there is no other (« gens », « nous »)."""
    return tuple(stems(text)) or tuple(stem(w) for w in words(text))
