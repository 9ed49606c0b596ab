"""Office files made for the tests, with the formats' libraries and by hand where these stop."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import docx
import pptx
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from assistant.errors import UnreadableFile
from assistant.ingest.load import LOADERS
from assistant.ingest.pages import Context, Line, Loaded

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_PREFIXES = {
    "office": "office",
    "text": "text",
    "table": "table",
    "style": "style",
    "draw": "drawing",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
    "meta": "meta",
}
_NAMED = (
    " ".join(f'xmlns:{prefix}="{_ODF}{name}:1.0"' for prefix, name in _ODF_PREFIXES.items())
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def load(data: bytes, suffix: str) -> Loaded:
    return LOADERS[suffix](data, Context())


def lines(loaded: Loaded) -> list[Line]:
    return [line for page in loaded.pages for line in page.lines if line.text]


def said(loaded: Loaded) -> list[tuple[str | None, str]]:
    """Each line's role and text."""
    return [(line.role, line.text) for line in lines(loaded)]


def texts(loaded: Loaded) -> list[str]:
    return [line.text for line in lines(loaded)]


def docx_of(write: Callable[[Any], None], **properties: Any) -> bytes:
    document = docx.Document()
    for name, value in properties.items():
        setattr(document.core_properties, name, value)
    write(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_xml(document: Any, xml: str) -> None:
    """A block of WordprocessingML at the end of the body; prefixes w, wp, wps, a, v, mc."""
    names = {
        "w": WORD,
        "r": _LINKS,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
    }
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in names.items())
    xml = re.sub(r"^<([\w:]+)", rf"<\1 {declared}", xml, count=1)
    body = document.element.body
    body.insert(len(body) - 1, parse_xml(xml))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def add_notes(document: Any, kind: str, notes: Mapping[int, str]) -> None:
    """A part of footnotes or endnotes, with Word's separator."""
    written = "".join(
        f'<w:{kind} w:id="{n}"><w:p><w:r><w:{kind}Ref/></w:r>{run(" " + text)}</w:p></w:{kind}>'
        for n, text in notes.items()
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:{kind}s xmlns:w="{WORD}">'
        f'<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
        f"{written}</w:{kind}s>"
    )
    form = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}s+xml"
    part = Part(PackURI(f"/word/{kind}s.xml"), form, xml.encode(), document.part.package)
    document.part.relate_to(part, f"{_LINKS}/{kind}s")


def fill(table: Any, rows: list[tuple[str, ...]]) -> Any:
    """Works on a table of python-docx or python-pptx."""
    for i, row in enumerate(rows):
        for j, text in enumerate(row):
            table.cell(i, j).text = text
    return table


def pptx_of(write: Callable[[Any], None], **properties: Any) -> bytes:
    deck = pptx.Presentation()
    for name, value in properties.items():
        setattr(deck.core_properties, name, value)
    write(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def odt_of(body: str, styles: str = "", meta: str = "") -> bytes:
    """An OpenDocument text from the XML of its body, its automatic styles and its metadata."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMED}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    about = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-meta {_NAMED}>'
        f"<office:meta>{meta}</office:meta></office:document-meta>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return zipped(
        {
            "mimetype": kind.encode(),
            "content.xml": content.encode(),
            "meta.xml": about.encode(),
            "styles.xml": f"<office:document-styles {_NAMED}/>".encode(),
            "META-INF/manifest.xml": (
                f'<m:manifest xmlns:m="{_ODF}manifest:1.0"><m:file-entry m:full-path="/"'
                f' m:media-type="{kind}"/></m:manifest>'
            ).encode(),
        }
    )


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    return zipped(unzipped(data) | {name: part})


def without_part(data: bytes, name: str) -> bytes:
    parts = unzipped(data)
    del parts[name]
    return zipped(parts)


def mutated(data: bytes, seed: int) -> bytes:
    """Bytes flipped, cut or spliced; of an archive, also its parts."""
    draw = random.Random(seed)
    if data.startswith(b"PK") and seed % 3:
        parts = unzipped(data)
        name = draw.choice([n for n in parts if n.endswith((".xml", ".rels")) and parts[n]])
        parts[name] = _harmed(parts[name], draw)
        return zipped(parts)
    return _harmed(data, draw)


def _harmed(data: bytes, draw: random.Random) -> bytes:
    way = draw.randrange(5)
    if way == 0:
        return data[: draw.randrange(len(data))]
    if way == 1:
        i, j, k = sorted(draw.randrange(len(data)) for _ in range(3))
        return data[:i] + data[j:k] + data[i:]
    if way == 2:
        values = list(re.finditer(rb'"[^"]*"', data))
        if values:
            one = draw.choice(values)
            odd = draw.choice([b'"-1"', b'"99999999999"', b'""', b'"x"', b'"1e9"'])
            return data[: one.start()] + odd + data[one.end() :]
    if way == 3:
        tags = re.split(rb"(<[^>]+>)", data)
        for _ in range(3):
            tags[draw.randrange(len(tags))] = draw.choice([b"", tags[draw.randrange(len(tags))]])
        return b"".join(tags)
    flipped = bytearray(data)
    for _ in range(draw.randint(1, 30)):
        flipped[draw.randrange(len(flipped))] = draw.randrange(256)
    return bytes(flipped)


def ends_well(data: bytes, suffix: str) -> Loaded | None:
    """What was read, None for a refusal in one French line; anything else is an error."""
    loaded, refused = None, ""
    try:
        loaded = load(data, suffix)
    except UnreadableFile as refusal:
        refused = refusal.message
    assert loaded is not None or (refused and "\n" not in refused)
    return loaded
