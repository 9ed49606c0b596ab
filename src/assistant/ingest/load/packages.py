"""Office files are archives of XML: what is safe to open goes on, the rest is refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant import wording
from assistant.errors import UnreadableFile
from assistant.ingest.load.kinds import kind_of, other_kind, refuse_container, signed

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PARTS = 10_000
MAX_PART, MAX_PARTS_SUM = 64 << 20, 160 << 20
_XML = re.compile(r"\.(?:xml|rels)$|^mimetype$")
_DECLARED = re.compile(rb"<!ENTITY|<!DOCTYPE[^>]*\[", re.IGNORECASE)
_DAMAGE = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError,
    RuntimeError, OSError, ValueError, KeyError,
)  # fmt: skip


def read_parts(data: bytes, suffix: str) -> Mapping[str, bytes]:
    """The XML parts of an office file, by name; pictures and other parts are empty.

    Raises UnreadableFile on another format, a password, damage or a file made to swell.
    """
    refuse_container(data, suffix)
    if (kind := signed(data)) != ".zip":
        raise other_kind(kind, suffix)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _unpacked(archive)
    except UnreadableFile:
        raise
    except _DAMAGE as error:
        raise damaged(suffix) from error
    if (kind := kind_of(parts)) != suffix:
        raise other_kind(kind, suffix)
    for part in parts.values():
        if _declares(part):
            raise UnreadableFile(wording.FILE_WITH_ENTITIES.format(suffix=suffix))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UnreadableFile(wording.FILE_LOCKED)
    return parts


def packed(parts: Mapping[str, bytes]) -> io.BytesIO:
    """The same parts as an archive that the formats' libraries open."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    stream.seek(0)
    return stream


def damaged(suffix: str) -> UnreadableFile:
    return UnreadableFile(wording.FILE_DAMAGED.format(suffix=suffix))


def parse(part: bytes) -> _Element:
    """One XML part: no entity is resolved, nothing is fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return etree.fromstring(part, parser)


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """XML read within limits, by what it really takes; the rest left packed."""
    entries = archive.infolist()
    if len(entries) > MAX_PARTS:
        raise UnreadableFile(wording.FILE_OF_MANY_PARTS.format(limit=MAX_PARTS))
    parts: dict[str, bytes] = {}
    left = MAX_PARTS_SUM
    for entry in entries:
        if entry.is_dir() or entry.filename in parts:
            continue
        if not _XML.search(entry.filename):
            parts[entry.filename] = b""
            continue
        if entry.flag_bits & 1:
            raise UnreadableFile(wording.FILE_LOCKED)
        limit = min(MAX_PART, left)
        if entry.file_size > limit:
            raise _swells()
        with archive.open(entry) as stream:
            part = stream.read(limit + 1)
        if len(part) > limit:
            raise _swells()
        left -= len(part)
        parts[entry.filename] = part
    return parts


def _swells() -> UnreadableFile:
    return UnreadableFile(wording.FILE_SWELLS.format(limit=MAX_PART >> 20))


def _declares(part: bytes) -> bool:
    """Whether an XML part declares entities, in any Unicode encoding."""
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:64]:
        part = part.replace(b"\0", b"")
    return bool(_DECLARED.search(part))
