"""Pages to views: the text that was read of a page, and where a quote stands in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.domain import Document, PageLine, PageText, Passage
from assistant.placing import Mark, Place, Placer
from assistant.ports import Quoted
from assistant.viewing.values import View


def page_view(document: Document, page: PageText, *, pictured: bool) -> View:
    """A page with nothing quoted from it."""
    return _view(document, page, [], (), pictured)


def passage_views(
    document: Document,
    pages: Sequence[PageText],
    passage: Passage,
    start: int,
    end: int,
    *,
    pictured: bool,
) -> tuple[View, ...]:
    """The pages on which `passage.text[start:end]` stands, each with its part of the quote."""
    placer = Placer(pages)
    of_page: dict[int, list[Mark]] = defaultdict(list)
    for mark in placer.marks(passage, start, end):
        of_page[mark.place.page].append(mark)
    return tuple(
        _view(document, pages[i], marks, _quoted(pages, placer, marks), pictured)
        for i, marks in sorted(of_page.items())
    )


def _view(
    document: Document,
    page: PageText,
    marks: Sequence[Mark],
    quoted: tuple[Quoted, ...],
    pictured: bool,
) -> View:
    text, starts = _text(page.lines)
    bounds = sorted(
        (starts[m.place.line] + m.start, starts[m.place.line] + m.end)
        for m in marks
        if m.place.line in starts
    )
    paged = page.number is not None
    return View(
        document=document,
        number=page.number or 1,
        paged=paged,
        label=page.label,
        size=page.size,
        text=text,
        marks=tuple(_merged(bounds, text)),
        quoted=quoted,
        pictured=pictured and paged,
    )


def _text(lines: Sequence[PageLine]) -> tuple[str, dict[int, int]]:
    """What was read, a blank line where paragraphs part, and where each line starts in it.
    Lines that cleaning dropped are left out."""
    text, parted = "", False
    starts: dict[int, int] = {}
    for number, line in enumerate(lines):
        if not line.text:
            parted = parted or not line.raw.strip()
            continue
        if text:
            text += "\n\n" if parted else "\n"
        starts[number] = len(text)
        text += line.text
        parted = False
    return text, starts


def _merged(bounds: Sequence[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Marks of lines that follow each other made one."""
    current: tuple[int, int] | None = None
    for start, end in bounds:
        if current is not None and not text[current[1] : start].strip():
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _quoted(pages: Sequence[PageText], placer: Placer, marks: Sequence[Mark]) -> tuple[Quoted, ...]:
    return tuple(_quote(pages, placer, mark) for mark in marks)


def _quote(pages: Sequence[PageText], placer: Placer, mark: Mark) -> Quoted:
    line = _line(pages, mark.place)
    below = placer.below(mark.place)
    box_below = None if below is None else _line(pages, below).box
    return Quoted(line.text, mark.start, mark.end, line.box, box_below)


def _line(pages: Sequence[PageText], place: Place) -> PageLine:
    return pages[place.page].lines[place.line]
