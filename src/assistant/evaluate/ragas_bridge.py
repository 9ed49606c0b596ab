"""The same evaluation seen by RAGAS, with its metrics that need no language model.

A second opinion that shares none of our matching: characters where we compare tokens. Needs
the `eval` extra.

RAGAS writes an identifier in the user's folder and reports usage to its makers each time a
metric of its first generation is called by its public method. Only the second generation is
called so here; the one older metric is reached below that method, and reporting is turned off.
"""

from __future__ import annotations

import asyncio
import math
import os
from collections.abc import Iterable, Sequence
from typing import Any

from rapidfuzz import fuzz

from assistant import wording
from assistant.errors import GateFailed, SettingsInvalid
from assistant.evaluate.metrics import Level, Outcome
from assistant.evaluate.report import Evaluation
from assistant.quotes import fold

WINDOW_SIMILARITY = 0.8
NAMES = ("ragas_context_recall", "ragas_string_similarity")


def ragas_measures(evaluation: Evaluation) -> dict[str, Level]:
    """Means over the answerable items. Raises GateFailed if a score is NaN or none exists.

    `ragas_context_recall`: share of an item's quotes that some ranked passage holds, by
    characters. `ragas_string_similarity`: the answer against the reference.
    """
    items = [outcome for outcome in evaluation.outcomes if outcome.item.answerable]
    recalls, similarities = asyncio.run(_scores(items))
    return {
        name: _mean(name, values)
        for name, values in zip(NAMES, (recalls, similarities), strict=True)
    }


def windows(quote: str, texts: Iterable[str]) -> list[str]:
    """The stretch of each text that is most like `quote`.

    RAGAS compares whole strings, and a quote is never like a whole passage.
    """
    found = []
    for text in texts:
        best = fuzz.partial_ratio_alignment(quote, text)
        found.append(text[best.dest_start : best.dest_end] if best else "")
    return found


async def _scores(outcomes: Sequence[Outcome]) -> tuple[list[float], list[float]]:
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"
    try:
        from ragas import SingleTurnSample
        from ragas.metrics._context_recall import NonLLMContextRecall
        from ragas.metrics.collections import NonLLMStringSimilarity
    except ImportError as error:
        raise SettingsInvalid(wording.RAGAS_MISSING) from error
    similarity = NonLLMStringSimilarity()
    distance: Any = _Distance(similarity)
    recall = NonLLMContextRecall(_distance_measure=distance, threshold=WINDOW_SIMILARITY)
    recalls, similarities = [], []
    for outcome in outcomes:
        sample = SingleTurnSample(**_contexts(outcome))
        recalls.append(float(await recall._single_turn_ascore(sample, None)))
        judged = await similarity.ascore(
            reference=fold(outcome.item.reference), response=fold(outcome.answer.text)
        )
        similarities.append(float(judged.value))
    return recalls, similarities


class _Distance:
    """The string similarity in the form that the recall calls."""

    def __init__(self, similarity: Any) -> None:
        self._similarity = similarity

    async def single_turn_ascore(self, sample: Any, callbacks: Any = None) -> float:
        judged = await self._similarity.ascore(reference=sample.reference, response=sample.response)
        return float(judged.value)


def _contexts(outcome: Outcome) -> dict[str, list[str]]:
    quotes = [fold(evidence.quote) for evidence in outcome.item.evidence]
    texts = [fold(text) for one in outcome.ranking for text in (one.text, one.raw)]
    return {
        "retrieved_contexts": [one for quote in quotes for one in windows(quote, texts)] or [""],
        "reference_contexts": quotes,
    }


def _mean(name: str, values: Sequence[float]) -> Level:
    """NaN would be read as nothing wrong: it is refused."""
    if not values or not all(map(math.isfinite, values)):
        raise GateFailed(wording.RAGAS_NAN.format(name=name))
    return Level(sum(values) / len(values), len(values))
