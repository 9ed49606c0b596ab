"""Keeping what was read when a file was looked at, so that the index reads it no second time."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from assistant.domain import Document, Passage, ReadDocument
from assistant.errors import AssistantError
from assistant.ingest.files import CorpusFile
from assistant.ports import ReadingCache


class KeptReadings:
    """A scan may take minutes to read; a cache that cannot be written costs them again, no more."""

    def __init__(self, cache: ReadingCache) -> None:
        self._cache = cache

    def look(self, sha256: str) -> ReadDocument | None:
        """A file's reading, under the name it was looked at."""
        return self._cache.get(_key(sha256))

    def keep(self, sha256: str, read: ReadDocument) -> None:
        if read.document.sha256 == sha256:
            with suppress(AssistantError):
                self._cache.put(_key(sha256), read)

    def hand_over(self, added: Iterable[Document], files: Iterable[CorpusFile]) -> None:
        """To the next build, under the names the documents were added by."""
        places = {file.document.id: file for file in files}
        for document in added:
            file, read = places.get(document.id), self._cache.get(_key(document.sha256))
            if file is not None and read is not None and file.document.sha256 == document.sha256:
                with suppress(AssistantError):
                    self._cache.put(file.reading, renamed(read, file.document))


def renamed(read: ReadDocument, document: Document) -> ReadDocument:
    """The same reading as if it had been asked for under `document`'s id and source."""
    old, new = f"{read.document.id}:", f"{document.id}:"

    def own(name: str | None) -> str | None:
        return new + name.removeprefix(old) if name else name

    def passage(one: Passage) -> Passage:
        return replace(
            one,
            id=own(one.id) or "",
            document_id=document.id,
            prev=own(one.prev),
            next=own(one.next),
            list_id=own(one.list_id),
        )

    return replace(
        read,
        document=replace(read.document, id=document.id, source=document.source),
        passages=tuple(passage(one) for one in read.passages),
        pages=tuple(replace(page, document_id=document.id) for page in read.pages),
    )


def _key(sha256: str) -> str:
    return f"looked at {sha256}"
