"""What an OpenDocument text's styles say: outline level, bold, hidden, page ends, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from assistant.french import fold
from assistant.ingest.load.counting import Level

if TYPE_CHECKING:
    from lxml.etree import _Element

FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TITLES = {"title", "titre", "titre principal"}
_HEADING = re.compile(r"^(?:heading|titre) (\d)$")


class Styles:
    """Styles of content.xml and styles.xml, each asked through its parents."""

    def __init__(self, roots: Iterable[_Element]) -> None:
        self._styles: dict[tuple[str, str], _Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                key = (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", ""))
                self._styles.setdefault(key, style)
            for style in root.iter(f"{TEXT}list-style"):
                self._lists.setdefault(style.get(f"{STYLE}name", ""), dict(_levels(style)))

    def heading_level(self, name: str) -> int:
        """The level that a paragraph's style gives it, 0 for running text."""
        named = [(style, _label(style)) for style in self._chain("paragraph", name)]
        for style, label in named or [(None, _plain(name))]:
            if label in _TITLES:
                return 1
            if match := _HEADING.match(label):
                return int(match.group(1))
            outline = "" if style is None else style.get(f"{STYLE}default-outline-level", "")
            if outline.isdigit() and outline != "0":
                return int(outline)
        return 0

    def is_bold(self, family: str, name: str) -> bool | None:
        """None where no style says."""
        weight = self._of(family, name, f"{STYLE}text-properties", f"{FO}font-weight")
        return None if weight is None else weight in {"bold", "600", "700", "800", "900"}

    def is_hidden(self, family: str, name: str) -> bool:
        inner = "section-properties" if family == "section" else "text-properties"
        return self._of(family, name, STYLE + inner, f"{TEXT}display") == "none"

    def is_raised(self, name: str) -> bool:
        place = self._of("text", name, f"{STYLE}text-properties", f"{STYLE}text-position") or ""
        return place.startswith("super") or bool(re.match(r"[1-9]", place))

    def list_of(self, name: str) -> str:
        """The list that a paragraph's style puts it in."""
        for style in self._chain("paragraph", name):
            if found := style.get(f"{STYLE}list-style-name"):
                return str(found)
        return ""

    def breaks_before(self, family: str, name: str) -> bool:
        return self._breaks(family, name, "break-before") or any(
            style.get(f"{STYLE}master-page-name") for style in self._chain(family, name)
        )

    def breaks_after(self, family: str, name: str) -> bool:
        return self._breaks(family, name, "break-after")

    def levels(self, name: str) -> dict[int, Level]:
        return self._lists.get(name, {})

    def _breaks(self, family: str, name: str, which: str) -> bool:
        inner = "table-properties" if family == "table" else "paragraph-properties"
        return self._of(family, name, STYLE + inner, FO + which) == "page"

    def _of(self, family: str, name: str, inner: str, attribute: str) -> str | None:
        for style in self._chain(family, name):
            for properties in style.findall(inner):
                if (value := properties.get(attribute)) is not None:
                    return str(value)
        return None

    def _chain(self, family: str, name: str) -> Iterator[_Element]:
        seen: set[str] = set()
        while (family, name) in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[family, name]
            yield style
            name = style.get(f"{STYLE}parent-style-name", "")


def _label(style: _Element) -> str:
    return _plain(style.get(f"{STYLE}display-name") or style.get(f"{STYLE}name", ""))


def _plain(name: str) -> str:
    """« Heading_20_1 » is « heading 1 »."""
    return fold(name.replace("_20_", " "))


def _levels(style: _Element) -> Iterator[tuple[int, Level]]:
    for level in style:
        depth = level.get(f"{TEXT}level", "")
        if not depth.isdigit():
            continue
        if not str(level.tag).endswith("list-level-style-number"):
            yield int(depth) - 1, Level("bullet")
            continue
        shown = int(level.get(f"{TEXT}display-levels", "1") or 1)
        marks = ".".join(f"%{d}" for d in range(max(1, int(depth) - shown + 1), int(depth) + 1))
        before = level.get(f"{STYLE}num-prefix", "")
        after = level.get(f"{STYLE}num-suffix", "")
        form = level.get(f"{STYLE}num-format", "") or "bullet"
        start = level.get(f"{TEXT}start-value", "1")
        plain = {"1": "decimal"}.get(form, form)
        yield (
            int(depth) - 1,
            Level(plain, before + marks + after, int(start) if start.isdigit() else 1),
        )
