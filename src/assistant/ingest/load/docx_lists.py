"""The numbers that Word prints before paragraphs, counted as Word does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.ingest.load.counting import Counter, Level
from assistant.ingest.load.names import qn

if TYPE_CHECKING:
    from lxml.etree import _Element

    from assistant.ingest.load.docx_styles import Numbering


class Lists:
    """The numbering part. Lists that share a definition go on counting, unless one restarts."""

    def __init__(self, root: _Element | None) -> None:
        found = [] if root is None else list(root)
        kinds = {
            e.get(qn("w:abstractNumId")): _levels(e) for e in found if e.tag == qn("w:abstractNum")
        }
        self._levels: dict[str, dict[int, Level]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._kinds: dict[str, str] = {}
        for number in found:
            if number.tag == qn("w:num"):
                self._add(number, kinds)
        self._counters: dict[str, Counter] = {}
        self._begun: set[str] = set()

    def next(self, place: Numbering) -> int | str | None:
        """What is printed before the next item there; None for a bullet."""
        name = place.list_id or ""
        counter = self._counters.setdefault(self._kinds.get(name, name), Counter())
        if name not in self._begun:
            self._begun.add(name)
            for depth, start in self._starts.get(name, {}).items():
                counter.counts[depth] = start - 1
        return counter.next(self._levels.get(name, {}), place.depth)

    def _add(self, number: _Element, kinds: dict[str, dict[int, Level]]) -> None:
        name = number.get(qn("w:numId"))
        kind = number.find(qn("w:abstractNumId"))
        kind_id = "" if kind is None else kind.get(qn("w:val"), "")
        self._kinds[name] = kind_id
        self._levels[name] = dict(kinds.get(kind_id, {}))
        for override in number.findall(qn("w:lvlOverride")):
            depth = _int(override.get(qn("w:ilvl")), 0)
            start = override.find(qn("w:startOverride"))
            if start is not None:
                self._starts.setdefault(name, {})[depth] = _int(start.get(qn("w:val")), 1)
            level = override.find(qn("w:lvl"))
            if level is not None:
                self._levels[name][depth] = _level(level)


def _levels(kind: _Element) -> dict[int, Level]:
    return {_int(e.get(qn("w:ilvl")), 0): _level(e) for e in kind.findall(qn("w:lvl"))}


def _level(element: _Element) -> Level:
    def value(tag: str, default: str) -> str:
        found = element.find(qn(tag))
        return default if found is None else str(found.get(qn("w:val"), default))

    return Level(
        value("w:numFmt", "decimal"), value("w:lvlText", ""), _int(value("w:start", "1"), 1)
    )


def _int(value: str | None, default: int) -> int:
    return int(value) if value and value.isdigit() and len(value) < 9 else default
