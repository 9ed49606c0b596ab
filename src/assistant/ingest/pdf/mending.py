"""A file cut before its end: when its catalogue is there, only the way to it is missing."""

from __future__ import annotations

import re

_CATALOGUE = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b[^>]{0,400}?/Type\s*/Catalog\b")
_ENCRYPTED = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R")


def mended(data: bytes) -> bytes | None:
    """The same file with a trailer that names its catalogue; None when it has none, or when it is
    encrypted (its key stood in the trailer)."""
    if not data.lstrip().startswith(b"%PDF") or _ENCRYPTED.search(data):
        return None
    found = list(_CATALOGUE.finditer(data))
    if not found:
        return None
    number, generation = found[-1].groups()
    trailer = b"\ntrailer\n<< /Root %s %s R >>\nstartxref\n0\n%%%%EOF\n" % (number, generation)
    return data + trailer
