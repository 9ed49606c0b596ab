"""pypdf as the second reader: the text of a page, laid on the lines whose places pdfium knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from assistant.ingest.pages import Line
from assistant.ingest.pdf.opening import open_pypdf
from assistant.ingest.pdf.sheet import Printed
from assistant.ingest.pdf.signs import cleaned

if TYPE_CHECKING:
    import pypdf

_RENEWED = 100
"""Pages read before pypdf, which keeps whatever it has read, is opened anew."""
_WINDOW = 8
_ALIKE, _MATCHED = 55.0, 0.9
_MAX_SIGNS = 400_000


class Second:
    """pypdf, opened when first asked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._reader: pypdf.PdfReader | None = None
        self._read = 0

    @property
    def reader(self) -> pypdf.PdfReader:
        """Raises UnreadableFile."""
        if self._reader is None or self._read >= _RENEWED:
            self._reader, self._read = open_pypdf(self._data), 0
        return self._reader

    def lines(self, index: int) -> list[str]:
        """The lines of a page, [] when pypdf fails on it."""
        try:
            text = self.reader.pages[index].extract_text()[:_MAX_SIGNS]
        except Exception:  # a damaged file makes pypdf raise almost anything
            return []
        self._read += 1
        return [" ".join(map(cleaned, line.split())) for line in text.splitlines()]


def as_lines(texts: Sequence[str]) -> tuple[Line, ...]:
    return tuple(Line(text, text) for text in texts)


def laid(lines: Sequence[Printed], texts: Sequence[str]) -> bool:
    """Give each printed line the text that pypdf read there; False, and nothing is changed, when
    the two readings cannot be told to be of the same lines."""
    filled = [text for text in texts if text]
    shown = [line for line in lines if line.text]
    found: list[tuple[Printed, str]] = []
    at = 0
    taken: set[int] = set()
    for line in shown:
        near = [i for i in range(max(0, at - _WINDOW), at + _WINDOW) if i < len(filled)]
        best = max(
            (i for i in near if i not in taken),
            key=lambda i: _alike(filled[i], line.text),
            default=None,
        )
        if best is None or _alike(filled[best], line.text) < _ALIKE:
            continue
        taken.add(best)
        found.append((line, filled[best]))
        at = best + 1
    signs = sum(map(len, filled))
    if len(found) < _MATCHED * len(shown) or sum(len(t) for _, t in found) < _MATCHED * signs:
        return False
    for line, text in found:
        line.raw = line.text = text
        line.mark = ""
    return True


def _alike(a: str, b: str) -> float:
    return fuzz.ratio("".join(a.split()), "".join(b.split()))
