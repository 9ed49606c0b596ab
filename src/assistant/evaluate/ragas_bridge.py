"""The same evaluation seen by RAGAS, a second opinion that shares none of our matching: it
compares characters and vectors where we compare tokens, and asks a judge model where one is set.

Needs the `eval` extra. RAGAS writes an identifier in the user's folder and reports usage to its
makers each time a metric of its first generation is called by its public method. Only the second
generation is called so here; the two older metrics are reached below that method, and reporting
is turned off.
"""

from __future__ import annotations

import asyncio
import math
import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from types import SimpleNamespace

import numpy as np

from assistant import wording
from assistant.errors import AssistantError, GateFailed, SettingsInvalid
from assistant.evaluate.judge import Judge
from assistant.evaluate.metrics import Outcome
from assistant.evaluate.opinion import JUDGED, NON_LLM, Opinion
from assistant.evaluate.ragas_metrics import EmbeddingsOfRagas, judged_metrics, plain_metrics
from assistant.evaluate.report import Evaluation
from assistant.ports import Embedder

_REASON = 200


class Ragas:
    """RAGAS's metrics with our embedder, and with `judge` those that need a language model.

    `jobs` items are judged at a time. Raises SettingsInvalid when the `eval` extra is absent.
    """

    def __init__(self, embedder: Embedder, judge: Judge | None = None, jobs: int = 1) -> None:
        self._loaded = _load()
        self._judge, self._jobs = judge, jobs
        self._plain = plain_metrics(self._loaded, embedder)
        self._judged = judged_metrics(self._loaded, embedder, judge) if judge else {}

    def measure(
        self, evaluation: Evaluation, progress: Callable[[int, int], None] | None = None
    ) -> Opinion:
        """Every answerable item; with a judge, those among them that were answered.

        The first item, in order, that a metric fails on ends it: GateFailed when the value is
        none (NaN included), ModelUnavailable or a child of it when the judge's server is in
        trouble. A measure that applies to no item is GateFailed too.
        """
        items = [outcome for outcome in evaluation.outcomes if outcome.item.answerable]
        start = time.perf_counter()
        with np.errstate(all="ignore"):  # a NaN is told as such
            values = asyncio.run(self._measured(items, progress))
        opinion = Opinion(
            version=version("ragas"),
            items={one.item.id: found for one, found in zip(items, values, strict=True)},
            seconds=time.perf_counter() - start,
            judge=self._judge.name if self._judge else "",
            prompts=self._judge.prompts.digest if self._judge else "",
        )
        for name in (*NON_LLM, *(JUDGED if self._judge else ())):
            if name not in opinion.measures:
                raise GateFailed(wording.RAGAS_NONE.format(name=wording.RAGAS_MEASURES[name]))
        return opinion

    async def _measured(
        self, outcomes: Sequence[Outcome], progress: Callable[[int, int], None] | None
    ) -> list[dict[str, float]]:
        turn = asyncio.Semaphore(self._jobs)
        done = 0

        async def one(outcome: Outcome) -> dict[str, float]:
            nonlocal done
            async with turn:
                found = await self._of(outcome)
            done += 1
            if progress is not None:
                progress(done, len(outcomes))
            return found

        tasks = [asyncio.create_task(one(outcome)) for outcome in outcomes]
        try:
            return [await task for task in tasks]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _of(self, outcome: Outcome) -> dict[str, float]:
        metrics = dict(self._plain)
        if outcome.answer.verdict == "answered" and outcome.answer.mode != "courtesy":
            metrics |= self._judged
        found = {}
        for name, metric in metrics.items():
            with _named(name, outcome):
                value = await metric(outcome)
                if not math.isfinite(value):
                    raise GateFailed(wording.RAGAS_NAN)
                found[name] = value
        return found


def _load() -> SimpleNamespace:
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"
    try:
        from ragas import SingleTurnSample
        from ragas.embeddings.base import BaseRagasEmbedding
        from ragas.llms.base import InstructorBaseRagasLLM
        from ragas.metrics import collections
        from ragas.metrics._context_precision import NonLLMContextPrecisionWithReference
        from ragas.metrics._context_recall import NonLLMContextRecall
    except ImportError as error:
        raise SettingsInvalid(wording.RAGAS_MISSING) from error
    BaseRagasEmbedding.register(EmbeddingsOfRagas)
    InstructorBaseRagasLLM.register(Judge)
    return SimpleNamespace(
        sample=SingleTurnSample,
        precision=NonLLMContextPrecisionWithReference,
        recall=NonLLMContextRecall,
        metrics=collections,
    )


@contextmanager
def _named(name: str, outcome: Outcome) -> Iterator[None]:
    """Whatever fails is told with its measure and its question."""
    asked = {
        "name": wording.RAGAS_MEASURES[name],
        "id": outcome.item.id,
        "question": outcome.item.question,
    }
    try:
        yield
    except AssistantError as error:
        told = wording.RAGAS_FAILED.format(**asked, reason=error.message)
        raise type(error)(told) from error
    except Exception as error:
        said = re.sub(r"\s+", " ", f"{type(error).__name__} {error}")[:_REASON].strip()
        reason = wording.RAGAS_RAISED.format(said=said)
        raise GateFailed(wording.RAGAS_FAILED.format(**asked, reason=reason)) from error
