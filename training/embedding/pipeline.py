"""Run the steps that make a model, in order, into one folder; what is done is not done again.

A step is done when it ended well with the same arguments, and no step before it ran since:
stop and start as you like. `--quick` goes through every step on little data, to see that all
works; its model is good for nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SHARED_DATA = Path(os.environ.get("ASSISTANT_SHARED_DATA", "../shared/data"))


@dataclass(frozen=True)
class Step:
    name: str
    arguments: tuple[str, ...]
    result: str

    def command(self) -> list[str]:
        return [sys.executable, str(HERE / f"{self.name}.py"), *self.arguments]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED_DATA)
    parser.add_argument("--output", type=Path, default=None, help="build/train, or build/quick")
    parser.add_argument("--quick", action="store_true", help="every step, on little data")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--from", dest="first", choices=NAMES, help="do this step again")
    options = parser.parse_args()
    folder = options.output or Path("build") / ("quick" if options.quick else "train")
    if not (options.shared / "parallel").is_dir():
        raise SystemExit(f"No data in {options.shared}: set ASSISTANT_SHARED_DATA")
    folder.mkdir(parents=True, exist_ok=True)
    chosen = steps(folder, options.shared, options.quick, options.threads)
    left = to_do(chosen, folder, options.first)
    for step in left:  # stopped half-way, none of them counts as done
        stamp(folder, step).unlink(missing_ok=True)
    for step in left:
        print(f"== {step.name}", flush=True)
        start = time.monotonic()
        ended = subprocess.run(step.command(), check=False)
        if ended.returncode:
            raise SystemExit(f"{step.name} stopped; the same command goes on from here")
        stamp(folder, step).write_text(arguments_of(step), encoding="utf-8")
        print(f"   {time.monotonic() - start:.0f} s", flush=True)
    print(f"{folder / 'model'}: to ship it, copy its files to models/fr-static", flush=True)


def steps(folder: Path, shared: Path, quick: bool, threads: int) -> list[Step]:
    data, busy = ("--shared", str(shared)), ("--threads", str(threads))
    few = {
        "prepare": ("--limit", "1000"),
        "vocabulary": ("--size", "6000"),
        "teach": ("--limit", "600"),
        "passages": ("--limit", "1500"),
        "train": ("--epochs", "2", "--batch", "64", "--retrieval-batch", "32"),
        "evaluate": ("--limit", "60"),
    }

    def path(name: str) -> str:
        return str(folder / name)

    pairs, tokenizer = ("--pairs", path("pairs.jsonl")), ("--tokenizer", path("tokenizer.json"))
    teacher = ("--teacher", path("teacher"))
    retrieval = ("--retrieval", path("retrieval.jsonl"))
    student, held = path("student.npz"), ("--dev", path("retrieval-dev.jsonl"))
    made = [
        Step("prepare", (*data, "--output", path("pairs.jsonl")), "pairs.jsonl"),
        Step("vocabulary", (*data, *pairs, "--output", path("tokenizer.json")), "tokenizer.json"),
        Step(
            "teach",
            (*pairs, *busy, "--output", path("teacher")),
            "teacher",
        ),
        Step("passages", (*data, "--output", str(folder)), "retrieval.jsonl"),
        Step(
            "train",
            (*pairs, *teacher, *tokenizer, *retrieval, *busy, "--output", student),
            "student.npz",
        ),
        Step(
            "export",
            ("--student", student, *tokenizer, *retrieval, "--output", path("model")),
            "model",
        ),
        Step(
            "evaluate",
            (path("model"), *data, *held, "--output", path("figures.json")),
            "figures.json",
        ),
    ]
    if not quick:
        return made
    return [
        Step(step.name, (*step.arguments, *few.get(step.name, ())), step.result) for step in made
    ]


NAMES = [step.name for step in steps(Path(), Path(), False, 1)]


def to_do(chosen: list[Step], folder: Path, first: str | None = None) -> list[Step]:
    """The steps from the first that is not done (or from `first`) to the last."""
    for place, step in enumerate(chosen):
        if step.name == first or not done(folder, step):
            return chosen[place:]
    return []


def done(folder: Path, step: Step) -> bool:
    mark = stamp(folder, step)
    return (
        mark.exists()
        and (folder / step.result).exists()
        and mark.read_text(encoding="utf-8") == arguments_of(step)
    )


def arguments_of(step: Step) -> str:
    return json.dumps(step.arguments)


def stamp(folder: Path, step: Step) -> Path:
    return folder / f"{step.name}.done"


if __name__ == "__main__":
    main()
