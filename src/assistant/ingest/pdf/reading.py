"""One page, read by the engine whose text is the better French.

pdfium first: it knows where each word stands and is ten times faster. A page that it reads badly
is read again by pypdf, then drawn and recognised; each time the better text wins.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

from assistant.domain import Quality
from assistant.ingest.pages import Context, Line
from assistant.ingest.pdf.drawing import Drawing, read_drawing
from assistant.ingest.pdf.fields import read_fields
from assistant.ingest.pdf.frame import frame_of
from assistant.ingest.pdf.hidden import visible
from assistant.ingest.pdf.pieces import read_pieces
from assistant.ingest.pdf.printing import print_lines
from assistant.ingest.pdf.scans import holds_picture, is_blank, recognized
from assistant.ingest.pdf.second import Second, as_lines, laid
from assistant.ingest.pdf.sheet import Sheet
from assistant.ingest.quality import judge

if TYPE_CHECKING:
    import pypdfium2

_GOOD, _BAD = 0.8, 0.5
_BETTER, _MUCH_BETTER = 0.05, 0.15
"""What a second reading must gain; more when headings and columns go with the first."""
_AS_MUCH = 0.6
_VAIN = 12
_TABLE_RULES = 2
"""Upright rules on a page that may hold a table."""
_USUAL_SIZE = 11.0
_WHOLE = 0.9
"""Share of a page's text that is shown: pypdf would bring the hidden ones back."""
_PAGE_SHARE = 0.4
_LEAST_OCR_SCORE, _LEAST_OCR_WORDS = 0.3, 3


@dataclass(slots=True)
class Trials:
    """How often a second reading of this document was asked for in vain: an engine that never
    does better is not asked for ever."""

    vain: dict[str, int] = field(default_factory=dict)

    def worth(self, engine: str) -> bool:
        return self.vain.get(engine, 0) < _VAIN

    def note(self, engine: str, *, won: bool) -> None:
        self.vain[engine] = 0 if won else self.vain.get(engine, 0) + 1


class PageReader:
    """Reads the pages of one document, one at a time; none is kept."""

    def __init__(self, document: pypdfium2.PdfDocument, second: Second, context: Context) -> None:
        self._document, self._second, self._context = document, second, context
        self._trials = Trials()

    def read(self, index: int) -> Sheet:
        """Raises PdfiumError when there is no such page."""
        page = self._document[index]
        try:
            return self._read(page, index)
        finally:
            page.close()

    def _read(self, page: pypdfium2.PdfPage, index: int) -> Sheet:
        frame = frame_of(page)
        drawing = read_drawing(page, frame)
        text = page.get_textpage()
        try:
            seen = read_pieces(text, frame, whole=len(drawing.upright) < _TABLE_RULES)
        finally:
            text.close()
        pieces = visible(seen, drawing, frame.size)
        whole = len(pieces) >= _WHOLE * len(seen)
        size = median(piece.size for piece in pieces) if pieces else _USUAL_SIZE
        pieces.extend(read_fields(page, frame, size))
        lines, turn = print_lines(pieces, drawing, frame.size)
        sheet = Sheet(index + 1, frame.size, turn, lines=lines)
        sheet.quality = self._judge(sheet.text)
        if sheet.quality.score < _GOOD and whole:
            self._read_again(sheet, index)
        if self._wants_recognition(sheet, drawing):
            self._recognize(page, sheet, drawing)
        return sheet

    def _judge(self, text: str) -> Quality:
        return judge(text, self._context.words)

    def _read_again(self, sheet: Sheet, index: int) -> None:
        """By pypdf. Its text is laid on the known places when the lines can be matched."""
        if not self._trials.worth("pypdf"):
            return
        texts = self._second.lines(index)
        text = "\n".join(texts)
        quality = self._judge(text)
        won = self._beats(quality, sheet) and not _loses_letters(sheet.text, text)
        if won and not laid(sheet.lines, texts):
            won = self._beats(quality, sheet, by=_MUCH_BETTER)
            sheet.told = as_lines(texts) if won else ()
        self._trials.note("pypdf", won=won)
        if won:
            sheet.engine, sheet.quality = "pypdf", quality

    def _beats(self, quality: Quality, sheet: Sheet, by: float = _BETTER) -> bool:
        """Better, and not by leaving half of the page out."""
        before = sheet.quality or Quality(0.0)
        enough = quality.words >= _AS_MUCH * before.words or before.score < _BAD
        return quality.words > 0 and enough and quality.score > before.score + by

    def _wants_recognition(self, sheet: Sheet, drawing: Drawing) -> bool:
        quality = sheet.quality or Quality(0.0)
        if not sheet.text.strip():
            return True
        if quality.score >= _BAD or not self._trials.worth("ocr"):
            return False
        return quality.words > 0 or drawing.share_of_images(sheet.size) >= _PAGE_SHARE

    def _recognize(self, page: pypdfium2.PdfPage, sheet: Sheet, drawing: Drawing) -> None:
        silent = not sheet.text.strip()
        if silent and (not holds_picture(drawing, sheet.size) or is_blank(page, drawing)):
            sheet.state = "empty"
            return
        found = recognized(page, drawing, self._context)
        if found is None:
            sheet.state = "unread" if silent else "read"
            return
        quality = self._judge("\n".join(line.text for line in found))
        if silent:
            self._keep(sheet, found, quality)
            return
        won = self._beats(quality, sheet)
        self._trials.note("ocr", won=won)
        if won:
            sheet.told, sheet.engine, sheet.quality = found, "ocr", quality

    @staticmethod
    def _keep(sheet: Sheet, found: tuple[Line, ...], quality: Quality) -> None:
        """What was recognised where there was no text; a picture without words gives none."""
        sheet.engine = "ocr"
        if quality.words < _LEAST_OCR_WORDS:
            sheet.state = "empty"
        elif quality.score < _LEAST_OCR_SCORE:
            sheet.state = "unread"
        else:
            sheet.told, sheet.quality = found, quality


def _loses_letters(before: str, after: str) -> bool:
    """Whether letters beyond Latin are lost: read as other signs, they only look better."""
    beyond = {sign for sign in before if sign > "\u024f" and sign.isalpha()}
    return not beyond <= set(after)
