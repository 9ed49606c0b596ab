"""What each file of the corpus gives: taken over where nothing changed, else read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant import wording
from assistant.domain import Document, FailedFile, PageText, Passage, ReadDocument
from assistant.ingest.files import CorpusFile, reading_of
from assistant.ingest.progress import Pace, Progress
from assistant.ports import Outcome, Quarantine, ReadingCache, Readings, ReadTask
from assistant.sources import day_text

Tell = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Known:
    """What the live generation holds, by document id; its passages with their twins."""

    stages: Mapping[str, int] = field(default_factory=dict)
    hashes: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    passages: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class Harvest:
    """In the order of the catalogue. `read` is what was read anew; `unsettled` files changed
    while they were read: what was read of them may be half of each."""

    documents: list[Document] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    read: list[ReadDocument] = field(default_factory=list)
    failed: list[FailedFile] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)

    @property
    def pages(self) -> list[PageText]:
        return [page for read in self.read for page in read.pages]


class Harvester:
    """A file that cannot be read is a line of the report; one that harmed its reader is set
    apart and not tried again before it changes. What is read is kept at once, so that an
    interrupted build goes on where it stopped."""

    def __init__(
        self, readings: Readings, cache: ReadingCache, quarantine: Quarantine, limits: str
    ) -> None:
        self._readings = readings
        self._cache = cache
        self._quarantine = quarantine
        self._limits = limits

    def harvest(
        self, files: Sequence[CorpusFile], known: Known, tell: Tell, *, retry: bool, anew: bool
    ) -> Harvest:
        """`retry` reads quarantined files again; `anew` reads everything again."""
        self._quarantine.keep(self._key(file) for file in files)
        failures = {file.document.id: file.failure for file in files if file.failure}
        wanted = [file for file in files if file.failure is None and not _is_known(file, known)]
        if not (retry or anew):
            failures |= self._quarantined(wanted)
        found = self._read([f for f in wanted if f.document.id not in failures], tell, anew=anew)
        harvest = Harvest()
        for file in files:
            name = file.document.id
            outcome = found.get(name)
            failure = outcome.failure if outcome else failures.get(name)
            if failure:
                harvest.failed.append(FailedFile(file.document.source, failure))
            elif outcome is not None and outcome.read is not None:
                _take(harvest, file, outcome.read, known)
            elif name in known.documents:
                _take_over(harvest, file, known)
        tell(Progress("read", len(files), len(files), ""))
        return harvest

    def _quarantined(self, wanted: Sequence[CorpusFile]) -> dict[str, str]:
        found = {file.document.id: self._quarantine.get(self._key(file)) for file in wanted}
        return {
            name: wording.FILE_QUARANTINED.format(
                since=day_text(entry.since), message=entry.message
            )
            for name, entry in found.items()
            if entry is not None
        }

    def _read(self, files: Sequence[CorpusFile], tell: Tell, *, anew: bool) -> dict[str, Outcome]:
        found: dict[str, Outcome] = {}
        if not anew:
            for file in files:
                read = self._cache.get(file.reading)
                if read is not None:
                    found[file.document.id] = Outcome(ReadTask(file.path, file.document), read)
        left = {file.document.id: file for file in files if file.document.id not in found}
        watch = _Watch(left.values(), tell)
        tasks = [ReadTask(file.path, file.document) for file in left.values()]
        for outcome in self._readings.read(tasks, watch.pages_read):
            name = outcome.task.document.id
            found[name] = outcome
            self._remember(left[name], outcome)
            watch.file_read(outcome)
        self._readings.rest()
        return found

    def _key(self, file: CorpusFile) -> str:
        """A file that took too much may pass once more is allowed."""
        return f"{file.reading} {self._limits}"

    def _remember(self, file: CorpusFile, outcome: Outcome) -> None:
        if outcome.read is not None:
            if not _has_changed(file, outcome.read):
                self._cache.put(file.reading, outcome.read)
            self._quarantine.drop(self._key(file))
        elif outcome.lasting:
            self._quarantine.put(self._key(file), file.document.source, outcome.failure)


class _Watch:
    """Tells how far the reading of some files is, from its start."""

    def __init__(self, files: Collection[CorpusFile], tell: Tell) -> None:
        self._tell = tell
        self._place = {file.document.id: number for number, file in enumerate(files)}
        self._pace = Pace([file.size for file in files])
        self._done = 0
        first = next(iter(files), None)
        if first is not None:
            self._show(first.path)

    def pages_read(self, task: ReadTask, done: int, total: int) -> None:
        self._pace.pages_read(self._place[task.document.id], done, total)
        self._show(task.path)

    def file_read(self, outcome: Outcome) -> None:
        pages = len(outcome.read.pages) if outcome.read else 0
        self._pace.file_read(self._place[outcome.task.document.id], pages)
        self._done += 1
        self._show(outcome.task.path)

    def _show(self, path: Path) -> None:
        pace, label = self._pace, wording.BUILD_READING.format(name=path.name)
        total = len(self._place)
        self._tell(Progress("read", self._done, total, label, pace.pages, pace.rate, pace.left))


def _has_changed(file: CorpusFile, read: ReadDocument) -> bool:
    """Whether other bytes were read than those that were found."""
    return read.document.sha256 != file.document.sha256


def _is_known(file: CorpusFile, known: Known) -> bool:
    """Whether the live generation holds this very reading. What the catalogue says hides what
    the file says of itself: a file struck from the catalogue is read again."""
    name = file.document.id
    if name not in known.documents or reading_of(known.hashes[name]) != file.reading:
        return False
    return file.document.catalogued or not known.documents[name].catalogued


def _take(harvest: Harvest, file: CorpusFile, read: ReadDocument, known: Known) -> None:
    document = _described(file, read.document)
    if _has_changed(file, read):
        harvest.unsettled.append(document.id)
    harvest.read.append(read)
    harvest.documents.append(document)
    harvest.passages.extend(read.passages)
    (harvest.updated if document.id in known.documents else harvest.added).append(document.id)


def _take_over(harvest: Harvest, file: CorpusFile, known: Known) -> None:
    name = file.document.id
    same = known.hashes.get(name) == file.hash
    (harvest.unchanged if same else harvest.updated).append(name)
    harvest.documents.append(
        known.documents[name] if same else _described(file, known.documents[name])
    )
    harvest.passages.extend(known.passages.get(name, ()))


def _described(file: CorpusFile, said: Document) -> Document:
    """The catalogue's word where there is one, else the file's own."""
    if file.document.catalogued:
        return replace(file.document, sha256=said.sha256 or file.document.sha256)
    title = said.title or _title(file.document.source)
    return replace(
        file.document,
        title=title,
        publisher=said.publisher,
        date=said.date,
        date_precision=said.date_precision,
        sha256=said.sha256 or file.document.sha256,
    )


def _title(source: str) -> str:
    """The last resort: a file that has no title of its own is called by its name."""
    return " ".join(Path(source).stem.replace("_", " ").replace("-", " ").split())
