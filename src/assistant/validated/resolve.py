"""Where the quoted words stand today, whatever the cutting of the documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from assistant import quotes, wording
from assistant.domain import Document, Passage
from assistant.ingest.expansion import Expansion, resolve
from assistant.validated.format import Source

_LIKE = 50.0
"""Of 100: below this, the nearest words would help nobody."""
_SHOWN = 240
_SLACK = 1.3
_STOPS = ",;:.!?…"
_TRIMMED = " \t\n\u00a0\u202f«»“”\"'()[]•-"


@dataclass(frozen=True, slots=True)
class Found:
    """`passage.text[start:end]` is what a source quotes."""

    passage: Passage
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.passage.text[self.start : self.end]


class Resolver:
    """Knows the passages of one build."""

    def __init__(self, documents: Sequence[Document], passages: Sequence[Passage]) -> None:
        self._names = [document.id for document in documents]
        self._passages = passages
        self._by_id = {passage.id: passage for passage in passages}

    def find(self, sources: Sequence[Source]) -> Mapping[Source, Found]:
        """Those that are found; the others are gone."""
        rows = {source: Expansion(source.document, source.quote, ()) for source in sources}
        resolved = resolve(list(dict.fromkeys(rows.values())), self._passages).rows
        homes = {row: name for name, held in resolved.items() for row in held}
        found: dict[Source, Found] = {}
        for source, row in rows.items():
            if row in homes:
                place = self._place(self._by_id[homes[row]], source)
                if place is not None:
                    found[source] = place
        return found

    def _place(self, home: Passage, source: Source) -> Found | None:
        """In the passage that stands for all that say the same, else where it was read."""
        own = (p for p in self._passages if p.document_id == source.document and p.id != home.id)
        for passage in (home, *own):
            span = locate(passage, source.quote)
            if span is not None:
                return Found(passage, *span)
        return None

    def explain(self, source: Source) -> str:
        """What an editor should know to find again words that are gone (French)."""
        if source.document not in self._names:
            near = get_close_matches(source.document, self._names, 1, 0.5)
            said = wording.VALIDATED_DOCUMENT_NEAR if near else wording.VALIDATED_DOCUMENT_UNKNOWN
            return said.format(document=source.document, near="".join(near))
        others = (p for p in self._passages if p.document_id != source.document)
        other = next((p for p in others if quotes.holds(p.text, source.quote)), None)
        if other is not None:
            return wording.VALIDATED_QUOTE_ELSEWHERE.format(
                document=source.document, other=other.document_id
            )
        near_text = self._nearest(source)
        said = wording.VALIDATED_QUOTE_NEAR if near_text else wording.VALIDATED_QUOTE_GONE
        return said.format(document=source.document, near=near_text)

    def _nearest(self, source: Source) -> str:
        wanted = quotes.fold(source.quote)
        best, text = _LIKE, ""
        for passage in self._passages:
            if passage.document_id == source.document:
                aligned = fuzz.partial_ratio_alignment(wanted, quotes.fold(passage.text))
                if aligned is not None and aligned.score > best:
                    best, text = aligned.score, _around(passage.text, aligned.dest_start)
        return text


_CLOSING, _OPENING = re.compile(r"\s?»"), re.compile(r"«\s?$")


def locate(passage: Passage, quote: str) -> tuple[int, int] | None:
    """The span of `passage.text` that a quote stands for, from word to word; None where it does
    not hold it. Words of the file as it is (`passage.raw`) are followed to the repaired text."""
    exact = passage.text.find(quote)
    if exact >= 0:
        return exact, exact + len(quote)
    span = _locate(passage.text, quote)
    if span is not None:
        return span
    raw = _locate(passage.raw, quote)
    return _repaired(passage, *raw) if raw is not None else None


def _locate(text: str, quote: str) -> tuple[int, int] | None:
    if not quotes.holds(text, quote):
        return None
    wanted = quotes.tokens(quote)
    placed = list(_placed(text))
    names = [name for name, _, _ in placed]
    reach = int(len(wanted) * _SLACK) + 1
    starts = [n for n, name in enumerate(names) if name in wanted[:3]] or range(len(names))
    start = max(starts, key=lambda n: (LCSseq.similarity(wanted, names[n : n + reach]), n))
    window = names[start : start + reach]
    if LCSseq.similarity(wanted, window) < quotes.SHARE_IN_ORDER * len(wanted):
        return None
    kept = [op.dest_start for op in LCSseq.opcodes(wanted, window) if op.tag == "equal"]
    ends = [op.dest_end for op in LCSseq.opcodes(wanted, window) if op.tag == "equal"]
    first, last = placed[start + kept[0]][1], placed[start + ends[-1] - 1][2]
    if quote[-1] not in _STOPS:
        last = first + len(text[first:last].rstrip(_STOPS))
    return _balanced(text, first, last)


def _balanced(text: str, start: int, end: int) -> tuple[int, int]:
    """With the guillemet that closes or opens the words, where it stands right beside them."""
    opened, closed = (text.count(sign, start, end) for sign in "«»")
    if opened > closed and (found := _CLOSING.match(text, end)):
        end = found.end()
    if closed > opened and (found := _OPENING.search(text[:start])):
        start = found.start()
    return start, end


def _placed(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text as quotes are compared, and the run of signs where each stands."""
    end = 0
    for run in text.split():
        start = text.index(run, end)
        end = start + len(run)
        left = len(run) - len(run.lstrip(_TRIMMED))
        right = len(run.rstrip(_TRIMMED))
        for name in quotes.tokens(run):
            yield name, start + left, start + right


def _repaired(passage: Passage, start: int, end: int) -> tuple[int, int] | None:
    """The part of the repaired text that was read from `passage.raw[start:end]`."""
    over = [s for s in passage.spans if s.raw_start < end and start < s.raw_end]
    return (over[0].start, over[-1].end) if over else None


def _around(text: str, at: int) -> str:
    """Some words of a text near a place, on one line."""
    start = text.rfind(" ", 0, max(0, at)) + 1
    cut = " ".join(text[start : start + _SHOWN].split())
    return cut if start + _SHOWN >= len(text) else f"{cut.rpartition(' ')[0]}…"
