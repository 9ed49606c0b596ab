"""How long an answer takes, with and without a model, and what the check of its sentences costs.

    python benchmarks/answering.py [--pace 0.02] [--out benchmarks/results/answering.json]

The model is the scripted server, in a process of its own, one token each `--pace` seconds: the
time of a real model is its own, what is measured is what is added to it. Each question is asked
with the faithful model, with one that only rewords, and without a model, in turn; one round warms
up. « First » runs from the question to the first sentence shown, « verification » is the time
spent checking the sentences of one answer.
"""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from machine import described
from results import show

from assistant.core import Assistant
from assistant.domain import Answer
from assistant.settings import Settings
from assistant.testing.model_process import ModelProcess
from assistant.wiring import build

QUESTIONS = (
    "Combien de maires veulent travailler avec les associations et les entreprises ?",
    "Quelles sont les catégories de partenariats ?",
    "À quoi servent les catalyseurs territoriaux ?",
    "Pourquoi les territoires sont-ils importants pour faire alliance ?",
    "Quels sont les impacts mesurés des alliances ?",
    "Quelles étapes pour créer la Fondation des Territoires ?",
    "Que pensent les Français du jouer collectif ?",
    "Quels outils existent pour les collectivités ?",
)
ROUNDS = 4
SCRIPTS = ("faithful", "paraphrase-lite")


def asked(assistants: Mapping[str, Assistant]) -> Iterator[tuple[str, Answer]]:
    """Every question to every assistant, in turn; the first round is not kept."""
    for round_ in range(ROUNDS + 1):
        for question in QUESTIONS:
            for name, assistant in assistants.items():
                answer = assistant.ask(question)
                if round_ and answer.verdict == "answered":
                    yield name, answer


def measured(answers: Sequence[Answer]) -> dict[str, Any]:
    """Milliseconds, medians and 95th percentiles; sentences and fallbacks beside them."""
    steps = [answer.trace.milliseconds for answer in answers]
    totals = [sum(v for k, v in step.items() if k not in ("first", "verify")) for step in steps]
    return {
        "answers": len(answers),
        "sentences": round(statistics.mean(len(a.sentences) for a in answers), 1),
        "removed": round(statistics.mean(a.trace.removed for a in answers), 2),
        "fallbacks": sum(a.fallback is not None for a in answers),
        "first": spread([step["first"] for step in steps]),
        "total": spread(totals),
        "verification": spread([step["verify"] for step in steps]),
    }


def spread(values: Sequence[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
    }


def run(pace: float) -> dict[str, Any]:
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    base = Settings(validated=False)
    servers = [ModelProcess(script, pace=pace) for script in SCRIPTS]
    for server in servers:
        server.start()
    try:
        assistants = {"none": build(base)}
        for server, script in zip(servers, SCRIPTS, strict=True):
            assistants[script] = build(
                base.model_copy(
                    update={
                        "chat": "openai-compatible",
                        "chat_url": server.url,
                        "chat_model": "scripted",
                    }
                )
            )
        found: dict[str, list[Answer]] = {name: [] for name in assistants}
        for name, answer in asked(assistants):
            found[name].append(answer)
    finally:
        for server in servers:
            server.kill()
    models = {name: measured(answers) for name, answers in found.items()}
    return {"machine": described(), "pace": pace, "models": models}


def told(result: Mapping[str, Any]) -> str:
    lines = [f"{'model':<18}{'answers':>8}{'first':>14}{'total':>16}{'verification':>14}"]
    for name, one in result["models"].items():
        first, total, check = (
            f"{one[key]['p50']:.0f} / {one[key]['p95']:.0f}"
            for key in ("first", "total", "verification")
        )
        lines.append(f"{name:<18}{one['answers']:>8}{first:>14}{total:>16}{check:>14}")
    lines.append("milliseconds, median / 95th percentile; one token each")
    lines.append(f"{result['pace']:g} seconds")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pace", type=float, default=0.02)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    result = run(args.pace)
    show(result, told(result), args.out)


if __name__ == "__main__":
    main()
