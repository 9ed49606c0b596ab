"""Passages of different files that say the same: the cleanest is kept, the others are its twins.

Nothing unique is lost: lines of a twin that its counterpart lacks become a passage of their
own. Two passages are never merged when a number or the words of a list item differ, because
the documents do disagree in places and the reader must see it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from assistant.domain import Document, Passage, Span
from assistant.french import content_words
from assistant.ingest.bullets import BULLET
from assistant.ingest.readable import is_clear
from assistant.ingest.same import Line, is_said, is_said_across, lines_of
from assistant.lexicon import Lexicon

UNIQUE = "~u"
"""Ends the id of a passage made of what only a twin says."""

_SAME_ITEM = 86.0
_COVERED = 0.6
_MIN_SHARED, _MOST_WORDS = 0.3, 0.8
_RARE = 200
_MIN_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{2,}")
_ITEM = re.compile(r"^(?:• )?(\d{1,2})[.)] ?(?=\D)")


def merge_twins(documents: Sequence[Document], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Every passage; canonical ones carry the ids of their `twins`. Idempotent.

    A passage whose id stands in another's `twins` is a twin: stored, not indexed.
    """
    bare = [replace(p, twins=()) for p in passages if not p.id.endswith(UNIQUE)]
    order = _by_cleanliness(documents, bare)
    kept = _Kept()
    twins: dict[str, list[str]] = defaultdict(list)
    unique: dict[str, Passage] = {}
    for passage in order:
        lines = lines_of(passage)
        found = _counterparts(passage, lines, kept)
        if found is None:
            kept.add(passage, lines)
            continue
        homes, left = found
        for home in homes:
            twins[home].append(passage.id)
        rest = _only(passage, lines, left)
        if rest is not None:
            unique[passage.id] = rest
            kept.add(rest, lines_of(rest))
    return tuple(_with_twins(bare, twins, unique))


def _with_twins(
    passages: Iterable[Passage], twins: dict[str, list[str]], unique: dict[str, Passage]
) -> Iterator[Passage]:
    for passage in passages:
        yield replace(passage, twins=tuple(twins.get(passage.id, ())))
        if passage.id in unique:
            rest = unique[passage.id]
            yield replace(rest, twins=tuple(twins.get(rest.id, ())))


def _by_cleanliness(documents: Sequence[Document], passages: Sequence[Passage]) -> list[Passage]:
    """Documents with the fewest restored passages first; the catalogue's word for a tie."""
    restored: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for passage in passages:
        total[passage.document_id] += 1
        restored[passage.document_id] += passage.restored
    copies = {d.id: bool(d.same_as or d.part_of) for d in documents}
    rank = {
        name: (restored[name] / total[name] > 0.2, copies.get(name, False), i)
        for i, name in enumerate(dict.fromkeys(p.document_id for p in passages))
    }
    return sorted(passages, key=lambda p: rank[p.document_id])


class _Kept:
    """Canonical passages so far, found by the rarer words they share."""

    def __init__(self) -> None:
        self.passages: dict[str, Passage] = {}
        self.lines: dict[str, list[Line]] = {}
        self._postings: dict[str, set[str]] = defaultdict(set)

    def add(self, passage: Passage, lines: list[Line]) -> None:
        self.passages[passage.id] = passage
        self.lines[passage.id] = lines
        for word in set(content_words(passage.text)):
            self._postings[word].add(passage.id)

    def near(self, text: str, share: float = _MIN_SHARED) -> list[str]:
        """Ids that share enough content words, the nearest first."""
        words = set(content_words(text))
        votes: Counter[str] = Counter()
        for word in words:
            holders = self._postings.get(word, ())
            if len(holders) <= _RARE:
                votes.update(holders)
        least = max(2.0, share * len(words))
        return [name for name, count in votes.most_common(8) if count >= least]


def _counterparts(
    passage: Passage, lines: list[Line], kept: _Kept
) -> tuple[list[str], list[int]] | None:
    """Where the passage is said already (ids), and the indexes of the lines that are not;
    None when it must stay."""
    left = list(range(len(lines)))
    homes: list[str] = []
    for name in kept.near(passage.text):
        other = kept.passages[name]
        if other.kind == "note" != passage.kind or _items_differ(lines, kept.lines[name]):
            continue
        said = [i for i in left if _says(other, kept.lines[name], lines[i], passage.restored)]
        if sum(lines[i].words for i in said) >= 0.25 * sum(x.words for x in lines):
            homes.append(name)
            left = [i for i in left if i not in said]
    covered = 1 - sum(lines[i].words for i in left) / max(1, sum(x.words for x in lines))
    if not homes or covered < _COVERED:
        return None
    return homes, [i for i in left if not _is_said_elsewhere(lines[i], kept, passage.restored)]


def _is_said_elsewhere(line: Line, kept: _Kept, scan: bool) -> bool:
    return any(
        _says(kept.passages[name], kept.lines[name], line, scan)
        for name in kept.near(line.text, _MOST_WORDS)
    )


def _says(other: Passage, others: list[Line], line: Line, scan: bool) -> bool:
    return is_said(line, others, other.heading) or (
        scan and is_said_across(line, others, other.heading, Lexicon.shared())
    )


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
