"""Passages of different files that say the same: the cleanest is kept, the others are its twins.

Nothing unique is lost: lines of a twin that its counterpart lacks become a passage of their
own. Two passages are never merged when a number or the words of a list item differ, because
the documents do disagree in places and the reader must see it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from assistant.domain import Document, Passage, Span
from assistant.french import content_words, fold, numbers
from assistant.lexicon import Lexicon

UNIQUE = "~u"
"""Ends the id of a passage made of what only a twin says."""

_SAME_LINE, _SAME_ITEM = 88.0, 86.0
_COVERED = 0.6
_MIN_SHARED = 0.3
_RARE = 200
_MIN_UNIQUE_WORDS = 8
_ITEM = re.compile(r"^(?:• )?(\d{1,2})[.)] ?(?=\D)")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    folded: str
    numbers: Counter[str]
    words: int


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
        lines = _lines(passage)
        found = _counterparts(passage, lines, kept)
        if found is None:
            kept.add(passage, lines)
            continue
        homes, left = found
        for home in homes:
            twins[home].append(passage.id)
        rest = _only(passage, [lines[i] for i in left], left)
        if rest is not None:
            unique[passage.id] = rest
            kept.add(rest, _lines(rest))
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
        self.lines: dict[str, list[_Line]] = {}
        self._postings: dict[str, set[str]] = defaultdict(set)

    def add(self, passage: Passage, lines: list[_Line]) -> None:
        self.passages[passage.id] = passage
        self.lines[passage.id] = lines
        for word in set(content_words(passage.text)):
            self._postings[word].add(passage.id)

    def near(self, passage: Passage) -> list[str]:
        """Ids that share enough content words, the nearest first."""
        words = set(content_words(passage.text))
        votes: Counter[str] = Counter()
        for word in words:
            holders = self._postings.get(word, ())
            if len(holders) <= _RARE:
                votes.update(holders)
        least = max(2.0, _MIN_SHARED * len(words))
        return [name for name, count in votes.most_common(8) if count >= least]


def _lines(passage: Passage) -> list[_Line]:
    """The passage's lines as its file has them: a scan's columns cut differently."""
    texts = [passage.text[s.start : s.end] for s in passage.spans] or passage.text.split("\n")
    return [
        _Line(text, fold(text).strip("•- "), Counter(numbers(text)), len(text.split()))
        for text in texts
    ]


def _counterparts(
    passage: Passage, lines: list[_Line], kept: _Kept
) -> tuple[list[str], list[int]] | None:
    """Where the passage is said already (ids), and the indexes of the lines that are not;
    None when it must stay."""
    left = list(range(len(lines)))
    homes: list[str] = []
    for name in kept.near(passage):
        other = kept.passages[name]
        if other.kind == "note" != passage.kind or _items_differ(lines, kept.lines[name]):
            continue
        said = [i for i in left if _is_said(lines[i], kept.lines[name])]
        if sum(lines[i].words for i in said) >= 0.25 * sum(x.words for x in lines):
            homes.append(name)
            left = [i for i in left if i not in said]
    covered = 1 - sum(lines[i].words for i in left) / max(1, sum(x.words for x in lines))
    return (homes, left) if homes and covered >= _COVERED else None


def _items_differ(lines: list[_Line], others: list[_Line]) -> bool:
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


def _is_said(line: _Line, others: list[_Line]) -> bool:
    """Whether one line of the counterpart (or its whole text) says the same, numbers too."""
    whole = " ".join(o.folded for o in others)
    if line.numbers - Counter(numbers(whole)) or len(line.folded) > len(whole) + 10:
        return False
    alignment = fuzz.partial_ratio_alignment(line.folded, whole, score_cutoff=_SAME_LINE)
    if alignment is None:
        return False
    place = whole[max(0, alignment.dest_start - 8) : alignment.dest_end + 8]
    return not line.numbers - Counter(numbers(place))


def _only(passage: Passage, lines: list[_Line], indexes: list[int]) -> Passage | None:
    """A passage of the lines that stand nowhere else, if they make sense."""
    lexicon = Lexicon.shared()
    sound = [
        i
        for i, line in zip(indexes, lines, strict=True)
        if line.words >= 3 and lexicon.known_share(re.findall(r"[^\W\d_]+", line.text)) >= 0.75
    ]
    if (
        sum(len(passage.text[passage.spans[i].start : passage.spans[i].end].split()) for i in sound)
        < _MIN_UNIQUE_WORDS
    ):
        return None
    text, spans = "", []
    for before, i in zip([None, *sound], sound, strict=False):
        span = passage.spans[i]
        glue = " " if before == i - 1 and "\n" not in passage.text[span.start - 1] else "\n"
        text += glue if text else ""
        piece = passage.text[span.start : span.end]
        spans.append(Span(len(text), len(text) + len(piece), span.raw_start, span.raw_end))
        text += piece
    return replace(passage, id=passage.id + UNIQUE, text=text, spans=tuple(spans))
