"""Blocks to passages: one idea each, about 60 to 180 words, lists whole.

A slide is one passage when it is short enough; running text is cut at headings and paragraph
ends. A list keeps its introduction and stays whole up to about 400 words; a longer one is cut
at its sub-lists, which share a `list_id`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain import Passage, Span, UnitKind
from assistant.ingest.bullets import BULLET
from assistant.ingest.layout import Block, LineRef
from assistant.ingest.lists import MAX_WORDS, Unit, units
from assistant.ingest.pages import Page

MIN_WORDS = 60
_TITLE_WORDS = 18
_PATH, _DEEP = " › ", 2
"""How a heading of known level is written under the one above it, and how many are kept."""


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    blocks: tuple[Block, ...]
    scraps: tuple[Block, ...]
    notes: tuple[Block, ...]


def cut_passages(
    document_id: str, blocks: Sequence[Block], pages: Sequence[Page], *, restored: bool
) -> tuple[Passage, ...]:
    """The passages of one document in reading order, linked by `prev` and `next`."""
    made: list[Passage] = []
    seen: dict[str, int] = {}
    for section in _sections(blocks):
        groups = list(_groups(list(units(section.blocks, document_id))))
        for i, (group, kind, list_id) in enumerate(groups):
            extra = section.scraps if i == len(groups) - 1 else ()
            made.append(_passage(document_id, section.heading, group, extra, kind, pages, seen))
            made[-1] = replace(made[-1], list_id=list_id, restored=_differs(made[-1], restored))
        for notes in _by_page(section.notes):
            note = _passage(document_id, section.heading, notes, (), "note", pages, seen)
            made.append(replace(note, restored=_differs(note, restored)))
    return tuple(_linked(made))


def title_of(blocks: Sequence[Block], fallback: str) -> str:
    """A title taken from the document itself: its first line if short, else its first heading,
    else its first words."""
    if blocks and blocks[0].kind != "item" and blocks[0].words <= _TITLE_WORDS:
        return blocks[0].text.strip("# ")
    for block in blocks:
        if block.kind in {"title", "heading"}:
            return block.text.strip("# ")
    first = next((block.text for block in blocks if block.kind == "prose"), fallback)
    words = first.split()
    return " ".join(words[:12]) + ("…" if len(words) > 12 else "")


def _sections(blocks: Sequence[Block]) -> Iterator[_Section]:
    """Runs of blocks under one heading, which goes with the one above it where levels are
    known. A slide's own headings stay in its text, and so does a heading that another one of no
    lower level follows at once."""
    heading, slide = "", False
    above: list[Block] = []
    title = _title_level(blocks)
    last: Block | None = None
    body: list[Block] = []
    scraps: list[Block] = []
    notes: list[Block] = []
    for block in blocks:
        heads = block.kind == "title" or (block.kind == "heading" and not slide)
        if heads and (body or notes or scraps):
            yield _Section(heading, tuple(body), tuple(scraps), tuple(notes))
            body, scraps, notes, last = [], [], [], None
        if heads:
            slide = slide or block.kind == "title"
            above = [*(b for b in above if b.level < block.level), block]
            path = [b for b in above if b.level > title or b is block][-_DEEP:]
            if last is not None and last not in path:
                body.append(last)
            heading, last = _PATH.join(b.text.strip("# ") for b in path), block
        elif block.kind == "scrap":
            scraps.append(block)
        elif block.kind == "note":
            notes.append(block)
        else:
            body.append(block)
    if body or notes or scraps:
        yield _Section(heading, tuple(body), tuple(scraps), tuple(notes))


def _title_level(blocks: Sequence[Block]) -> int:
    """The level of a heading that stands above all others, alone: the document's title, which
    goes without saying; 0 without one."""
    levels = sorted(block.level for block in blocks if block.level)
    return levels[0] if levels and levels[:2].count(levels[0]) == 1 else 0


def _groups(units: Sequence[Unit]) -> Iterator[tuple[tuple[Block, ...], UnitKind, str | None]]:
    """Units packed into passages of one idea."""
    packed: list[Unit] = []

    def flush() -> Iterator[tuple[tuple[Block, ...], UnitKind, str | None]]:
        if packed:
            kind: UnitKind = "list" if any(u.is_list for u in packed) else "prose"
            yield tuple(b for u in packed for b in u.blocks), kind, packed[0].list_id
            packed.clear()

    for unit in units:
        held = sum(u.words for u in packed)
        alone = unit.list_id is not None or (packed and packed[-1].list_id is not None)
        turned = bool(packed) and _page(packed[-1]) != _page(unit)
        if packed and (
            alone or turned or (held + unit.words > MAX_WORDS and held >= MIN_WORDS / 2)
        ):
            yield from flush()
        packed.append(unit)
    yield from flush()


def _page(unit: Unit) -> int:
    """The page on which a unit starts."""
    return unit.blocks[0].refs[0].page


def _by_page(notes: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    for page in sorted({note.refs[0].page for note in notes}):
        yield tuple(note for note in notes if note.refs[0].page == page)


def _passage(
    document_id: str,
    heading: str,
    blocks: Sequence[Block],
    extra: Sequence[Block],
    kind: UnitKind,
    pages: Sequence[Page],
    seen: dict[str, int],
) -> Passage:
    raw, places = _raw(pages, [ref for block in (*blocks, *extra) for ref in block.refs])
    text, spans = "", []
    for block in blocks:
        text += "\n" if text else ""
        for i, (part, ref) in enumerate(zip(block.parts, block.refs, strict=True)):
            text += " " if i else ""
            start = len(text)
            text += part
            spans.append(Span(start, len(text), *places[ref]))
    page = pages[blocks[0].refs[0].page]
    digest = hashlib.sha256(f"{page.number}\n{heading}\n{text}".encode()).hexdigest()[:10]
    seen[digest] = seen.get(digest, 0) + 1
    suffix = f"-{seen[digest]}" if seen[digest] > 1 else ""
    return Passage(
        id=f"{document_id}:{digest}{suffix}",
        document_id=document_id,
        text=text,
        raw=raw,
        heading=heading,
        page=page.number,
        page_label=page.label,
        kind=kind,
        spans=tuple(spans),
    )


def _raw(
    pages: Sequence[Page], refs: Sequence[LineRef]
) -> tuple[str, dict[LineRef, tuple[int, int]]]:
    """The raw lines of `refs` in file order, with each one's place in that text.

    The line under a cut word goes with it: the cleaned text holds the whole word above.
    """
    wanted = set(refs)
    for ref in refs:
        lines = pages[ref.page].lines
        below = ref.line + 1
        if lines[ref.line].raw.rstrip().endswith("-") and below < len(lines):
            wanted.add(LineRef(ref.page, below))
    raw, places = "", {}
    for ref in sorted(wanted, key=lambda r: (r.page, r.line)):
        raw += "\n" if raw else ""
        line = pages[ref.page].lines[ref.line].raw
        places[ref] = (len(raw), len(raw) + len(line))
        raw += line
    return raw, places


def _differs(passage: Passage, restored: bool) -> bool:
    """Whether repair changed words (not only spaces, bullets and line-end hyphens)."""
    if not restored:
        return False
    bare = "".join(passage.text.replace(BULLET.strip(), "").split()).replace("-", "")
    return bare not in "".join(passage.raw.split()).replace("-", "")


def _linked(passages: Sequence[Passage]) -> Iterator[Passage]:
    for i, passage in enumerate(passages):
        yield replace(
            passage,
            prev=passages[i - 1].id if i else None,
            next=passages[i + 1].id if i + 1 < len(passages) else None,
        )
