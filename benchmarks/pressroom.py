"""The corpus's own texts as real PDF files, printed and scanned in several ways.

A page of a text is a page of the PDF; a text without pages flows over as many as it needs. What
the pages of the text hold is told beside the file, to be compared with what is read from it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np
import pypdfium2
import reportlab
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from assistant.ingest.blocks import cut_blocks
from assistant.ingest.clean import clean
from assistant.ingest.load.text import load_text

Style = Literal["title", "heading", "prose", "item", "note", "scrap"]
Word = tuple[str, float]
WIDTH, HEIGHT = A4
MARGIN, GUTTER = 54.0, 20.0
BODY, BOLD = "Vera", "VeraBd"
LEADING = 1.25
LARGEST, SMALLEST = 10.5, 6.0
INDENT = 12.0
_LETTERS = re.compile(r"[^\W\d_]{6,}")
_UNBROKEN = re.compile(r"(?<=«) | (?=[»:;!?%€])")
"""Spaces that no typesetter breaks a line at."""
_VOWELS = "aeiouyàâéèêëîïôöùûüœ"
_TOGETHER = ("ch", "ph", "th", "gn", "br", "cr", "dr", "fr", "gr", "pr", "tr", "vr", "bl", "cl",
             "fl", "gl", "pl", "qu", "gu")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, an item or a heading, as one text."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Sample:
    """A PDF and the text of each of its pages."""

    pdf: bytes
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Print:
    """How a text is laid out on paper. Notes stand at the foot, in smaller letters; `furniture`
    adds running headers, page numbers and, on each page, a note called by a raised mark."""

    columns: int = 1
    width: float = WIDTH - 2 * MARGIN
    justified: bool = False
    hyphens: bool = False
    furniture: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    words: tuple[str, ...]
    font: str
    size: float
    indent: float
    stretch: bool
    mark: str = ""


@dataclass
class _Sheet:
    """One page being filled: printed lines and gaps, column by column, notes at the foot."""

    lines: list[_Line | float] = field(default_factory=list)
    notes: list[_Line] = field(default_factory=list)


def pieces_of(data: bytes) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of each page of a text, in the file's own words. Lines of one block are one
    piece; those that cleaning drops are pieces of their own."""
    cleaned = clean(load_text(data)).pages
    blocks: dict[tuple[int, int], tuple[int, Style]] = {
        (ref.page, ref.line): (number, block.kind)
        for number, block in enumerate(cut_blocks(cleaned))
        for ref in block.refs
    }
    pages = []
    for i, page in enumerate(cleaned):
        pieces: list[Piece] = []
        last: int | None = None
        for j, line in enumerate(page.lines):
            raw = " ".join(line.raw.replace("\f", " ").split())
            if not raw:
                continue
            number, style = blocks.get((i, j), (None, "scrap"))
            ends = not line.text and bool(pieces) and _is_cut(pieces[-1].text, raw)
            if ends or (pieces and number is not None and number == last):
                pieces[-1] = Piece(_joined(pieces[-1].text, raw), pieces[-1].style)
                continue
            pieces.append(Piece(raw, style))
            last = number
        pages.append(tuple(pieces))
    return tuple(pages)


def _joined(above: str, below: str) -> str:
    return above[:-1] + below if _is_cut(above, below) else f"{above} {below}"


def _is_cut(above: str, below: str) -> bool:
    return bool(re.search(r"[^\W\d_]-$", above)) and below[:1].islower()


def printed(data: bytes, title: str, how: Print) -> Sample:
    """A text as a PDF with a text layer."""
    _fonts()
    pages = pieces_of(data)
    flows = len(pages) == 1
    sheets: list[tuple[_Sheet, str]] = []
    for pieces in pages:
        if flows:
            sheets += _flowing(pieces, how)
        else:
            sheets.append((_fitting(pieces, how), _told(pieces)))
    head = f"{title}\n" if how.furniture else ""
    texts = tuple(head + text for _, text in sheets)
    return Sample(_drawn([sheet for sheet, _ in sheets], title, how), texts)


def scanned(sample: Sample, dpi: int, seed: int = 17) -> Sample:
    """The same pages as an office scanner leaves them: pictures without a letter."""
    random = np.random.default_rng(seed)
    images = []
    with pypdfium2.PdfDocument(sample.pdf) as document:
        for page in document:
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil()
            images.append(_soiled(picture, dpi, random))
    buffer = io.BytesIO()
    images[0].save(
        buffer, "PDF", resolution=dpi, save_all=True, append_images=images[1:], quality=70
    )
    return Sample(buffer.getvalue(), sample.pages)


def _soiled(picture: Image.Image, dpi: int, random: np.random.Generator) -> Image.Image:
    """Half a degree askew at most, a little blurred, grey and grainy."""
    angle = random.uniform(-0.5, 0.5)
    turned = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    blurred = turned.filter(ImageFilter.GaussianBlur(random.uniform(0.3, 0.6) * dpi / 150))
    signs = np.asarray(blurred, dtype=np.float32)
    signs = 255 - (255 - signs) * random.uniform(0.75, 1.0)
    signs += random.normal(0, random.uniform(4, 12), signs.shape)
    return Image.fromarray(np.clip(signs, 0, 255).astype(np.uint8))


def _fitting(pieces: Sequence[Piece], how: Print) -> _Sheet:
    """All of a page's pieces on one sheet, in letters as large as it holds."""
    size = LARGEST
    while size > SMALLEST:
        sheet = _set(pieces, how, size)
        if _room(sheet, how) >= 0:
            return sheet
        size -= 0.5
    return _set(pieces, how, SMALLEST)


def _flowing(pieces: Sequence[Piece], how: Print) -> Iterator[tuple[_Sheet, str]]:
    held: list[Piece] = []
    for piece in pieces:
        if held and _room(_set([*held, piece], how, LARGEST), how) < 0:
            yield _set(held, how, LARGEST), _told(held)
            held = []
        held.append(piece)
    if held:
        yield _set(held, how, LARGEST), _told(held)


def _told(pieces: Sequence[Piece]) -> str:
    return "\n".join(piece.text for piece in pieces)


def _set(pieces: Sequence[Piece], how: Print, size: float) -> _Sheet:
    sheet = _Sheet()
    marked = not how.furniture
    for piece in pieces:
        if piece.style == "note":
            sheet.notes += _lines(piece, how, size * 0.8)
            continue
        lines = list(_lines(piece, how, size))
        if not marked and piece.style == "prose" and len(piece.text) > 100:
            marked = True
            last = lines[-1]
            lines[-1] = _Line(last.words, last.font, last.size, last.indent, last.stretch, "1")
            note = Piece("1 Voir les sources citées à la fin du document.", "note")
            sheet.notes += _lines(note, how, size * 0.8)
        sheet.lines += [*lines, 0.5 * size]
    return sheet


def _lines(piece: Piece, how: Print, size: float) -> Iterator[_Line]:
    font = BOLD if piece.style in ("title", "heading") else BODY
    size += {"title": 3.0, "heading": 1.5}.get(piece.style, 0.0)
    indent = INDENT if piece.style == "item" else 0.0
    room = _column(how) - indent
    space = stringWidth(" ", font, size)
    held: list[str] = []
    used = 0.0
    words = list(reversed(_UNBROKEN.sub("\u00a0", piece.text).split(" ")))
    while words:
        word = words.pop()
        width = stringWidth(word, font, size)
        if used + width <= room or (not held and width <= room):
            held.append(word)
            used += width + space
            continue
        parts = _hyphenated(word, room - used, font, size) if how.hyphens else None
        if parts is None and not held:
            parts = _broken(word, room, font, size)
        if parts is not None:
            held.append(parts[0])
            words.append(parts[1])
        else:
            words.append(word)
        yield _Line(tuple(held), font, size, indent, how.justified and piece.style == "prose")
        held, used = [], 0.0
    if held:
        yield _Line(tuple(held), font, size, indent, False)


def _hyphenated(word: str, room: float, font: str, size: float) -> tuple[str, str] | None:
    """The longest first part, cut between syllables, that fits with its hyphen."""
    match = _LETTERS.search(word)
    if match is None:
        return None
    for place in range(match.end() - 3, match.start() + 2, -1):
        if _between_syllables(word.lower(), place):
            part = f"{word[:place]}-"
            if stringWidth(part, font, size) <= room:
                return part, word[place:]
    return None


def _between_syllables(word: str, place: int) -> bool:
    """Before a consonant that a vowel follows, unless it goes with the one before it."""
    pair = word[place : place + 2]
    opens = pair[0] not in _VOWELS and (pair[1:] in _VOWELS or pair in _TOGETHER)
    return opens and word[place - 1].isalpha() and word[place - 1 : place + 1] not in _TOGETHER


def _broken(word: str, room: float, font: str, size: float) -> tuple[str, str]:
    """An address longer than its line."""
    end = len(word)
    while end > 1 and stringWidth(word[:end], font, size) > room:
        end -= 1
    return word[:end], word[end:]


def _column(how: Print) -> float:
    return (how.width - GUTTER * (how.columns - 1)) / how.columns


def _room(sheet: _Sheet, how: Print) -> float:
    """Points left in the last column; below 0 when the pieces do not fit."""
    height = _height(sheet, how)
    column, y = 0, 0.0
    for step in map(_step, sheet.lines):
        if y + step > height:
            column, y = column + 1, 0.0
        y += step
    return height - y if column < how.columns else -1.0


def _height(sheet: _Sheet, how: Print) -> float:
    notes = sum(map(_step, sheet.notes)) + (10 if sheet.notes else 0)
    return HEIGHT - 2 * MARGIN - notes - (30 if how.furniture else 0)


def _step(line: _Line | float) -> float:
    return line if isinstance(line, float) else line.size * LEADING


def _drawn(sheets: Sequence[_Sheet], title: str, how: Print) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    canvas.setTitle(title)
    for number, sheet in enumerate(sheets, start=1):
        _draw(canvas, sheet, how)
        if how.furniture:
            canvas.setFont(BODY, 7)
            canvas.drawString(MARGIN, HEIGHT - MARGIN + 12, title)
            canvas.drawCentredString(WIDTH / 2, MARGIN - 22, f"Page {number}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _draw(canvas: Canvas, sheet: _Sheet, how: Print) -> None:
    top, height = HEIGHT - MARGIN - (10 if how.furniture else 0), _height(sheet, how)
    column, y = 0, 0.0
    for line in sheet.lines:
        if y + _step(line) > height:
            column, y = column + 1, 0.0
        y += _step(line)
        if isinstance(line, _Line):
            left = MARGIN + column * (_column(how) + GUTTER)
            _draw_line(canvas, line, left, top - y, _column(how))
    y = top - height - 10
    if sheet.notes:
        canvas.line(MARGIN, y, MARGIN + 90, y)
    for line in sheet.notes:
        y -= _step(line)
        _draw_line(canvas, line, MARGIN, y, _column(how))


def _draw_line(canvas: Canvas, line: _Line, left: float, y: float, room: float) -> None:
    """Justified, each word is drawn at its place and no space is written, as typesetters do."""
    canvas.setFont(line.font, line.size)
    x = left + line.indent
    widths = [stringWidth(word, line.font, line.size) for word in line.words]
    if line.stretch and len(line.words) > 1:
        gap = (room - line.indent - sum(widths)) / (len(widths) - 1)
        for word, width in zip(line.words, widths, strict=True):
            canvas.drawString(x, y, word)
            x += width + gap
        x -= gap
    else:
        text = " ".join(line.words)
        canvas.drawString(x, y, text)
        x += stringWidth(text, line.font, line.size)
    if line.mark:
        canvas.setFont(line.font, line.size * 0.6)
        canvas.drawString(x, y + line.size * 0.4, line.mark)


@cache
def _fonts() -> None:
    folder = Path(reportlab.__file__).parent / "fonts"
    for name in (BODY, BOLD):
        registerFont(TTFont(name, folder / f"{name}.ttf"))


_PLAIN = Print()
SAMPLES: Mapping[str, Callable[[bytes, str], Sample]] = {
    "text layer": lambda data, title: printed(data, title, _PLAIN),
    "two columns": lambda data, title: printed(
        data, title, Print(columns=2, justified=True, furniture=True)
    ),
    "hyphenated": lambda data, title: printed(
        data, title, Print(width=300.0, justified=True, hyphens=True)
    ),
    "scan 150 dpi": lambda data, title: scanned(printed(data, title, _PLAIN), 150),
    "scan 200 dpi": lambda data, title: scanned(printed(data, title, _PLAIN), 200),
}
"""How a text becomes a PDF, by name."""
