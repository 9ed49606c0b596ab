"""Passages as the pieces an answer may quote: sentences and list items, each legible alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain import Passage
from assistant.french import fold, sentences, stems

_ITEM = re.compile(r"^(?:• |- |\d{1,2}[.)]|[A-Z]\.(?=[a-zé]))")
_SIGNS = re.compile(r"^(?:• |- )?(?:\d{1,2}[.)]\s?|[A-Z]\.(?=[a-zé]))?")
_STRANGE = re.compile(
    r"[_|\\{}\[\]<>=@#^~¥£§*]|[a-zà-ÿ][A-Z]{2,}|\w[:;]\w|[“”‘\"].?[A-Za-z]$"
    r"|\d[-–]\d{3}%|\b[a-z]\d\b|\d[\"“”]|[A-Z]- [A-Z]"
)
_TINY = frozenset(
    "a à y ô au aux ce ci co de du en et il je la le là ma me mu ne ni on or ou où sa se si su ta"
    " te tu"
    " un va vu l d n s c j m t qu of p no".split()
)


@dataclass(frozen=True, slots=True)
class Unit:
    """`passage.text[start:end]`; `line` and `index` are its places, 0-based."""

    passage: Passage
    start: int
    end: int
    line: int
    index: int
    is_item: bool
    stems: frozenset[str]

    @property
    def text(self) -> str:
        return self.passage.text[self.start : self.end]

    @property
    def words(self) -> int:
        return len(self.text.split())

    @property
    def number(self) -> int | None:
        """The item's own number, if it has one."""
        match = re.match(r"(?:• )?(\d{1,2})[.)]", self.text)
        return int(match.group(1)) if match else None


def units(passage: Passage) -> tuple[Unit, ...]:
    """The pieces of a passage in reading order; a list item is one piece however long."""
    return tuple(_units(passage))


def _units(passage: Passage) -> Iterator[Unit]:
    index = start = 0
    for line_number, line in enumerate(passage.text.split("\n")):
        is_item = bool(_ITEM.match(line))
        spans = [(0, len(line))] if is_item and line.strip() else sentences(line)
        for a, b in spans:
            yield Unit(
                passage,
                start + a,
                start + b,
                line_number,
                index,
                is_item,
                frozenset(stems(line[a:b])),
            )
            index += 1
        start += len(line) + 1


def is_running(pieces: Sequence[Unit]) -> bool:
    """Whether pieces are running text (sentences with their full stops) rather than a slide."""
    return sum(u.text.endswith((".", "!", "?")) for u in pieces) >= 2


def is_legible(text: str) -> bool:
    """Whether a reader can make sense of a piece: words, few stray signs. What a scan made of a
    figure or of two columns read across is not."""
    text = _SIGNS.sub("", text.replace("=>", "").replace("→", ""))
    tokens = text.split()
    found = re.findall(r"(?<![\w&])[^\W\d_]+(?!&)", text)
    if not found:
        return False
    strange = len(_STRANGE.findall(text))
    tiny = sum(len(w) <= 2 and fold(w) not in _TINY for w in found)
    voiceless = sum(len(w) > 3 and not re.search(r"[aeiouy]", fold(w)) for w in found)
    return strange + tiny + 2 * voiceless <= max(0.5, 0.07 * len(tokens)) or (
        strange == 0 and voiceless == 0 and tiny <= 0.12 * len(tokens)
    )
