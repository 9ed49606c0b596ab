"""What a repair did, place by place, so that it can be shown, counted and undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.domain import Change, PageText


@dataclass(frozen=True, slots=True)
class Edit:
    """`text[start:end]` is to become `new`; both hold as many line ends."""

    start: int
    end: int
    new: str
    kind: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """As many lines as were given, and what led to them, in the order in which it was done."""

    lines: tuple[str, ...]
    changes: tuple[Change, ...] = ()


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text after edits that stand in order and do not overlap."""
    pieces, at = [], 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


def recorded(text: str, edits: Iterable[Edit]) -> Iterator[Change]:
    """Edits made at once, in order, as changes of whole words, line by line."""
    parts = [part for edit in edits for part in _by_line(text, edit)]
    for start, group in groupby(parts, lambda part: text.rfind("\n", 0, part.start) + 1):
        number, shift = text.count("\n", 0, start), 0
        for edit in _by_words(text, list(group)):
            before = text[edit.start : edit.end]
            yield Change(number, edit.kind, before, edit.new, edit.start - start + shift)
            shift += len(edit.new) - len(before)


def difference(kind: str, before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """The one change of each line that differs: for steps that are no rules."""
    return tuple(
        Change(number, change.kind, change.before, change.after, change.at)
        for number, (old, new) in enumerate(zip(before, after, strict=True))
        if old != new
        for change in recorded(old, [_narrowest(old, new, kind)])
    )


def undo(line: str, changes: Iterable[Change]) -> str:
    """A line as it stood before its changes, all of them given in the order they were made."""
    for change in reversed(list(changes)):
        end = change.at + len(change.after)
        if line[change.at : end] != change.after:
            raise ValueError(f"not a change of this line: {change}")
        line = line[: change.at] + change.before + line[end:]
    return line


def undone(repaired: Repaired) -> tuple[str, ...]:
    """All the lines as they stood before."""
    return tuple(
        undo(line, (change for change in repaired.changes if change.line == number))
        for number, line in enumerate(repaired.lines)
    )


def per_thousand(pages: Iterable[PageText]) -> float:
    """Changes per 1,000 words read, over the pages of a document."""
    changes = words = 0
    for page in pages:
        changes += len(page.changes)
        words += sum(len(line.raw.split()) for line in page.lines)
    return 1000 * changes / words if words else 0.0


def _by_line(text: str, edit: Edit) -> Iterator[Edit]:
    at = edit.start
    for old, new in zip(text[edit.start : edit.end].split("\n"), edit.new.split("\n"), strict=True):
        if old != new:
            yield Edit(at, at + len(old), new, edit.kind)
        at += len(old) + 1


def _by_words(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Edits of one line widened to whole words; those of one word made one."""
    wide: list[Edit] = []
    for edit in edits:
        left, right = _word_start(text, edit.start), _word_end(text, edit.end)
        if wide and left < wide[-1].end:
            last = wide.pop()
            kept = last.new[: len(last.new) - (last.end - edit.start)]
            new = kept + edit.new + text[edit.end : right]
            wide.append(Edit(last.start, right, new, edit.kind))
        else:
            new = text[left : edit.start] + edit.new + text[edit.end : right]
            wide.append(Edit(left, right, new, edit.kind))
    yield from wide


def _word_start(text: str, at: int) -> int:
    while at and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return at


def _narrowest(old: str, new: str, kind: str) -> Edit:
    """The shortest edit that leads from one line to the other."""
    start = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    rest = min(len(old), len(new)) - start
    same = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return Edit(start, len(old) - same, new[start : len(new) - same], kind)
