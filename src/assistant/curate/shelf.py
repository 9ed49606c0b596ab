"""The corpus folder as it stands: its files, and what the catalogue says of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant import wording
from assistant.curate.blocks import Blocks, split
from assistant.curate.files import digest
from assistant.curate.names import is_apart
from assistant.domain import Document
from assistant.errors import CatalogueInvalid, CorpusMissing
from assistant.french import nfc
from assistant.ingest.catalogue import FILE, load_catalogue
from assistant.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Shelf:
    """`documents`: those of the catalogue, then the files it does not list, by file name (NFC).
    `files`: where each is; one that the catalogue lists may be absent."""

    corpus: Path
    documents: Mapping[str, Document]
    files: Mapping[str, Path]

    @property
    def catalogued(self) -> tuple[Document, ...]:
        return tuple(one for one in self.documents.values() if one.catalogued)

    def by_id(self, identifier: str) -> Document | None:
        return next((one for one in self.documents.values() if one.id == identifier), None)

    def file_of(self, document: Document) -> Path | None:
        return self.files.get(document.source)

    def holding(self, size: int, sha256: str) -> Document | None:
        """The document whose file has these bytes; one that the catalogue lists first."""
        for name, document in self.documents.items():
            path = self.files.get(name)
            if path is not None and path.stat().st_size == size and digest(path) == sha256:
                return document
        return None


def look(corpus: Path) -> Shelf:
    """Raises CorpusMissing, CatalogueInvalid."""
    if not corpus.is_dir():
        raise CorpusMissing(wording.CORPUS_MISSING.format(path=corpus))
    catalogue = load_catalogue(corpus / FILE)
    files = {
        nfc(path.name): path
        for path in corpus.iterdir()
        if path.is_file() and (nfc(path.name) in catalogue.documents or not is_apart(path.name))
    }
    return Shelf(corpus, {**catalogue.documents, **catalogue.match(files)}, files)


def read_blocks(corpus: Path) -> Blocks:
    """Raises CatalogueInvalid."""
    try:
        # read_text would make every line end alike
        return split((corpus / FILE).read_bytes().decode())
    except FileNotFoundError:
        return Blocks("", ())


def write_catalogue(change: Transaction, corpus: Path, blocks: Blocks) -> None:
    """Planned last, once it reads well. Raises CatalogueInvalid."""
    staged = change.write(FILE, str(blocks).encode())
    try:
        load_catalogue(staged)
    except CatalogueInvalid as error:
        message = error.message.replace(str(staged), str(corpus / FILE))
        raise CatalogueInvalid(message) from error
