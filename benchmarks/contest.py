"""Runs engines, each step in a child process, on the same documents and questions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from public import BUILD, ROOT

from assistant.evaluate.metrics import percentile

RUN = ROOT / "benchmarks" / "peers" / "run.py"
PEERS_PYTHON = BUILD / "peers" / "bin" / "python"
NO_PEERS = "L’environnement des autres moteurs manque\u00a0: « make bench » le fabrique."
DEPTH = 20
STATIC = str(ROOT / "models" / "fr-static")
MINILM = "minilm"
EMBEDDERS = {"fr-static": STATIC, "English MiniLM": MINILM}
OURS = "assistant"

sys.path.insert(0, str(RUN.parent))

from values import Chunk, Job, Source  # noqa: E402

Expand = Callable[[Sequence[Chunk]], list[Chunk]]


class PeersMissing(Exception):
    """Its text is French."""


@dataclass(frozen=True, slots=True)
class Setting:
    """An engine, how it cuts, whose embedder; `options` are the engine's own for cutting."""

    engine: str
    cut: str
    embedder: str
    options: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.engine} · {self.cut} · {self.embedder}" if self.cut else self.engine


@dataclass(frozen=True, slots=True)
class Run:
    """What one engine did. `rankings` is by way of fusing, then by query; `seconds`, by query,
    is of the first way: the ways differ by the last step only."""

    setting: Setting
    chunks: Mapping[str, Chunk]
    rankings: Mapping[str, Sequence[Sequence[str]]]
    seconds: Sequence[float]
    index_seconds: float
    index_peak_bytes: int
    index_bytes: int
    cold_start_seconds: float
    peak_bytes: int

    @property
    def costs(self) -> dict[str, float]:
        return {
            "index_seconds": round(self.index_seconds, 2),
            "index_peak_mb": round(self.index_peak_bytes / 1e6),
            "disk_mb": round(self.index_bytes / 1e6, 1),
            "cold_start_seconds": round(self.cold_start_seconds, 2),
            "peak_mb": round(self.peak_bytes / 1e6),
            "p50_ms": round(1_000 * percentile(self.seconds, 0.5), 2),
            "p95_ms": round(1_000 * percentile(self.seconds, 0.95), 2),
        }


def run(
    setting: Setting,
    sources: Sequence[Source],
    queries: Sequence[str],
    *,
    chunks: Sequence[Chunk] | None = None,
    expand: Expand | None = None,
) -> Run:
    """`chunks` are ranked as given, else the engine cuts `sources`; `expand` adds to them."""
    with TemporaryDirectory(prefix="assistant-contest-") as temporary:
        folder = Path(temporary)
        job = Job(
            engine=setting.engine,
            embedder=EMBEDDERS.get(setting.embedder, STATIC),
            depth=DEPTH,
            options=setting.options,
            sources=tuple(sources),
        )
        cutting = 0.0
        if chunks is None:
            chunks, cutting = _cut(job, folder)
        chunks = expand(chunks) if expand is not None else chunks
        job = replace(job, sources=(), chunks=tuple(chunks))
        index = _step("index", job, folder)
        asked = _step("ask", replace(job, chunks=(), queries=tuple(queries)), folder)
        modes = asked["modes"]
        return Run(
            setting=setting,
            chunks={chunk.id: chunk for chunk in chunks},
            rankings={mode: found["rankings"] for mode, found in modes.items()},
            seconds=next(iter(modes.values()))["seconds"],
            index_seconds=cutting + index["seconds"],
            index_peak_bytes=index["peak_bytes"],
            index_bytes=index["bytes"],
            cold_start_seconds=asked["cold_start_seconds"],
            peak_bytes=asked["peak_bytes"],
        )


_CUTS: dict[str, tuple[list[Chunk], float]] = {}
"""What engines cut in this run, and the seconds it took: the embedder changes nothing in it."""


def _cut(job: Job, folder: Path) -> tuple[list[Chunk], float]:
    key = json.dumps({**job.to_json(), "embedder": ""})
    if key not in _CUTS:
        split = _step("split", job, folder)
        _CUTS[key] = [Chunk(**one) for one in split["chunks"]], split["seconds"]
    return _CUTS[key]


def _step(step: str, job: Job, folder: Path) -> dict[str, Any]:
    python = Path(sys.executable) if job.engine == OURS else PEERS_PYTHON
    if not python.exists():
        raise PeersMissing(NO_PEERS)
    path = folder / "job.json"
    path.write_text(json.dumps(job.to_json(), ensure_ascii=False), encoding="utf-8")
    command = [str(python), str(RUN), step, str(path), str(folder), repr(time.time())]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{job.engine}, {step}:\n{done.stderr[-4_000:]}")
    result: dict[str, Any] = json.loads((folder / f"{step}.json").read_text(encoding="utf-8"))
    return result
