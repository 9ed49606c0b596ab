"""An evaluation as a value, as text for people and as JSON for machines."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant import wording
from assistant.evaluate.gold import digest
from assistant.evaluate.metrics import (
    LATENCIES,
    Level,
    Measures,
    Outcome,
    Rate,
    Score,
    by_type,
    summarise,
)
from assistant.evaluate.opinion import Opinion
from assistant.schema import answer_to_json
from assistant.schema import to_json as plain

EVALUATION_SCHEMA = "assistant.evaluation/1"
TYPE_COLUMNS = ("hit@5", "evidence_4000", "facts", "correct", "must_abstain", "wrong_refusals")
_NAME_WIDTH = 44
_TYPE_WIDTH = 14
_CELL_WIDTH = 18


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One run over a gold file: what was asked, answered and judged, and with what.

    `scores[i]` judges `outcomes[i]`. `split` is None when all splits were run; `ragas`, when
    RAGAS was not asked.
    """

    gold: str
    split: str | None
    created: str
    generation: str
    versions: Mapping[str, str]
    outcomes: tuple[Outcome, ...]
    scores: tuple[Score, ...]
    ragas: Opinion | None = None

    @property
    def gold_sha256(self) -> str:
        """Digest of the items that were run."""
        return digest(outcome.item for outcome in self.outcomes)

    @property
    def measures(self) -> Measures:
        return summarise(self.scores)

    def restrict(self, split: str) -> Evaluation:
        """The same run, of one split only."""
        outcomes = tuple(o for o in self.outcomes if o.item.split == split)
        return replace(
            self,
            split=split,
            outcomes=outcomes,
            scores=tuple(s for s in self.scores if s.split == split),
            ragas=self.ragas and self.ragas.restrict({o.item.id for o in outcomes}),
        )


def to_text(evaluation: Evaluation) -> str:
    """Tables to read in a terminal."""
    head = wording.EVAL_TITLE.format(
        split=evaluation.split or wording.EVAL_ALL_SPLITS, total=len(evaluation.scores)
    )
    origin = wording.EVAL_ORIGIN.format(
        gold=evaluation.gold,
        sha256=evaluation.gold_sha256[:12],
        generation=evaluation.generation or "—",
        created=evaluation.created,
    )
    parts = [head, origin, "", _overall(evaluation.measures), "", _types(evaluation.scores)]
    if evaluation.ragas is not None:
        parts += ["", _ragas(evaluation.ragas)]
    return "\n".join(parts)


def to_json(evaluation: Evaluation) -> dict[str, Any]:
    """Everything, every answer included. A number that does not exist is null."""
    return {
        "schema": EVALUATION_SCHEMA,
        "created": evaluation.created,
        "versions": dict(evaluation.versions),
        "generation": evaluation.generation,
        "gold": {
            "file": evaluation.gold,
            "split": evaluation.split,
            "items": len(evaluation.outcomes),
            "sha256": evaluation.gold_sha256,
        },
        "measures": measures_to_json(evaluation.measures),
        "types": {
            name: measures_to_json(measures)
            for name, measures in by_type(evaluation.scores).items()
        },
        "ragas": evaluation.ragas and _ragas_to_json(evaluation.ragas),
        "items": [
            _item_to_json(outcome, score, evaluation.ragas)
            for outcome, score in zip(evaluation.outcomes, evaluation.scores, strict=True)
        ],
    }


def measures_to_json(measures: Measures) -> dict[str, Any]:
    """Value, counts and interval of each measure."""
    return {name: _measure_to_json(measure) for name, measure in measures.items()}


def _measure_to_json(measure: Rate | Level) -> dict[str, Any]:
    if isinstance(measure, Level):
        return {"value": _number(measure.value), "total": measure.total}
    low, high = measure.interval
    return {
        "value": _number(measure.value),
        "count": measure.count,
        "total": measure.total,
        "low": _number(low),
        "high": _number(high),
    }


def _item_to_json(outcome: Outcome, score: Score, ragas: Opinion | None) -> dict[str, Any]:
    row = {
        "item": plain(outcome.item),
        "score": plain(score),
        "ranking": [passage.id for passage in outcome.ranking],
        "answer": answer_to_json(outcome.answer),
    }
    return row if ragas is None else row | {"ragas": dict(ragas.items.get(score.id, {}))}


def _ragas_to_json(opinion: Opinion) -> dict[str, Any]:
    judge = {"model": opinion.judge, "prompts": opinion.prompts} if opinion.judge else None
    return {
        "version": opinion.version,
        "judge": judge,
        "seconds": round(opinion.seconds, 3),
        "measures": measures_to_json(opinion.measures),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _overall(measures: Measures) -> str:
    head = f"{wording.EVAL_COLUMNS[0]:<{_NAME_WIDTH}}{wording.EVAL_COLUMNS[1]}"
    return "\n".join([head, *_rows(measures, wording.EVAL_MEASURES)])


def _ragas(opinion: Opinion) -> str:
    title = wording.RAGAS_TITLE_JUDGED if opinion.judge else wording.RAGAS_TITLE
    head = title.format(
        version=opinion.version,
        judge=opinion.judge,
        prompts=opinion.prompts,
        seconds=decimal(opinion.seconds, 1),
    )
    return "\n".join([head, *_rows(opinion.measures, wording.RAGAS_MEASURES)])


def _rows(measures: Measures, names: Mapping[str, str]) -> list[str]:
    return [f"{names[name]:<{_NAME_WIDTH}}{_cell(name, one)}" for name, one in measures.items()]


def _types(scores: tuple[Score, ...]) -> str:
    heads = "".join(f"{wording.EVAL_SHORT[name]:>{_CELL_WIDTH}}" for name in TYPE_COLUMNS)
    lines = [f"{wording.EVAL_TYPE:<{_TYPE_WIDTH}}{heads}"]
    for name, measures in by_type(scores).items():
        cells = "".join(f"{_short_cell(measures[m]):>{_CELL_WIDTH}}" for m in TYPE_COLUMNS)
        lines.append(f"{name:<{_TYPE_WIDTH}}{cells}")
    return "\n".join(line.rstrip() for line in lines)


def _cell(name: str, measure: Rate | Level) -> str:
    if math.isnan(measure.value):
        return wording.EVAL_NOTHING
    if isinstance(measure, Rate):
        low, high = measure.interval
        return wording.EVAL_RATE.format(
            value=percent(measure.value),
            count=measure.count,
            total=measure.total,
            low=percent(low),
            high=percent(high),
        )
    if name in LATENCIES:
        return wording.EVAL_LATENCY.format(value=f"{measure.value:.0f}")
    return wording.EVAL_LEVEL.format(value=decimal(measure.value, 3), total=measure.total)


def _short_cell(measure: Rate | Level) -> str:
    if not isinstance(measure, Rate) or not measure.total:
        return wording.EVAL_NOTHING
    return wording.EVAL_SHORT_RATE.format(
        value=percent(measure.value), count=measure.count, total=measure.total
    )


def decimal(value: float, places: int) -> str:
    """A number with a French decimal comma."""
    return f"{value:.{places}f}".replace(".", ",")


def percent(value: float) -> str:
    """« 72,4 % », with a no-break space."""
    return f"{decimal(100 * value, 1)}\u00a0%"
