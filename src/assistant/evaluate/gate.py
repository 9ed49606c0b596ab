"""Fails when answers got worse: absolute bounds, then a baseline with a tolerance.

Whatever cannot be read, compared or counted is a failure, never a pass.
"""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.evaluate.metrics import LATENCIES, LOWER_IS_BETTER, MEASURES, Measures
from assistant.evaluate.report import Evaluation, decimal

COMPARED = tuple(name for name in MEASURES if name not in LATENCIES)
"""What a baseline holds. Times depend on the machine and are only reported."""
TOLERANCE = 0.02
_ROUNDING = 1e-9


def check(evaluation: Evaluation, thresholds: Path, baseline: Path) -> tuple[str, ...]:
    """What is wrong, in French; nothing when the gate is passed.

    A run of one split is held against that split; a run of all, against every split that
    the thresholds name.
    """
    bounds = _read(thresholds, tomllib.loads)
    reference = _read(baseline, json.loads)
    problems = [problem for problem in (bounds, reference) if isinstance(problem, str)]
    if not evaluation.scores:
        problems.append(wording.GATE_NO_ITEMS.format(split=evaluation.split))
    if isinstance(bounds, str) or isinstance(reference, str) or problems:
        return tuple(problems)
    splits = (evaluation.split,) if evaluation.split else tuple(bounds)
    if not splits:
        return (wording.GATE_NO_BOUNDS.format(split=wording.EVAL_ALL_SPLITS),)
    for split in splits:
        part = evaluation.restrict(split)
        if not part.scores:
            problems.append(wording.GATE_NO_ITEMS.format(split=split))
            continue
        problems.extend(_against_bounds(part.measures, split, bounds.get(split)))
        problems.extend(_against_baseline(part, split, reference))
    return tuple(problems)


def baseline_of(evaluation: Evaluation, tolerance: float = TOLERANCE) -> dict[str, Any]:
    """What `eval/baseline.json` holds: the measures of each split and its gold digest."""
    splits = sorted({score.split for score in evaluation.scores})
    return {
        "tolerance": tolerance,
        "splits": {split: _split_baseline(evaluation.restrict(split)) for split in splits},
    }


def _split_baseline(part: Evaluation) -> dict[str, Any]:
    measures = part.measures
    return {
        "gold_sha256": part.gold_sha256,
        "measures": {
            name: round(measures[name].value, 6)
            for name in COMPARED
            if not math.isnan(measures[name].value)
        },
    }


def _read(path: Path, parse: Callable[[str], Any]) -> dict[str, Any] | str:
    """The table in `path`, or what is wrong with it."""
    try:
        content = parse(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return wording.GATE_UNREADABLE.format(path=path)
    return content if isinstance(content, dict) else wording.GATE_UNREADABLE.format(path=path)


def _against_bounds(measures: Measures, split: str, bounds: Any) -> Iterator[str]:
    floors = _numbers(bounds, "min")
    ceilings = _numbers(bounds, "max")
    if floors is None or ceilings is None or not floors:
        yield wording.GATE_NO_BOUNDS.format(split=split)
        return
    for name, floor in floors.items():
        value = _value(measures, name)
        if not value >= floor - _ROUNDING:
            yield _problem(wording.GATE_BELOW, split, name, value, floor)
    for name, ceiling in ceilings.items():
        value = _value(measures, name)
        if not value <= ceiling + _ROUNDING:
            yield _problem(wording.GATE_ABOVE, split, name, value, ceiling)


def _against_baseline(part: Evaluation, split: str, baseline: Mapping[str, Any]) -> Iterator[str]:
    tolerance = baseline.get("tolerance")
    splits = baseline.get("splits")
    reference = splits.get(split) if isinstance(splits, dict) else None
    known = _numbers(reference, "measures")
    if tolerance is None or not _is_number(tolerance) or not known:
        yield wording.GATE_NO_BASELINE.format(split=split)
        return
    if reference is None or reference.get("gold_sha256") != part.gold_sha256:
        yield wording.GATE_OTHER_GOLD.format(split=split)
        return
    measures = part.measures
    for name in COMPARED:
        value = _value(measures, name)
        if name not in known and math.isnan(value):
            continue  # applied to no item then, applies to none now
        before = known.get(name, math.nan)
        loss = value - before if name in LOWER_IS_BETTER else before - value
        if not loss <= tolerance + _ROUNDING:
            yield _problem(wording.GATE_WORSE, split, name, value, before)


def _numbers(table: Any, key: str) -> dict[str, float] | None:
    """The numbers under `key` (none when absent); None when they are not all numbers."""
    found = table.get(key, {}) if isinstance(table, dict) else None
    if not isinstance(found, dict) or not all(map(_is_number, found.values())):
        return None
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _value(measures: Measures, name: str) -> float:
    """NaN for a measure that does not exist, so that a misspelt bound fails."""
    return measures[name].value if name in measures else math.nan


def _problem(template: str, split: str, name: str, value: float, bound: float) -> str:
    return template.format(
        split=split,
        name=wording.EVAL_MEASURES.get(name, name),
        value=_shown(value),
        bound=_shown(bound),
    )


def _shown(value: float) -> str:
    return wording.EVAL_NOTHING if math.isnan(value) else decimal(value, 3)
