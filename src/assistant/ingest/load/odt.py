"""OpenDocument texts: opened with odfdo, their body read from its XML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from odfdo import Document

from assistant.ingest.load.alt import citable
from assistant.ingest.load.counting import Counter
from assistant.ingest.load.credits import name_of, title_of_file
from assistant.ingest.load.dates import of_file
from assistant.ingest.load.leafing import leaf
from assistant.ingest.load.odt_styles import TEXT, Styles
from assistant.ingest.load.packages import packed, parse, read_parts
from assistant.ingest.load.raised import raised
from assistant.ingest.load.tables import MAX_COLUMNS, Cell, is_layout, spread, write_table
from assistant.ingest.load.whole import whole
from assistant.ingest.load.writer import Writer, plain
from assistant.ingest.pages import About, Context, Loaded

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIX = ".odt"
_TELL_EVERY = 400
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_INDEXES = {
    f"{TEXT}{name}"
    for name in (
        "table-of-content", "illustration-index", "table-index", "object-index", "user-index",
        "alphabetical-index",
    )
}  # fmt: skip
_SILENT = {
    *_INDEXES,
    f"{TEXT}tracked-changes",
    f"{TEXT}sequence-decls",
    f"{TEXT}variable-decls",
    f"{TEXT}user-field-decls",
    f"{TEXT}note-citation",
    f"{TEXT}ruby-text",
    f"{TEXT}script",
    f"{TEXT}hidden-text",
    f"{_OFFICE}annotation",
    f"{_OFFICE}annotation-end",
    f"{_OFFICE}forms",
    f"{_OFFICE}event-listeners",
}
_HANGS = (f"{_DRAW}frame", f"{_DRAW}custom-shape", f"{_DRAW}g", f"{_DRAW}rect", f"{_DRAW}a")
_BLOCKS = (f"{TEXT}section", f"{TEXT}numbered-paragraph", f"{TEXT}bibliography")
_MOST_REPEATS = 50


def load_odt(data: bytes, context: Context) -> Loaded:
    """Raises UnreadableFile."""
    with whole(SUFFIX):
        parts = read_parts(data, SUFFIX)
        content = parse(parts["content.xml"])
        styles = [parse(parts["styles.xml"])] if parts.get("styles.xml") else []
        reader = _Reader(Styles([content, *styles]), context)
        reader.blocks(content.find(f"{_OFFICE}body/{_OFFICE}text"))
        about, stated = _said(parts)
        entries = reader.writer.lines()
        pages = leaf(entries, "odt", stated=stated, pictures=reader.pictures)
        context.tell(len(pages), len(pages))
        return Loaded(pages, about)


class _Reader:
    """Walks the body; what hangs from a paragraph (notes, frames) follows it."""

    def __init__(self, styles: Styles, context: Context) -> None:
        self.writer = Writer()
        self.pictures = False
        self._styles = styles
        self._context = context
        self._hanging: list[_Element] = []
        self._counters: dict[str, Counter] = {}
        self._last: dict[str, Counter] = {}
        self._seen = 0

    def blocks(self, container: _Element) -> None:
        for child in container:
            if child.tag in _SILENT:
                continue
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                self._paragraph(child)
            elif child.tag == f"{TEXT}list":
                self._list(child)
            elif child.tag == f"{_TABLE}table":
                self._table(child)
            elif child.tag == f"{TEXT}soft-page-break":
                self.writer.page_break("rendered")
            elif child.tag in _HANGS:
                self._drawing(child)
            elif child.tag in _BLOCKS and not self._is_hidden_section(child):
                self.blocks(child)

    def _paragraph(self, paragraph: _Element) -> None:
        self._told()
        name = paragraph.get(f"{TEXT}style-name", "")
        if self._styles.breaks_before("paragraph", name):
            self.writer.page_break("explicit")
        raw, bold = self._words(paragraph)
        level = self._level(paragraph)
        listed = self._styles.list_of(name)
        if level and plain(raw):
            self.writer.heading(raw, level)
        elif listed and self._styles.levels(listed) and plain(raw):
            counter = self._counters.setdefault(f"style {listed}", Counter())
            self.writer.item(raw, counter.next(self._styles.levels(listed), 0))
        else:
            self.writer.text(raw, bold=bold and bool(plain(raw)))
        self._drop_hanging()
        if self._styles.breaks_after("paragraph", name):
            self.writer.page_break("explicit")

    def _told(self) -> None:
        self._seen += 1
        if self._seen % _TELL_EVERY == 0:
            self._context.tell(0, 1)

    def _level(self, paragraph: _Element) -> int:
        if paragraph.tag == f"{TEXT}h":
            level = paragraph.get(f"{TEXT}outline-level", "1")
            return int(level) if level.isdigit() else 1
        return self._styles.heading_level(paragraph.get(f"{TEXT}style-name", ""))

    def _words(self, paragraph: _Element) -> tuple[str, bool]:
        """The visible text, and whether all of it is bold."""
        name = paragraph.get(f"{TEXT}style-name", "")
        if self._styles.is_hidden("paragraph", name):
            return "", False
        pieces = list(self._pieces(paragraph, bool(self._styles.is_bold("paragraph", name)), ""))
        return "".join(text for text, _ in pieces), all(bold for t, bold in pieces if t.strip())

    def _pieces(self, element: _Element, bold: bool, before: str) -> Iterator[tuple[str, bool]]:
        if element.text:
            yield element.text, bold
            before += element.text
        for child in element:
            for text, heavy in self._piece(child, bold, before):
                yield text, heavy
                before = (before + text)[-40:]
            if child.tail:
                yield child.tail, bold
                before = (before + child.tail)[-40:]

    def _piece(self, child: _Element, bold: bool, before: str) -> Iterator[tuple[str, bool]]:
        if child.tag == f"{TEXT}note":
            self._hanging.append(child)
        elif child.tag in _HANGS:
            self._hanging.append(child)
            self.pictures = True
        elif child.tag == f"{TEXT}s" or child.tag == f"{TEXT}tab":
            yield " ", bold
        elif child.tag == f"{TEXT}line-break":
            yield "\n", bold
        elif child.tag == f"{TEXT}soft-page-break":
            yield "\f", bold
        elif child.tag == f"{TEXT}hidden-paragraph" or child.tag in _SILENT:
            return
        elif child.tag == f"{TEXT}span":
            yield from self._span(child, bold, before)
        else:
            yield from self._pieces(child, bold, before)

    def _span(self, span: _Element, bold: bool, before: str) -> Iterator[tuple[str, bool]]:
        name = span.get(f"{TEXT}style-name", "")
        if self._styles.is_hidden("text", name):
            return
        own = self._styles.is_bold("text", name)
        pieces = self._pieces(span, bold if own is None else own, before)
        if self._styles.is_raised(name):
            yield raised(before, "".join(text for text, _ in pieces)), bold
        else:
            yield from pieces

    def _list(
        self, one: _Element, depth: int = 0, style: str = "", counter: Counter | None = None
    ) -> None:
        name = one.get(f"{TEXT}style-name", "") or style
        if depth == 0:
            self.writer.gap()
        counter = counter or self._counter(one, name)
        for entry in one:
            if entry.tag == f"{TEXT}soft-page-break":
                self.writer.page_break("rendered")
            elif entry.tag in (f"{TEXT}list-item", f"{TEXT}list-header"):
                start = entry.get(f"{TEXT}start-value", "")
                if start.isdigit() and len(start) < 6:
                    counter.counts[depth] = int(start) - 1
                self._entry(entry, depth, name, counter)
        if depth == 0:
            self.writer.gap()

    def _counter(self, one: _Element, name: str) -> Counter:
        """A new count, or that of the list which this one goes on."""
        known = self._counters.get(one.get(f"{TEXT}continue-list", ""))
        if known is None and one.get(f"{TEXT}continue-numbering") == "true":
            known = self._last.get(name)
        counter = known or Counter()
        self._last[name] = counter
        identity = one.get("{http://www.w3.org/XML/1998/namespace}id", "")
        if identity:
            self._counters[identity] = counter
        return counter

    def _entry(self, entry: _Element, depth: int, style: str, counter: Counter) -> None:
        """An item's first paragraph carries its number, the others go on."""
        first = entry.tag == f"{TEXT}list-item"
        for child in entry:
            if child.tag == f"{TEXT}list":
                self._list(child, depth + 1, style, counter)
            elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                self._told()
                raw, _ = self._words(child)
                if not plain(raw):
                    pass
                elif level := self._level(child):
                    self.writer.heading(raw, level)
                elif first:
                    self.writer.item(raw, counter.next(self._styles.levels(style), depth))
                else:
                    self.writer.more(raw)
                first = first and not plain(raw)
                self._drop_hanging()
            elif child.tag == f"{_TABLE}table":
                self._table(child)

    def _drop_hanging(self) -> None:
        hanging, self._hanging = self._hanging, []
        for element in hanging:
            if element.tag == f"{TEXT}note":
                body = element.find(f"{TEXT}note-body")
                self.writer.note("" if body is None else self._flat(body, "\n"))
            else:
                self._drawing(element)

    def _drawing(self, drawing: _Element) -> None:
        """A frame's text; failing that, the words that stand for its picture."""
        self.pictures = True
        boxes = drawing.findall(f"{_DRAW}text-box")
        if boxes or drawing.tag in (f"{_DRAW}custom-shape", f"{_DRAW}rect"):
            for box in boxes or [drawing]:
                self.blocks(box)
            return
        if drawing.tag in (f"{_DRAW}g", f"{_DRAW}a"):
            for child in drawing:
                if child.tag in _HANGS:
                    self._drawing(child)
            return
        texts = [drawing.findtext(f"{_SVG}{name}") for name in ("desc", "title")]
        self.writer.text(next((text for text in map(citable, texts) if text), ""))

    def _table(self, table: _Element) -> None:
        self.pictures = True
        if self._styles.breaks_before("table", table.get(f"{_TABLE}style-name", "")):
            self.writer.page_break("explicit")
        rows = list(_rows(table))
        grid = spread([[self._cell(c, head) for c in _cells(row)] for row, head in rows])
        self.writer.gap()
        if is_layout(grid) or any(self._holds_blocks(row) for row, _ in rows):
            self._hanging.clear()
            for row, _ in rows:
                for cell in _cells(row):
                    self.blocks(cell)
        else:
            write_table(self.writer, grid)
        self.writer.gap()
        self._drop_hanging()

    def _cell(self, cell: _Element, head: bool) -> Cell:
        across = _count(cell, "number-columns-spanned", MAX_COLUMNS)
        return Cell(
            self._flat(cell, ", "), head, across, _count(cell, "number-rows-spanned", 10_000)
        )

    def _flat(self, container: _Element, joint: str) -> str:
        out = ""
        for paragraph in _paragraphs(container):
            text = self._words(paragraph)[0].strip("\f\v \n\t")
            if out and text:
                out += joint if out[-1] not in ".,;:!?…" else " "
            out += text
        return out

    def _holds_blocks(self, row: _Element) -> bool:
        for cell in _cells(row):
            if any(len(list(_rows(t))) > 1 for t in cell.findall(f"{_TABLE}table")):
                return True
            if cell.find(f"{TEXT}h") is not None:
                return True
        return False

    def _is_hidden_section(self, section: _Element) -> bool:
        name = section.get(f"{TEXT}style-name", "")
        return section.get(f"{TEXT}display") == "none" or self._styles.is_hidden("section", name)


def _paragraphs(container: _Element) -> Iterator[_Element]:
    """Paragraphs of a cell or a note, those of its lists and inner tables included."""
    for child in container:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield child
        elif child.tag not in _SILENT and child.tag not in _HANGS:
            yield from _paragraphs(child)


def _rows(table: _Element) -> Iterator[tuple[_Element, bool]]:
    """Rows and whether they are heads; a row said to repeat does, within reason."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            again = min(_count(child, "number-rows-repeated", 10**6), _MOST_REPEATS)
            for _ in range(again if plain("".join(child.itertext())) else 1):
                yield child, False
        elif child.tag == f"{_TABLE}table-header-rows":
            yield from ((row, True) for row, _ in _rows(child))
        elif child.tag in (f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    for cell in row:
        if cell.tag == f"{_TABLE}table-cell":
            again = _count(cell, "number-columns-repeated", 10**6)
            for _ in range(min(again, _MOST_REPEATS)):
                yield cell


def _count(element: _Element, name: str, most: int) -> int:
    value = element.get(f"{_TABLE}{name}", "1")
    return max(1, min(int(value), most)) if re.fullmatch(r"\d{1,9}", value) else 1


def _said(parts: Mapping[str, bytes]) -> tuple[About, int]:
    """What the file says of itself, and how many pages it says it has."""
    if "meta.xml" not in parts:
        return About(), 0
    meta = Document(packed(parts)).meta
    about = About(
        title=title_of_file(meta.title),
        author=name_of(meta.initial_creator) or name_of(meta.creator),
        date=of_file(meta.date, meta.creation_date),
    )
    pages = (meta.statistic or {}).get("meta:page-count", 0)
    return about, int(pages)
