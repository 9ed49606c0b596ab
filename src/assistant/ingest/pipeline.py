"""From one file to its passages: load, clean, repair, cut into blocks, chunk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from assistant import wording
from assistant.domain import Document, Passage
from assistant.errors import UnreadableFile
from assistant.ingest.blocks import cut_blocks
from assistant.ingest.chunk import cut_passages, title_of
from assistant.ingest.clean import clean
from assistant.ingest.load import LOADERS


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """What one file gave, before twins are known."""

    document: Document
    passages: tuple[Passage, ...]
    pages: int
    pages_repaired: int
    furniture_lines: int
    noise_lines: int


def read_document(path: Path, document: Document) -> ReadDocument:
    """Read one file of the corpus.

    A document that the catalogue does not know gets its title from the file itself. Raises
    UnreadableFile when nothing can be read from it.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            wording.FILE_UNREADABLE.format(reason=error.strerror or error)
        ) from error
    cleaned = clean(LOADERS[path.suffix.lower()](data))
    blocks = cut_blocks(cleaned.pages)
    passages = cut_passages(document.id, blocks, cleaned.pages, restored=cleaned.diagnosis.ocr)
    if not passages:
        raise UnreadableFile(wording.FILE_WITHOUT_TEXT)
    title = document.title if document.catalogued else title_of(blocks, document.title)
    return ReadDocument(
        document=replace(document, title=title, sha256=hashlib.sha256(data).hexdigest()),
        passages=passages,
        pages=len(cleaned.pages),
        pages_repaired=cleaned.pages_repaired,
        furniture_lines=cleaned.furniture_lines,
        noise_lines=cleaned.noise_lines,
    )
