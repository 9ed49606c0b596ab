"""The curator: looks at files, adds, lists and removes documents.

Every change of the corpus is one transaction, made in the index writer's turn: a build sees the
corpus before it or after it, never between.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant import transactions
from assistant.curate import listing, removing, shelf
from assistant.curate.adding import Adder
from assistant.curate.keeping import KeptReadings
from assistant.curate.looking import Looker
from assistant.curate.shelf import Shelf
from assistant.curate.values import Added, Addition, Candidate, Removed, Row, Skipped
from assistant.domain import Document
from assistant.errors import IndexBusy
from assistant.ingest.expansion import digests, load_expansions
from assistant.ingest.files import CorpusFile, CorpusFiles
from assistant.ingest.progress import Progress
from assistant.ports import Generations, Quarantine, ReadingCache, Readings
from assistant.transactions import Transaction


def _silent(now: Progress) -> None:
    return


class Curator:
    """`suffixes` are the formats that can be read, `files` what a build would find."""

    def __init__(
        self,
        corpus: Path,
        generations: Generations,
        readings: Readings,
        cache: ReadingCache,
        quarantine: Quarantine,
        files: CorpusFiles,
        suffixes: Collection[str],
    ) -> None:
        self._corpus = corpus
        self._generations = generations
        self._readings = readings
        self._kept = KeptReadings(cache)
        self._quarantine = quarantine
        self._files = files
        self._suffixes = frozenset(suffixes)

    def recover(self) -> bool:
        """Finish what a killed command left; whether there was anything.

        Whoever is at work has finished it, or will. Raises StorageFull, StorageUnwritable.
        """
        if not (self._corpus / transactions.JOURNAL).exists():
            return False
        with suppress(IndexBusy), self._generations.writing():
            return transactions.recover(self._corpus)
        return False

    def documents(self) -> tuple[Document, ...]:
        """The catalogue's, then files it does not list. Raises CorpusMissing, CatalogueInvalid."""
        return tuple(self._shelf().documents.values())

    def named(self, ids: Sequence[str]) -> tuple[Document, ...]:
        """The documents of these ids. Raises UnknownDocument."""
        return removing.named(self._shelf(), ids)

    def list(self) -> tuple[Row, ...]:
        """Every document and its state. Raises CorpusMissing, CatalogueInvalid."""
        quarantined = {entry.source for entry in self._quarantine.entries()}
        here, files = transactions.steady(
            self._corpus, lambda: (shelf.look(self._corpus), self._found())
        )
        return listing.rows(here, files, self._generations, quarantined)

    def look(
        self, paths: Iterable[Path], tell: Callable[[Progress], None] = _silent
    ) -> tuple[tuple[Candidate, ...], tuple[Skipped, ...]]:
        """Read these files, and the folders' files, as they could be added; nothing changes.

        Raises BadRequest, CorpusMissing, CatalogueInvalid.
        """
        looker = Looker(
            self._shelf(), self._generations, self._readings, self._kept, self._suffixes
        )
        return looker.look(paths, tell)

    def add(self, additions: Sequence[Addition]) -> tuple[Added, ...]:
        """Put them all in the corpus, or none of them.

        Raises BadRequest, UnknownDocument, CatalogueInvalid, IndexBusy, StorageFull,
        StorageUnwritable, and UnreadableFile when a file has changed since it was looked at.
        """
        with self._changing() as (change, here):
            adder = Adder(change, here)
            added = tuple(adder.add(addition) for addition in additions)
            adder.finish()
        self._kept.hand_over([one.document for one in added], self._found())
        return added

    def remove(self, ids: Sequence[str], *, force: bool = False) -> tuple[Removed, ...]:
        """Take them all out of the corpus, or none; `force` also takes out links to them.

        Raises UnknownDocument, BadRequest when others link to them, CatalogueInvalid, IndexBusy,
        StorageFull, StorageUnwritable.
        """
        with self._changing() as (change, here):
            return removing.remove(change, here, ids, force=force)

    def _shelf(self) -> Shelf:
        return transactions.steady(self._corpus, lambda: shelf.look(self._corpus))

    def _found(self) -> tuple[CorpusFile, ...]:
        """As a build would find them now."""
        return tuple(self._files.find(digests(load_expansions(self._corpus)))[0])

    @contextmanager
    def _changing(self) -> Iterator[tuple[Transaction, Shelf]]:
        with self._generations.writing(), transactions.begin(self._corpus) as change:
            yield change, shelf.look(self._corpus)
