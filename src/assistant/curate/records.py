"""What is written down of a file that left the corpus."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.curate.blocks import fields_of
from assistant.domain import Document
from assistant.ingest.catalogue import precision_of

FOLDER = ".archives"
_SHA = 12


@dataclass(frozen=True, slots=True)
class Record:
    """`block` is the catalogue's own text, "" for a file it did not list; `sha256` is "" when
    there was no file."""

    id: str
    file: str
    sha256: str
    when: str
    block: str

    @property
    def place(self) -> str:
        """Where the file is, relative to the corpus."""
        return f"{FOLDER}/{self.sha256[:_SHA]}/{self.file}"

    @property
    def document(self) -> Document | None:
        """What the catalogue said of it."""
        if not self.block:
            return None
        fields = fields_of(self.block)
        source = fields.pop("file")
        document = Document(source=source, **fields)  # type: ignore[arg-type]
        precision = document.date_precision or precision_of(document.date)
        return replace(document, date_precision=precision)
