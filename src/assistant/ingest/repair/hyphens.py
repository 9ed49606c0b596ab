"""Words cut at a line end are made whole again; true hyphens stay."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon import Lexicon

# Looked for at the beginning of words only: else a word of 4,000 letters costs their square.
_CUT = re.compile(r"(?<![^\W\d_])([^\W\d_]+)[-‐\u00ad]$")
_REST = re.compile(r"([^\W\d_]+)")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+")
_TAIL = re.compile(r"[^\W\d_]+\S*(?: [»!?”):;][^\s\w]*)*")
_PREFIX_END = re.compile(r"\((?:re|ré|dé|co|in)\)$", re.IGNORECASE)
_PREFIXES = frozenset(
    "anti après arrière auto avant bien celle celles celui ceux co contre demi est ex franco inter"
    " macro mal mi micro moi multi non nord nous ouest outre peut plein post pré quasi quelques"
    " rendez sans semi socio sous sud sur toi trans ultra vice vous lui eux elle elles".split()
)


def compounds(texts: Sequence[str]) -> frozenset[str]:
    """The hyphenated words that the lines hold whole (lower case): these keep their hyphen."""
    return frozenset(m.group().lower() for text in texts for m in _COMPOUND.finditer(text))


def join_line_ends(texts: Sequence[str], lexicon: Lexicon, vocabulary: frozenset[str]) -> list[str]:
    """The same lines, where a word cut by a hyphen stands whole on the upper line.

    The rest may follow after one blank line. `vocabulary`: see `compounds`.
    """
    lines = list(texts)
    for i, line in enumerate(lines):
        cut = _CUT.search(line) or _PREFIX_END.search(line)
        if cut is None:
            continue
        below = next((j for j in (i + 1, i + 2) if j < len(lines) and lines[j]), None)
        rest = _REST.match(lines[below]) if below is not None else None
        if below is None or rest is None:
            continue
        if cut.re is _PREFIX_END:
            head = line if rest.group()[0].islower() else None
        else:
            head = _head(line, cut, rest.group(), lexicon, vocabulary)
        if head is None:
            continue
        tail = _TAIL.match(lines[below])
        assert tail is not None
        lines[i] = head + tail.group()
        lines[below] = lines[below][tail.end() :].lstrip()
    return lines


def _head(
    line: str, cut: re.Match[str], rest: str, lexicon: Lexicon, vocabulary: frozenset[str]
) -> str | None:
    """The upper line up to where the rest of its word goes on; None when it does not."""
    if not _continues(cut.group(1), rest):
        return None
    keeps = _keeps_hyphen(line, cut.group(1), rest, lexicon, vocabulary)
    return line[: cut.end(1)] + ("-" if keeps else "")


def _continues(head: str, rest: str) -> bool:
    return rest[0].islower() or (head.isupper() and rest.isupper())


def _keeps_hyphen(
    line: str, head: str, rest: str, lexicon: Lexicon, vocabulary: frozenset[str]
) -> bool:
    whole = re.search(r"([\w-]+)[-‐\u00ad]$", line)
    compound = f"{whole.group(1) if whole else head}-{rest}".lower()
    if compound in vocabulary or f"{head}-{rest}".lower() in vocabulary:
        return True
    if head.isupper() and rest.isupper():
        return False
    joined = lexicon.frequency(head + rest)
    if head.lower() in _PREFIXES:
        return joined < 1e-6
    if joined > 0:
        return False
    return head[0].isupper() and rest[0].isupper()
