"""Taking documents out of the corpus; their files go to the archives."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence

from assistant import wording
from assistant.curate import archives, shelf
from assistant.curate.shelf import Shelf
from assistant.curate.values import Removed
from assistant.domain import Document
from assistant.errors import BadRequest, UnknownDocument
from assistant.ingest.expansion import load_expansions
from assistant.transactions import Transaction

LINKS = ("replaced_by", "same_as", "part_of")


def named(here: Shelf, ids: Sequence[str]) -> tuple[Document, ...]:
    """The documents of these ids, each once. Raises UnknownDocument."""
    found = []
    for identifier in dict.fromkeys(ids):
        document = here.by_id(identifier)
        if document is None:
            raise UnknownDocument(_not_there(here, identifier))
        found.append(document)
    return tuple(found)


def links_to(here: Shelf, ids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Which other documents point at these, by which fields: {id: {field: target}}."""
    found: dict[str, dict[str, str]] = {}
    for document in here.catalogued:
        if document.id not in ids:
            fields = {name: getattr(document, name) for name in LINKS}
            fields = {name: target for name, target in fields.items() if target in ids}
            if fields:
                found[document.id] = fields
    return found


def remove(
    change: Transaction, here: Shelf, ids: Sequence[str], *, force: bool
) -> tuple[Removed, ...]:
    """Plan to take these documents out. Raises UnknownDocument, BadRequest when others point at
    them and it is not forced."""
    documents = named(here, ids)
    gone = [one.id for one in documents]
    links = links_to(here, gone)
    if links and not force:
        raise BadRequest(_linked(links))
    blocks, records = shelf.read_blocks(here.corpus), []
    for document in documents:
        path = here.file_of(document)
        block = blocks.find(document.id) if document.catalogued else None
        record = archives.record(document, path, block)
        records.append(record)
        if path is not None:
            archives.move_away(change, here.corpus, record, path)
        if document.catalogued:
            blocks = blocks.without(document.id)
    for identifier, fields in links.items():
        blocks = blocks.changed(identifier, _cleaned(here, identifier, fields))
    archives.write_down(change, here.corpus, records)
    shelf.write_catalogue(change, here.corpus, blocks)
    rows = Counter(row.document for row in load_expansions(here.corpus))
    return tuple(
        Removed(
            document=document,
            archived=record.place if record.sha256 else None,
            cleaned=tuple(name for name, f in links.items() if document.id in f.values()),
            orphans=rows[document.id],
        )
        for document, record in zip(documents, records, strict=True)
    )


def _cleaned(here: Shelf, identifier: str, fields: dict[str, str]) -> dict[str, str | None]:
    """A document that nothing replaces any more is one of the archive."""
    values: dict[str, str | None] = dict.fromkeys(fields)
    document = here.by_id(identifier)
    if "replaced_by" in fields and document is not None and document.status == "remplacé":
        values["status"] = "archive"
    return values


def _linked(links: dict[str, dict[str, str]]) -> str:
    lines = [
        wording.CURATE_LINK.format(id=identifier, field=field, target=target)
        for identifier, fields in links.items()
        for field, target in fields.items()
    ]
    return wording.CURATE_LINKED.format(links=", ".join(lines))


def _not_there(here: Shelf, identifier: str) -> str:
    ids = [document.id for document in here.documents.values()]
    near = difflib.get_close_matches(identifier, ids, n=3)
    message = wording.CURATE_UNKNOWN.format(id=identifier)
    if near:
        message += " " + wording.CURATE_UNKNOWN_NEAR.format(ids=", ".join(near))
    return message
