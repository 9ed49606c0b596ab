"""RAGAS's metrics over our outcomes, with our embedder and our judge under them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from assistant.evaluate.judge import Judge
from assistant.evaluate.metrics import Outcome
from assistant.evaluate.opinion import JUDGED, NON_LLM
from assistant.ports import Embedder
from assistant.quotes import fold

WINDOW_SIMILARITY = 0.8
"""From which RAGAS takes a stretch of a passage for a quote."""
_MARK = re.compile(r"\s*\[\d+\]")

Metric = Callable[[Outcome], Awaitable[float]]


class EmbeddingsOfRagas:
    """Our embedder in the form that RAGAS calls: both texts are compared as passages."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_text(self, text: str, **options: Any) -> list[float]:
        return self.embed_texts([text])[0]

    def embed_texts(self, texts: list[str], **options: Any) -> list[list[float]]:
        rows: list[list[float]] = self._embedder.embed_passages(texts).tolist()
        return rows

    async def aembed_text(self, text: str, **options: Any) -> list[float]:
        return (await self.aembed_texts([text]))[0]

    async def aembed_texts(self, texts: list[str], **options: Any) -> list[list[float]]:
        return await asyncio.to_thread(self.embed_texts, texts)


def window(quotes: Sequence[str], text: str) -> str:
    """The stretch of `text` that is most like one of `quotes`.

    RAGAS compares whole strings, and a quote is never like a whole passage.
    """
    found = [(_likeness(quote, stretch), stretch) for quote, stretch in _stretches(quotes, text)]
    return max(found)[1]


def _stretches(quotes: Sequence[str], text: str) -> Iterator[tuple[str, str]]:
    for quote in quotes:
        best = fuzz.partial_ratio_alignment(quote, text)
        yield quote, text[best.dest_start : best.dest_end] if best else ""


def _likeness(one: str, other: str) -> float:
    return Levenshtein.normalized_similarity(one, other)


def plain_metrics(ragas: SimpleNamespace, embedder: Embedder) -> dict[str, Metric]:
    likeness = ragas.metrics.NonLLMStringSimilarity()
    distance: Any = _Distance(likeness)
    precision = ragas.precision(distance_measure=distance, threshold=WINDOW_SIMILARITY)
    recall = ragas.recall(_distance_measure=distance, threshold=WINDOW_SIMILARITY)
    semantic = ragas.metrics.SemanticSimilarity(embeddings=EmbeddingsOfRagas(embedder))

    async def context_precision(outcome: Outcome) -> float:
        """How early the passages stand that hold a quote: one stretch for each passage."""
        quotes = _quotes(outcome)
        contexts = [window(quotes, text) for text in _texts(outcome)]
        sample = ragas.sample(retrieved_contexts=contexts or [""], reference_contexts=quotes)
        return float(await precision._single_turn_ascore(sample, None))

    async def context_recall(outcome: Outcome) -> float:
        """The share of the quotes that some passage holds: one stretch for each quote."""
        quotes, texts = _quotes(outcome), _texts(outcome)
        contexts = [window([quote], text) for quote in quotes for text in texts]
        sample = ragas.sample(retrieved_contexts=contexts or [""], reference_contexts=quotes)
        return float(await recall._single_turn_ascore(sample, None))

    async def string_similarity(outcome: Outcome) -> float:
        answer, reference = fold(_answer(outcome)), fold(outcome.item.reference)
        return float((await likeness.ascore(reference=reference, response=answer)).value)

    async def semantic_similarity(outcome: Outcome) -> float:
        texts = {"reference": outcome.item.reference, "response": _answer(outcome)}
        return float((await semantic.ascore(**texts)).value)

    found = (context_precision, context_recall, string_similarity, semantic_similarity)
    return dict(zip(NON_LLM, found, strict=True))


def judged_metrics(ragas: SimpleNamespace, embedder: Embedder, judge: Judge) -> dict[str, Metric]:
    """RAGAS's prompts are English; ours take their place."""
    prompts = judge.prompts
    faithful = ragas.metrics.Faithfulness(llm=judge)
    faithful.statement_generator_prompt = prompts.statements
    faithful.nli_statement_prompt = prompts.verdicts
    # one question is enough of a judge that leaves nothing to chance
    relevant = ragas.metrics.AnswerRelevancy(
        llm=judge, embeddings=EmbeddingsOfRagas(embedder), strictness=1
    )
    relevant.prompt = prompts.question
    factual = ragas.metrics.FactualCorrectness(llm=judge)
    factual.prompt, factual.nli_prompt = prompts.claims, prompts.verdicts

    async def faithfulness(outcome: Outcome) -> float:
        """The share of the answer's statements that its cited passages support."""
        cited = {one.passage.id: one.passage.text for one in outcome.answer.citations}
        judged = await faithful.ascore(
            user_input=_question(outcome),
            response=_answer(outcome),
            retrieved_contexts=list(cited.values()) or [one.text for one in outcome.ranking],
        )
        return float(judged.value)

    async def answer_relevancy(outcome: Outcome) -> float:
        """How close the question is to the one that the answer calls for."""
        judged = await relevant.ascore(user_input=_question(outcome), response=_answer(outcome))
        return float(judged.value)

    async def factual_correctness(outcome: Outcome) -> float:
        """F1 of the claims of the answer and of the reference, each held against the other."""
        judged = await factual.ascore(response=_answer(outcome), reference=outcome.item.reference)
        return float(judged.value)

    found = (faithfulness, answer_relevancy, factual_correctness)
    return dict(zip(JUDGED, found, strict=True))


class _Distance:
    """The string similarity in the form that the older metrics call."""

    def __init__(self, similarity: Any) -> None:
        self._similarity = similarity

    async def single_turn_ascore(self, sample: Any, callbacks: Any = None) -> float:
        judged = await self._similarity.ascore(reference=sample.reference, response=sample.response)
        return float(judged.value)


def _answer(outcome: Outcome) -> str:
    """As it is read, without its marks."""
    return _MARK.sub("", outcome.answer.text)


def _question(outcome: Outcome) -> str:
    """With the one before it, where it follows another."""
    before = [turn.content for turn in outcome.item.history if turn.role == "user"][-1:]
    return " ".join([*before, outcome.item.question])


def _quotes(outcome: Outcome) -> list[str]:
    return [fold(evidence.quote) for evidence in outcome.item.evidence]


def _texts(outcome: Outcome) -> list[str]:
    """Each ranked passage, as it was repaired and as the file holds it."""
    return [
        fold(f"{one.text}\n{one.raw}" if one.raw != one.text else one.text)
        for one in outcome.ranking
    ]
