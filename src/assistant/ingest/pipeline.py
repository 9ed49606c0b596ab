"""From one file to its passages: load, clean, repair, cut into blocks, chunk."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from assistant import wording
from assistant.domain import Document, PageLine, PageText, ReadDocument
from assistant.errors import UnreadableFile
from assistant.ingest.blocks import cut_blocks
from assistant.ingest.catalogue import precision_of
from assistant.ingest.chunk import cut_passages, title_of
from assistant.ingest.clean import Cleaned, clean
from assistant.ingest.layout import Block
from assistant.ingest.load import LOADERS
from assistant.ingest.long_lines import shorten
from assistant.ingest.pages import About, Context, Page
from assistant.ingest.quality import judge
from assistant.lexicon import Lexicon

_TEXT = frozenset({"prose", "item", "note"})


def read_document(path: Path, document: Document, context: Context | None = None) -> ReadDocument:
    """Read one file of the corpus.

    A document that the catalogue does not know gets what the file says of itself. Raises
    UnreadableFile when nothing can be read from it.
    """
    context = context or Context()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(
            wording.FILE_UNREADABLE.format(reason=error.strerror or error)
        ) from error
    loaded = LOADERS[path.suffix.lower()](data, context)
    loaded = replace(loaded, pages=shorten(loaded.pages))
    count = len(loaded.pages)
    cleaned = clean(loaded.pages, context.lexicon, lambda: context.tell(count, count))
    blocks = cut_blocks(cleaned.pages)
    if not any(block.kind in _TEXT for block in blocks):
        blocks = tuple(map(_as_text, blocks))
    passages = cut_passages(document.id, blocks, cleaned.pages, restored=cleaned.diagnosis.ocr)
    if not passages:
        raise UnreadableFile(_without_text(loaded.pages))
    if not document.catalogued:
        document = _described(document, loaded.about, title_of(blocks, document.title))
    return ReadDocument(
        document=replace(document, sha256=hashlib.sha256(data).hexdigest()),
        passages=passages,
        pages=_pages(document.id, loaded.pages, cleaned, context.words),
        furniture_lines=cleaned.furniture_lines,
        noise_lines=cleaned.noise_lines,
    )


def _as_text(block: Block) -> Block:
    """In a form, a label or a notice of a few words, these words are all that is said."""
    return replace(block, kind="prose") if block.kind == "scrap" else block


def _described(document: Document, about: About, first_words: str) -> Document:
    return replace(
        document,
        title=about.title or first_words,
        publisher=about.publisher or about.author or None,
        date=about.date or None,
        date_precision=precision_of(about.date or None),
    )


def _without_text(pages: tuple[Page, ...]) -> str:
    unread = any(page.state == "unread" for page in pages)
    return wording.FILE_UNREAD_SCAN if unread else wording.FILE_WITHOUT_TEXT


def _pages(
    document_id: str, loaded: tuple[Page, ...], cleaned: Cleaned, lexicon: Lexicon
) -> tuple[PageText, ...]:
    return tuple(
        PageText(
            document_id=document_id,
            number=page.number,
            lines=tuple(PageLine(line.raw, line.text, line.box) for line in page.lines),
            label=page.label,
            engine=page.engine,
            state=page.state,
            quality=before.quality or judge("\n".join(x.text for x in before.lines), lexicon),
            changes=cleaned.changes[i],
            size=page.size,
        )
        for i, (before, page) in enumerate(zip(loaded, cleaned.pages, strict=True))
    )
