"""The pages of a document that has none of its own, where they are certain.

A program notes where its pages ended when it last saved, and how many there were: the two must
agree. Failing that, pages that their writer ended and that surely fit on one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.domain import Engine
from assistant.ingest.load.writer import Break
from assistant.ingest.pages import Line, Page

_SURE_LINES, _SURE_CHARACTERS = 18, 1500


def leaf(
    entries: Sequence[Line | Break], engine: Engine, *, stated: int, pictures: bool
) -> tuple[Page, ...]:
    """Numbered pages, or one without a number. `stated` is how many the file says it has, 0 when
    it does not; `pictures` or other things of unknown height make a page's length unsure."""
    pages = list(_cut(entries))
    rendered = "rendered" in entries
    agreed = rendered and len(pages) == stated
    sure = not rendered and not pictures and len(pages) > 1 and all(map(_is_short, pages))
    if agreed or sure:
        return tuple(
            Page(i, tuple(x), engine=engine) for i, x in enumerate(pages, start=1) if _holds(x)
        )
    return (Page(None, tuple(_unbroken(entries)), engine=engine),)


def _cut(entries: Sequence[Line | Break]) -> Iterator[list[Line]]:
    """The lines of each page. A break that was asked for is noted again where the next page
    begins: that is one."""
    page: list[Line] = []
    before: Break | None = None
    for entry in entries:
        if isinstance(entry, Line):
            page.append(entry)
            before = None if entry.text else before
        elif not (entry == "rendered" and before == "explicit"):
            yield page
            page, before = [], entry
        else:
            before = None
    yield page


def _unbroken(entries: Sequence[Line | Break]) -> Iterator[Line]:
    return (entry for entry in entries if isinstance(entry, Line))


def _is_short(lines: Sequence[Line]) -> bool:
    full = [line for line in lines if line.text]
    if any(line.role == "row" for line in full):
        return False
    return len(full) <= _SURE_LINES and sum(len(x.text) for x in full) <= _SURE_CHARACTERS


def _holds(lines: Sequence[Line]) -> bool:
    return any(line.text for line in lines)
