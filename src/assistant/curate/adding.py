"""Putting looked-at files into the corpus, under what the catalogue will say of them."""

from __future__ import annotations

from dataclasses import replace

from assistant import wording
from assistant.curate import archives, shelf
from assistant.curate.blocks import block_of, differences, edited
from assistant.curate.files import digest
from assistant.curate.names import free_id, safe_name
from assistant.curate.records import Record
from assistant.curate.shelf import Shelf
from assistant.curate.values import Added, Addition, Candidate
from assistant.domain import Document
from assistant.errors import BadRequest, UnknownDocument, UnreadableFile
from assistant.french import nfc
from assistant.transactions import Transaction


class Adder:
    """Plans one change of the corpus, addition by addition."""

    def __init__(self, change: Transaction, here: Shelf) -> None:
        self._change = change
        self._here = here
        self._blocks = shelf.read_blocks(here.corpus)
        self._names = set(here.files) | set(here.documents)
        self._ids = {one.id for one in here.documents.values()}
        self._catalogued = {one.id for one in here.catalogued}
        self._away: list[Record] = []

    def add(self, addition: Addition) -> Added:
        """Raises BadRequest, UnknownDocument, UnreadableFile."""
        candidate, wanted = addition.candidate, addition.document
        self._check_new(candidate)
        former = self._here.by_id(wanted.id) if addition.instead else None
        record = self._put_away(former) if former is not None else None
        document = self._placed(candidate, wanted, keep_id=former is not None)
        self._check_links(document)
        self._write(document, former, candidate)
        if addition.replaces is not None:
            self._retire(addition.replaces, document.id)
        self._ids.add(document.id)
        self._catalogued.add(document.id)
        return Added(
            document=document,
            pages=candidate.pages,
            passages=candidate.passages,
            unread=candidate.unread,
            replaced=addition.replaces,
            archived=record.place if record is not None and record.sha256 else None,
        )

    def finish(self) -> None:
        """Plan what comes last. Raises CatalogueInvalid."""
        if self._away:
            archives.write_down(self._change, self._here.corpus, self._away)
        shelf.write_catalogue(self._change, self._here.corpus, self._blocks)

    def _check_new(self, candidate: Candidate) -> None:
        """Another command may have added the same bytes meanwhile."""
        size = candidate.path.stat().st_size if candidate.path.is_file() else -1
        there = self._here.holding(size, candidate.sha256)
        if there is not None and there.catalogued:
            raise BadRequest(wording.CURATE_PRESENT.format(name=candidate.path.name, id=there.id))

    def _put_away(self, former: Document) -> Record:
        path = self._here.file_of(former)
        block = self._blocks.find(former.id) if former.catalogued else None
        record = archives.record(former, path, block)
        if path is not None:
            archives.move_away(self._change, self._here.corpus, record, path)
        self._names.discard(former.source)
        self._away.append(record)
        return record

    def _placed(self, candidate: Candidate, wanted: Document, *, keep_id: bool) -> Document:
        """The document under its name and id, its file planned to be there."""
        name = nfc(candidate.path.name)
        if candidate.here:
            sha256 = digest(candidate.path)
        else:
            name = safe_name(name, self._names)
            sha256 = self._copied(candidate, name)
        if sha256 != candidate.sha256:
            raise UnreadableFile(wording.CURATE_CHANGED.format(path=candidate.path))
        self._names.add(name)
        identifier = wanted.id if keep_id else free_id(wanted.id, self._others(candidate))
        return replace(wanted, id=identifier, source=name, sha256=sha256, catalogued=True)

    def _others(self, candidate: Candidate) -> set[str]:
        """Ids that are taken; the one that a file without an entry goes by is its own."""
        own = self._here.documents.get(nfc(candidate.path.name)) if candidate.here else None
        return self._ids - ({own.id} if own is not None else set())

    def _copied(self, candidate: Candidate, name: str) -> str:
        try:
            return self._change.copy(candidate.path, name)
        except OSError as error:
            if error.filename != str(candidate.path):
                raise
            raise UnreadableFile(
                wording.CURATE_UNREADABLE.format(path=candidate.path, reason=error.strerror)
            ) from error

    def _check_links(self, document: Document) -> None:
        for target in (document.same_as, document.part_of):
            if target is not None and target not in self._catalogued:
                raise UnknownDocument(wording.CURATE_NOT_CATALOGUED.format(id=target))

    def _write(self, document: Document, former: Document | None, candidate: Candidate) -> None:
        if former is not None and former.catalogued:
            changes = differences(former, document)
            self._blocks = self._blocks.changed(document.id, changes)
            return
        record = candidate.archived
        before = record.document if record is not None else None
        if record is not None and before is not None:
            block = edited(record.block, differences(before, document))
        else:
            block = block_of(document)
        self._blocks = self._blocks.with_block(block)

    def _retire(self, older: str, newer: str) -> None:
        """The older document says that the newer one takes over."""
        document = self._here.by_id(older)
        if older not in self._catalogued or document is None:
            raise UnknownDocument(wording.CURATE_NOT_CATALOGUED.format(id=older))
        if document.replaced_by is not None:
            raise BadRequest(
                wording.CURATE_REPLACED_ALREADY.format(id=older, by=document.replaced_by)
            )
        values = {"status": "remplacé", "replaced_by": newer}
        self._blocks = self._blocks.changed(older, values)
