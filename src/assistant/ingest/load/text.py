"""Plain text: encodings detected, pages found at form feeds or at what is left of them."""

from __future__ import annotations

import re
from itertools import pairwise

from charset_normalizer import from_bytes

from assistant import wording
from assistant.errors import UnreadableFile
from assistant.french import fold, nfc
from assistant.ingest.pages import Line, Page
from assistant.lexicon import Lexicon

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SPACES = re.compile(r"[\u00a0\u202f\u2009\u200b\t]")
_HEADING_END = re.compile(r"[.,;]$")
_ADDRESS = re.compile(r"h\w{2,5} ?[.:;] ?//|www\b", re.IGNORECASE)
_BREAK_BLANKS = 3


def load_text(data: bytes) -> tuple[Page, ...]:
    """Plain text or Markdown. Pages are form feeds or, failing them, what a converter left
    of form feeds: a line set in by one space that starts a page, or three blank lines.

    Raises UnreadableFile when the bytes are no text or hold no words.
    """
    text = nfc(decode(data)).replace("\r\n", "\n").replace("\r", "\n")
    if not re.search(r"[^\W\d_]{2}", text):
        raise UnreadableFile(wording.FILE_WITHOUT_TEXT)
    if "\f" in text.strip("\f"):
        groups = [chunk.split("\n") for chunk in text.split("\f")]
    else:
        groups = _split_at_lost_form_feeds(text.split("\n"))
    numbered = len(groups) > 1
    return tuple(
        Page(index + 1 if numbered else None, tuple(_line(raw) for raw in lines))
        for index, lines in enumerate(groups)
        if any(raw.strip() for raw in lines)
    )


def decode(data: bytes) -> str:
    """Bytes as text: UTF-8 (with or without mark) first, else detected.

    Raises UnreadableFile on binary content.
    """
    if not data.strip():
        raise UnreadableFile(wording.FILE_EMPTY)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=["utf_16", "cp1252", "latin_1", "mac_roman"]).best()
        if best is None:
            raise UnreadableFile(wording.FILE_BINARY) from None
        text = str(best)
    if len(_CONTROL.findall(text.replace("\f", ""))) > len(text) / 200:
        raise UnreadableFile(wording.FILE_BINARY)
    return text


def nearly_utf8(data: bytes) -> str | None:
    """UTF-8 with a character broken here and there, as in a file cut short; None for what is
    another encoding or no text."""
    text = data.decode("utf-8-sig", errors="replace")
    broken, beyond = text.count("\ufffd"), sum(not c.isascii() for c in text)
    if broken > max(3, beyond / 20) or len(_CONTROL.findall(text)) > len(text) / 200:
        return None
    return text.replace("\ufffd", "")


def _line(raw: str) -> Line:
    text = _SPACES.sub(" ", _CONTROL.sub("", raw))
    return Line(raw, re.sub(r" {2,}", " ", text).strip())


def _split_at_lost_form_feeds(lines: list[str]) -> list[list[str]]:
    starts = [i for i in range(1, len(lines)) if _starts_page(lines, i)]
    if not starts:
        return [lines]
    starts.extend(i for i in range(1, len(lines)) if _after_blank_gap(lines, i))
    bounds = [0, *sorted(set(starts)), len(lines)]
    return [lines[a:b] for a, b in pairwise(bounds)]


def _starts_page(lines: list[str], i: int) -> bool:
    """A lost form feed leaves one space before the page's first line and, unlike a lost
    bullet, no blank line above it; what follows reads as a heading or goes on a sentence.
    """
    line = lines[i]
    if not line.startswith(" ") or line.startswith("  ") or not lines[i - 1].strip():
        return False
    following = lines[i + 1].strip() if i + 1 < len(lines) else ""
    return _reads_as_heading(line.strip(), following) or _goes_on(line.strip())


def _after_blank_gap(lines: list[str], i: int) -> bool:
    return i >= _BREAK_BLANKS and lines[i] != "" and not any(lines[i - _BREAK_BLANKS : i])


def _reads_as_heading(line: str, following: str) -> bool:
    """Known words, a capital first (after a logo read as one sign), no sentence end; a line
    that stops on « de la » goes on in the next one."""
    line = re.sub(r"^(?:[^\w«]+|\w\s)+", "", line)
    found = re.findall(r"[^\W\d_]+", line)
    if not found or _ADDRESS.match(line) or _HEADING_END.search(line):
        return False
    if Lexicon.shared().known_share(found) < 0.6 or not (found[0][0].isupper() or line[0] == "«"):
        return False
    return found[-1].isupper() or fold(found[-1]) not in _NEVER_LAST or following != ""


def _goes_on(line: str) -> bool:
    """Lower-case prose of several known words: a sentence cut by the page's end."""
    found = re.findall(r"[^\W\d_]+", line)
    if len(found) < 4 or _ADDRESS.match(line) or not re.match(r"[^\W\d_]", line):
        return False
    if not found[0].islower():
        return False
    return sum(Lexicon.shared().knows(w) for w in found) >= 0.7 * len(found)


_NEVER_LAST = frozenset(
    "a au aux avec ce ces cette dans de des du en et la le les leur mais ou par pour qu que qui"
    " sa se ses son sous sur un une vers d l".split()
)
