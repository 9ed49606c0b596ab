"""Lines as web pages and office files give them: one a paragraph, each with its role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.french import nfc
from assistant.ingest.bullets import BULLET
from assistant.ingest.pages import Line, Role

Break = Literal["rendered", "explicit"]
"""Where a page ends: as the program last laid the text out, or as its writer asked."""
BREAKS: dict[str, Break] = {"\f": "rendered", "\v": "explicit"}
"""What stands for a page's end inside a paragraph's text."""

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAK = re.compile(r"([\f\v])")
_TYPED_BULLET = re.compile(
    r"^(?:[•▪‣◦●►➢➤➔✓✔■□❑❖\uf0a7\uf0b7\uf0d8\uf0fc]\s*(?=\S)|[·*§]\s+(?=\S)"
    r"|[-–—]\s+(?=[^\W_]|[«(…])|o\s+(?=[A-ZÀ-Ý«(]))"
)
_TYPED_NUMBER = re.compile(r"^\d{1,2}[.)](?:\s|-\s)")
_SENTENCE_END = re.compile(r"[.,;:…]\s*[»”)]?$")
_HEADING_WORDS, _HEADING_RUN = 14, 3
_GAP = Line("", "")


def plain(raw: str) -> str:
    """The text of a line: composed accents, plain single spaces, nothing invisible."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", nfc(raw))).strip()


def numbered(number: int, text: str) -> str:
    """« 3. » before an item; behind a bullet where the number alone would not be seen as one."""
    sure = 0 < number < 100 and not text[:1].isdigit()
    return f"{number}. {text}" if sure else f"{BULLET}{number}. {text}"


@dataclass(frozen=True, slots=True)
class _Mark:
    """The end of a page."""

    kind: Break


@dataclass(frozen=True, slots=True)
class _Maybe:
    """A short bold paragraph: a heading if text follows."""

    line: Line


class Writer:
    """Collects the lines of one document in reading order."""

    def __init__(self) -> None:
        self._entries: list[Line | _Mark | _Maybe] = []
        self._level = 1

    def heading(self, raw: str, level: int) -> None:
        self._level = level
        self._paragraph(raw, "heading", level)

    def text(self, raw: str, *, bold: bool = False) -> None:
        """Running text. Inside `raw` a line feed parts lines, two part paragraphs; `bold` says
        that all of it is: what is short and bold above other text is a heading."""
        if bold and _may_head(raw):
            before, raw, after = self._breaks(raw)
            self._ends(before)
            self._entries += [_GAP, _Maybe(Line(*_pair(raw), "heading", self._level + 1)), _GAP]
            self._ends(after)
            return
        for paragraph in re.split(r"\n\s*\n", raw):
            self._entries.append(_GAP)
            for line in paragraph.split("\n"):
                self._running(line)
        self._entries.append(_GAP)

    def item(self, raw: str, number: int | str | None = None) -> None:
        """One item of a list; `number` as printed, None for a bullet."""
        before, raw, after = self._breaks(raw)
        self._ends(before)
        first, *rest = [line for line in raw.split("\n") if plain(line)] or [""]
        raw, text = _pair(first)
        if text:
            text = _TYPED_BULLET.sub("", text)
            if isinstance(number, int):
                text = numbered(number, text)
            else:
                text = f"{BULLET}{number} {text}" if number else BULLET + text
            self._entries.append(Line(raw, text, "item"))
            self._entries += [Line(*_pair(line), "item") for line in rest]
        self._ends(after)

    def more(self, raw: str) -> None:
        """A further paragraph of the item just written."""
        for line in _BREAK.sub("", raw).split("\n"):
            if plain(line):
                self._entries.append(Line(*_pair(line), "item"))

    def row(self, raw: str, text: str) -> None:
        raw = _BREAK.sub("", raw).replace("\n", " ")
        if plain(text):
            self._entries.append(Line(nfc(raw).strip(), plain(text.replace("\n", " ")), "row"))

    def note(self, raw: str) -> None:
        self._paragraph(raw, "note", 0)

    def page_break(self, kind: Break) -> None:
        self._entries.append(_Mark(kind))

    def gap(self) -> None:
        self._entries.append(_GAP)

    def lines(self) -> list[Line | Break]:
        """What was written; doubtful headings settled, one empty line at most between two."""
        out: list[Line | Break] = []
        for entry in _settled(self._entries):
            if isinstance(entry, _Mark):
                out.append(entry.kind)
            elif entry.text or (out and isinstance(out[-1], Line) and out[-1].text):
                out.append(entry)
        while out and isinstance(out[-1], Line) and not out[-1].text:
            out.pop()
        return out

    def _paragraph(self, raw: str, role: Role, level: int) -> None:
        before, raw, after = self._breaks(raw)
        self._ends(before)
        self._entries.append(_GAP)
        for line in raw.split("\n"):
            if plain(line):
                self._entries.append(Line(*_pair(line), role, level))
        self._entries.append(_GAP)
        self._ends(after)

    def _running(self, raw: str) -> None:
        for piece in _BREAK.split(raw):
            if piece in BREAKS:
                self._entries.append(_Mark(BREAKS[piece]))
            elif plain(piece):
                self._entries.append(_running_line(piece))

    @staticmethod
    def _breaks(raw: str) -> tuple[str, str, str]:
        """Page ends before the words, the words, page ends within or after them: what is no
        running text stays on the page where it starts."""
        opening = re.match(r"[\s\f\v]*", raw)
        head = opening.group() if opening else ""
        rest = raw[len(head) :]
        before, after = (re.sub(r"[^\f\v]", "", part) for part in (head, rest))
        return before, _BREAK.sub("", rest), after

    def _ends(self, marks: str) -> None:
        self._entries += [_Mark(BREAKS[mark]) for mark in marks]


def _pair(raw: str) -> tuple[str, str]:
    return re.sub(r"\s*\n\s*", " ", nfc(raw)).strip(), plain(raw.replace("\n", " "))


def _running_line(raw: str) -> Line:
    """A typed bullet makes an item; a typed number may, as the neighbours will tell."""
    raw, text = _pair(raw)
    if _TYPED_BULLET.match(text):
        return Line(raw, _TYPED_BULLET.sub(BULLET, text), "item")
    return Line(raw, text, None if _TYPED_NUMBER.match(text) else "text")


def _may_head(raw: str) -> bool:
    text = plain(raw.replace("\n", " "))
    words = text.split()
    return (
        0 < len(words) <= _HEADING_WORDS
        and bool(re.search(r"[^\W\d_]{3}", text))
        and not _SENTENCE_END.search(text)
        and not _TYPED_BULLET.match(text)
    )


def _settled(entries: list[Line | _Mark | _Maybe]) -> Iterator[Line | _Mark]:
    """Bold lines head what follows, unless there is nothing or they are a crowd."""
    for i, entry in enumerate(entries):
        if not isinstance(entry, _Maybe):
            yield entry
            continue
        run = 1 + sum(1 for _ in _run(entries, i, -1)) + sum(1 for _ in _run(entries, i, 1))
        following = next(_bodies(entries, i), None)
        heads = run <= _HEADING_RUN and following is not None and following.role != "heading"
        yield entry.line if heads else replace(entry.line, role="text", level=0)


def _run(entries: list[Line | _Mark | _Maybe], i: int, step: int) -> Iterator[_Maybe]:
    """The bold lines beside the one at `i`, on one side."""
    j = i + step
    while 0 <= j < len(entries):
        entry = entries[j]
        if isinstance(entry, _Maybe):
            yield entry
        elif isinstance(entry, Line) and entry.text:
            return
        j += step


def _bodies(entries: list[Line | _Mark | _Maybe], i: int) -> Iterator[Line]:
    for entry in entries[i + 1 :]:
        if isinstance(entry, Line) and entry.text and entry.role != "note":
            yield entry
