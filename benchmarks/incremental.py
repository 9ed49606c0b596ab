"""What one more document costs an index that holds many passages already.

    python benchmarks/incremental.py [--passages 100000] [--profile] [--json OUT]

A corpus of text files (paragraphs that have nothing to do with the questions) is read, built in
full, then one document is added, one changed and one taken out, each in a process of its own.
Bar: adding one takes at most a tenth of the full build, reading included in both.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from beir import Text
from machine import described, peak_memory
from results import save
from texts import passages

from assistant.settings import Settings
from assistant.wiring import make_builder

SCHEMA = "assistant.benchmark.incremental/1"
PER_DOCUMENT = 100
ADDED, CHANGED, REMOVED = "ajout.txt", "document-00000.txt", "document-00001.txt"
STEPS = ("full", "add", "change", "remove", "nothing")
BAR = 0.1


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        return _step(options.step, options.home, options.profile)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _write_corpus(home / "corpus", options.passages)
        figures = {step: _measured(step, home, options.profile) for step in STEPS}
    ratio = figures["add"]["seconds"] / figures["full"]["seconds"]
    print(f"add/full {ratio:.3f} (bar {BAR})")
    if options.json:
        steps = {"schema": SCHEMA, "machine": described(), "ratio": ratio, "steps": figures}
        save(options.json, steps)
    return 0 if ratio <= BAR else 1


def _write_corpus(corpus: Path, count: int) -> None:
    corpus.mkdir()
    texts = passages(count + PER_DOCUMENT)
    for number in range(count // PER_DOCUMENT):
        _write(corpus / f"document-{number:05d}.txt", islice(texts, PER_DOCUMENT))
    _write(corpus.parent / ADDED, texts)


def _write(path: Path, texts: Iterable[Text]) -> None:
    path.write_text("\n\n".join(one.text for one in texts), encoding="utf-8")


def _measured(step: str, home: Path, profile: bool) -> dict[str, Any]:
    if step == "add":
        shutil.move(home / ADDED, home / "corpus" / ADDED)
    elif step == "change":
        with (home / "corpus" / CHANGED).open("a", encoding="utf-8") as file:
            file.write("\n\nUn dernier paragraphe, écrit après coup par la commune de Bellerive.\n")
    elif step == "remove":
        (home / "corpus" / REMOVED).unlink()
    command = [sys.executable, __file__, "--step", step, "--home", str(home)]
    done = subprocess.run(
        [*command, *(["--profile"] if profile else [])],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *before, last = done.stdout.splitlines()
    print("\n".join(before), end="\n" if before else "")
    found: dict[str, Any] = json.loads(last)
    print(f"{step:8} {found['seconds']:7.1f} s  {found['passages']} passages", flush=True)
    return found


def _step(step: str, home: Path, profile: bool) -> int:
    builder = make_builder(Settings(home=home))
    profiler = cProfile.Profile()
    started = time.perf_counter()
    report = (
        profiler.runcall(builder.build, rebuild=step == "full")
        if profile
        else builder.build(rebuild=step == "full")
    )
    seconds = time.perf_counter() - started
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(30)
    print(json.dumps({"seconds": seconds, "passages": report.passages, "memory": peak_memory()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
