"""Office Open XML packages made loadable: what real files break and the libraries trip over."""

from __future__ import annotations

import io
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from assistant.ingest.load.packages import packed, parse, read_parts

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SLIDES_MAIN = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_TYPES = "[Content_Types].xml"
_MAIN_KINDS = re.compile(
    rb"application/vnd\.(?:openxmlformats-officedocument\.(?:wordprocessingml|presentationml)"
    rb"|ms-word|ms-powerpoint)\.(?:document|template|presentation|slideshow)"
    rb"(?:\.macroEnabled(?:Template)?)?\.main\+xml"
    rb"|application/vnd\.ms-word\.template\.macroEnabledTemplate\.main\+xml",
    re.IGNORECASE,
)


def loadable(data: bytes, suffix: str, main: str) -> io.BytesIO:
    """The package without links to parts that are not in it, a template or a file with macros
    being a document like any other. Raises UnreadableFile."""
    parts = dict(read_parts(data, suffix))
    parts[_TYPES] = _MAIN_KINDS.sub(main.encode(), parts[_TYPES])
    for name in [name for name in parts if name.endswith(".rels")]:
        parts[name] = _without_dead_links(name, parts[name], parts.keys())
    return packed(parts)


def _without_dead_links(name: str, part: bytes, names: object) -> bytes:
    from lxml import etree

    root = parse(part)
    folder = posixpath.dirname(posixpath.dirname(name))
    dead = [link for link in root if not _leads(link, folder, names)]
    for link in dead:
        root.remove(link)
    return etree.tostring(root) if dead else part


def _leads(link: _Element, folder: str, names: object) -> bool:
    if link.get("TargetMode") == "External":
        return True
    target = link.get("Target", "")
    path = posixpath.normpath(posixpath.join("/", folder, target.split("#")[0])).lstrip("/")
    return path in names or unquote(path) in names  # type: ignore[operator]
