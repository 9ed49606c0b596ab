"""Documents that say the same: runs of words they share, passages known to be twins."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assistant.audit.values import Overlap
from assistant.domain import Passage
from assistant.ingest.twins import UNIQUE
from assistant.quotes import tokens

Hashes = NDArray[np.uint64]

RUN = 4
"""Words to a run: what two documents share by chance is shorter."""
_LEAST = 0.3
_FEWEST_RUNS = 20
_MOST_RUNS = 4_000_000
"""Beyond, one run in so many stands for all: the same ones in every document."""
_MOST_HOLDERS = 40
"""A run that more documents hold is a formula, and tells nothing of any two."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(31)


def find_overlaps(
    passages: Mapping[str, Sequence[Passage]], least: float = _LEAST
) -> tuple[Overlap, ...]:
    """Pairs of documents of which one holds `least` or more of the other, the most alike first.
    The one that is held most comes first in its pair."""
    runs = _runs(passages)
    shared = _shared(runs)
    said = _said(passages)
    found = []
    for one, other in sorted(shared.keys() | {(min(p), max(p)) for p in said}):
        there = _share(one, other, runs, shared, said, passages)
        back = _share(other, one, runs, shared, said, passages)
        if max(there, back) < least:
            continue
        if back > there:
            one, other, there, back = other, one, back, there
        found.append(Overlap(one, other, there, back, said[one, other].passages))
    return tuple(sorted(found, key=lambda pair: (-pair.share, -pair.back)))


@dataclass(slots=True)
class _Said:
    """Passages of one document that another says, and their words."""

    passages: int = 0
    words: int = 0


def _share(
    one: str,
    other: str,
    runs: Mapping[str, Hashes],
    shared: Mapping[tuple[str, str], int],
    said: Mapping[tuple[str, str], _Said],
    passages: Mapping[str, Sequence[Passage]],
) -> float:
    """How much of `one` stands in `other`: by the words they share or, for scans, where many
    words are misread, by the passages known to be twins."""
    count = len(runs[one])
    by_runs = shared.get((min(one, other), max(one, other)), 0) / count if count else 0.0
    twins = said.get((one, other))
    if twins is None:
        return by_runs
    whole = sum(len(p.text.split()) for p in _own(passages[one]))
    return max(by_runs, min(1.0, twins.words / whole if whole else 0.0))


def _runs(passages: Mapping[str, Sequence[Passage]]) -> dict[str, Hashes]:
    """The distinct runs of words of each document."""
    numbers: dict[str, int] = {}
    found = {name: _hashes(items, numbers) for name, items in passages.items()}
    every = -(-sum(map(len, found.values())) // _MOST_RUNS)
    if every > 1:
        found = {name: runs[runs % np.uint64(every) == 0] for name, runs in found.items()}
    return {name: runs if len(runs) >= _FEWEST_RUNS else runs[:0] for name, runs in found.items()}


def _hashes(passages: Iterable[Passage], numbers: dict[str, int]) -> Hashes:
    pieces = [np.empty(0, np.uint64)]
    for passage in passages:
        words = tokens(passage.text)
        if len(words) >= RUN:
            ids = [numbers.setdefault(word, len(numbers) + 1) for word in words]
            pieces.append(_rolled(np.array(ids, np.uint64)))
    return np.unique(np.concatenate(pieces))


def _rolled(ids: Hashes) -> Hashes:
    """A number for each run of words (multiplied and mixed, wrapping around)."""
    size = len(ids) - RUN + 1
    rolled = ids[:size].copy()
    for k in range(1, RUN):
        rolled = rolled * _FACTOR + ids[k : k + size]
        rolled = (rolled ^ (rolled >> _SHIFT)) * _MIX
    return rolled ^ (rolled >> _SHIFT)


def _shared(runs: Mapping[str, Hashes]) -> dict[tuple[str, str], int]:
    """How many runs each pair of documents (in the order of their names) has in common."""
    names = sorted(runs)
    if not names:
        return {}
    every = np.concatenate([runs[name] for name in names])
    owners = np.concatenate([np.full(len(runs[name]), n) for n, name in enumerate(names)])
    order = np.argsort(every, kind="stable")
    every, owners = every[order], owners[order]
    starts = np.flatnonzero(np.concatenate(([True], every[1:] != every[:-1])))
    sizes = np.diff(np.append(starts, len(every)))
    counts: Counter[tuple[str, str]] = Counter()
    groups: Counter[tuple[int, ...]] = Counter()
    several = (sizes > 1) & (sizes <= _MOST_HOLDERS)
    for start, size in zip(starts[several].tolist(), sizes[several].tolist(), strict=True):
        groups[tuple(owners[start : start + size].tolist())] += 1
    for holders, number in groups.items():
        for one, other in combinations(holders, 2):
            counts[names[one], names[other]] += number
    return counts


def _said(passages: Mapping[str, Sequence[Passage]]) -> defaultdict[tuple[str, str], _Said]:
    """What passages of the first document the second one stands for, by the twins of the index."""
    by_id = {p.id: p for items in passages.values() for p in items}
    found: defaultdict[tuple[str, str], _Said] = defaultdict(_Said)
    seen: set[tuple[str, str]] = set()
    for passage in by_id.values():
        for twin in (by_id[name] for name in passage.twins if name in by_id):
            key = (twin.id, passage.document_id)
            if twin.document_id == passage.document_id or key in seen:
                continue
            seen.add(key)
            pair = found[twin.document_id, passage.document_id]
            pair.passages += 1
            pair.words += len(twin.text.split())
    return found


def _own(passages: Iterable[Passage]) -> list[Passage]:
    """Without those made of what only a twin says, whose words are counted in the twin."""
    return [passage for passage in passages if not passage.id.endswith(UNIQUE)]
