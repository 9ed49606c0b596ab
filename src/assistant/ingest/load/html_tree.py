"""Bytes of a web page to a tree without what no reader sees."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from assistant import wording
from assistant.errors import UnreadableFile
from assistant.ingest.load.kinds import other_kind, refuse_container, signed
from assistant.ingest.load.text import decode, nearly_utf8

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES = 30 << 20
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)["']""", re.I)
_LATIN = {"iso8859-1", "ascii", "iso8859-15", "latin-1"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNSEEN = (
    "script", "style", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "video",
    "audio", "map", "select", "textarea", "input", "datalist", "progress", "meter", "noscript",
    "link", "meta", "base", "title", "frame", "frameset", "noframes", "head", "del", "s", "strike",
    "rp", "rt", "annotation",
)  # fmt: skip
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HIDDEN_STYLE = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.I
)
_FOLDED = re.compile(r"accord|collaps|tab|panel|toggle|faq|expand|deroul|d[eé]pli|details", re.I)


def decode_page(data: bytes) -> str:
    """A page as text: its mark, UTF-8 where the bytes are, what it declares, else detected.

    Raises UnreadableFile on bytes that are no page.
    """
    refuse_container(data, ".html")
    if len(data) > MAX_BYTES:
        raise UnreadableFile(wording.PAGE_TOO_LONG.format(limit=MAX_BYTES >> 20))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _without_zeros(data.decode(name, errors="replace"))
    if (kind := signed(data)) not in {".html", ".txt", ""}:
        raise other_kind(kind, ".html")
    if (text := nearly_utf8(data)) is not None:
        return _without_zeros(text)
    declared = _declared(data)
    if declared:
        try:
            return _without_zeros(data.decode(declared))
        except (UnicodeDecodeError, LookupError):
            pass
    return _without_zeros(decode(data))


def parse_page(text: str) -> HtmlElement:
    """Raises UnreadableFile where there is nothing to parse."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(wording.FILE_WITHOUT_TEXT) from error


def drop_unseen(root: HtmlElement) -> None:
    """Removes what is no text, and what is hidden; what only waits to be unfolded stays."""
    for element in list(root.iter(*_UNSEEN)):
        remove(element)
    for button in list(root.iter("button")):
        if not any(above.tag in _HEADS for above in button.iterancestors()):
            remove(button)
    for element in list(root.iter()):
        if isinstance(element.tag, str) and _is_hidden(element):
            remove(element)


def remove(element: HtmlElement) -> None:
    """Takes an element out; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    before = element.getprevious()
    if tail and before is not None:
        before.tail = settable((before.tail or "") + tail)
    elif tail:
        parent.text = settable((parent.text or "") + tail)
    element.tail = None
    parent.remove(element)


def settable(text: str) -> str:
    """Without the control characters that references (« &#1; ») bring in and lxml refuses."""
    return _NOT_XML.sub("", text)


def names_of(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


_HEADS = {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"}


def _is_hidden(element: HtmlElement) -> bool:
    styled = _HIDDEN_STYLE.search(element.get("style") or "")
    told = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    if not (styled or told) or element.tag in {"html", "body", "main", "article"}:
        return False
    around = [element, *element.iterancestors()][:3]
    waits = any(
        _FOLDED.search(names_of(one)) or one.get("role") in {"tabpanel", "region"} for one in around
    )
    return not (waits and element.tag not in {"span", "i", "a"})


def _declared(data: bytes) -> str:
    match = _CHARSET.search(data[:4096])
    if match is None:
        return ""
    name = (match.group(1) or match.group(2)).decode("ascii")
    try:
        usual = codecs.lookup(name).name
    except LookupError:
        return ""
    return "cp1252" if usual in _LATIN else usual


def _without_zeros(text: str) -> str:
    """Raises UnreadableFile on what is no text after all."""
    bare = text.replace("\0", "")
    controls = len(re.findall(r"[\x01-\x08\x0e-\x1f]", bare)) + len(text) - len(bare)
    if controls > max(8, len(text) / 100):
        raise UnreadableFile(wording.FILE_BINARY)
    return re.sub(r"[\x01-\x08\x0b\x0e-\x1f]", "", bare)
