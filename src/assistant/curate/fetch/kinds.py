"""Which kind of file a site really sent: its first bytes decide, what the site says must agree."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

from assistant import wording
from assistant.curate.fetch.address import host_of, path_of
from assistant.errors import DownloadFailed

HEAD = 4_096
"""Bytes to look at."""

_DECLARED: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
_SAYS_NOTHING = frozenset(
    {
        "",
        "application/octet-stream",
        "binary/octet-stream",
        "application/download",
        "application/force-download",
        "application/x-download",
        "application/zip",
        "application/x-zip-compressed",
    }
)
_TEXTS = frozenset({".txt", ".md"})
_STRICT = frozenset({".pdf", ".docx", ".odt", ".pptx"}) | _TEXTS
"""Kinds that an address can promise: a page of a site may have any name."""
_ARCHIVE = "zip"
_PDF_WITHIN = 1_024
_MEMBERS: Mapping[bytes, str] = {b"word/document.xml": ".docx", b"ppt/presentation.xml": ".pptx"}
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"
_END_OF_ARCHIVE = b"PK\x05\x06"
_TAIL = 1 << 20
_LONGEST_COMMENT = 65_557
_MOST_CONTROLS = 0.02
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body")
_PROLOGUE = (b"<?xml", b"<!--", b"<!doctype")


def check_head(head: bytes, declared: str, address: str, known: Collection[str]) -> None:
    """Refuse a wrong file before it is downloaded whole. Raises DownloadFailed."""
    found = _sniffed(head)
    if found != _ARCHIVE:
        _agreed(found, declared, address, known)
    elif _media(declared) not in _DECLARED and _media(declared) not in _SAYS_NOTHING:
        raise _unknown(declared, address, known)


def suffix_of(path: Path, declared: str, address: str, known: Collection[str]) -> str:
    """The suffix that the file deserves, one of `known`. Raises DownloadFailed."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        file.seek(-min(_TAIL, path.stat().st_size), os.SEEK_END)
        tail = file.read()
    found = _sniffed(head)
    if found == _ARCHIVE:
        if _END_OF_ARCHIVE not in tail[-_LONGEST_COMMENT:]:
            raise DownloadFailed(wording.DOWNLOAD_ARCHIVE_BROKEN.format(host=host_of(address)))
        found = _office(head, tail)
    return _agreed(found, declared, address, known)


def _agreed(found: str, declared: str, address: str, known: Collection[str]) -> str:
    media = _media(declared)
    if media not in _DECLARED and media not in _SAYS_NOTHING:
        raise _unknown(declared, address, known)
    said, promised = _DECLARED.get(media, ""), PurePosixPath(path_of(address)).suffix.lower()
    if found == ".txt" and promised == ".md":
        found = ".md"
    elif found == ".txt" and said in (".html", ".md"):
        found = said
    for expected in (promised, said):
        if expected in _STRICT and found != expected and not _harmless(found, expected, said):
            raise DownloadFailed(
                wording.DOWNLOAD_TYPE_OTHER.format(
                    host=host_of(address),
                    found=wording.DOWNLOAD_TYPE_NAMES.get(found, wording.DOWNLOAD_TYPE_NAMES[""]),
                    expected=expected.removeprefix(".").upper(),
                )
            )
    if found not in known or (found in _TEXTS and not said and promised not in _TEXTS):
        raise _unknown(declared, address, known)
    return found


def _harmless(found: str, expected: str, said: str) -> bool:
    """Many servers call everything text: a true PDF under that name is what was asked for."""
    return expected == said and said in _TEXTS


def _sniffed(head: bytes) -> str:
    """A suffix, « zip », or "" for anything else."""
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return ".pdf"
    if head.startswith(b"PK\x03\x04"):
        return _ARCHIVE
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    if b"\0" in head or _controls(head) > _MOST_CONTROLS * len(head):
        return ""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_PAGE_STARTS) or (
        start.startswith(_PROLOGUE) and any(mark in start for mark in _PAGE_STARTS)
    ):
        return ".html"
    return ".txt"


def _controls(head: bytes) -> int:
    return sum(byte < 0x20 and byte not in b"\t\n\r\f" for byte in head)


def _office(head: bytes, tail: bytes) -> str:
    """Told from the archive's table of contents, at its end; nothing is unpacked."""
    if _ODT in head:
        return ".odt"
    return next((suffix for member, suffix in _MEMBERS.items() if member in tail), "")


def _media(declared: str) -> str:
    return declared.partition(";")[0].strip().lower()


def _unknown(declared: str, address: str, known: Collection[str]) -> DownloadFailed:
    return DownloadFailed(
        wording.DOWNLOAD_TYPE.format(
            host=host_of(address),
            found=_media(declared) or wording.DOWNLOAD_TYPE_UNKNOWN,
            known=", ".join(sorted(suffix.removeprefix(".") for suffix in known)),
        )
    )
