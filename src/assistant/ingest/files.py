"""The files of a corpus folder that are to be indexed, and what their passages depend on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from unicodedata import normalize

from assistant import wording
from assistant.domain import Document, FailedFile
from assistant.errors import CorpusMissing
from assistant.ingest.catalogue import FILE as CATALOGUE
from assistant.ingest.catalogue import load_catalogue

READING_STAGES = ("load", "clean", "chunk")
_MAY_BE_SCANS = frozenset({".pdf"})
_UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file to index. `reading` stands for all that its pages and passages depend on, `hash`
    for all that the index holds of it; `failure` says why it cannot even be opened."""

    path: Path
    document: Document
    reading: str
    hash: str
    size: int = 0
    failure: str | None = None


class CorpusFiles:
    """`scans` names what reads scans ("" for nothing): the files that may be scans depend on it.
    It is asked for only when there is such a file."""

    def __init__(
        self,
        corpus: Path,
        suffixes: Collection[str],
        stages: Mapping[str, int],
        scans: Callable[[], str] = str,
    ) -> None:
        self._corpus = corpus
        self._suffixes = frozenset(suffixes)
        self._stages = dict(stages)
        self._ask_scans = scans

    def find(self, expanded: Mapping[str, str]) -> tuple[list[CorpusFile], list[FailedFile]]:
        """The files to index, and those that are listed but absent. `expanded` holds a digest
        of each document's rows of expansion. Raises CorpusMissing, CatalogueInvalid."""
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

    @property
    def formats(self) -> str:
        return ", ".join(sorted(self._suffixes))

    @cached_property
    def _scans(self) -> str:
        return self._ask_scans()

    def _is_document(self, path: Path) -> bool:
        """Editors' own files are no documents; a file of an unknown kind is, and will be
        reported: nobody should wonder why a document is never cited."""
        name = path.name.lower()
        if name.startswith((".", "~")) or name.endswith(("~", ".toml")) or name == "readme.md":
            return False
        return path.is_file() or path.suffix.lower() in self._suffixes

    def _file(self, path: Path, document: Document, expanded: str) -> CorpusFile:
        sha256, size, failure = "", 0, None
        suffix = path.suffix.lower()
        if not path.is_file():
            failure = wording.FILE_NOT_A_FILE
        elif suffix not in self._suffixes:
            failure = wording.FILE_FORMAT_UNKNOWN.format(
                suffix=suffix or path.name, suffixes=self.formats
            )
        else:
            try:
                sha256, size = _digest_of(path)
            except OSError as error:
                failure = os_message(error)
        own = {name: self._stages[name] for name in READING_STAGES if name in self._stages}
        reader = self._scans if suffix in _MAY_BE_SCANS else ""
        reading = _digest(sha256 or _UNREADABLE, document.id, document.source, own, reader)
        whole = _digest(reading, asdict(document), expanded, self._stages)
        return CorpusFile(
            path, replace(document, sha256=sha256), reading, f"{reading}.{whole}", size, failure
        )


def reading_of(whole: str) -> str:
    """The part of a stored `CorpusFile.hash` that stands for the reading."""
    return whole.partition(".")[0]


def os_message(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return wording.FILE_DENIED
    return wording.FILE_UNREADABLE.format(reason=error.strerror or type(error).__name__)


def hashes(files: Sequence[CorpusFile]) -> dict[str, str]:
    """Failed files count too: an index is not behind because a file stays unreadable."""
    return {file.document.id: file.hash for file in files}


def _digest_of(path: Path) -> tuple[str, int]:
    with path.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return digest, opened.tell()


def _digest(*parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:40]
