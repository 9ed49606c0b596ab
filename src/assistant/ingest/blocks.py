"""Cleaned pages to blocks: paragraphs, list items, headings, notes, figure scraps.

A block is what a reader sees as one piece. Sentences that a page end, a column or a figure cut
in two are joined again; the block belongs to the page on which it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.ingest.bullets import NOTE
from assistant.ingest.flow import join_cut_sentences
from assistant.ingest.layout import ENDS_SENTENCE, Block, LineRef, Style, style_of
from assistant.ingest.leaves import cut_at_pages
from assistant.ingest.load import Page
from assistant.ingest.outline import HEADING_WORDS, settle

_NUMBERED = re.compile(r"^(?:• )?(\d{1,2})(?:(?:[.)]|\.-) ?(?=[^\d\s])|\. (?=\d\d-))")
_ITEM = re.compile(rf"{_NUMBERED.pattern}|^(?:• |[A-Z]\.(?=[a-zéè]))")
_MARKDOWN_HEADING = re.compile(r"^#{1,6} ")
_WHOLE_LINE = re.compile(rf"{_MARKDOWN_HEADING.pattern}|^{NOTE}")
_PROSE_LINE = 45


def cut_blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """All blocks of a document in reading order. Page and line indexes are 0-based."""
    style = style_of(pages)
    raw = [block for i, page in enumerate(pages) for block in _page_blocks(i, page, style)]
    whole = join_cut_sentences(raw, style)
    return tuple(settle(list(cut_at_pages(whole)), style))


def _page_blocks(index: int, page: Page, style: Style) -> Iterator[Block]:
    """Lines grouped at blank lines, bullets, numbers and notes."""
    group: list[tuple[int, str]] = []
    gap = after_whole = False
    first = True
    for i, line in enumerate(page.lines):
        if not line.text:
            gap = gap or not line.raw.strip()
            continue
        whole = bool(_WHOLE_LINE.match(line.text))
        starts = whole or after_whole or bool(_ITEM.match(line.text))
        after_whole = whole
        full = bool(group) and style.line > _PROSE_LINE and _ends_paragraph(group[-1][1], style)
        if group and (gap or starts or full):
            block = _block(index, group, first and style.slides)
            yield block
            first, group = _awaits_subtitle(block), []
        gap = False
        group.append((i, line.text))
    if group:
        yield _block(index, group, first and style.slides)


def _ends_paragraph(text: str, style: Style) -> bool:
    return bool(ENDS_SENTENCE.search(text)) and len(text) < 0.75 * style.line


def _awaits_subtitle(block: Block) -> bool:
    """« Outils et méthodes : » is half of a slide's title."""
    return block.kind == "title" and block.text.endswith(":")


def _block(page: int, group: Sequence[tuple[int, str]], first: bool) -> Block:
    parts = tuple(text for _, text in group)
    refs = tuple(LineRef(page, i) for i, _ in group)
    text = " ".join(parts)
    numbered = _NUMBERED.match(text)
    if text.startswith(NOTE):
        return Block("note", (parts[0].removeprefix(NOTE), *parts[1:]), refs)
    if numbered:
        return Block("item", parts, refs, int(numbered.group(1)))
    if _ITEM.match(text):
        return Block("item", parts, refs)
    if _MARKDOWN_HEADING.match(text):
        return Block("heading", parts, refs)
    if first and len(text.split()) <= HEADING_WORDS:
        return Block("title", parts, refs)
    return Block("prose", parts, refs)
