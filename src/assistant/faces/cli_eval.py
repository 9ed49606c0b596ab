"""`assistant eval`: measure the answers, and hold them against thresholds and baseline."""

from __future__ import annotations

import argparse
import errno
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant import wiring, wording
from assistant.errors import AssistantError, BadRequest, GateFailed
from assistant.faces.building import Progress
from assistant.faces.cli_build import shown_progress
from assistant.faces.cli_output import tell, write, write_json
from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class _Asked:
    """Questions put so far."""

    done: int
    total: int
    step: str
    label: str = ""


def run(args: argparse.Namespace, settings: Settings) -> int:
    from assistant.evaluate import gate, report
    from assistant.evaluate.run import run_eval

    gold = Path(args.gold) if args.gold else settings.path("gold")
    assistant = wiring.build(settings)
    ragas = wiring.make_ragas(settings) if args.ragas else None
    trouble = None
    with shown_progress() as show:
        evaluation = run_eval(assistant, gold, args.split, partial(_count, show, "eval"))
        if ragas is not None:
            try:
                opinion = ragas.measure(evaluation, partial(_count, show, "ragas"))
                evaluation = replace(evaluation, ragas=opinion)
            except AssistantError as error:  # what was measured before is shown all the same
                trouble = error
    if args.json_out == "-":
        write_json(report.to_json(evaluation))
        tell(report.to_text(evaluation))
    else:
        write(report.to_text(evaluation))
        if args.json_out:
            _save(Path(args.json_out), report.to_json(evaluation))
    if trouble is not None:
        raise trouble
    if args.gate:
        references = settings.path("gold").parent
        failures = gate.check(
            evaluation, references / "thresholds.toml", references / "baseline.json"
        )
        if failures:
            raise GateFailed("\n".join(failures))
    return 0


def _count(show: Callable[[Progress], None], step: str, done: int, total: int) -> None:
    show(_Asked(done, total, step))


def _save(path: Path, value: Any) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise BadRequest(wording.CLI_CANNOT_WRITE.format(path=path)) from error
