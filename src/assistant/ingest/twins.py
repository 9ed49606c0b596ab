"""Passages of different files that say the same: the cleanest is kept, the others are its twins.

Nothing unique is lost: lines of a twin that its counterpart lacks become a passage of their
own. Two passages are never merged when a number or the words of a list item differ, because
the documents do disagree in places and the reader must see it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from assistant.domain import Document, Passage, Span
from assistant.ingest.alike import MOST_PARTNERS, Partners, pairs_of, partners
from assistant.ingest.bullets import BULLET
from assistant.ingest.readable import is_clear
from assistant.ingest.same import Line, Said, is_said, is_said_across, lines_of, said_by
from assistant.lexicon import Lexicon
from assistant.standing import precedence

UNIQUE = "~u"
"""Ends the id of a passage made of what only a twin says."""

_SAME_ITEM = 86.0
_COVERED = 0.6
_NEAREST = 8
_FEW_PAIRS, _SOME_PAIRS, _MOST_PAIRS = 0.1, 0.4, 0.5
"""Shares of the pairs of words of a passage or a line that another must hold: misreadings take
one pair in three or four, and a passage may stand in several others."""
_LONG_LINE = 6
_MIN_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_ITEM = re.compile(r"^(?:• )?(\d{1,2})[.)] ?(?=\D)")


@dataclass(frozen=True, slots=True)
class Settled:
    """Documents (ids) whose passages come as an earlier merge left them, twins and all, and
    stand in time as they did. Where others have left or changed since, `loose` are the ids of
    all that was a twin then: what it stood for may be gone."""

    documents: Collection[str] = ()
    loose: Collection[str] = ()


def merge_twins(
    documents: Sequence[Document], passages: Sequence[Passage], settled: Settled | None = None
) -> tuple[Passage, ...]:
    """Every passage; canonical ones carry the ids of their `twins`. Idempotent.

    A passage whose id stands in another's `twins` is a twin: stored, not indexed. What is
    `settled` is compared again only where something that shares words with it is new, or does
    not stay as it was: the result is the same, sooner.
    """
    bare = [replace(p, twins=()) for p in passages if not p.id.endswith(UNIQUE)]
    order = _by_cleanliness(documents, bare)
    shared = partners([p.text for p in order])
    kept = _Kept(order, shared)
    before = _Before(passages, settled or Settled())
    moved: set[int] = set()
    twins: dict[str, list[str]] = defaultdict(list)
    unique: dict[str, Passage] = {}
    for place, passage in enumerate(order):
        found = was = before.merged(passage)
        if before.is_open(passage, shared.get(place, ())) or not moved.isdisjoint(
            shared.get(place, ())
        ):
            found = _merged(passage, kept)
            if before.is_new(passage) or _stays(found) != _stays(was):
                moved.add(place)
        if found is None:
            kept.add(passage)
            continue
        homes, rest = found
        for home in homes:
            twins[home].append(passage.id)
        if rest is not None:
            unique[passage.id] = rest
            kept.add(passage, rest)
    return tuple(_with_twins(bare, twins, unique))


_Merged = tuple[Sequence[str], Passage | None]
"""Where a passage is said already (ids), and what it alone says."""


def _stays(merged: _Merged | None) -> str | None:
    """What stays to be compared with others of a passage: all of it (None), a rest, nothing."""
    if merged is None:
        return None
    _, rest = merged
    return rest.text if rest is not None else ""


def _merged(passage: Passage, kept: _Kept) -> _Merged | None:
    found = _counterparts(passage, kept)
    if found is None:
        return None
    homes, left = found
    return homes, _only(passage, kept.lines_of(passage), left)


class _Before:
    """What an earlier merge found of the passages that are settled."""

    def __init__(self, passages: Sequence[Passage], settled: Settled) -> None:
        self._settled = settled
        self._homes: dict[str, list[str]] = defaultdict(list)
        self._rests: dict[str, Passage] = {}
        for passage in passages:
            if passage.document_id not in settled.documents:
                continue
            for twin in passage.twins:
                self._homes[twin].append(passage.id)
            if passage.id.endswith(UNIQUE):
                self._rests[passage.id.removesuffix(UNIQUE)] = replace(passage, twins=())

    def is_new(self, passage: Passage) -> bool:
        return passage.document_id not in self._settled.documents

    def is_open(self, passage: Passage, shared: Sequence[int]) -> bool:
        """Whether a passage must be compared again whatever became of the others: it is new,
        what it stood for may be gone, or more may share words with it than are looked at."""
        if self.is_new(passage) or passage.id in self._settled.loose:
            return True
        return bool(self._settled.loose) and len(shared) >= MOST_PARTNERS

    def merged(self, passage: Passage) -> _Merged | None:
        homes = self._homes.get(passage.id)
        return (homes, self._rests.get(passage.id)) if homes else None


def _with_twins(
    passages: Iterable[Passage], twins: dict[str, list[str]], unique: dict[str, Passage]
) -> Iterator[Passage]:
    for passage in passages:
        yield replace(passage, twins=tuple(twins.get(passage.id, ())))
        if passage.id in unique:
            rest = unique[passage.id]
            yield replace(rest, twins=tuple(twins.get(rest.id, ())))


def _by_cleanliness(documents: Sequence[Document], passages: Sequence[Passage]) -> list[Passage]:
    """Documents with the fewest restored passages first, originals before their copies, then
    what stands best in time; the catalogue's order for a tie."""
    restored: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for passage in passages:
        total[passage.document_id] += 1
        restored[passage.document_id] += passage.restored
    copies = {d.id: bool(d.same_as or d.part_of) for d in documents}
    times = {place: i for i, place in enumerate(sorted({precedence(d) for d in documents})[::-1])}
    standing = {d.id: times[precedence(d)] for d in documents}
    rank = {
        name: (restored[name] / total[name] > 0.2, copies.get(name, False), standing[name], i)
        for i, name in enumerate(dict.fromkeys(p.document_id for p in passages))
    }
    return sorted(passages, key=lambda p: rank[p.document_id])


class _Kept:
    """Canonical passages so far, and which of them may say what another says."""

    def __init__(self, order: Sequence[Passage], partners: Partners) -> None:
        self._order = order
        self._partners = partners
        self._place = {passage.id: place for place, passage in enumerate(order)}
        self._kept: dict[int, Passage] = {}
        self._lines: dict[str, list[Line]] = {}
        self._said: dict[str, Said] = {}
        self._pairs: dict[str, frozenset[int]] = {}

    def add(self, passage: Passage, rest: Passage | None = None) -> None:
        """`rest` is what stays of it, when only a part does."""
        self._kept[self._place[passage.id]] = rest or passage

    def near(self, passage: Passage) -> list[Passage]:
        """Those that share most with a passage, the nearest first."""
        least = _FEW_PAIRS * len(self._pairs_of(passage))
        return [other for other, shared in self._partners_of(passage) if shared >= least]

    def _partners_of(self, passage: Passage) -> Iterator[tuple[Passage, int]]:
        """The nearest that are kept, and how many pairs of words they share."""
        places = self._partners.get(self._place[passage.id], ())
        found = [self._kept[place] for place in places if place in self._kept]
        mine = self._pairs_of(passage)
        return ((other, len(mine & self._pairs_of(other))) for other in found[:_NEAREST])

    def holding(self, passage: Passage, text: str) -> list[Passage]:
        """Those that hold most of the pairs of words of a line of a passage."""
        wanted = pairs_of(text)
        return [
            other
            for place in self._partners.get(self._place[passage.id], ())
            if (other := self._kept.get(place)) is not None
            and len(wanted & self._pairs_of(other)) >= _MOST_PAIRS * len(wanted)
        ][:_NEAREST]

    def may_say(self, other: Passage, line: Line) -> bool:
        """Whether a look is worth its time: of a long line, some pairs of words stand there."""
        wanted = pairs_of(line.text)
        shared = len(wanted & self._pairs_of(other))
        return len(wanted) < _LONG_LINE or shared >= _SOME_PAIRS * len(wanted)

    def lines_of(self, passage: Passage) -> list[Line]:
        if passage.id not in self._lines:
            self._lines[passage.id] = lines_of(passage)
        return self._lines[passage.id]

    def said_by(self, passage: Passage) -> Said:
        if passage.id not in self._said:
            self._said[passage.id] = said_by(self.lines_of(passage), passage.heading)
        return self._said[passage.id]

    def _pairs_of(self, passage: Passage) -> frozenset[int]:
        if passage.id not in self._pairs:
            self._pairs[passage.id] = pairs_of(passage.text)
        return self._pairs[passage.id]


def _counterparts(passage: Passage, kept: _Kept) -> tuple[list[str], list[int]] | None:
    """Where the passage is said already (ids), and the indexes of the lines that are not;
    None when it must stay."""
    near = kept.near(passage)
    if not near:
        return None
    lines = kept.lines_of(passage)
    left = list(range(len(lines)))
    homes: list[str] = []
    for other in near:
        others = kept.lines_of(other)
        if other.kind == "note" != passage.kind or _items_differ(lines, others):
            continue
        said = [
            i
            for i in left
            if kept.may_say(other, lines[i])
            and _says(kept.said_by(other), lines[i], passage.restored)
        ]
        if sum(lines[i].words for i in said) >= 0.25 * sum(x.words for x in lines):
            homes.append(other.id)
            left = [i for i in left if i not in said]
    covered = 1 - sum(lines[i].words for i in left) / max(1, sum(x.words for x in lines))
    if not homes or covered < _COVERED:
        return None
    return homes, [i for i in left if not _is_said_elsewhere(passage, lines[i], kept)]


def _is_said_elsewhere(passage: Passage, line: Line, kept: _Kept) -> bool:
    return any(
        _says(kept.said_by(other), line, passage.restored)
        for other in kept.holding(passage, line.text)
    )


def _says(said: Said, line: Line, scan: bool) -> bool:
    return is_said(line, said) or (scan and is_said_across(line, said, Lexicon.shared()))


def _items_differ(lines: list[Line], others: list[Line]) -> bool:
    """Whether an item of the same number says something else."""
    theirs = {m.group(1): x for x in others if (m := _ITEM.match(x.text))}
    for line in lines:
        match = _ITEM.match(line.text)
        other = theirs.get(match.group(1)) if match else None
        if other is not None and fuzz.ratio(line.folded, other.folded) < _SAME_ITEM:
            begins = other.folded.startswith(line.folded[:25]) or line.folded.startswith(
                other.folded[:25]
            )
            if not begins:
                return True
    return False


def _only(passage: Passage, lines: list[Line], left: list[int]) -> Passage | None:
    """A passage of the lines that stand nowhere else, if a reader can make them out."""
    lexicon = Lexicon.shared()
    sound = {
        i
        for i in left
        if sum(1 for token in lines[i].text.split() if _WORD.search(token)) >= _MIN_WORDS
        and is_clear(lines[i].text, lexicon)
    }
    if not sound:
        return None
    text, spans, before = "", [], -1
    for i in sorted(_with_company(passage, lines, sound, set(left))):
        span = passage.spans[i]
        follows = before == i - 1 and "\n" not in passage.text[span.start - 1]
        text += (" " if follows else "\n") if text else ""
        piece = passage.text[span.start : span.end]
        spans.append(Span(len(text), len(text) + len(piece), span.raw_start, span.raw_end))
        text += piece
        before = i
    return replace(passage, id=passage.id + UNIQUE, text=text, spans=tuple(spans))


def _with_company(
    passage: Passage, lines: list[Line], sound: set[int], left: set[int]
) -> Iterator[int]:
    """The lines and what they need: a paragraph comes whole when most of it is new, a list item
    with its neighbours, a line with the new ones beside it."""
    beside = {j for i in sound for j in (i - 1, i + 1) if j in left}
    item_before = False
    for paragraph in _paragraphs(passage):
        new = sum(lines[i].words for i in paragraph if i in left)
        mostly_new = 2 * new > sum(lines[i].words for i in paragraph)
        holds = bool(sound.intersection(paragraph))
        is_item = lines[paragraph[0]].text.startswith(BULLET)
        if mostly_new and (holds or (is_item and item_before)):
            yield from paragraph
        elif holds:
            yield from (i for i in paragraph if i in sound or i in beside)
        item_before = is_item and mostly_new and (holds or item_before)


def _paragraphs(passage: Passage) -> Iterator[list[int]]:
    """Indexes of the spans of each line of the passage's text."""
    group: list[int] = []
    for i, span in enumerate(passage.spans):
        if group and passage.text[span.start - 1] == "\n":
            yield group
            group = []
        group.append(i)
    yield group
