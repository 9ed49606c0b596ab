"""What downloading needs of the corpus: what is there, and a place for what comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Kept:
    """A document of the corpus and its original. `path` is None when the file is not there."""

    id: str
    path: Path | None
    sha256: str


class Shelf(Protocol):
    def documents(self) -> Mapping[str, Kept]:
        """By id. Raises CatalogueInvalid, CorpusMissing."""
        ...

    def put(self, file: Path, fields: Mapping[str, str]) -> Kept:
        """Copy the file into the corpus as the document `fields["id"]`, and write these fields
        in its catalogue entry. A former original of that document is archived.

        Raises AssistantError; the corpus then stays as it was.
        """
        ...
