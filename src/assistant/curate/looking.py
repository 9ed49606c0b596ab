"""Looking at files before they are added: can they be read, are they there already, and what
could the catalogue say of them?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.curate import archives
from assistant.curate.files import Found, digest, gather, unknown_format
from assistant.curate.guess import guess, guess_from_name
from assistant.curate.keeping import KeptReadings
from assistant.curate.likeness import Sketch, nearest_indexed, nearest_sketch, sketch
from assistant.curate.names import free_id
from assistant.curate.records import Record
from assistant.curate.shelf import Shelf
from assistant.curate.values import Candidate, Like, Skipped
from assistant.domain import Document, Passage, ReadDocument
from assistant.errors import IndexCorrupt, IndexIncompatible, IndexMissing
from assistant.ingest.progress import Progress
from assistant.ports import Generations, Readings, ReadTask

Tell = Callable[[Progress], None]


class Looker:
    """Looks at files for one corpus, as it stood when this was made."""

    def __init__(
        self,
        here: Shelf,
        generations: Generations,
        readings: Readings,
        kept: KeptReadings,
        suffixes: Collection[str],
    ) -> None:
        self._here = here
        self._generations = generations
        self._readings = readings
        self._kept = kept
        self._suffixes = suffixes
        self._known = list(here.catalogued)
        self._sketches: dict[str, Sketch] = {}

    def look(
        self, paths: Iterable[Path], tell: Tell
    ) -> tuple[tuple[Candidate, ...], tuple[Skipped, ...]]:
        """The candidates in the order they were found. Raises BadRequest."""
        skipped: list[Skipped] = []
        found: dict[str, Candidate] = {}
        for item in gather(paths, self._suffixes):
            first = item if isinstance(item, Skipped) else self._first_look(item, found)
            if isinstance(first, Skipped):
                skipped.append(first)
            else:
                found[first.sha256] = first
        self._read(found, tell)
        for sha256, one in found.items():
            if one.failure:
                found[sha256] = self._described(one, None)
        return tuple(found.values()), tuple(skipped)

    def _first_look(self, found: Found, before: dict[str, Candidate]) -> Candidate | Skipped:
        """What needs no reading."""
        path, blank = found.path, Document(id="", title="")
        try:
            size, sha256 = path.stat().st_size, digest(path)
        except OSError as error:
            return Skipped(path, wording.FILE_UNREADABLE.format(reason=error.strerror))
        if sha256 in before:
            name = before[sha256].path.name
            return Skipped(path, wording.CURATE_SAME_FILE.format(name=name))
        document = self._here.holding(size, sha256)
        if document is not None and document.catalogued:
            return Candidate(path, sha256, document, present=document)
        if document is not None:
            path = self._here.files[document.source]
        record = archives.last_of(self._here.corpus, sha256)
        failure = ""
        if path.suffix.lower() not in self._suffixes:
            failure = unknown_format(path, self._suffixes)
        elif size == 0:
            failure = wording.FILE_EMPTY
        return Candidate(
            path, sha256, blank, failure=failure, here=document is not None, archived=record
        )

    def _read(self, found: dict[str, Candidate], tell: Tell) -> None:
        """Read what is new, several files at a time."""
        wanted = {}
        for sha256, one in found.items():
            if one.present is None and not one.failure:
                read = self._kept.look(sha256)
                if read is not None:
                    found[sha256] = self._after(one, read)
                else:
                    wanted[one.path] = sha256
        done = 0

        def progress(task: ReadTask, page: int, pages: int) -> None:
            label = wording.CURATE_READING.format(name=task.path.name, page=page, pages=pages)
            tell(Progress("read", done, len(wanted), label))

        tasks = [ReadTask(path, _unknown(n, path)) for n, path in enumerate(wanted)]
        for outcome in self._readings.read(tasks, progress):
            done += 1
            path, read = outcome.task.path, outcome.read
            tell(Progress("read", done, len(wanted), path.name))
            sha256 = wanted[path]
            if read is None:
                found[sha256] = replace(found[sha256], failure=outcome.failure)
            else:
                self._kept.keep(sha256, read)
                found[sha256] = self._after(found[sha256], read)
        self._readings.rest()

    def _after(self, candidate: Candidate, read: ReadDocument) -> Candidate:
        own = sketch(read.passages)
        like = nearest_sketch(own, self._sketches) or self._indexed_like(read.passages)
        candidate = replace(
            self._described(candidate, read),
            pages=sum(page.number is not None for page in read.pages),
            passages=len(read.passages),
            unread=sum(page.state == "unread" for page in read.pages),
            like=like,
        )
        self._sketches[candidate.document.id] = own
        return candidate

    def _described(self, candidate: Candidate, read: ReadDocument | None) -> Candidate:
        today = datetime.now(UTC).astimezone().date()
        document = _restored(candidate.archived, self._known)
        if document is None:
            document = self._guess(candidate.path.name, read, today)
        document = replace(document, sha256=candidate.sha256, source=candidate.path.name)
        self._known.append(document)
        return replace(candidate, document=document)

    def _guess(self, name: str, read: ReadDocument | None, today: date) -> Document:
        if read is None:
            return guess_from_name(name, self._known, today)
        return guess(read, name, self._known, today)

    def _indexed_like(self, passages: Sequence[Passage]) -> Like | None:
        """None too when there is no index to ask."""
        with (
            suppress(IndexMissing, IndexIncompatible, IndexCorrupt),
            self._generations.lease() as index,
        ):
            return nearest_indexed(passages, index)
        return None


def _restored(record: Record | None, known: Collection[Document]) -> Document | None:
    """What was said of a file when it left, but for links to documents that have gone since."""
    document = record.document if record is not None else None
    if document is None:
        return None
    ids = {one.id for one in known}
    gone: dict[str, Any] = {
        name: None
        for name in ("replaced_by", "same_as", "part_of")
        if getattr(document, name) not in ids
    }
    document = replace(document, id=free_id(document.id, ids), **gone)
    if document.status == "remplacé" and document.replaced_by is None:
        return replace(document, status="archive")
    return document


def _unknown(number: int, path: Path) -> Document:
    """A document that the catalogue does not know: what the file says of itself is wanted."""
    return Document(id=f"lu-{number}", title="", source=path.name, catalogued=False)
