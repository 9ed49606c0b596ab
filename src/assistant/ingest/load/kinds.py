"""What a file really is, whatever its name says."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant import wording
from assistant.errors import UnreadableFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"II*\0", b"MM\0*", b"BM")
_HTML = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+html|<html|<head|<body)",
    re.I | re.S,
)
_MAIN = (
    (b"wordprocessingml.document.main", ".docx"),
    (b"wordprocessingml.template.main", ".docx"),
    (b"ms-word.document.macroenabled.main", ".docx"),
    (b"ms-word.template.macroenabledtemplate.main", ".docx"),
    (b"presentationml.presentation.main", ".pptx"),
    (b"presentationml.slideshow.main", ".pptx"),
    (b"presentationml.template.main", ".pptx"),
    (b"ms-powerpoint.presentation.macroenabled.main", ".pptx"),
    (b"ms-powerpoint.slideshow.macroenabled.main", ".pptx"),
    (b"spreadsheetml.sheet.main", ".xlsx"),
)
_SAID = {
    ".docx": wording.KIND_DOCX,
    ".pptx": wording.KIND_PPTX,
    ".xlsx": wording.KIND_XLSX,
    ".odt": wording.KIND_ODT,
    ".odf": wording.KIND_ODF,
    ".epub": wording.KIND_EPUB,
    ".zip": wording.KIND_ZIP,
    ".html": wording.KIND_HTML,
    ".pdf": wording.KIND_PDF,
    ".rtf": wording.KIND_RTF,
    ".mht": wording.KIND_MHT,
    ".png": wording.KIND_PICTURE,
    ".txt": wording.KIND_TEXT,
    "": wording.KIND_UNKNOWN,
}


def refuse_container(data: bytes, suffix: str) -> None:
    """Raises UnreadableFile, with what to do, on nothing at all and on Microsoft's old container:
    a file of before 2007, or one with a password."""
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableFile(wording.FILE_EMPTY)
    if data.startswith(_OLE):
        old = wording.FILE_OF_OLD_OFFICE.format(suffix=suffix)
        raise UnreadableFile(wording.FILE_LOCKED if _ENCRYPTED in data else old)


def other_kind(kind: str, suffix: str) -> UnreadableFile:
    """What to say of a file of format `kind` named `suffix`."""
    said = _SAID.get(kind, wording.KIND_UNKNOWN)
    return UnreadableFile(wording.FILE_OF_OTHER_KIND.format(suffix=suffix, kind=said))


def kind_of(parts: Mapping[str, bytes]) -> str:
    """The format of an archive, by what it says of itself."""
    types = parts.get("[Content_Types].xml", b"").lower()
    for name, kind in _MAIN:
        if name in types:
            return kind
    mime = parts.get("mimetype", b"")
    if b"opendocument.text" in mime:
        return ".odt"
    if b"opendocument" in mime:
        return ".odf"
    if b"epub" in mime:
        return ".epub"
    return ".odt" if "content.xml" in parts and not mime else ".zip"


def signed(data: bytes) -> str:
    """The format that the first bytes tell, "" when none that is known."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ".zip"
    if b"%PDF-" in data[:1024]:
        return ".pdf"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(_PICTURES):
        return ".png"
    head = data[:2048]
    if (
        re.match(rb"(?:From|MIME-Version|Content-Type):", head, re.I)
        and b"multipart/related" in head
    ):
        return ".mht"
    if _HTML.match(data[:4096].removeprefix(b"\xef\xbb\xbf")):
        return ".html"
    return "" if b"\0" in head else ".txt"
