"""Each document's state: what is in the corpus against what the index in service holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.curate.shelf import Shelf
from assistant.curate.values import Row, State
from assistant.domain import Document
from assistant.errors import IndexCorrupt, IndexIncompatible, IndexMissing
from assistant.ingest.files import CorpusFile
from assistant.ports import Generations, Index


@dataclass(slots=True)
class _Indexed:
    """What the index holds, by document id. `hashes` also has the files it could not read."""

    documents: dict[str, Document] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    passages: Counter[str] = field(default_factory=Counter)
    pages: dict[str, int] = field(default_factory=dict)


def rows(
    here: Shelf,
    files: Collection[CorpusFile],
    generations: Generations,
    quarantined: Collection[str],
) -> tuple[Row, ...]:
    """The catalogue's order, then files it does not list, then what only the index still has.
    `quarantined` are the names of files that are not read any more."""
    indexed = _Indexed()
    with (
        suppress(IndexMissing, IndexIncompatible, IndexCorrupt),
        generations.lease() as index,
    ):
        indexed = _look(index)
    there = {file.document.id: file for file in files}
    found = [
        _counted(_described(one, indexed), _state(one, there, indexed, quarantined), indexed)
        for one in here.documents.values()
    ]
    known = {row.document.id for row in found}
    found += [
        _counted(document, "leaving", indexed)
        for name, document in indexed.documents.items()
        if name not in known
    ]
    return tuple(found)


def _look(index: Index) -> _Indexed:
    documents = {document.id: document for document in index.documents()}
    return _Indexed(
        documents,
        dict(index.manifest.documents),
        Counter(passage.document_id for passage in index.all_passages()),
        {name: sum(p.number is not None for p in index.pages(name)) for name in documents},
    )


def _state(
    document: Document,
    there: dict[str, CorpusFile],
    indexed: _Indexed,
    quarantined: Collection[str],
) -> State:
    file = there.get(document.id)
    if file is None:
        return "absent"
    if indexed.hashes.get(document.id) != file.hash:
        return "stale"
    if document.id in indexed.documents:
        return "current"
    return "quarantined" if document.source in quarantined else "unread"


def _described(document: Document, indexed: _Indexed) -> Document:
    """A file that the catalogue does not list goes by what it says of itself."""
    known = indexed.documents.get(document.id)
    if document.catalogued or known is None:
        return document
    said: dict[str, Any] = {
        name: getattr(known, name) for name in ("title", "publisher", "date", "date_precision")
    }
    return replace(document, **said)


def _counted(document: Document, state: State, indexed: _Indexed) -> Row:
    pages, passages = indexed.pages.get(document.id, 0), indexed.passages[document.id]
    return Row(document, state, pages, passages)
