"""Puts every gold question to an assistant and judges what comes back."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from assistant.domain import Answer, Hit, Passage, Profile, Turn
from assistant.evaluate.gold import GoldItem, load, of_split
from assistant.evaluate.metrics import Outcome, judge
from assistant.evaluate.report import Evaluation

RANKED = 10
_PACKAGES = ("assistant-faire-alliance", "bm25s", "chromadb", "llama-index-core", "model2vec")
Progress = Callable[[int, int], None]
"""Called with the number of questions done and their total."""


class Examinee(Protocol):
    """What is asked of an assistant; `core.Assistant` is one."""

    def ask(
        self, question: str, history: Sequence[Turn] = (), profile: Profile | None = None
    ) -> Answer: ...

    def search(self, query: str, k: int = 10) -> tuple[Hit, ...]: ...

    def passage(self, passage_id: str) -> Passage: ...


def run_eval(
    assistant: Examinee, gold_path: Path, split: str | None = None, progress: Progress | None = None
) -> Evaluation:
    """Ask every item of `split` (all when None). Raises GoldInvalid before asking anything."""
    items = of_split(load(gold_path), split)
    assistant.search(items[0].question, 1)  # opening the index is not part of an answer's time
    outcomes = []
    for done, item in enumerate(items, start=1):
        outcomes.append(_put(assistant, item))
        if progress is not None:
            progress(done, len(items))
    passage_of = cache(assistant.passage)
    return Evaluation(
        gold=gold_path.name,
        split=split,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        generation=", ".join(sorted({o.answer.trace.generation for o in outcomes} - {""})),
        versions=_versions(),
        outcomes=tuple(outcomes),
        scores=tuple(judge(outcome, passage_of) for outcome in outcomes),
    )


def _put(assistant: Examinee, item: GoldItem) -> Outcome:
    start = time.perf_counter()
    answer = assistant.ask(item.question, history=item.history, profile=item.profile)
    milliseconds = (time.perf_counter() - start) * 1_000
    hits = answer.hits
    if item.answerable and not hits:
        hits = assistant.search(answer.trace.query or item.question, RANKED)
    ranking = tuple(hit.passage for hit in hits[:RANKED])
    return Outcome(item=item, answer=answer, ranking=ranking, milliseconds=milliseconds)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
