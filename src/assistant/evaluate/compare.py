"""Two runs over the same questions, item by item."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.errors import BadRequest
from assistant.evaluate.metrics import FLAGS, LOWER_IS_BETTER
from assistant.evaluate.report import EVALUATION_SCHEMA, decimal

Verdicts = Mapping[str, bool]
"""Item id to whether the measure went well for it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one measure moved. `p_value`: McNemar's exact test on the items that changed."""

    measure: str
    won: tuple[str, ...]
    lost: tuple[str, ...]
    both: int
    neither: int
    p_value: float


def compare(measure: str, before: Verdicts, after: Verdicts) -> Comparison:
    """Pair the items that the measure applies to in both runs."""
    common = sorted(before.keys() & after.keys())
    won = tuple(id for id in common if after[id] and not before[id])
    lost = tuple(id for id in common if before[id] and not after[id])
    return Comparison(
        measure=measure,
        won=won,
        lost=lost,
        both=sum(before[id] and after[id] for id in common),
        neither=sum(not (before[id] or after[id]) for id in common),
        p_value=mcnemar(len(won), len(lost)),
    )


def mcnemar(won: int, lost: int) -> float:
    """Two-sided exact p-value: a fair coin's chance of a split at least as uneven."""
    changed = won + lost
    tail = sum(math.comb(changed, k) for k in range(min(won, lost) + 1))
    return min(1.0, 2 * tail / (1 << changed))


def compare_reports(
    before: Path, after: Path, measures: Sequence[str] = FLAGS
) -> tuple[Comparison, ...]:
    """Two JSON reports of `report.to_json`. Raises BadRequest unless of the same questions."""
    first, second = _read(before), _read(after)
    if first["gold"]["sha256"] != second["gold"]["sha256"]:
        raise BadRequest(wording.COMPARE_OTHER_GOLD.format(before=before, after=after))
    return tuple(
        compare(name, _verdicts(first, name), _verdicts(second, name)) for name in measures
    )


def to_text(comparisons: Sequence[Comparison]) -> str:
    """One line per measure, then the items that changed."""
    lines = []
    for one in comparisons:
        lines.append(
            wording.COMPARE_LINE.format(
                name=wording.EVAL_MEASURES[one.measure],
                won=len(one.won),
                lost=len(one.lost),
                same=one.both + one.neither,
                p_value=decimal(one.p_value, 4),
            )
        )
        if one.won:
            lines.append(wording.COMPARE_WON.format(ids=", ".join(one.won)))
        if one.lost:
            lines.append(wording.COMPARE_LOST.format(ids=", ".join(one.lost)))
    return "\n".join(lines)


def _read(path: Path) -> dict[str, Any]:
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadRequest(wording.COMPARE_UNREADABLE.format(path=path)) from error
    if not isinstance(report, dict) or report.get("schema") != EVALUATION_SCHEMA:
        raise BadRequest(wording.COMPARE_UNREADABLE.format(path=path))
    return report


def _verdicts(report: Mapping[str, Any], measure: str) -> dict[str, bool]:
    flags = {row["score"]["id"]: row["score"]["flags"] for row in report["items"]}
    good = measure not in LOWER_IS_BETTER
    return {id: found[measure] is good for id, found in flags.items() if measure in found}
