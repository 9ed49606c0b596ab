"""File names and identifiers: what may be kept, what must be changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePath

from assistant.french import fold, nfc

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_TEMPORARY = (".tmp", ".part", ".crdownload", "thumbs.db", "desktop.ini")
_MAX_BYTES = 120
_MAX_SLUG = 60
_FALLBACK = "document"


def is_apart(name: str) -> bool:
    """Hidden files and editors' own ones: no document, as the index builder sees it too."""
    lower = name.lower()
    return lower.startswith((".", "~")) or lower.endswith(("~", ".toml")) or lower == "readme.md"


def is_temporary(name: str) -> bool:
    """What programs leave behind in folders."""
    return name.lower().endswith(_TEMPORARY)


def safe_name(name: str, taken: Collection[str]) -> str:
    """`name` as any system can hold it, composed, its suffix in lower case; numbered where it
    is taken, capitals or not."""
    path = PurePath(_plain(name))
    stem, suffix = path.stem.strip(" ."), path.suffix.lower()
    if not stem or _RESERVED.match(stem) or is_apart(stem + suffix):
        stem = f"{_FALLBACK}-{stem.strip('.~ ')}".rstrip("-")
    stem = _cut(stem, _MAX_BYTES - len(suffix.encode()))
    known = {nfc(one).casefold() for one in taken}
    candidate, number = f"{stem}{suffix}", 2
    while candidate.casefold() in known:
        candidate, number = f"{stem}-{number}{suffix}", number + 1
    return candidate


def slug(text: str) -> str:
    """Lower case without accents, digits, hyphens; "" when nothing is left."""
    whole = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(whole) <= _MAX_SLUG:
        return whole
    return whole[: _MAX_SLUG + 1].rpartition("-")[0] or whole[:_MAX_SLUG]


def free_id(wanted: str, taken: Collection[str]) -> str:
    base = wanted or _FALLBACK
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def _plain(name: str) -> str:
    """Without what no name should hold: separators, control and direction signs, odd spaces."""
    text = _FORBIDDEN.sub("-", " ".join(nfc(_encodable(name)).split()))
    text = "".join(
        " " if unicodedata.category(char) == "Zs" else char
        for char in text
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co")
    )
    return " ".join(text.split())


def _encodable(name: str) -> str:
    """File names may hold bytes that are no text."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode("utf-8", "ignore").rstrip(" .")
