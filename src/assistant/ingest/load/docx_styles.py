"""What a Word document's styles say of a paragraph or a run: outline level, list, bold, hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.french import fold
from assistant.ingest.load.names import qn

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"^(?:heading|titre|uberschrift) ?(\d)$")
_TITLE = re.compile(r"^(?:title|titre|titre principal)$")
_CONTENTS = re.compile(r"^(?:toc|tm|table of figures|table des illustrations|index) ?\d?$")
_BULLETED = re.compile(r"^(?:list bullet|liste a puces)")
_OFF = {"0", "false", "off", "none"}
MAX_LEVEL = 9


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which list a paragraph is in, and how deep. No `list_id`: in none."""

    list_id: str | None
    depth: int


class Styles:
    """The styles part, each asked through the ones it is based on."""

    def __init__(self, root: _Element | None) -> None:
        found = [] if root is None else root.findall(qn("w:style"))
        self._styles = {style.get(qn("w:styleId")): style for style in found}
        self._known: dict[tuple[str | None, str | None, str], bool] = {}
        self._default = next(
            (
                s.get(qn("w:styleId"))
                for s in found
                if s.get(qn("w:default")) in {"1", "true"} and s.get(qn("w:type")) == "paragraph"
            ),
            None,
        )

    def level(self, paragraph: _Element) -> int:
        """A heading's level from 1, 0 for what is none."""
        own = _value(paragraph, "w:pPr", "w:outlineLvl")
        if own is not None:
            return int(own) + 1 if own.isdigit() and int(own) < MAX_LEVEL else 0
        for style in self._chain(_value(paragraph, "w:pPr", "w:pStyle")):
            name = _name(style)
            if match := _HEADING.match(name):
                return int(match.group(1))
            if _TITLE.match(name):
                return 1
            outline = _value(style, "w:pPr", "w:outlineLvl")
            if outline is not None:
                return int(outline) + 1 if outline.isdigit() and int(outline) < MAX_LEVEL else 0
        return 0

    def is_contents(self, paragraph: _Element) -> bool:
        """A line of a table of contents, which repeats the headings."""
        name = _value(paragraph, "w:pPr", "w:pStyle")
        return any(_CONTENTS.match(_name(style)) for style in self._chain(name))

    def is_bulleted(self, paragraph: _Element) -> bool:
        """A list by the name of its style only."""
        name = _value(paragraph, "w:pPr", "w:pStyle")
        return any(_BULLETED.match(_name(style)) for style in self._chain(name))

    def numbering(self, paragraph: _Element) -> Numbering | None:
        """The paragraph's own list or its style's; None where neither says anything."""
        list_id: str | None = None
        depth: str | None = None
        sources = [paragraph, *self._chain(_value(paragraph, "w:pPr", "w:pStyle"))]
        for source in sources:
            number = source.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if number is None:
                continue
            list_id = list_id or _value(number, "w:numId")
            depth = depth or _value(number, "w:ilvl")
            if list_id is not None:
                break
        if list_id is None or list_id == "0":
            return None
        deep = int(depth) if depth is not None and depth.isdigit() else 0
        return Numbering(list_id, min(deep, MAX_LEVEL - 1))

    def starts_page(self, paragraph: _Element) -> bool:
        return self._switch(paragraph, "w:pPr", "w:pageBreakBefore", "w:pStyle")

    def is_bold(self, run: _Element, paragraph: _Element) -> bool:
        return self._of_run(run, paragraph, "w:b")

    def is_hidden(self, run: _Element, paragraph: _Element) -> bool:
        return self._of_run(run, paragraph, "w:vanish")

    def _of_run(self, run: _Element, paragraph: _Element, tag: str) -> bool:
        properties = run.find(qn("w:rPr"))
        own = None if properties is None else _toggle(properties.find(qn(tag)))
        if own is not None:
            return own
        style = None if properties is None else _value(properties, "w:rStyle")
        return self._of_styles(style, _value(paragraph, "w:pPr", "w:pStyle"), tag)

    def _of_styles(self, of_run: str | None, of_paragraph: str | None, tag: str) -> bool:
        key = (of_run, of_paragraph, tag)
        if key not in self._known:
            styles = [s for name in (of_run, of_paragraph) for s in self._chain(name)]
            said = (_toggle(style.find(f"{qn('w:rPr')}/{qn(tag)}")) for style in styles)
            self._known[key] = next((value for value in said if value is not None), False)
        return self._known[key]

    def _switch(self, element: _Element, group: str, tag: str, style_tag: str) -> bool:
        sources = [element, *self._chain(_value(element, group, style_tag))]
        said = (_toggle(source.find(f"{qn(group)}/{qn(tag)}")) for source in sources)
        return next((value for value in said if value is not None), False)

    def _chain(self, name: str | None) -> Iterator[_Element]:
        """A style and those it is based on; the default one for a paragraph that names none."""
        seen: set[str] = set()
        current = name or self._default
        while current in self._styles and current not in seen:
            assert current is not None
            seen.add(current)
            yield self._styles[current]
            current = _value(self._styles[current], "w:basedOn")


def _name(style: _Element) -> str:
    return fold(_value(style, "w:name") or "")


def _value(element: _Element, *path: str) -> str | None:
    found = element.find("/".join(qn(tag) for tag in path))
    value = None if found is None else found.get(qn("w:val"))
    return None if value is None else str(value)


def _toggle(element: _Element | None) -> bool | None:
    return None if element is None else element.get(qn("w:val"), "1").lower() not in _OFF
