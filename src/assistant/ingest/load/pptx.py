"""PowerPoint files, read with python-pptx: a slide is a page, its title a heading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER

from assistant.ingest.load.alt import citable
from assistant.ingest.load.counting import Counter, Level
from assistant.ingest.load.credits import name_of, title_of_file
from assistant.ingest.load.dates import of_file
from assistant.ingest.load.diagrams import diagram_texts, reference_of
from assistant.ingest.load.names import qn
from assistant.ingest.load.packages import parse
from assistant.ingest.load.parts import SLIDES_MAIN, loadable
from assistant.ingest.load.raised import raised
from assistant.ingest.load.tables import Cell, is_layout, spread, write_table
from assistant.ingest.load.whole import whole
from assistant.ingest.load.writer import Writer, plain
from assistant.ingest.pages import About, Context, Line, Loaded, Page

if TYPE_CHECKING:
    from lxml.etree import _Element
    from pptx.presentation import Presentation
    from pptx.slide import Slide

SUFFIX = ".pptx"
_TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
_FURNITURE = {
    PP_PLACEHOLDER.FOOTER,
    PP_PLACEHOLDER.DATE,
    PP_PLACEHOLDER.SLIDE_NUMBER,
    PP_PLACEHOLDER.HEADER,
}
_BULLETED = {
    PP_PLACEHOLDER.BODY,
    PP_PLACEHOLDER.OBJECT,
    PP_PLACEHOLDER.VERTICAL_BODY,
    PP_PLACEHOLDER.VERTICAL_OBJECT,
}
_TITLE_WORDS, _MAX_DEPTH = 18, 40
_BAND = 250_000
"""Shapes whose tops lie within this (EMU, 7 mm) stand side by side."""


def load_pptx(data: bytes, context: Context) -> Loaded:
    """Raises UnreadableFile."""
    with whole(SUFFIX):
        deck = pptx.Presentation(loadable(data, SUFFIX, SLIDES_MAIN))
        slides = list(deck.slides)
        pages = []
        for number, slide in enumerate(slides, start=1):
            hidden = slide.element.get("show") in {"0", "false"}
            lines = () if hidden else _Reader(slide).lines()
            if lines:
                pages.append(Page(number, lines, engine="pptx"))
            context.tell(number, len(slides))
        return Loaded(tuple(pages), _about(deck))


class _Reader:
    """One slide: its title, its shapes as the eye meets them, then what its speaker says."""

    def __init__(self, slide: Slide) -> None:
        self._slide = slide
        self._writer = Writer()

    def lines(self) -> tuple[Line, ...]:
        shapes = [s for s in _placed(self._slide.shapes) if _is_read(s)]
        title = next((s for s in shapes if _kind(s) in _TITLES and _text_of(s)), None)
        title = title or _first_words(shapes)
        if title is not None:
            self._writer.heading(_text_of(title), 1)
        for shape in shapes:
            if shape is not title:
                self._shape(shape)
        self._notes()
        return tuple(entry for entry in self._writer.lines() if isinstance(entry, Line))

    def _shape(self, shape: Any) -> None:
        if shape.has_text_frame:
            self._frame(shape)
        elif getattr(shape, "has_table", False) and shape.has_table:
            self._table(shape.table)
        elif getattr(shape, "has_chart", False) and shape.has_chart:
            self._chart(shape.chart)
        else:
            for words in self._diagram(shape):
                self._writer.item(words)
        self._writer.text(citable(_described(shape)))

    def _frame(self, shape: Any) -> None:
        counter, before = Counter(), Level("bullet")
        for paragraph in shape.text_frame.paragraphs:
            text = _words(paragraph._p)
            if not plain(text):
                self._writer.gap()
                continue
            sign = _bullet(paragraph, shape)
            if sign is None or _kind(shape) == PP_PLACEHOLDER.SUBTITLE:
                self._writer.text(text, bold=_is_bold(paragraph))
            else:
                if sign != before:
                    counter.counts.pop(paragraph.level, None)
                self._writer.item(text, counter.next({paragraph.level: sign}, paragraph.level))
                before = sign
        self._writer.gap()

    def _table(self, table: Any) -> None:
        rows = [
            [
                Cell(
                    _cell_text(cell),
                    head=(i == 0 and table.first_row) or (j == 0 and table.first_col),
                    across=cell.span_width if cell.is_merge_origin else 1,
                    down=cell.span_height if cell.is_merge_origin else 1,
                )
                for j, cell in enumerate(row.cells)
                if not cell.is_spanned
            ]
            for i, row in enumerate(table.rows)
        ]
        grid = spread(rows)
        if is_layout(grid):
            for row in rows:
                for cell in row:
                    self._writer.text(cell.text)
        else:
            write_table(self._writer, grid)
        self._writer.gap()

    def _chart(self, chart: Any) -> None:
        """The figures that the chart draws, as the table behind it."""
        if chart.has_title and chart.chart_title.has_text_frame:
            self._writer.text(chart.chart_title.text_frame.text)
        plots = [plot for plot in chart.plots if len(plot.series)]
        for plot in plots[:1]:
            names = [str(name) for name in plot.categories]
            series = [(s.name or "", list(s.values)) for s in plot.series]
            if not names or len(names) > 60:
                return
            head = [Cell("", head=True), *(Cell(name, head=True) for name, _ in series)]
            body = [
                [Cell(name), *(Cell(_figure(v[i] if i < len(v) else None)) for _, v in series)]
                for i, name in enumerate(names)
            ]
            write_table(self._writer, spread([head, *body]))
        self._writer.gap()

    def _diagram(self, shape: Any) -> Iterator[str]:
        reference = reference_of(shape._element)
        if reference:
            part = self._slide.part.related_part(reference)
            if part.blob:
                yield from diagram_texts(parse(part.blob))

    def _notes(self) -> None:
        if not self._slide.has_notes_slide:
            return
        frame = self._slide.notes_slide.notes_text_frame
        if frame is None:
            return
        for paragraph in frame.paragraphs:
            if plain(text := _words(paragraph._p)):
                self._writer.note(text.replace("\n", " "))


def _placed(shapes: Any, depth: int = 0) -> Iterator[Any]:
    """Shapes from top to bottom, those side by side from left to right, groups opened."""
    found = list(shapes)
    for shape in sorted(_banded(found), key=lambda pair: pair[0]):
        one = shape[1]
        if hasattr(one, "shapes") and depth < _MAX_DEPTH:
            yield from _placed(one.shapes, depth + 1)
        else:
            yield one


def _banded(shapes: list[Any]) -> Iterator[tuple[tuple[int, int, int], Any]]:
    """Each shape with its row, its left edge and its rank in the file."""
    places = [(_top(s), _left(s), i) for i, s in enumerate(shapes)]
    band, top = 0, None
    for y, x, i in sorted(places):
        if top is None or y - top > _BAND:
            band, top = band + 1, y
        yield (band, x, i), shapes[i]


def _top(shape: Any) -> int:
    return int(shape.top or 0)


def _left(shape: Any) -> int:
    return int(shape.left or 0)


def _kind(shape: Any) -> Any:
    return shape.placeholder_format.type if shape.is_placeholder else None


def _is_read(shape: Any) -> bool:
    named = _properties(shape)
    hidden = named is not None and named.get("hidden") in {"1", "true"}
    return not hidden and _kind(shape) not in _FURNITURE


def _text_of(shape: Any) -> str:
    if not shape.has_text_frame:
        return ""
    texts = (_words(p._p) for p in shape.text_frame.paragraphs)
    return plain(" ".join(texts).replace("\n", " "))


def _first_words(shapes: list[Any]) -> Any:
    """A slide without a title placeholder: what stands first, if it reads as a title and more
    follows."""
    held = [s for s in shapes if _text_of(s) or not s.has_text_frame]
    if len(held) < 2 or not _text_of(held[0]):
        return None
    text = _text_of(held[0])
    short = len(text.split()) <= _TITLE_WORDS and not text.endswith((".", ",", ";"))
    return held[0] if short and _kind(held[0]) not in _BULLETED else None


def _words(paragraph: _Element) -> str:
    """The text of a paragraph: fields as cached, line breaks kept, note marks out."""
    out = ""
    for child in paragraph:
        if child.tag == qn("a:br"):
            out += "\n"
        elif child.tag in (qn("a:r"), qn("a:fld")):
            text = child.findtext(qn("a:t")) or ""
            properties = child.find(qn("a:rPr"))
            up = "" if properties is None else properties.get("baseline", "")
            lifted = up.isdigit() and int(up) > 0
            out += raised(out, text) if lifted else text
        elif child.tag.endswith("}m"):
            out += "".join(t.text or "" for t in child.iter("{*}t"))
    return out.replace("\v", "\n").replace("\t", " ")


def _is_bold(paragraph: Any) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.font.bold for run in runs)


def _bullet(paragraph: Any, shape: Any) -> Level | None:
    """The sign before a paragraph: its own, its shape's, or that of the placeholder whose form
    the shape takes. None for running text."""
    depth = paragraph.level
    own = paragraph._p.find(qn("a:pPr"))
    said = _sign(own)
    if said is not None:
        return said[0]
    for style in _list_styles(shape):
        said = _sign(style.find(qn(f"a:lvl{depth + 1}pPr")))
        if said is not None:
            return said[0]
    return Level("bullet") if _kind(shape) in _BULLETED else None


def _list_styles(shape: Any) -> Iterator[_Element]:
    """List styles from the shape to its layout's and master's placeholder and the master."""
    current, seen = shape, 0
    while current is not None and seen < 4:
        body = current._element.find(qn("p:txBody"))
        style = None if body is None else body.find(qn("a:lstStyle"))
        if style is not None:
            yield style
        current = getattr(current, "_base_placeholder", None)
        seen += 1
    if _kind(shape) in _BULLETED:
        layout = getattr(shape.part, "slide_layout", None)
        master = None if layout is None else layout.slide_master
        style = None if master is None else master.element.find(f".//{qn('p:bodyStyle')}")
        if style is not None:
            yield style


def _sign(properties: _Element | None) -> tuple[Level | None] | None:
    """None where nothing is said; else what is: a sign, or that there is none."""
    if properties is None:
        return None
    if properties.find(qn("a:buNone")) is not None:
        return (None,)
    numbers = properties.find(qn("a:buAutoNum"))
    if numbers is not None:
        start = numbers.get("startAt", "1")
        return (_auto(numbers.get("type", ""), int(start) if start.isdigit() else 1),)
    if properties.find(qn("a:buChar")) is not None or properties.find(qn("a:buBlip")) is not None:
        return (Level("bullet"),)
    return None


def _auto(kind: str, start: int) -> Level:
    """« alphaLcParenR » and the like."""
    forms = {"alphaLc": "a", "alphaUc": "A", "romanLc": "i", "romanUc": "I"}
    form = next((f for name, f in forms.items() if kind.startswith(name)), "decimal")
    return Level(form, "%1)" if form != "decimal" and "Paren" in kind else "%1.", start)


def _cell_text(cell: Any) -> str:
    texts = [plain(_words(p._p).replace("\n", " ")) for p in cell.text_frame.paragraphs]
    return ", ".join(text for text in texts if text)


def _figure(value: Any) -> str:
    return (
        ""
        if value is None
        else f"{value:g}".replace(".", ",")
        if isinstance(value, float)
        else str(value)
    )


def _properties(shape: Any) -> _Element | None:
    return next(shape._element.iter(qn("p:cNvPr")), None)


def _described(shape: Any) -> str | None:
    named = _properties(shape)
    return None if named is None else named.get("descr")


def _about(deck: Presentation) -> About:
    said = deck.core_properties
    return About(
        title=title_of_file(said.title),
        author=name_of(said.author),
        date=of_file(said.modified, said.created),
    )
