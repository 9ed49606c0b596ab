"""One step of one engine, in a process of its own, in whatever environment it needs.

    python run.py split|index|ask JOB FOLDER SPAWNED

Reads JOB, writes FOLDER/split.json, index.json or ask.json. SPAWNED is the time.time() at which
the process was asked for: a cold start is counted from there to the first ranking.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from values import Engine, Job, Search

ENGINES = {
    "assistant": ("ours", "Ours"),
    "llama-index starter": ("llama_starter", "LlamaStarter"),
    "llama-index hybrid": ("llama_hybrid", "LlamaHybrid"),
    "haystack hybrid": ("haystack_hybrid", "HaystackHybrid"),
    "txtai hybrid": ("txtai_hybrid", "TxtaiHybrid"),
}


def main() -> None:
    step, job_path, folder, spawned = sys.argv[1:]
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")
    job = Job.from_json(json.loads(Path(job_path).read_text(encoding="utf-8")))
    module, name = ENGINES[job.engine]
    engine: Engine = getattr(import_module(module), name)(job)
    result = STEPS[step](engine, job, Path(folder), float(spawned))
    result |= {"peak_bytes": status("VmHWM"), "anonymous_bytes": status("RssAnon")}
    target = Path(folder) / f"{step}.json"
    target.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def split(engine: Engine, job: Job, folder: Path, spawned: float) -> dict[str, Any]:
    started = time.perf_counter()
    chunks = engine.split(job.sources)
    seconds = time.perf_counter() - started
    return {"chunks": [asdict(chunk) for chunk in chunks], "seconds": seconds}


def index(engine: Engine, job: Job, folder: Path, spawned: float) -> dict[str, Any]:
    started = time.perf_counter()
    engine.index(job.chunks, folder)
    seconds = time.perf_counter() - started
    return {"seconds": seconds, "bytes": disk_bytes(folder)}


def ask(engine: Engine, job: Job, folder: Path, spawned: float) -> dict[str, Any]:
    searches = engine.open(folder, job.depth)
    next(iter(searches.values()))(job.queries[0])
    cold = time.time() - spawned
    return {
        "cold_start_seconds": cold,
        "modes": {name: timed(search, job) for name, search in searches.items()},
    }


def timed(search: Search, job: Job) -> dict[str, Any]:
    search(job.queries[0])
    rankings, seconds = [], []
    for query in job.queries:
        started = time.perf_counter()
        ranking = search(query)
        seconds.append(time.perf_counter() - started)
        rankings.append(list(ranking))
    return {"rankings": rankings, "seconds": seconds}


def disk_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def status(field: str) -> int:
    """A line of /proc/self/status, in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    return 0


STEPS: Mapping[str, Callable[[Engine, Job, Path, float], dict[str, Any]]] = {
    "split": split,
    "index": index,
    "ask": ask,
}

if __name__ == "__main__":
    main()
