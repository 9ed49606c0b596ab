"""Sheets to pages: each line gets its role, and paragraphs an empty line between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.ingest.bullets import BULLET
from assistant.ingest.pages import Line, Page, Role
from assistant.ingest.pdf.bookmarks import Bookmark
from assistant.ingest.pdf.continued import continue_tables
from assistant.ingest.pdf.footnotes import take_notes
from assistant.ingest.pdf.frame import turned_back
from assistant.ingest.pdf.headings import Look, is_heading, levels, look_of, text_of, titled
from assistant.ingest.pdf.paragraphs import around_boxes, paragraphs, same_size
from assistant.ingest.pdf.running import drop_running
from assistant.ingest.pdf.sheet import Printed, Sheet
from assistant.ingest.pdf.styles import Style, style_of

_EMPTY = Line("", "")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s")
_SENTENCE = re.compile(r"[.!?…»:;]")
_RUNNING_WORDS, _SHORTEST_TEXT = 30, 4


@dataclass(slots=True)
class _Group:
    lines: list[Printed]
    role: Role | None = None
    level: int = 0


def tell_lines(
    sheets: list[Sheet], bookmarks: Mapping[int, Sequence[Bookmark]]
) -> tuple[Page, ...]:
    """The pages of a document. Sheets are emptied as they are turned into pages."""
    style = style_of(sheets)
    drop_running(sheets, style.body)
    continue_tables(sheets)
    told = [_groups(sheet, style, bookmarks.get(i, ())) for i, sheet in enumerate(sheets)]
    heads = [(look_of(g.lines), g.level) for page in told for g in page if g.role == "heading"]
    ranks = levels((look for look, _ in heads), ((look, n) for look, n in heads if n))
    pages = []
    for i, sheet in enumerate(sheets):
        pages.append(_page(sheet, told[i], ranks))
        told[i], sheet.lines = [], []
    return tuple(pages)


def _groups(sheet: Sheet, style: Style, bookmarks: Sequence[Bookmark]) -> list[_Group]:
    """The paragraphs of a page, its running lines first and its notes last."""
    if sheet.told:
        return []
    lines, notes = take_notes(sheet, style)
    silent = [line for line in lines if not line.text]
    shown = paragraphs([line for line in lines if line.text])
    groups = [_Group(group) for group in around_boxes(list(shown))]
    known = titled([group.lines for group in groups], bookmarks)
    for i, group in enumerate(groups):
        following = groups[i + 1].lines if i + 1 < len(groups) else None
        if i in known:
            group.role, group.level = "heading", known[i]
        elif is_heading(group.lines, following, style):
            group.role = "heading"
        else:
            group.role = _role(group.lines, style)
    if style.slides and groups and groups[0].role == "heading":
        groups[0].role = None  # a slide's title: the words tell that, and what belongs to it
    return [
        *(_Group([line]) for line in silent),
        *groups,
        *(_Group(note, "note") for note in notes),
    ]


def _role(group: Sequence[Printed], style: Style) -> Role | None:
    first = group[0]
    if first.row:
        return "row"
    if first.mark and not first.mark[0].isdigit():
        return "item"
    if _NUMBERED.match(first.text):
        inner = len(group) > 1 and group[1].box.left - first.box.left > 0.8 * first.size
        return "item" if inner else None
    text = text_of(group)
    usual = abs(first.size - style.body) <= 0.1 * style.body and same_size(first, group[-1])
    if not usual or first.turned or not _SENTENCE.search(text):
        return None
    ended = text[-1] in ".!?…»:;" or len(text.split()) >= _RUNNING_WORDS
    return "text" if ended and (len(group) > 1 or len(text.split()) >= _SHORTEST_TEXT) else None


def _page(sheet: Sheet, groups: Sequence[_Group], ranks: Mapping[Look, int]) -> Page:
    lines = sheet.told or tuple(_lines(sheet, groups, ranks))
    return Page(
        number=sheet.number,
        lines=lines,
        label=sheet.label,
        engine=sheet.engine,
        state=sheet.state,
        quality=sheet.quality,
        size=sheet.size,
    )


def _lines(sheet: Sheet, groups: Sequence[_Group], ranks: Mapping[Look, int]) -> Iterator[Line]:
    before: _Group | None = None
    for group in groups:
        level = 0
        if group.role == "heading":
            level = group.level or ranks[look_of(group.lines)]
        if before is not None and not (group.role == before.role == "row"):
            yield _EMPTY
        for n, line in enumerate(group.lines):
            yield Line(
                raw=line.raw,
                text=_text(line, group.role, n),
                role=group.role,
                level=level,
                box=turned_back(line.box, sheet.turn, sheet.size),
            )
        before = group if group.lines[0].text else None


def _text(line: Printed, role: Role | None, n: int) -> str:
    if not line.text or not line.mark or role == "note":
        return line.text
    if role == "item" and n == 0:
        return BULLET + line.text
    return f"{line.mark} {line.text}"
