"""The corpus as downloading sees it, through the curator that keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from assistant import transactions
from assistant.curate import shelf
from assistant.curate.curator import Curator
from assistant.curate.fetch.shelf import Kept
from assistant.curate.files import digest
from assistant.curate.values import Addition, Candidate
from assistant.domain import Document
from assistant.errors import UnreadableFile


class CuratedShelf:
    """Documents of the catalogue; a file that it does not list is nobody's yet."""

    def __init__(self, corpus: Path, curator: Curator) -> None:
        self._corpus = corpus
        self._curator = curator

    def documents(self) -> Mapping[str, Kept]:
        here = transactions.steady(self._corpus, lambda: shelf.look(self._corpus))
        return {
            document.id: _kept(document.id, here.file_of(document)) for document in here.catalogued
        }

    def put(self, file: Path, fields: Mapping[str, str]) -> Kept:
        candidate = self._looked_at(file)
        former = self._document(fields["id"])
        addition = Addition(candidate, _said(candidate, fields, former), instead=former is not None)
        added = self._curator.add([addition])[0]
        return Kept(added.document.id, self._corpus / added.document.source, added.document.sha256)

    def _looked_at(self, file: Path) -> Candidate:
        """A file that nothing here can read is of no use, and its site may mend it."""
        candidates, skipped = self._curator.look([file])
        if not candidates:
            raise UnreadableFile(skipped[0].reason)
        if candidates[0].failure:
            raise UnreadableFile(candidates[0].failure)
        return candidates[0]

    def _document(self, identifier: str) -> Document | None:
        found = (one for one in self._curator.documents() if one.id == identifier)
        return next((one for one in found if one.catalogued), None)


def _said(candidate: Candidate, fields: Mapping[str, str], former: Document | None) -> Document:
    """What was said of it and these fields; nothing that the file lets guess."""
    document = former or Document(id=fields["id"], title=fields.get("title", ""))
    return replace(document, **fields, source=candidate.path.name, sha256=candidate.sha256)  # type: ignore[arg-type]


def _kept(identifier: str, path: Path | None) -> Kept:
    """A file that cannot be opened counts as there: nothing is put in its place unasked."""
    try:
        return Kept(identifier, path, digest(path) if path else "")
    except OSError:
        return Kept(identifier, path, "")
