"""Word documents, read with python-docx and, where it stops, from their XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import docx

from assistant.ingest.load.alt import citable
from assistant.ingest.load.credits import name_of, title_of_file
from assistant.ingest.load.dates import of_file
from assistant.ingest.load.diagrams import diagram_texts, reference_of
from assistant.ingest.load.docx_lists import Lists
from assistant.ingest.load.docx_styles import Styles
from assistant.ingest.load.leafing import leaf
from assistant.ingest.load.names import qn
from assistant.ingest.load.packages import parse
from assistant.ingest.load.parts import WORD_MAIN, loadable
from assistant.ingest.load.raised import raised
from assistant.ingest.load.tables import Cell, Grid, is_layout, spread, write_table
from assistant.ingest.load.whole import whole
from assistant.ingest.load.writer import Writer
from assistant.ingest.pages import About, Context, Loaded

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

SUFFIX = ".docx"
_TELL_EVERY = 400
_TEXT_BOX = qn("w:txbxContent")
_DELETED = {qn(f"w:{name}") for name in ("del", "moveFrom", "instrText", "delText", "rt")}
_CONTAINERS = {
    qn(f"w:{name}")
    for name in (
        "ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "sdt", "sdtContent",
        "dir", "bdo", "ruby", "rubyBase",
    )
}  # fmt: skip
_MATHS = {qn("m:oMath"), qn("m:oMathPara")}
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
    qn("w:lastRenderedPageBreak"): "\f",
}


def load_docx(data: bytes, context: Context) -> Loaded:
    """Raises UnreadableFile."""
    with whole(SUFFIX):
        document = docx.Document(loadable(data, SUFFIX, WORD_MAIN))
        reader = _Reader(document, context)
        reader.blocks(document.element.body)
        entries = reader.writer.lines()
        pages = leaf(entries, "docx", stated=_stated(document), pictures=reader.pictures)
        context.tell(len(pages), len(pages))
        return Loaded(pages, _about(document))


@dataclass(slots=True)
class _Placed:
    """A cell where it starts; `down` counts the rows that it fills."""

    element: _Element
    across: int
    head: bool
    down: int = 1


class _Reader:
    """Walks the body; what hangs from a paragraph (notes, text boxes) follows it."""

    def __init__(self, document: Document, context: Context) -> None:
        self.writer = Writer()
        self.pictures = False
        self._document = document
        self._context = context
        self._styles = Styles(_related(document, "styles"))
        self._lists = Lists(_related(document, "numbering"))
        self._notes = {
            kind: _notes(_related(document, f"{kind}s")) for kind in ("footnote", "endnote")
        }
        self._hanging: list[_Element] = []
        self._noted: set[_Element] = set()
        self._held = ""
        self._seen = 0

    def blocks(self, container: _Element) -> None:
        for child in container:
            if child.tag == qn("w:p"):
                self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                self._table(child)
            elif child.tag == qn("w:sdt") and _is_contents(child):
                continue
            elif child.tag in _CONTAINERS:
                self.blocks(child)
            elif child.tag == qn("mc:AlternateContent"):
                self.blocks(_choice(child))

    def _paragraph(self, paragraph: _Element) -> None:
        self._seen += 1
        if self._seen % _TELL_EVERY == 0:
            self._context.tell(0, 1)
        if self._styles.is_contents(paragraph):
            return
        if self._styles.starts_page(paragraph):
            self.writer.page_break("explicit")
        runs = list(self._runs(paragraph, paragraph))
        raw = self._held + "".join(text for text, _ in runs)
        self._held = ""
        if _is_joined_to_next(paragraph):
            self._held = raw
            return
        bold = all(heavy for text, heavy in runs if text.strip())
        self._write(paragraph, raw, bold=bold and bool(raw.strip()))
        self._drop_hanging()
        if _ends_page(paragraph):
            self.writer.page_break("explicit")

    def _write(self, paragraph: _Element, raw: str, *, bold: bool) -> None:
        level = self._styles.level(paragraph)
        place = self._styles.numbering(paragraph)
        if not raw.strip("\f\v \n\t\u00a0"):
            self.writer.text(raw)
        elif level:
            mark = self._lists.next(place) if place else None
            mark = f"{mark}." if isinstance(mark, int) else mark
            self.writer.heading(f"{mark} {raw.lstrip()}" if mark else raw, level)
        elif place:
            self.writer.item(raw, self._lists.next(place))
        elif self._styles.is_bulleted(paragraph):
            self.writer.item(raw)
        else:
            self.writer.text(raw, bold=bold)

    def _runs(self, element: _Element, paragraph: _Element) -> Iterator[tuple[str, bool]]:
        """The visible text of each run, and whether it is bold."""
        before = ""
        for child in element:
            if child.tag == qn("w:r"):
                text = "".join(self._run(child, paragraph))
                if text and _is_raised(child):
                    text = raised(before, text)
                if text:
                    yield text, self._styles.is_bold(child, paragraph)
                before = (before + text)[-40:]
            elif child.tag == qn("w:sdt") and _is_prompt(child):
                continue
            elif child.tag in _CONTAINERS:
                for text, bold in self._runs(child, paragraph):
                    yield text, bold
                    before = (before + text)[-40:]
            elif child.tag in _MATHS:
                yield "".join(child.itertext(qn("m:t"))), False
            elif child.tag == qn("mc:AlternateContent"):
                yield from self._runs(_choice(child), paragraph)

    def _run(self, run: _Element, paragraph: _Element) -> Iterator[str]:
        if self._styles.is_hidden(run, paragraph):
            return
        for child in run:
            if child.tag == qn("w:t"):
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == qn("w:br"):
                yield "\v" if child.get(qn("w:type")) == "page" else "\n"
            elif child.tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                self._hang_note(child)
            elif child.tag in (qn("w:drawing"), qn("w:pict"), qn("w:object")):
                self._hang(child)
            elif child.tag == qn("mc:AlternateContent"):
                self._hang(_choice(child))
            elif child.tag == qn("w:ruby"):
                yield from (text for text, _ in self._runs(child, paragraph))

    def _hang_note(self, reference: _Element) -> None:
        kind = "footnote" if reference.tag == qn("w:footnoteReference") else "endnote"
        note = self._notes[kind].get(reference.get(qn("w:id"), ""))
        if note is not None:
            self._hanging.append(note)

    def _hang(self, drawing: _Element) -> None:
        """A picture's or a text box's place: both follow the paragraph."""
        self.pictures = True
        self._hanging.append(drawing)

    def _drop_hanging(self) -> None:
        hanging, self._hanging = self._hanging, []
        for element in hanging:
            if element.tag in (qn("w:footnote"), qn("w:endnote")):
                if element not in self._noted:
                    self._noted.add(element)
                    self.writer.note(self._flat(element, "\n"))
            else:
                self._drawing(element)

    def _drawing(self, drawing: _Element) -> None:
        boxes = [box for box in drawing.iter(_TEXT_BOX) if not _is_inside(box, _TEXT_BOX, drawing)]
        for box in boxes:
            if not _is_fallback(box, drawing):
                self.blocks(box)
        if not boxes:
            for words in self._diagram(drawing):
                self.writer.item(words)
            for named in drawing.iter(qn("wp:docPr")):
                self.writer.text(citable(named.get("descr")))

    def _diagram(self, drawing: _Element) -> Iterator[str]:
        """The texts of a SmartArt drawing, which stand in a part of their own."""
        part = self._document.part.related_parts.get(reference_of(drawing))
        if part is not None and part.blob:
            yield from diagram_texts(parse(part.blob))

    def _table(self, table: _Element) -> None:
        self.pictures = True
        rows = [row for row in _rows(table) if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
        grid = self._grid(rows)
        self.writer.gap()
        if is_layout(grid) or self._holds_blocks(rows):
            self._hanging.clear()
            for row in rows:
                for cell in _cells(row):
                    self.blocks(cell)
        else:
            write_table(self.writer, grid)
        self.writer.gap()
        self._drop_hanging()

    def _grid(self, rows: list[_Element]) -> Grid:
        """Cells with what they cover; downward merges are told by the cells they swallow."""
        found: list[list[_Placed]] = []
        open_cells: dict[int, _Placed] = {}
        for row in rows:
            head = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
            column = 0
            found.append([])
            for cell in _cells(row):
                across = _across(cell)
                if _merge(cell) == "continue" and column in open_cells:
                    open_cells[column].down += 1
                else:
                    open_cells[column] = _Placed(cell, across, head)
                    found[-1].append(open_cells[column])
                column += across
        return spread([[self._cell(placed) for placed in row] for row in found])

    def _cell(self, placed: _Placed) -> Cell:
        text = self._flat(placed.element, ", ")
        return Cell(text, placed.head, placed.across, placed.down)

    def _flat(self, container: _Element, joint: str) -> str:
        """All the text of a cell or a note on one line."""
        out = ""
        for paragraph in container.iter(qn("w:p")):
            if _is_inside(paragraph, _TEXT_BOX, container):
                continue
            text = "".join(t for t, _ in self._runs(paragraph, paragraph)).strip("\f\v \n\t")
            if out and text:
                out += joint if out[-1] not in ".,;:!?…" else " "
            out += text
        return out

    def _holds_blocks(self, rows: list[_Element]) -> bool:
        """Cells with headings or with tables of their own place text on the page."""
        for row in rows:
            for cell in _cells(row):
                inner = cell.findall(qn("w:tbl"))
                if any(len(_rows(t)) > 1 and len(_cells(_rows(t)[0])) > 1 for t in inner):
                    return True
                if any(self._styles.level(p) for p in cell.findall(qn("w:p"))):
                    return True
        return False


def _related(document: Document, kind: str) -> _Element | None:
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.endswith(f"/{kind}"):
            part = relation.target_part
            return parse(part.blob) if part.blob else None
    return None


def _notes(root: _Element | None) -> dict[str, _Element]:
    """Notes by id, without the separators."""
    if root is None:
        return {}
    return {note.get(qn("w:id"), ""): note for note in root if note.get(qn("w:type")) is None}


def _choice(alternate: _Element) -> _Element:
    """The first of several renderings of the same thing."""
    found = alternate.find(qn("mc:Choice"))
    return alternate if found is None else found


def _is_fallback(element: _Element, top: _Element) -> bool:
    return _is_inside(element, qn("mc:Fallback"), top)


def _is_inside(element: _Element, tag: str, top: _Element) -> bool:
    for above in element.iterancestors():
        if above is top:
            return False
        if above.tag == tag:
            return True
    return False


def _is_joined_to_next(paragraph: _Element) -> bool:
    """A paragraph's end deleted with revision marks: what follows goes on."""
    mark = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return mark is not None and mark.find(qn("w:del")) is not None


def _is_contents(block: _Element) -> bool:
    gallery = block.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


def _is_prompt(field: _Element) -> bool:
    """A form's field that still says « Cliquez ici pour entrer du texte »."""
    return field.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None


def _is_raised(run: _Element) -> bool:
    align = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return align is not None and align.get(qn("w:val")) == "superscript"


def _ends_page(paragraph: _Element) -> bool:
    """A section that ends here, the next one on a new page."""
    section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is None:
        return False
    kind = section.find(qn("w:type"))
    return kind is None or kind.get(qn("w:val")) in {"nextPage", "oddPage", "evenPage"}


def _rows(table: _Element) -> list[_Element]:
    return [row for part in _unwrapped(table) for row in [part] if row.tag == qn("w:tr")]


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in _unwrapped(row) if cell.tag == qn("w:tc")]


def _unwrapped(element: _Element) -> Iterator[_Element]:
    """Children, those that a content control or a mark-up wraps included."""
    for child in element:
        if child.tag in _CONTAINERS:
            yield from _unwrapped(child)
        else:
            yield child


def _across(cell: _Element) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = "" if span is None else span.get(qn("w:val"), "")
    return max(1, min(int(value), 100)) if value.isdigit() and len(value) < 6 else 1


def _merge(cell: _Element) -> str | None:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return None if merge is None else merge.get(qn("w:val"), "continue")


def _stated(document: Document) -> int:
    return int(_of_program(document, "Pages") or 0)


def _of_program(document: Document, field: str) -> str:
    """One of the properties that the program wrote (docProps/app.xml)."""
    for relation in document.part.package.rels.values():
        if not relation.is_external and relation.reltype.endswith("/extended-properties"):
            blob = relation.target_part.blob
            root = parse(blob) if blob else None
            found = None if root is None else root.find(f"{{*}}{field}")
            return "" if found is None else (found.text or "").strip()
    return ""


def _about(document: Document) -> About:
    said = document.core_properties
    return About(
        title=title_of_file(said.title),
        author=name_of(said.author),
        publisher=name_of(_of_program(document, "Company")),
        date=of_file(said.modified, said.created),
    )
