"""Whether two copies of a web page say the same: what nobody sees changes at every visit."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

_LARGEST = 8 << 20
_UNSEEN = ((b"<script", b"</script"), (b"<style", b"</style"), (b"<!--", b"-->"))
_SPACES = re.compile(rb"\s+")


def same_words(one: Path, other: Path) -> bool:
    """Scripts, styles, comments and markup apart."""
    if max(one.stat().st_size, other.stat().st_size) > _LARGEST:
        return False
    return _seen(one.read_bytes()) == _seen(other.read_bytes())


def _seen(page: bytes) -> bytes:
    for start, end in _UNSEEN:
        page = _without(page, start, end)
    words = _SPACES.sub(b" ", _without(page, b"<", b">")).strip()
    return hashlib.sha256(words).digest()


def _without(page: bytes, start: bytes, end: bytes) -> bytes:
    """One look from left to right, whatever the page holds."""
    lower, kept, here = page.lower(), [], 0
    while (opening := lower.find(start, here)) >= 0:
        kept.append(page[here:opening])
        closing = lower.find(end, opening)
        if closing < 0:
            return b" ".join(kept)
        here = closing + len(end)
    return b" ".join([*kept, page[here:]])
