"""Cleaned pages to blocks: paragraphs, list items, headings, notes, figure scraps.

A block is what a reader sees as one piece. Sentences that a page end, a column or a figure cut
in two are joined again; the block belongs to the page on which it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from assistant.ingest.bullets import NOTE
from assistant.ingest.flow import join_cut_sentences
from assistant.ingest.layout import ENDS_SENTENCE, Block, Kind, LineRef, Style, style_of
from assistant.ingest.leaves import cut_at_pages
from assistant.ingest.outline import HEADING_WORDS, settle
from assistant.ingest.pages import Line, Page, Role

_NUMBERED = re.compile(r"^(?:• )?(\d{1,2})(?:(?:[.)]|\.-) ?(?=[^\d\s])|\. (?=\d\d-))")
_ITEM = re.compile(rf"{_NUMBERED.pattern}|^(?:• |[A-Z]\.(?=[a-zéè]))")
_MARKDOWN_HEADING = re.compile(r"^#{1,6} ")
_WHOLE_LINE = re.compile(rf"{_MARKDOWN_HEADING.pattern}|^{NOTE}")
_PROSE_LINE = 45
_KINDS: Mapping[Role, Kind] = {
    "heading": "heading",
    "text": "prose",
    "item": "item",
    "row": "item",
    "note": "note",
}


def cut_blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """All blocks of a document in reading order. Page and line indexes are 0-based."""
    style = style_of(pages)
    raw = [block for i, page in enumerate(pages) for block in _page_blocks(i, page, style)]
    whole = join_cut_sentences(raw, style)
    return tuple(settle(list(cut_at_pages(whole)), style))


def _page_blocks(index: int, page: Page, style: Style) -> Iterator[Block]:
    """Lines grouped at blank lines, bullets, numbers and notes, or by what the file says."""
    group: list[int] = []
    gap = after_whole = False
    first = True
    for i, line in enumerate(page.lines):
        if not line.text:
            gap = gap or not line.raw.strip()
            continue
        whole = line.role is None and bool(_WHOLE_LINE.match(line.text))
        before = page.lines[group[-1]] if group else line
        starts = whole or after_whole or _starts(before, line)
        after_whole = whole
        full = bool(group) and line.role is None and _ends_paragraph(before.text, style)
        if group and (gap or starts or full):
            block = _block(index, group, page, first and style.slides)
            yield block
            first, group = _awaits_subtitle(block), []
        gap = False
        group.append(i)
    if group:
        yield _block(index, group, page, first and style.slides)


def _starts(before: Line, line: Line) -> bool:
    """Whether a line opens a block, whatever stands above."""
    if line.role is None and before.role is None:
        return bool(_ITEM.match(line.text))
    return (
        line.role != before.role
        or line.level != before.level
        or line.role == "row"
        or (line.role == "item" and bool(_ITEM.match(line.text)))
    )


def _ends_paragraph(text: str, style: Style) -> bool:
    narrow = style.line <= _PROSE_LINE
    return not narrow and bool(ENDS_SENTENCE.search(text)) and len(text) < 0.75 * style.line


def _awaits_subtitle(block: Block) -> bool:
    """« Outils et méthodes : » is half of a slide's title."""
    return block.kind == "title" and block.text.endswith(":")


def _block(index: int, group: Sequence[int], page: Page, first: bool) -> Block:
    lines = [page.lines[i] for i in group]
    parts = tuple(line.text for line in lines)
    refs = tuple(LineRef(index, i) for i in group)
    text = " ".join(parts)
    numbered = _NUMBERED.match(text)
    role = lines[0].role
    if role is not None:
        number = int(numbered.group(1)) if numbered and role == "item" else None
        level = lines[0].level if role == "heading" else 0
        kind: Kind = "title" if role == "heading" and first else _KINDS[role]
        return Block(kind, parts, refs, number, sure=True, level=level)
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
