"""The words of SmartArt drawings, which office files keep in a part of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.ingest.load.names import qn

if TYPE_CHECKING:
    from lxml.etree import _Element


def reference_of(drawing: _Element) -> str:
    """The link to the drawing's words, "" where there is no SmartArt."""
    found = next(drawing.iter(qn("dgm:relIds")), None)
    return "" if found is None else str(found.get(qn("r:dm"), ""))


def diagram_texts(model: _Element) -> Iterator[str]:
    """The words of each box."""
    for point in model.iter(qn("dgm:pt")):
        text = " ".join(t.text or "" for t in point.iter(qn("a:t"))).strip()
        if text:
            yield text
