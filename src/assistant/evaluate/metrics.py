"""From answers to measures: pure functions, one flag per item and per measure.

A flag is absent where a measure does not apply to an item; a rate counts the flags that are
there. An empty rate is NaN, never a pass.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.domain import Answer, Citation, Passage
from assistant.errors import UnknownPassage
from assistant.evaluate.gold import SMALLTALK, GoldItem
from assistant.evaluate.matching import PassageOf, is_evidence
from assistant.quotes import fold

CUTS = (1, 3, 5, 10)
BUDGET = 4_000
"""Characters of ranked text that an answer can be written from."""
Z_95 = 1.959963984540054

FLAGS = (
    *(f"hit@{cut}" for cut in CUTS),
    "evidence_4000",
    "correct",
    "citation_relevance",
    "citation_support",
    "must_abstain",
    "wrong_refusals",
    "courtesy",
    "no_forbidden",
)
COUNTS = ("facts", "citation_precision")
LEVELS = ("mrr@10",)
LATENCIES = ("p50_ms", "p95_ms")
MEASURES = (*FLAGS, *COUNTS, *LEVELS, *LATENCIES)
LOWER_IS_BETTER = frozenset({"wrong_refusals", *LATENCIES})

_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Rate:
    """So many out of so many, with its 95 % Wilson interval."""

    count: int
    total: int

    @property
    def value(self) -> float:
        return self.count / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.count, self.total)


@dataclass(frozen=True, slots=True)
class Level:
    """A number that is not a share of successes, and how many items it stands on."""

    value: float
    total: int


Measures = Mapping[str, Rate | Level]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question put to the assistant: its answer, the bare ranking and the time it took."""

    item: GoldItem
    answer: Answer
    ranking: tuple[Passage, ...]
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Score:
    """One judged outcome. `counts` holds (successes, trials); `rank` is 1-based."""

    id: str
    split: Literal["dev", "test"]
    type: str
    flags: Mapping[str, bool]
    counts: Mapping[str, tuple[int, int]]
    ranked: bool
    rank: int | None
    milliseconds: float


def wilson(count: int, total: int, z: float = Z_95) -> tuple[float, float]:
    """Wilson score interval of a proportion (Wilson, 1927); NaN for no trials."""
    if total == 0:
        return math.nan, math.nan
    share, spread = count / total, z * z / total
    centre = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * math.sqrt((share * (1 - share) + spread / 4) / total)
    return max(0.0, centre - half), min(1.0, centre + half)


def percentile(values: Sequence[float], share: float) -> float:
    """Nearest-rank percentile; NaN for no values."""
    if not values:
        return math.nan
    return sorted(values)[max(1, math.ceil(share * len(values))) - 1]


def judge(outcome: Outcome, passage_of: PassageOf) -> Score:
    """Everything that is measured on one outcome."""
    item, answer = outcome.item, outcome.answer
    answered = answer.verdict == "answered"
    flags: dict[str, bool] = {}
    counts: dict[str, tuple[int, int]] = {}
    rank = None
    if item.answerable:
        facts = facts_found(item, answer)
        rank = first_rank(item, outcome.ranking[: max(CUTS)], passage_of)
        flags |= {f"hit@{cut}": rank is not None and rank <= cut for cut in CUTS}
        flags["evidence_4000"] = within_budget(item, outcome.ranking, passage_of)
        flags["correct"] = (
            answered and all(facts) and not says_forbidden(item, answer) and not _courtesy(answer)
        )
        flags["wrong_refusals"] = not answered
        counts["facts"] = (sum(facts), len(facts))
    if item.must_abstain:
        flags["must_abstain"] = not answered
    if item.type == SMALLTALK:
        flags["courtesy"] = answered and _courtesy(answer)
    if item.forbidden:
        flags["no_forbidden"] = not says_forbidden(item, answer)
    if answered and not _courtesy(answer):
        flags["citation_support"] = is_supported(answer, passage_of)
        if item.answerable:
            relevant = _relevant(item, answer, passage_of)
            flags["citation_relevance"] = any(relevant)
            counts["citation_precision"] = (sum(relevant), len(relevant))
    return Score(
        id=item.id,
        split=item.split,
        type=item.type,
        flags=flags,
        counts=counts,
        ranked=item.answerable,
        rank=rank,
        milliseconds=outcome.milliseconds,
    )


def first_rank(item: GoldItem, ranking: Sequence[Passage], passage_of: PassageOf) -> int | None:
    """1-based rank of the first passage that holds any of the item's evidence."""
    for rank, passage in enumerate(ranking, start=1):
        if any(is_evidence(passage, evidence, passage_of) for evidence in item.evidence):
            return rank
    return None


def within_budget(
    item: GoldItem, ranking: Sequence[Passage], passage_of: PassageOf, budget: int = BUDGET
) -> bool:
    """Whether evidence stands in the first `budget` characters of the ranked texts.

    Of a passage that is cut, only the part that fits counts; its raw text and its twins are
    cut in proportion.
    """
    left = budget
    for passage in ranking:
        if left <= 0:
            return False
        share = min(1.0, left / max(1, len(passage.text)))
        if any(is_evidence(passage, evidence, passage_of, share) for evidence in item.evidence):
            return True
        left -= len(passage.text)
    return False


def facts_found(item: GoldItem, answer: Answer) -> tuple[bool, ...]:
    """Which key facts the answer's text states; its marks are not read as numbers."""
    text = fold(_MARK.sub("", answer.text))
    return tuple(re.search(fact, text) is not None for fact in item.key_facts)


def says_forbidden(item: GoldItem, answer: Answer) -> bool:
    """Whether what the reader is shown states something forbidden."""
    shown = fold("\n".join((_MARK.sub("", answer.text), *answer.notices)))
    return any(re.search(pattern, shown) for pattern in item.forbidden)


def is_supported(answer: Answer, passage_of: PassageOf) -> bool:
    """Whether every mark exists, every quote is verbatim and every sentence was checked.

    An answer without marks or checked sentences is not supported.
    """
    marks = {int(mark) for mark in _MARK.findall(answer.text)}
    marks.update(mark for sentence in answer.sentences for mark in sentence.marks)
    numbered = all(
        citation.mark == place for place, citation in enumerate(answer.citations, start=1)
    )
    return (
        numbered
        and bool(_MARK.search(answer.text))
        and all(1 <= mark <= len(answer.citations) for mark in marks)
        and all(_is_verbatim(citation, passage_of) for citation in answer.citations)
        and bool(answer.sentences)
        and all(sentence.verdict == "supported" for sentence in answer.sentences)
    )


def summarise(scores: Sequence[Score]) -> Measures:
    """Every measure over `scores`; one that applies to no item is NaN over 0."""
    found: dict[str, Rate | Level] = {name: _flag_rate(scores, name) for name in FLAGS}
    found.update({name: _count_rate(scores, name) for name in COUNTS})
    gains = [1 / score.rank if score.rank else 0.0 for score in scores if score.ranked]
    found["mrr@10"] = Level(sum(gains) / len(gains) if gains else math.nan, len(gains))
    times = [score.milliseconds for score in scores]
    found["p50_ms"] = Level(percentile(times, 0.50), len(times))
    found["p95_ms"] = Level(percentile(times, 0.95), len(times))
    return {name: found[name] for name in MEASURES}


def by_type(scores: Iterable[Score]) -> dict[str, Measures]:
    """The measures of each type of question, in alphabetical order."""
    groups: dict[str, list[Score]] = {}
    for score in scores:
        groups.setdefault(score.type, []).append(score)
    return {name: summarise(groups[name]) for name in sorted(groups)}


def _courtesy(answer: Answer) -> bool:
    return answer.mode == "courtesy"


def _relevant(item: GoldItem, answer: Answer, passage_of: PassageOf) -> list[bool]:
    cited = {citation.passage.id: citation.passage for citation in answer.citations}
    return [
        any(is_evidence(passage, evidence, passage_of) for evidence in item.evidence)
        for passage in cited.values()
    ]


def _is_verbatim(citation: Citation, passage_of: PassageOf) -> bool:
    """The quote stands where the citation says, and in the passage as it is stored."""
    start, end = citation.span
    if not citation.quote.strip() or citation.passage.text[start:end] != citation.quote:
        return False
    try:
        return citation.quote in passage_of(citation.passage.id).text
    except UnknownPassage:
        return False


def _flag_rate(scores: Iterable[Score], name: str) -> Rate:
    flags = [score.flags[name] for score in scores if name in score.flags]
    return Rate(sum(flags), len(flags))


def _count_rate(scores: Iterable[Score], name: str) -> Rate:
    counts = [score.counts[name] for score in scores if name in score.counts]
    return Rate(sum(count for count, _ in counts), sum(total for _, total in counts))
