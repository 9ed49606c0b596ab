"""Cleaned pages to blocks: paragraphs, list items, headings, notes, figure scraps.

A block is what a reader sees as one piece. Sentences that a page end, a column or a figure cut
in two are joined again; the block belongs to the page on which it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from assistant.ingest.bullets import NOTE
from assistant.ingest.load import Page

Kind = Literal["title", "heading", "prose", "item", "note", "scrap"]

_NUMBERED = re.compile(r"^(?:• )?(\d{1,2})(?:[.)]|\.-) ?(?=[^\d\s])")
_BULLETED = re.compile(r"^(?:• |[A-Z]\.(?=[a-zéè]))")
_END = re.compile(r"[.!?…](?:\s?[»”)])?$|[»”)][.!?]$")
_FUNCTION_END = re.compile(
    r"(?:\b(?:a|à|au|aux|avec|ce|ces|cette|chaque|comme|dans|de|des|du|elle|en|entre|est|et|il|la|le"
    r"|les|leur|leurs|mais|ne|nos|notre|ou|où|par|pas|plus|pour|que|qui|sa|sans|se|ses|son|sont|sous"
    r"|sur|très|un|une|vers)|,|[’'(«&-])$",
    re.IGNORECASE,
)
_HEADING_WORDS = 26
_LOOK_BACK = 12
_LONG = 7


@dataclass(frozen=True, slots=True)
class LineRef:
    """One line of one page: where a block's words come from."""

    page: int
    line: int


@dataclass(frozen=True, slots=True)
class Block:
    """`parts` are the texts of its lines; `refs` their places, one each."""

    kind: Kind
    parts: tuple[str, ...]
    refs: tuple[LineRef, ...]
    number: int | None = None

    @property
    def text(self) -> str:
        return " ".join(self.parts)

    @property
    def words(self) -> int:
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class _Style:
    """What lines usually look like in this document, which tells slides from running text."""

    slides: bool
    line: float


def cut_blocks(pages: Sequence[Page]) -> tuple[Block, ...]:
    """All blocks of a document in reading order. Page and line indexes are 0-based."""
    style = _style(pages)
    raw = [block for i, page in enumerate(pages) for block in _page_blocks(i, page, style)]
    return tuple(_settle(_join_cut_sentences(raw, style), style))


def _style(pages: Sequence[Page]) -> _Style:
    counts = [sum(len(line.text.split()) for line in page.lines) for page in pages]
    lengths = [len(line.text) for page in pages for line in page.lines if line.text]
    slides = len(pages) >= 3 and median(counts) < 220
    return _Style(slides, median(lengths) if lengths else 0.0)


def _page_blocks(index: int, page: Page, style: _Style) -> Iterator[Block]:
    """Lines grouped at blank lines, bullets, numbers and notes."""
    group: list[tuple[int, str]] = []
    gap = after_note = False
    first = True
    for i, line in enumerate(page.lines):
        if not line.text:
            gap = gap or not line.raw.strip()
            continue
        note = line.text.startswith(NOTE)
        starts = bool(
            note or after_note or _NUMBERED.match(line.text) or _BULLETED.match(line.text)
        )
        after_note = note
        full = bool(group) and style.line > 60 and _ends_paragraph(group[-1][1], style)
        if group and (gap or starts or full):
            yield _block(index, group, first and style.slides)
            first, group = False, []
        gap = False
        group.append((i, line.text))
    if group:
        yield _block(index, group, first and style.slides)


def _ends_paragraph(text: str, style: _Style) -> bool:
    return bool(_END.search(text)) and len(text) < 0.75 * style.line


def _block(page: int, group: Sequence[tuple[int, str]], first: bool) -> Block:
    parts = tuple(text for _, text in group)
    refs = tuple(LineRef(page, i) for i, _ in group)
    text = " ".join(parts)
    numbered = _NUMBERED.match(text)
    if text.startswith(NOTE):
        return Block("note", (parts[0].removeprefix(NOTE), *parts[1:]), refs)
    if numbered:
        return Block("item", parts, refs, int(numbered.group(1)))
    if _BULLETED.match(text):
        return Block("item", parts, refs)
    if first and len(text.split()) <= _HEADING_WORDS:
        return Block("title", parts, refs)
    return Block("prose", parts, refs)


def _join_cut_sentences(blocks: Sequence[Block], style: _Style) -> list[Block]:
    """A block that goes on what an earlier one left unfinished is joined to it; notes and
    scraps that stand between do not matter."""
    done: list[Block] = []
    for block in blocks:
        target = _unfinished(done, block, style)
        if target is None:
            done.append(block)
        else:
            open_block = done[target]
            done[target] = Block(
                open_block.kind,
                open_block.parts + block.parts,
                open_block.refs + block.refs,
                open_block.number,
            )
    return done


def _unfinished(done: Sequence[Block], block: Block, style: _Style) -> int | None:
    """Index of the block that `block` goes on, None when it begins something.

    On slides a box goes on in the next one; in running text, figures and notes may stand
    between the two halves of a sentence.
    """
    if block.kind != "prose" or block.text.isupper():
        return None
    first = _first_letter(block.text)
    lower = (first.islower() or first == "&") and not block.text.startswith(("…", "..."))
    shorts: list[int] = []
    for back in range(len(done) - 1, max(-1, len(done) - _LOOK_BACK), -1):
        earlier = done[back]
        if earlier.kind == "note" or earlier.text.isupper():
            continue
        if earlier.kind == "title" or _is_finished(earlier, lower):
            break
        hangs = bool(_FUNCTION_END.search(earlier.text)) and (block.words > 2 or style.slides)
        hangs = hangs and not (earlier.kind == "item" and earlier.text.endswith(","))
        if style.slides:
            return back if lower or hangs else None
        if earlier.words >= _LONG:
            return back if lower or hangs else None
        shorts.append(back)
    return shorts[0] if lower and shorts and shorts[0] == len(done) - 1 else None


def _is_finished(block: Block, lower: bool) -> bool:
    return bool(_END.search(block.text)) or (block.text.endswith((":", ";")) and not lower)


def _first_letter(text: str) -> str:
    return text.lstrip("«(“[ ")[:1]


def _settle(blocks: Sequence[Block], style: _Style) -> Iterator[Block]:
    """Decide, now that sentences are whole, which blocks are headings and which scraps."""
    previous: Block | None = None
    for i, block in enumerate(blocks):
        kind: Kind = block.kind
        following = next((b for b in blocks[i + 1 :] if b.kind != "note"), None)
        if kind == "prose" or (kind == "item" and _heads_section(block, blocks, i)):
            if not (not style.slides and _is_loose(block, previous)) and _is_heading(
                block, following, style
            ):
                kind = "heading"
            elif kind == "prose" and not style.slides and _is_scrap(block):
                kind = "scrap"
        if kind != "note":
            previous = Block(kind, block.parts, block.refs)
        yield Block(kind, block.parts, block.refs, block.number)


def _is_loose(block: Block, previous: Block | None) -> bool:
    """A few words after a figure's scrap, or in the middle of a sentence, head nothing."""
    if previous is None or block.words > 4 or block.kind == "item":
        return False
    unfinished = previous.kind in {"prose", "item"} and not _END.search(previous.text)
    return previous.kind == "scrap" or (unfinished and not previous.text.endswith((":", ";")))


def _heads_section(block: Block, blocks: Sequence[Block], i: int) -> bool:
    """« 1. Title » followed by paragraphs is a heading, followed by « 2. » a list item."""
    if block.number is None or _END.search(block.text) or block.text.endswith((",", ";")):
        return False
    following = next((b for b in blocks[i + 1 :] if b.kind != "note"), None)
    return following is not None and following.kind == "prose" and following.words >= 12


def _is_heading(block: Block, following: Block | None, style: _Style) -> bool:
    text = block.text
    if following is None or following.kind == "title" or not re.search(r"[^\W\d_]{3}", text):
        return False
    if block.words > _HEADING_WORDS or _END.search(text.rstrip("?!»” ")) or text[-1] in ",;":
        return False
    if text[-1] == ":" and following.kind == "item":
        return block.words <= 4
    if text.endswith(".") or _FUNCTION_END.search(text):
        return False
    if not (text.lstrip("«“•(0123456789.) ")[:1].isupper()):
        return False
    if following.kind == "prose":
        return following.words >= (6 if style.slides else 10) and following.words > block.words
    return following.kind == "item" and block.words >= 2


def _is_scrap(block: Block) -> bool:
    """A label or value torn from a figure: too short for a sentence, no sentence end."""
    if _END.search(block.text) and block.words >= 4:
        return False
    return block.words <= 6 or (len(block.parts) >= 3 and block.words / len(block.parts) < 4)
