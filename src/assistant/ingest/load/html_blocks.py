"""The structure of a web page's content: headings, paragraphs, lists, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ingest.load.alt import citable
from assistant.ingest.load.counting import Counter, Level
from assistant.ingest.load.html_notes import NOTE
from assistant.ingest.load.raised import raised
from assistant.ingest.load.tables import MAX_COLUMNS, Cell, is_layout, spread, write_table
from assistant.ingest.load.writer import Writer, plain
from assistant.ingest.pages import Context

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = {
    *HEADINGS, "p", "div", "section", "article", "main", "aside", "header", "footer", "nav",
    "ul", "ol", "menu", "dl", "dt", "dd", "li", "table", "thead", "tbody", "tfoot", "tr", "td",
    "th", "caption", "blockquote", "pre", "figure", "figcaption", "address", "details", "summary",
    "hr", "form", "fieldset", "legend", "body", "html", "center", "dir", "hgroup", "search",
}  # fmt: skip
_BOLD = {"b", "strong"}
_LIST_WORDS, _ANSWER_WORDS = 120, 25
_TELL_EVERY = 1000
_ROWS, _TITLE_WORDS = 65_534, 25
_FOLDS = re.compile(r"accord|toggle|faq|collaps|expand", re.I)
_PANEL_TITLE = re.compile(r"titl|titre|head|question|trigger|btn|button", re.I)


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    bold: bool = False


class BlockReader:
    """Walks a tree and writes its lines. Inline text gathers until a block begins or ends."""

    def __init__(self, writer: Writer, context: Context) -> None:
        self._writer = writer
        self._context = context
        self._seen = 0
        self._pieces: list[_Piece] = []
        self._level = 1

    def read(self, element: HtmlElement) -> None:
        self._children(element, False)
        self._flush()

    def _children(self, element: HtmlElement, bold: bool) -> None:
        self._add(element.text, bold)
        for child in element:
            self._element(child, bold)
            self._add(child.tail, bold)

    def _element(self, element: HtmlElement, bold: bool) -> None:
        if not isinstance(element.tag, str):
            return
        tag = element.tag
        if element.get(NOTE):
            self._flush()
            self._writer.note(_note_text(element))
        elif tag in _BLOCKS and not _unfolds(element):
            self._flush()
            self._block(element, bold)
            self._flush()
        elif _unfolds(element):
            self._flush()
            self._heading(element, self._level + 1)
        elif tag == "br":
            self._pieces.append(_Piece("\n"))
        elif tag == "img":
            self._image(element)
        elif tag == "sup":
            before = "".join(piece.text for piece in self._pieces[-4:])
            self._add(raised(before, "".join(element.itertext())), bold)
        elif tag == "q":
            self._add("« ", bold)
            self._children(element, bold)
            self._add(" »", bold)
        else:
            self._children(element, bold or tag in _BOLD or _is_heavy(element))

    def _block(self, element: HtmlElement, bold: bool) -> None:
        tag = element.tag
        self._seen += 1
        if self._seen % _TELL_EVERY == 0:
            self._context.tell(0, 1)
        if tag in HEADINGS:
            self._heading(element, HEADINGS[tag])
        elif element.get("role") == "heading":
            told = element.get("aria-level", "2")
            self._heading(element, int(told) if told in set("123456") else 2)
        elif tag in {"ul", "ol", "menu", "dir"}:
            self._list(element)
        elif tag == "dl":
            self._definitions(element)
        elif tag == "table":
            self._table(element)
        elif tag == "summary":
            self._heading(element, self._level + 1)
        elif tag == "pre":
            self._add("".join(element.itertext()), False, keep=True)
        elif tag != "hr":
            self._children(element, bold)

    def _heading(self, element: HtmlElement, level: int) -> None:
        self._children(element, False)
        raw = self._taken()[0].replace("\n", " ")
        if plain(raw):
            self._level = level if element.tag in HEADINGS else self._level
            self._writer.heading(raw, level)

    def _list(self, element: HtmlElement, depth: int = 0) -> None:
        items = [child for child in element if isinstance(child.tag, str)]
        if any(_is_card(item) for item in items):
            for item in items:
                self._children(item, False)
                self._flush()
            return
        if depth == 0:
            self._writer.gap()
        counter, levels = Counter(), {0: _list_level(element)}
        start = element.get("start", "")
        if element.tag == "ol" and re.fullmatch(r"\d{1,5}", start):
            counter.counts[0] = int(start) - 1
        for item in items:
            if item.tag in {"ul", "ol"}:
                self._list(item, depth + 1)
            elif item.get(NOTE):
                self._element(item, False)
            else:
                value = item.get("value", "")
                if re.fullmatch(r"\d{1,5}", value):
                    counter.counts[0] = int(value) - 1
                self._item(item, counter, levels, depth)
        if depth == 0:
            self._writer.gap()

    def _item(
        self, item: HtmlElement, counter: Counter, levels: dict[int, Level], depth: int
    ) -> None:
        """The first paragraph bears the mark, the next ones go on, inner lists follow."""
        first = True
        for part in _parts(item):
            if not isinstance(part, str) and part.tag in {"ul", "ol", "menu"}:
                first = self._write_item(first, counter, levels)
                self._list(part, depth + 1)
            elif isinstance(part, str):
                self._add(part, False)
            elif part.get(NOTE) or part.tag == "table":
                first = self._write_item(first, counter, levels)
                self._element(part, False)
            elif part.tag in _BLOCKS:
                first = self._write_item(first, counter, levels)
                self._inline(part)
                first = self._write_item(first, counter, levels)
            else:
                self._element(part, False)
        self._write_item(first, counter, levels)

    def _write_item(self, first: bool, counter: Counter, levels: dict[int, Level]) -> bool:
        raw = self._taken()[0].strip()
        if not plain(raw):
            return first
        if first:
            self._writer.item(raw, counter.next(levels, 0))
        else:
            self._writer.more(raw)
        return False

    def _inline(self, block: HtmlElement) -> None:
        """A block inside an item, as words of it."""
        self._add(block.text, False)
        for child in block:
            if isinstance(child.tag, str) and child.tag in _BLOCKS and child.tag != "table":
                self._add("\n", False, keep=True)
                self._inline(child)
                self._add("\n", False, keep=True)
            else:
                self._element(child, False)
            self._add(child.tail, False)

    def _definitions(self, element: HtmlElement) -> None:
        """A term and a few words are an item; a question and its answer a heading and text."""
        term, level = "", self._level
        found = list(element.iter("dt", "dd"))
        long = any(_size(e) > _ANSWER_WORDS for e in found if e.tag == "dd")
        for one in found:
            if one.tag == "dt" and long:
                self._heading(one, level + 1)
                self._level = level
            elif long:
                self._children(one, False)
                self._flush()
            elif one.tag == "dt":
                self._inline(one)
                term = plain(self._taken()[0].replace("\n", " ")).rstrip(" :")
            else:
                self._inline(one)
                said = plain(self._taken()[0].replace("\n", " "))
                self._writer.item(f"{term} : {said}" if term and said else term or said)
        self._writer.gap()

    def _table(self, table: HtmlElement) -> None:
        for caption in table.findall("caption"):
            self._children(caption, False)
            self._flush()
        rows = list(_rows(table))
        if _places_text(table, rows):
            self._placed(rows)
            return
        grid = spread([[_cell(cell, head) for cell in _cells(row)] for row, head in rows])
        if is_layout(grid):
            self._placed(rows)
            return
        self._writer.gap()
        write_table(self._writer, grid)
        self._writer.gap()

    def _placed(self, rows: list[tuple[HtmlElement, bool]]) -> None:
        for row, _ in rows:
            for cell in _cells(row):
                self._children(cell, False)
                self._flush()

    def _image(self, image: HtmlElement) -> None:
        words = citable(image.get("alt"))
        if words and not any(above.tag == "figure" for above in image.iterancestors()):
            self._flush()
            self._writer.text(words)
        elif words:
            figure = next(above for above in image.iterancestors() if above.tag == "figure")
            if not any(plain("".join(c.itertext())) for c in figure.iter("figcaption")):
                self._flush()
                self._writer.text(words)

    def _add(self, text: str | None, bold: bool, *, keep: bool = False) -> None:
        if text:
            self._pieces.append(_Piece(text if keep else re.sub(r"\s+", _one_space, text), bold))

    def _taken(self) -> tuple[str, bool]:
        pieces, self._pieces = self._pieces, []
        full = [piece for piece in pieces if piece.text.strip()]
        return "".join(p.text for p in pieces), bool(full) and all(p.bold for p in full)

    def _flush(self) -> None:
        raw, bold = self._taken()
        if plain(raw.replace("\n", " ")):
            self._writer.text(raw, bold=bold)


def _one_space(match: re.Match[str]) -> str:
    """Spaces as a browser shows them: a no-break one is kept."""
    return "\u00a0" if "\u00a0" in match.group() else "\u202f" if "\u202f" in match.group() else " "


def _unfolds(element: HtmlElement) -> bool:
    """The title of a panel that folds, which is no heading by its element."""
    names = f"{element.get('class') or ''}"
    if element.tag in HEADINGS or not _FOLDS.search(names) or not _PANEL_TITLE.search(names):
        return False
    return next(element.iter(*HEADINGS), None) is None and _size(element) <= _TITLE_WORDS


def _is_heavy(element: HtmlElement) -> bool:
    return bool(re.search(r"font-weight\s*:\s*(?:bold|[6-9]00)", element.get("style") or "", re.I))


def _note_text(note: HtmlElement) -> str:
    """A note's words without the number that it repeats."""
    text = plain(" ".join("".join(note.itertext()).split()))
    return re.sub(r"^(?:\^|[↩↑]|\[?\(?\d{1,3}[\]).]?|\*)+[\s.:–-]*(?=[^\W\d_]|[«(\"\d])", "", text)


def _is_card(item: HtmlElement) -> bool:
    """An item that holds a section: a heading, or much text in several paragraphs."""
    if next(item.iter(*HEADINGS), None) is not None:
        return True
    return _size(item) > _LIST_WORDS and len(list(item.iter("p"))) > 2


def _size(element: HtmlElement) -> int:
    return len("".join(element.itertext()).split())


def _list_level(element: HtmlElement) -> Level:
    if element.tag != "ol":
        return Level("bullet")
    form = element.get("type", "1")
    return Level("decimal" if form not in {"a", "A", "i", "I"} else form, "%1.")


def _parts(item: HtmlElement) -> Iterator[HtmlElement | str]:
    if item.text:
        yield item.text
    for child in item:
        if isinstance(child.tag, str):
            yield child
        if child.tail:
            yield child.tail


def _rows(table: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """The table's own rows and whether they are heads."""
    for child in table:
        if child.tag == "tr":
            yield child, False
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from ((row, child.tag == "thead") for row in child if row.tag == "tr")


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _cell(cell: HtmlElement, head: bool) -> Cell:
    texts: list[str] = []
    _gather(cell, texts, [""])
    text = ""
    for part in filter(None, map(plain, texts)):
        if text:
            text += " " if text[-1] in ".,;:!?…" else ", "
        text += part
    across = _span(cell.get("colspan"), MAX_COLUMNS)
    return Cell(text, head or cell.tag == "th", across, _span(cell.get("rowspan"), _ROWS))


def _gather(element: HtmlElement, out: list[str], at: list[str]) -> None:
    """The paragraphs of a cell, one text each."""

    def close() -> None:
        out.append(at[0])
        at[0] = ""

    at[0] += re.sub(r"\s+", _one_space, element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            block = child.tag in _BLOCKS or child.tag == "br"
            if block:
                close()
            if child.tag == "sup":
                at[0] += raised(at[0], "".join(child.itertext()))
            elif child.tag == "img":
                at[0] += citable(child.get("alt")) or _sign(child.get("alt"))
            else:
                _gather(child, out, at)
            if block:
                close()
        at[0] += re.sub(r"\s+", _one_space, child.tail or "")
    if element.tag in {"td", "th"}:
        close()


def _sign(alt: str | None) -> str:
    """« Oui », « Non » drawn as a tick or a cross in a cell."""
    text = plain(alt or "")
    return text if re.fullmatch(r"(?i)oui|non|vrai|faux|ok|✓|✔|✗|x", text) else ""


def _span(value: str | None, most: int) -> int:
    text = (value or "1").strip()
    return max(1, min(int(text), most)) if re.fullmatch(r"\d{1,9}", text) else 1


def _places_text(table: HtmlElement, rows: list[tuple[HtmlElement, bool]]) -> bool:
    """A table that only places things on the page, by what it says or holds."""
    if table.get("role") in {"presentation", "none"}:
        return True
    if table.find("caption") is not None or table.find("thead") is not None:
        return False
    held = ("table", "form", *HEADINGS)
    return any(next(cell.iter(*held), None) is not None for row, _ in rows for cell in _cells(row))
