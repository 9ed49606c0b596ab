"""A sheet as DOCX: real styles, numbered steps, boxes to tick, marks that lead to sources."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from assistant import wording
from assistant.domain import Citation
from assistant.faces.exports.sheet import (
    Block,
    Bullets,
    Extract,
    Facts,
    Heading,
    Paragraph,
    Sheet,
    Task,
    pieces,
)
from assistant.faces.exports.sources import link, quote_lines
from assistant.faces.render import source_line

_DEEP, _BRICK = RGBColor(0x1D, 0x4E, 0x5C), RGBColor(0x98, 0x40, 0x1F)
_SOFT = RGBColor(0x55, 0x60, 0x6A)
_FONT = "Calibri"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_BOX = (
    f'<w:sdt {nsdecls("w")} xmlns:w14="{_W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
    '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" '
    'w:eastAsia="MS Gothic"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
)


def write(sheet: Sheet) -> bytes:
    return _Writer(sheet).written()


class _Writer:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._document = new_document()
        self._small = sheet.one_page
        self._bookmarks = 0

    def written(self) -> bytes:
        self._prepare()
        self._document.add_heading(self._sheet.title, 0)
        self._document.add_paragraph(self._sheet.subtitle, style="Subtitle")
        for block in self._sheet.blocks:
            self._block(block)
        self._document.add_heading(wording.SOURCES, 1)
        for citation in self._sheet.citations:
            self._source(citation)
        if not self._sheet.citations:
            self._document.add_paragraph(wording.EXPORT_NO_SOURCE)
        self._coloured(self._document.add_paragraph(), self._sheet.made, size=8)
        saved = BytesIO()
        self._document.save(saved)
        return saved.getvalue()

    def _prepare(self) -> None:
        properties = self._document.core_properties
        properties.title, properties.subject = self._sheet.title, self._sheet.subtitle
        properties.author = properties.last_modified_by = wording.PAGE_TITLE
        properties.language, properties.comments = "fr-FR", ""
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        side = Cm(1.6 if self._small else 2.2)
        section.left_margin = section.right_margin = side
        section.top_margin = section.bottom_margin = Cm(1.3 if self._small else 2)
        self._styles()
        self._footer(section.footer.paragraphs[0])

    def _styles(self) -> None:
        styles = self._document.styles
        body = 9 if self._small else 11
        sizes = {
            "Normal": (body, None),
            "Title": (16 if self._small else 22, _DEEP),
            "Subtitle": (10 if self._small else 12, _SOFT),
            "Heading 1": (11 if self._small else 14, _DEEP),
            "List Bullet": (body, None),
            "List Number": (body, None),
            "Quote": (body, None),
        }
        for name, (size, colour) in sizes.items():
            style: Any = styles[name]
            style.font.name, style.font.size = _FONT, Pt(size)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                style.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)
            if colour is not None:
                style.font.color.rgb = colour
            spacing = style.paragraph_format
            spacing.space_after = Pt(2 if self._small else 6)
            if name.startswith("Heading"):
                spacing.space_before = Pt(5 if self._small else 14)
                spacing.keep_with_next = True
        for languages in styles.element.iter(qn("w:lang")):
            languages.set(qn("w:val"), "fr-FR")

    def _footer(self, paragraph: Any) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        before, between = wording.EXPORT_PAGE.format(page="\0", total="\0").split("\0")[:2]
        for text, field in ((before, "PAGE"), (between, "NUMPAGES")):
            self._coloured(paragraph, text, size=8)
            element = OxmlElement("w:fldSimple")
            element.set(qn("w:instr"), field)
            run = OxmlElement("w:r")
            number = OxmlElement("w:t")
            number.text = "1"
            run.append(number)
            element.append(run)
            paragraph._p.append(element)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self._document.add_heading(block.text, 1)
        elif isinstance(block, Paragraph):
            self._paragraph(block)
        elif isinstance(block, Facts):
            for title, reply in block.rows:
                paragraph = self._document.add_paragraph(f"{title} ", style="List Bullet")
                paragraph.add_run(reply).bold = True
        elif isinstance(block, Bullets):
            for line in block.lines:
                self._marked(self._document.add_paragraph(style="List Bullet"), line)
        elif isinstance(block, Task):
            self._task(block)
        else:
            self._quote(block)

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._document.add_paragraph()
        if block.kind == "notice":
            run = paragraph.add_run(f"{wording.EXPORT_NOTICE} — ")
            run.bold, run.font.color.rgb = True, _BRICK
        self._marked(paragraph, block.text, quiet=block.kind == "quiet")

    def _task(self, task: Task) -> None:
        paragraph = self._document.add_paragraph(style="List Number")
        paragraph.paragraph_format.keep_with_next = True
        paragraph._p.append(parse_xml(_BOX))
        paragraph.add_run(f" {task.title}").bold = True
        below = self._document.add_paragraph()
        below.paragraph_format.left_indent = Cm(0.63)
        self._marked(below, task.text)
        if task.limit:
            below.paragraph_format.space_after = Pt(0)
            limit = self._document.add_paragraph()
            limit.paragraph_format.left_indent = Cm(0.63)
            self._marked(limit, wording.EXPORT_LIMIT.format(text=task.limit), quiet=True)

    def _quote(self, block: Extract) -> None:
        paragraph = self._document.add_paragraph(style="Quote")
        text = "\n".join(quote_lines(block.citation))
        paragraph.add_run(text)
        self._link(paragraph, f"[{block.citation.mark}]", anchor=f"source_{block.citation.mark}")

    def _source(self, citation: Citation) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(1)
        paragraph.paragraph_format.first_line_indent = Cm(-1)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(1))
        self._bookmark(paragraph, f"source_{citation.mark}", f"[{citation.mark}]")
        self._coloured(paragraph, f"\t{source_line(citation)}", size=8 if self._small else 10)
        address = link(citation)
        if address:
            paragraph.add_run(" — ")
            self._link(paragraph, wording.EXPORT_LINK, address=address)
        quote = self._document.add_paragraph()
        quote.paragraph_format.left_indent = Cm(1)
        run = quote.add_run("\n".join(quote_lines(citation)))
        run.italic, run.font.size = True, Pt(7 if self._small else 10)

    def _marked(self, paragraph: Any, text: str, *, quiet: bool = False) -> None:
        for piece in pieces(text, len(self._sheet.citations)):
            if isinstance(piece, int):
                self._link(paragraph, f"[{piece}]", anchor=f"source_{piece}")
            elif piece:
                run = paragraph.add_run(piece)
                if quiet:
                    run.italic, run.font.color.rgb = True, _SOFT

    def _coloured(self, paragraph: Any, text: str, *, size: int) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.font.color.rgb = Pt(size), _SOFT

    def _bookmark(self, paragraph: Any, name: str, text: str) -> None:
        self._bookmarks += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._bookmarks))
        start.set(qn("w:name"), name)
        paragraph._p.append(start)
        run = paragraph.add_run(text)
        run.bold, run.font.color.rgb = True, _BRICK
        paragraph._p.append(end)

    def _link(self, paragraph: Any, text: str, *, anchor: str = "", address: str = "") -> None:
        element = OxmlElement("w:hyperlink")
        if anchor:
            element.set(qn("w:anchor"), anchor)
        else:
            part = paragraph.part
            related = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            element.set(qn("r:id"), related)
        run = paragraph.add_run(text)
        run.font.color.rgb = _BRICK if anchor else _DEEP
        run.font.superscript = True if anchor else None
        run.font.underline = None if anchor else True
        element.append(run._r)
        paragraph._p.append(element)
