"""The signs that open a line: bullets and the marks of footnotes, printed or misread."""

from __future__ import annotations

import re
from collections.abc import Sequence

BULLET = "• "
NOTE = "‡ "
_SIGN_BULLET = re.compile(r"^(?:[•▪‣◦·●►✓+*\uf0a7\uf0b7]\s*(?=[\w«(…])|[-–—]\s+(?=[A-ZÀ-Ý«(\d…]))")
_ARROW_BULLET = re.compile(r"^>\s*(?=\S)|^»\s+(?=[A-ZÀ-Ý\d«])")
_LETTER_BULLET = re.compile(r"^o\s+(?=[A-ZÀ-Ý«\d(])")
_SCAN_BULLET = re.compile(r"^(?:[Oo0dvQ]|QO|[‘'_|])\s+(?=[A-ZÀ-Ý«…(\d]|\.{2,3}\s)")
_BULLETS = (_SIGN_BULLET, _ARROW_BULLET, _LETTER_BULLET)
_SCAN_BULLETS = (*_BULLETS, _SCAN_BULLET)
_NUMBER_MARK = re.compile(r"^(?:\d{1,2}[\"'’]?|['’][S\d]\d?)\s+(?=[A-ZÀ-Ý«\\h])")
_SIGN_MARK = re.compile(r"^[\"“”%°?®¥]{1,2}\s?(?=[A-ZÀ-Ý«h])")
_APOSTROPHE_MARK = re.compile(r"^['’‘]\s+(?=[A-ZÀ-Ý«])")
_REFERENCE = re.compile(
    r"\([^()]*(?:1[5-9]|20)\d\d[^()]*\)?\.?$|h\w{2,5} ?[.:;] ?//|www|\w\.(?:org|0rg|fr|com)\b"
    r"|,\s?(?:1[5-9]|20)\d\d\)"
)
_LONE_ADDRESS = re.compile(r"^\W{0,2}\s?h\w{2,5} ?[.:;] ?//\S+(?: \S+){0,3}$")


def mark_bullets(text: str, *, scan: bool) -> str:
    """The line with one kind of bullet; a scan reads bullets as O, 0, d, », >…"""
    for pattern in _SCAN_BULLETS if scan else _BULLETS:
        match = pattern.match(text)
        if match:
            return BULLET + text[match.end() :]
    return text


def mark_note(text: str, *, scan: bool) -> str:
    """A footnote's line, its misread mark replaced by `NOTE`.

    A number opens a note only when a reference follows (a year in brackets, an address); the
    signs that a scan makes of raised figures do so before any capital.
    """
    match = _NUMBER_MARK.match(text) or (_APOSTROPHE_MARK.match(text) if scan else None)
    if match and _REFERENCE.search(text):
        return NOTE + text[match.end() :]
    match = _SIGN_MARK.match(text) if scan else None
    if match and (len(text) > 40 or _REFERENCE.search(text)):
        return NOTE + text[match.end() :]
    return NOTE + text if _LONE_ADDRESS.match(text) else text


def mark_note_runs(texts: Sequence[str]) -> list[str]:
    """A numbered line beside a footnote is one too, reference or not."""
    marked = list(texts)
    filled = [i for i, text in enumerate(marked) if text]
    for position, i in enumerate(filled):
        beside = filled[max(0, position - 1) : position + 2]
        match = _NUMBER_MARK.match(marked[i])
        if match and any(marked[j].startswith(NOTE) for j in beside):
            marked[i] = NOTE + marked[i][match.end() :]
    return marked


def unmark_first(texts: Sequence[str]) -> list[str]:
    """The first words of a page are its heading: a sign read before them is a logo."""
    first = next((i for i, text in enumerate(texts) if text), None)
    return [t.removeprefix(BULLET) if i == first else t for i, t in enumerate(texts)]
