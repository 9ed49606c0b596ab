"""A sheet as PDF: an embedded font, French metadata, an outline, numbered pages, live links."""

from __future__ import annotations

import unicodedata
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, SimpleDocTemplate
from reportlab.platypus import Paragraph as RunningText

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
from assistant.faces.exports.tagging import Kind, Tag, tagged
from assistant.faces.render import source_line

_DEEP, _BRICK, _SOFT, _LINE = "#1d4e5c", "#98401f", "#55606a", "#e2ddd3"
_FACES = {
    "Sheet": "Vera",
    "Sheet-Bold": "VeraBd",
    "Sheet-Italic": "VeraIt",
    "Sheet-BoldItalic": "VeraBI",
}
_ALIKE = {"\u202f": "\u00a0", "\u2011": "-", "→": "–", "☐": "–", "\u2032": "’"}
_SCALES = (1.0, 0.95, 0.9, 0.86, 0.82, 0.78, 0.74)
_MISSING = "?"


def write(sheet: Sheet) -> bytes:
    """Raises nothing that a sheet could cause: what the font lacks is shown by its like."""
    _register()
    scales = _SCALES if sheet.one_page else _SCALES[:1]
    for quotes in (True, False) if sheet.one_page else (True,):
        for scale in scales:
            content, pages = _Writer(sheet, scale, quotes=quotes).written()
            if pages == 1 or not sheet.one_page:
                return content
    return content


class _Writer:
    def __init__(self, sheet: Sheet, scale: float, *, quotes: bool) -> None:
        self._sheet = sheet
        self._scale = scale * (0.86 if sheet.one_page else 1.0)
        self._quotes = quotes
        self._count = len(sheet.citations)

    def written(self) -> tuple[bytes, int]:
        """The file and its number of pages."""
        saved = BytesIO()
        side = (15 if self._sheet.one_page else 22) * mm
        edge = (11 if self._sheet.one_page else 20) * mm
        template = SimpleDocTemplate(
            saved,
            pagesize=A4,
            leftMargin=side,
            rightMargin=side,
            topMargin=edge,
            bottomMargin=edge + 3 * mm,
            title=self._sheet.title,
            author=wording.PAGE_TITLE,
            subject=self._sheet.subtitle,
            creator=wording.PAGE_TITLE,
            lang="fr-FR",
        )
        tags: list[Tag] = []
        template.build(self._story(), canvasmaker=partial(_Numbered, tags))
        return tagged(saved.getvalue(), tags), template.page

    def _story(self) -> list[Flowable]:
        story = [
            _Title(self._safe(self._sheet.title), self._style("title", 19, bold=True)),
            _Text(self._safe(self._sheet.subtitle), self._style("sub", 11, colour=_SOFT)),
            _Rule(width="100%", color=HexColor(_LINE), spaceAfter=6 * self._scale),
        ]
        for block in self._sheet.blocks:
            story += self._block(block)
        story.append(self._heading(wording.SOURCES))
        for citation in self._sheet.citations:
            story += self._source(citation)
        if not self._sheet.citations:
            story.append(_Text(wording.EXPORT_NO_SOURCE, self._style("none", 10)))
        made = self._style("made", 8, colour=_SOFT, before=8)
        return [*story, _Text(self._safe(self._sheet.made), made)]

    def _block(self, block: Block) -> list[Flowable]:
        if isinstance(block, Heading):
            return [self._heading(block.text)]
        if isinstance(block, Paragraph):
            return [self._paragraph(block)]
        if isinstance(block, Facts):
            style = self._style("fact", 10, after=2)
            return [
                _Item(f"{self._safe(title)} <b>{self._safe(reply)}</b>", style)
                for title, reply in block.rows
            ]
        if isinstance(block, Bullets):
            style = self._style("bullet", 10, indent=11, after=2.5)
            return [_Item(self._inline(line), style, bulletText="•") for line in block.lines]
        if isinstance(block, Task):
            return self._task(block)
        return [self._extract(block)]

    def _heading(self, text: str) -> Flowable:
        style = self._style("head", 13, bold=True, before=9, after=4, colour=_DEEP)
        style.keepWithNext = 1
        return _Headline(self._safe(text), style)

    def _paragraph(self, block: Paragraph) -> Flowable:
        text = self._inline(block.text)
        if block.kind == "notice":
            text = f'<b><font color="{_BRICK}">{wording.EXPORT_NOTICE} —</font></b> {text}'
        quiet = block.kind == "quiet"
        return _Text(text, self._style(block.kind, 10, colour=_SOFT if quiet else "", italic=quiet))

    def _task(self, task: Task) -> list[Flowable]:
        head = self._style("task", 10.5, bold=True, indent=20, before=5, after=2)
        head.keepWithNext = 1
        below = self._style("below", 10, indent=20, after=3)
        flowables: list[Flowable] = [
            _Ticked(f"{task.number}. {self._safe(task.title)}", head),
            _Text(self._inline(task.text), below),
        ]
        if task.limit:
            limit = self._style("limit", 9, indent=20, colour=_SOFT, italic=True)
            said = wording.EXPORT_LIMIT.format(text=task.limit)
            flowables.append(_Text(self._safe(said), limit))
        return flowables

    def _extract(self, block: Extract) -> Flowable:
        quoted = "<br/>".join(map(self._safe, quote_lines(block.citation)))
        style = self._style("extract", 10, indent=12)
        return _Text(f"{quoted}{self._mark(block.citation.mark)}", style)

    def _source(self, citation: Citation) -> list[Flowable]:
        size = 8.5 if self._sheet.one_page else 9.5
        anchor = f'<a name="source-{citation.mark}"/>'
        number = f'<b><font color="{_BRICK}">[{citation.mark}]</font></b>'
        address = link(citation)
        opened = ""
        if address:
            opened = (
                f' — <a href="{escape(address, {chr(34): "&quot;"})}" color="{_DEEP}">'
                f"<u>{wording.EXPORT_LINK}</u></a>"
            )
        head = self._style("source", size, indent=24, hanging=24, after=0.5)
        line = f"{anchor}{number} {self._safe(source_line(citation))}{opened}"
        if not self._quotes:
            return [_Text(line, head)]
        head.keepWithNext = 1
        quote = self._style("quote", size - 0.8, indent=24, after=2.5, italic=True, colour=_SOFT)
        quoted = "<br/>".join(map(self._safe, quote_lines(citation)))
        return [_Text(line, head), _Text(quoted, quote)]

    def _inline(self, text: str) -> str:
        return "".join(
            self._mark(piece) if isinstance(piece, int) else self._safe(piece)
            for piece in pieces(text, self._count)
        )

    def _mark(self, number: int) -> str:
        link = f'<a href="#source-{number}" color="{_BRICK}">[{number}]</a>'
        return f'<super rise="3" size="{7 * self._scale:.1f}">{link}</super>'

    def _safe(self, text: str) -> str:
        return escape(in_font(text))

    def _style(
        self,
        name: str,
        size: float,
        *,
        bold: bool = False,
        italic: bool = False,
        colour: str = "",
        indent: float = 0,
        hanging: float = 0,
        before: float = 0,
        after: float = 5,
    ) -> ParagraphStyle:
        size *= self._scale
        return ParagraphStyle(
            name,
            fontName="Sheet" + {"10": "-Bold", "01": "-Italic"}.get(f"{bold:d}{italic:d}", ""),
            fontSize=size,
            leading=size * (1.28 if self._sheet.one_page else 1.38),
            alignment=TA_LEFT,
            textColor=HexColor(colour or "#22292d"),
            leftIndent=indent * self._scale,
            firstLineIndent=-hanging * self._scale,
            bulletFontName="Sheet",
            bulletFontSize=size,
            spaceBefore=before * self._scale,
            spaceAfter=after * self._scale,
        )


class _Text(RunningText):  # type: ignore[misc]
    """A paragraph that the structure of the document knows."""

    kind: Kind = "P"

    def draw(self) -> None:
        self.canv.begin(self.kind)
        super().draw()
        self.canv.end()


class _Item(_Text):
    kind: Kind = "LI"


class _Headline(_Text):
    """A heading that the outline of the document shows."""

    kind: Kind = "H2"

    def draw(self) -> None:
        key = f"heading-{id(self)}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(self.getPlainText(), key, level=int(self.kind[1]) - 1)
        super().draw()


class _Title(_Headline):
    kind: Kind = "H1"


class _Ticked(_Text):
    """A line with a box to tick in its margin."""

    kind: Kind = "H3"

    def draw(self) -> None:
        side = self.style.fontSize * 0.95
        self.canv.begin(None)
        self.canv.saveState()
        self.canv.setLineWidth(0.8)
        self.canv.setStrokeColor(HexColor(_DEEP))
        self.canv.rect(1, self.height - self.style.fontSize * 1.12, side, side)
        self.canv.restoreState()
        self.canv.end()
        super().draw()


class _Rule(HRFlowable):  # type: ignore[misc]
    def draw(self) -> None:
        self.canv.begin(None)
        super().draw()
        self.canv.end()


class _Numbered(Canvas):  # type: ignore[misc]
    """Writes « Page 1 sur 2 » once the number of pages is known."""

    def __init__(self, tags: list[Tag], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._tags = tags
        self._marked = 0
        self._pages: list[dict[str, Any]] = []
        self.setViewerPreference("DisplayDocTitle", "true")

    def begin(self, kind: Kind | None) -> None:
        """What is drawn until `end` is a `kind`, or (None) says nothing."""
        if kind is None:
            self._code.append("/Artifact BMC")
            return
        self._code.append(f"/{kind} <</MCID {self._marked}>> BDC")
        self._tags.append(Tag(len(self._pages), self._marked, kind))
        self._marked += 1

    def end(self) -> None:
        self._code.append("EMC")

    def showPage(self) -> None:
        self._pages.append(dict(self.__dict__))
        self._marked = 0
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self.begin(None)
            self.setFont("Sheet", 7.5)
            self.setFillColor(HexColor(_SOFT))
            text = wording.EXPORT_PAGE.format(page=number, total=len(self._pages))
            self.drawCentredString(A4[0] / 2, 8 * mm, text)
            self.end()
            super().showPage()
        super().save()


@lru_cache(maxsize=1)
def _register() -> frozenset[int]:
    """The font's code points, once its faces are known to the library that ships them."""
    folder = Path(reportlab.__file__).parent / "fonts"
    for name, file in _FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / f"{file}.ttf")))
    pdfmetrics.registerFontFamily("Sheet", *_FACES)
    return frozenset(pdfmetrics.getFont("Sheet").face.charToGlyph)


def in_font(text: str) -> str:
    """`text` in characters that the font draws: a like one, the bare letter, or « ? »."""
    known = _register()
    return "".join(char if ord(char) in known else _like(char, known) for char in text)


def _like(char: str, known: frozenset[int]) -> str:
    if char in _ALIKE:
        return _ALIKE[char]
    plain = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    if plain and all(ord(c) in known for c in plain):
        return plain
    return "" if unicodedata.combining(char) else _MISSING
