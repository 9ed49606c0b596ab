"""From the corpus folder to a published generation, reading only what changed."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal
from unicodedata import normalize

from assistant import wording
from assistant.domain import (
    Document,
    FailedFile,
    IndexEntry,
    Passage,
    ReadDocument,
    Report,
)
from assistant.errors import (
    AssistantError,
    CorpusMissing,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
)
from assistant.ingest.catalogue import FILE as CATALOGUE
from assistant.ingest.catalogue import load_catalogue
from assistant.ingest.expansion import Expansion, digests, label, load_expansions, resolve
from assistant.ports import Generations

IndexState = Literal["absent", "incompatible", "corrupt", "behind", "current"]
Read = Callable[[Path, Document], ReadDocument]
MergeTwins = Callable[[Sequence[Document], Sequence[Passage]], tuple[Passage, ...]]
MakeEntries = Callable[
    [Sequence[Passage], Mapping[str, Sequence[Expansion]]], tuple[IndexEntry, ...]
]

_UNREADABLE = "unreadable"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` in a step: "read", "twins", "embed" or "publish". `label` is French."""

    step: str
    done: int
    total: int
    label: str


@dataclass(frozen=True, slots=True)
class _File:
    """A file to index; `hash` stands for all that its passages depend on."""

    path: Path
    document: Document
    hash: str
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the live generation holds, by document id."""

    hashes: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    passages: Mapping[str, tuple[Passage, ...]] = field(default_factory=dict)


@dataclass(slots=True)
class _Harvest:
    """What a build has read so far."""

    documents: list[Document] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    read: list[ReadDocument] = field(default_factory=list)
    failed: list[FailedFile] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


class IndexBuilder:
    """Builds and rebuilds the index of one corpus folder.

    A document whose bytes, catalogue entry and stages are those of the live generation is not
    read again. A file that cannot be read is a line of the report, and what was known of it
    leaves the index: nobody must be shown passages that their source no longer confirms.
    """

    def __init__(
        self,
        corpus: Path,
        generations: Generations,
        read: Read,
        merge_twins: MergeTwins,
        make_entries: MakeEntries,
        suffixes: Collection[str],
        stages: Mapping[str, int],
    ) -> None:
        self._corpus = corpus
        self._generations = generations
        self._read = read
        self._merge_twins = merge_twins
        self._make_entries = make_entries
        self._suffixes = frozenset(suffixes)
        self._stages = dict(stages)

    def state(self) -> IndexState:
        """How the live index stands to the corpus. A corpus that cannot be read is a reason to
        build (which says why), not to stop answering: "behind"."""
        try:
            with self._generations.lease() as index:
                known = dict(index.manifest.documents)
        except IndexMissing:
            return "absent"
        except IndexIncompatible:
            return "incompatible"
        except IndexCorrupt:
            return "corrupt"
        try:
            files, _ = self._files(load_expansions(self._corpus))
        except AssistantError:
            return "behind"
        return "current" if known == _hashes(files) else "behind"

    def build(
        self, progress: Callable[[Progress], None] | None = None, rebuild: bool = False
    ) -> Report:
        """Bring the index up to the corpus; `rebuild` reuses nothing of the live one.

        Raises CorpusMissing, CatalogueInvalid, IndexBusy, StorageFull, StorageUnwritable;
        whatever happens, the live index goes on answering.
        """
        started = time.monotonic()
        tell = progress or (lambda step: None)
        with self._generations.writing():
            expansions = load_expansions(self._corpus)
            files, absent = self._files(expansions)
            known = _Known() if rebuild else self._known()
            harvest = self._harvest(files, known, tell)
            harvest.failed.extend(absent)
            self._check_some(harvest)
            report = self._publish(files, expansions, known, harvest, tell, rebuild)
        return replace(report, seconds=time.monotonic() - started)

    def _files(self, expansions: Sequence[Expansion]) -> tuple[list[_File], list[FailedFile]]:
        """The files to index, and those that are listed but absent."""
        if not self._corpus.is_dir():
            raise CorpusMissing(wording.CORPUS_MISSING.format(path=self._corpus))
        catalogue = load_catalogue(self._corpus / CATALOGUE)
        # Some systems write accents in file names decomposed, whatever the editor typed.
        there = {normalize("NFC", path.name): path for path in self._corpus.iterdir()}
        paths = {
            name: path
            for name, path in there.items()
            if name in catalogue.documents or self._is_document(path)
        }
        expanded = digests(expansions)
        files = [
            self._file(paths[name], document, expanded.get(document.id, ""))
            for name, document in catalogue.match(paths).items()
        ]
        absent = [
            FailedFile(name, wording.FILE_ABSENT)
            for name in catalogue.documents
            if name not in paths
        ]
        return files, absent

    def _is_document(self, path: Path) -> bool:
        """Editors' own files are no documents; a file of an unknown kind is, and will be
        reported: nobody should wonder why a document is never cited."""
        name = path.name.lower()
        if name.startswith((".", "~")) or name.endswith(("~", ".toml")) or name == "readme.md":
            return False
        return path.is_file() or path.suffix.lower() in self._suffixes

    def _file(self, path: Path, document: Document, expanded: str) -> _File:
        sha256, failure = "", None
        if not path.is_file():
            failure = wording.FILE_NOT_A_FILE
        elif path.suffix.lower() not in self._suffixes:
            failure = wording.FILE_FORMAT_UNKNOWN.format(
                suffix=path.suffix.lower() or path.name, suffixes=self._formats()
            )
        else:
            try:
                sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError as error:
                failure = _os_message(error)
        content = [sha256 or _UNREADABLE, asdict(document), expanded, sorted(self._stages.items())]
        digest = hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()
        return _File(path, replace(document, sha256=sha256), digest, failure)

    def _known(self) -> _Known:
        """The live generation, unless there is none that can be reused."""
        with (
            suppress(IndexMissing, IndexIncompatible, IndexCorrupt),
            self._generations.lease() as index,
        ):
            passages: dict[str, list[Passage]] = {}
            for passage in index.all_passages():
                passages.setdefault(passage.document_id, []).append(replace(passage, twins=()))
            return _Known(
                index.manifest.documents,
                {document.id: document for document in index.documents()},
                {name: tuple(items) for name, items in passages.items()},
            )
        return _Known()

    def _harvest(
        self, files: Sequence[_File], known: _Known, tell: Callable[[Progress], None]
    ) -> _Harvest:
        harvest = _Harvest()
        for number, file in enumerate(files):
            name, source = file.document.id, file.document.source
            same = known.hashes.get(name) == file.hash and name in known.documents
            label = wording.BUILD_REUSED if same else wording.BUILD_READING
            tell(Progress("read", number, len(files), label.format(name=source)))
            if same:
                harvest.unchanged.append(name)
                harvest.documents.append(known.documents[name])
                harvest.passages.extend(known.passages.get(name, ()))
            else:
                self._read_into(harvest, file, known)
        tell(Progress("read", len(files), len(files), ""))
        return harvest

    def _read_into(self, harvest: _Harvest, file: _File, known: _Known) -> None:
        name, source = file.document.id, file.document.source
        if file.failure is not None:
            harvest.failed.append(FailedFile(source, file.failure))
            return
        try:
            read = self._read(file.path, file.document)
        except AssistantError as error:
            harvest.failed.append(FailedFile(source, error.message))
        except OSError as error:
            harvest.failed.append(FailedFile(source, _os_message(error)))
        except Exception as error:
            _log.exception("%s not read", source)
            message = wording.FILE_UNEXPECTED.format(reason=type(error).__name__)
            harvest.failed.append(FailedFile(source, message))
        else:
            document = replace(read.document, title=read.document.title or _title(source))
            harvest.read.append(read)
            harvest.documents.append(document)
            harvest.passages.extend(read.passages)
            (harvest.updated if name in known.documents else harvest.added).append(name)

    def _check_some(self, harvest: _Harvest) -> None:
        if harvest.documents:
            return
        if harvest.failed:
            first = harvest.failed[0]
            raise CorpusMissing(
                wording.CORPUS_UNREADABLE.format(
                    path=self._corpus, name=first.source, message=first.message
                )
            )
        raise CorpusMissing(
            wording.CORPUS_EMPTY.format(path=self._corpus, suffixes=self._formats())
        )

    def _publish(
        self,
        files: Sequence[_File],
        expansions: Sequence[Expansion],
        known: _Known,
        harvest: _Harvest,
        tell: Callable[[Progress], None],
        rebuild: bool,
    ) -> Report:
        tell(Progress("twins", 0, 1, wording.BUILD_TWINS))
        passages = self._merge_twins(harvest.documents, harvest.passages)
        resolved = resolve(expansions, passages)
        hashes = _hashes(files)
        generation = self._generations.current()
        if rebuild or generation is None or harvest.read or hashes != known.hashes:
            tell(Progress("publish", 0, 1, wording.BUILD_PUBLISHING))
            generation = self._generations.publish(
                harvest.documents,
                passages,
                self._make_entries(passages, resolved.rows),
                hashes,
                fresh=rebuild,
                progress=lambda done, total: tell(
                    Progress("embed", done, total, wording.BUILD_EMBEDDING)
                ),
            )
        tell(Progress("publish", 1, 1, ""))
        kept = {document.id for document in harvest.documents}
        return Report(
            generation=generation,
            added=tuple(harvest.added),
            updated=tuple(harvest.updated),
            unchanged=tuple(harvest.unchanged),
            removed=tuple(name for name in known.documents if name not in kept),
            failed=tuple(harvest.failed),
            uncatalogued=tuple(d.id for d in harvest.documents if not d.catalogued),
            orphans=tuple(label(row) for row in resolved.orphans),
            passages=len(passages),
            pages=sum(len(item.pages) for item in harvest.read),
            pages_repaired=sum(bool(page.changes) for item in harvest.read for page in item.pages),
            furniture_lines=sum(item.furniture_lines for item in harvest.read),
            noise_lines=sum(item.noise_lines for item in harvest.read),
            twins=sum(len(passage.twins) for passage in passages),
        )

    def _formats(self) -> str:
        return ", ".join(sorted(self._suffixes))


def _hashes(files: Sequence[_File]) -> dict[str, str]:
    """Failed files count too: an index is not behind because a file stays unreadable."""
    return {file.document.id: file.hash for file in files}


def _os_message(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return wording.FILE_DENIED
    return wording.FILE_UNREADABLE.format(reason=error.strerror or type(error).__name__)


def _title(source: str) -> str:
    """The last resort: a file that has no title of its own is called by its name."""
    return " ".join(Path(source).stem.replace("_", " ").replace("-", " ").split())
