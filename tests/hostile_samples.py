"""Files made to harm whoever reads them, and ordinary ones damaged at random from fixed seeds."""

from __future__ import annotations

import io
import json
import os
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from conftest import ROOT

SHARED = Path(os.environ.get("ASSISTANT_SHARED_DATA", ROOT.parent / "shared" / "data"))
ADVERSARIAL = SHARED / "adversarial"

_SEED = 20_261_122
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
    '.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def pdf_samples() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((ADVERSARIAL / "pdf").glob("*.pdf"))}


def naughty_samples() -> dict[str, bytes]:
    """The naughty strings in each format."""
    strings = json.loads((ADVERSARIAL / "naughty-strings.json").read_text(encoding="utf-8"))
    text = "\n\n".join(strings)
    found = {
        "naughty.txt": text.encode("utf-8", "surrogatepass"),
        "naughty.md": text.encode("utf-8", "surrogatepass"),
        "naughty-utf16.txt": text.encode("utf-16", "surrogatepass"),
        "naughty.html": f"<html><body><p>{'</p><p>'.join(strings)}</p></body></html>".encode(
            "utf-8", "surrogatepass"
        ),
        "naughty.docx": docx(strings),
        "naughty.pdf": pdf_of(strings),
    }
    return found


def docx(paragraphs: list[str]) -> bytes:
    """Characters that XML cannot say are left out."""
    import docx as python_docx

    document = python_docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph("".join(c for c in paragraph if _sayable(c)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _sayable(char: str) -> bool:
    return char in "\t\n" or " " <= char < "\ud800" or "\ue000" <= char <= "\ufffd"


def pdf_of(paragraphs: list[str]) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["Normal"]
    out = io.BytesIO()
    said = ["".join(c for c in text if _sayable(c)) for text in paragraphs]
    flow = [Paragraph(escape(text), style) for text in said]
    SimpleDocTemplate(out, pagesize=A4, invariant=True).build(flow)
    return out.getvalue()


# --- damage ----------------------------------------------------------------------------------


def mutants(seeds: Mapping[str, bytes], count: int) -> Iterator[tuple[str, bytes]]:
    """The same ones at every call, a smaller count being the beginning of a larger."""
    chance = random.Random(_SEED)
    names = sorted(seeds)
    for number in range(count):
        name = chance.choice(names)
        others = [other for other in names if other.endswith(Path(name).suffix)]
        damage = chance.choice((_flipped, _truncated, _spliced))
        data = damage(seeds[name], seeds[chance.choice(others)], chance)
        yield f"{number:03}-{damage.__name__[1:]}-{name}", data


def _flipped(data: bytes, other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 100, 1_000))):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _truncated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.choice((0, 0, 0, chance.randrange(max(1, len(data) // 2))))
    return data[start : chance.randrange(start, len(data) + 1)]


def _spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """A stretch of another file, or of itself, in the middle."""
    cut, start = chance.randrange(len(data) + 1), chance.randrange(len(other) + 1)
    piece = other[start : start + chance.choice((1, 16, 256, 4_096, 65_536))]
    return data[:cut] + piece + data[cut + chance.choice((0, len(piece))) :]


# --- bombs -----------------------------------------------------------------------------------


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def _docx_of(document: bytes | str) -> bytes:
    return zipped(
        {
            "[Content_Types].xml": _CONTENT_TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": document,
        }
    )


def docx_bomb(megabytes: int) -> bytes:
    return _docx_of(
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>'.encode()
        + b" " * (megabytes << 20)
        + b"</w:t></w:r></w:p></w:body></w:document>"
    )


def docx_laughs() -> bytes:
    """A billion laughs."""
    entities = '<!ENTITY l0 "ha ha ha ha ">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    return _docx_of(
        f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document xmlns:w="{_W}"><w:body><w:p>'
        "<w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )


def docx_curious() -> bytes:
    """Asks for a file of the machine."""
    return _docx_of(
        '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>Un mot &x;</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )


def docx_deep(levels: int) -> bytes:
    inside = "<w:tbl><w:tr><w:tc>" * levels + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * levels
    return _docx_of(f'<w:document xmlns:w="{_W}"><w:body>{inside}</w:body></w:document>')


def odt_laughs() -> bytes:
    entities = '<!ENTITY l0 "ha ha ha ha ">' + "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{office}:manifest:1.0"/>',
            "content.xml": f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><o:document-content '
            f'xmlns:o="{office}:office:1.0" xmlns:t="{office}:text:1.0"><o:body><o:text><t:p>&l9;'
            "</t:p></o:text></o:body></o:document-content>",
        }
    )


def pdf(objects: Mapping[int, bytes], root: int = 1, trailer: bytes = b"") -> bytes:
    """A PDF with a right table of places, whatever its objects are."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root %d 0 R %s >>\n" % (max(objects) + 1, root, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF" % start)


_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def _page(parent: int, contents: bytes, extra: bytes = b"") -> bytes:
    return (
        b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %s "
        b"/Resources << /Font << /F 9 0 R >> %s >> >>" % (parent, contents, extra)
    )


def _stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def _text_stream() -> bytes:
    return _stream(b"BT /F 12 Tf 50 700 Td (Le maire fait alliance avec tous.) Tj ET")


def pdf_round_tree() -> bytes:
    """Page tree nodes that are their own children."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 4 /Parent 3 0 R >>",
            3: b"<< /Type /Pages /Kids [2 0 R 4 0 R] /Count 4 /Parent 2 0 R >>",
            4: _page(3, b"5 0 R"),
            5: _text_stream(),
            9: _FONT,
        }
    )


def pdf_round_outline() -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            4: _page(2, b"5 0 R"),
            5: _text_stream(),
            6: b"<< /Type /Outlines /First 7 0 R /Last 7 0 R >>",
            7: b"<< /Title (Un) /Next 8 0 R /First 7 0 R /Dest [4 0 R /Fit] >>",
            8: b"<< /Title (Deux) /Next 7 0 R /Dest [4 0 R /Fit] >>",
            9: _FONT,
        }
    )


def pdf_many_pages(count: int) -> bytes:
    """Says that it has that many pages, and lists the same one often."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"4 0 R " * 50, count),
            4: _page(2, b"5 0 R"),
            5: _text_stream(),
            9: _FONT,
        }
    )


def pdf_many_children(levels: int, width: int) -> bytes:
    """`width` to the power `levels` pages in a few hundred bytes."""
    objects = {
        1: b"<< /Type /Catalog /Pages 10 0 R >>",
        4: _page(2, b"5 0 R"),
        5: _text_stream(),
        9: _FONT,
    }
    for level in range(levels):
        child = b"4 0 R " if level == levels - 1 else b"%d 0 R " % (11 + level)
        count = width ** (levels - level)
        objects[10 + level] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (child * width, count)
    return pdf(objects)


def pdf_flate_bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b"BT (a) Tj ET " * 80_000) for _ in range(megabytes))
    packed = zlib.compress(data + packer.flush(), 9)
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            4: _page(2, b"5 0 R"),
            5: _stream(packed, b"/Filter [/FlateDecode /FlateDecode]"),
            9: _FONT,
        }
    )


def pdf_nested(levels: int) -> bytes:
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R /Odd %s%s >>" % (b"[" * levels, b"]" * levels),
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            4: _page(2, b"5 0 R"),
            5: _stream(b"BT /F 12 Tf " + b"[" * levels + b"]" * levels + b" TJ ET"),
            9: _FONT,
        }
    )


def pdf_forms(round_trip: bool) -> bytes:
    """Drawings that draw themselves, or ten to the tenth drawings."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        4: _page(2, b"5 0 R", b"/XObject << /X 10 0 R >>"),
        5: _stream(b"BT /F 12 Tf 50 700 Td (Un mot.) Tj ET /X Do"),
        9: _FONT,
    }
    for level in range(10):
        inner = 10 if round_trip else 11 + level
        entries = (
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >>"
            b" /Font << /F 9 0 R >> >>" % inner
        )
        last = level == 9 and not round_trip
        objects[10 + level] = _stream(b"BT /F 9 Tf (a) Tj ET" if last else b"/X Do " * 10, entries)
    return pdf(objects)


def pdf_picture(side: int) -> bytes:
    """A page that is one huge picture of a few bytes, as a scan would be."""
    entries = (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray "
        b"/BitsPerComponent 8 /Filter /FlateDecode" % (side, side)
    )
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            4: _page(2, b"5 0 R", b"/XObject << /X 10 0 R >>"),
            5: _stream(b"595 0 0 842 0 0 cm /X Do"),
            9: _FONT,
            10: _stream(zlib.compress(b"\xff" * 1_000_000, 9), entries),
        }
    )


def pdf_vast(side: int) -> bytes:
    """A sheet as large as a country."""
    page = _page(2, b"5 0 R").replace(b"595 842", b"%d %d" % (side, side))
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
            4: page,
            5: _text_stream(),
            9: _FONT,
        }
    )


def pdf_round_table() -> bytes:
    """Tables of places that each send to the other."""
    whole = pdf_many_pages(50)
    return whole.replace(b"/Size 10", b"/Size 10 /Prev %d" % whole.rindex(b"xref\n", 0, -20))


def pdf_locked(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf_of(["Le maire fait alliance."]))))
    writer.encrypt(password, "secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bombs(size: int) -> dict[str, Callable[[], bytes]]:
    """Name → how to make it; `size` 1 makes them in full, 50 a fiftieth of it."""
    deep = 100_000 // size
    return {
        "bomb.docx": lambda: docx_bomb(1_000 // size),
        "laughs.docx": docx_laughs,
        "curious.docx": docx_curious,
        "deep.docx": lambda: docx_deep(deep),
        "laughs.odt": odt_laughs,
        "plain.zip.docx": lambda: zipped({"a.txt": b"a"}),
        "plain.zip.pptx": lambda: zipped({"a.txt": b"a"}),
        "round-tree.pdf": pdf_round_tree,
        "round-outline.pdf": pdf_round_outline,
        "round-table.pdf": pdf_round_table,
        "many-pages.pdf": lambda: pdf_many_pages(10**9),
        "many-children.pdf": lambda: pdf_many_children(9, 10),
        "flate.pdf": lambda: pdf_flate_bomb(1_000 // size),
        "nested.pdf": lambda: pdf_nested(deep),
        "forms-round.pdf": lambda: pdf_forms(True),
        "forms-many.pdf": lambda: pdf_forms(False),
        "picture.pdf": lambda: pdf_picture(100_000 // size),
        "vast.pdf": lambda: pdf_vast(10**9),
        "locked.pdf": lambda: pdf_locked("motdepasse"),
        "locked-empty.pdf": lambda: pdf_locked(""),
        "line.txt": lambda: b"Le maire fait alliance avec tous. " * (1_500_000 // size),
        "aaaa.txt": lambda: b"a" * (20_000_000 // size),
        "spaces.txt": lambda: b"Un" + b" " * (20_000_000 // size) + b"mot",
        "short-lines.txt": lambda: b"ab\n" * (1_000_000 // size),
        "hyphens.txt": lambda: b"ab-\n" * (300_000 // size),
        "numbers.txt": lambda: b"le 1.1." * (1_000_000 // size),
        "quotes.txt": lambda: "« l’eau» ".encode() * (1_000_000 // size),
        "accents.txt": lambda: "le e\u0301\u0300".encode() * (1_000_000 // size),
        "capitals.txt": lambda: "ÉCOLE-".encode() * (1_000_000 // size),
        "zeros.txt": lambda: b"\0" * (1_000_000 // size),
        "dots.txt": lambda: b"mot . . . . . ." * (1_000_000 // size) + b" 3",
        "bullets.md": lambda: b"- mot " * (1_000_000 // size),
        "deep.md": lambda: b">" * deep + b" mot " + b"[" * deep,
        "table.md": lambda: b"|" * deep + b"\n" + b"|-" * deep + b"\n" + b"|a" * deep,
        "deep.html": lambda: b"<div>" * deep + b"mot" + b"</div>" * deep,
        "deep-tables.html": lambda: b"<table><tr><td>" * deep + b"mot",
        "deep-lists.html": lambda: b"<ul><li>" * deep + b"mot",
        "attributes.html": lambda: b"<p " + b"a=b " * (1_000_000 // size) + b">mot</p>",
        "comment.html": lambda: b"<p>mot</p><!--" + b"-" * (1_000_000 // size),
        "laughs.html": lambda: b"<!DOCTYPE html [" + b'<!ENTITY a "ha">' * deep + b"]><p>&a;</p>",
    }
