"""How the index grows: build rate, query time, memory and disk at each size.

    python benchmarks/growth.py [--sizes 1000,10000,100000] [--profile] [--keep FOLDER] [--json OUT]

Each size is built in one process and asked in another. Asked: questions of PIAF, whose paragraphs
are among the passages, all legs, in turn with a bare query of Chroma on the same vectors, whose
time is the yardstick. A million passages take about 10 GB of disk and 13 of memory to build.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from beir import Folder, FolderInvalid, read
from machine import anonymous_memory, described, memory, peak_memory
from measures import score, summarise
from product import disk_bytes, index_folder, passage_id
from public import folder as public_folder
from results import save
from texts import passages

from assistant.evaluate.metrics import percentile
from assistant.settings import Settings
from assistant.wiring import build_retriever, open_generations

SCHEMA = "assistant.benchmark.growth/1"
SIZES = (1_000, 10_000, 100_000)
QUESTIONS = 300
HITS = 10
PER_DOCUMENT = 50


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=_numbers, default=SIZES)
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    parser.add_argument("--keep", type=Path, help="folder for the indexes; removed when not given")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.step:
        return _child(options.step, options.sizes[0], options.keep, options.profile)
    rows = []
    for size in options.sizes:
        with nullcontext(options.keep) if options.keep else TemporaryDirectory() as folder:
            rows.append(_measured(size, Path(folder) / str(size), options.profile))
        print(row_text(rows[-1]), flush=True)
    if options.json:
        save(options.json, {"schema": SCHEMA, "machine": described(), "sizes": rows})
    return 0


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.replace("_", "").split(","))


def _measured(size: int, folder: Path, profile: bool) -> dict[str, Any]:
    row: dict[str, Any] = {"passages": size}
    for step in STEPS:
        if step == "build" and (folder / "current").is_file():
            continue
        command = [sys.executable, __file__, "--step", step, "--sizes", str(size)]
        command += ["--keep", str(folder), *(["--profile"] if profile else [])]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        *before, last = done.stdout.splitlines()
        if before:
            print("\n".join(before))
        row |= json.loads(last)
    return row


def _child(step: str, size: int, folder: Path, profile: bool) -> int:
    settings = Settings().model_copy(update={"indexes": folder.absolute()})
    profiler = cProfile.Profile(time.process_time) if profile else None
    try:
        result = STEPS[step](size, settings, profiler)
    except FolderInvalid as error:
        print(error, file=sys.stderr)
        return 1
    if profiler is not None:
        print(f"-- {step}, {size}")
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    print(json.dumps(result))
    return 0


def build(size: int, settings: Settings, profiler: cProfile.Profile | None) -> dict[str, Any]:
    asked = read(public_folder("piaf")).documents
    texts = (*asked, *passages(size - len(asked)))[:size]
    folder = Folder(str(size), texts, (), {})
    before = memory()
    started = time.perf_counter()
    with profiler or nullcontext():
        index_folder(folder, settings, PER_DOCUMENT)
    seconds = time.perf_counter() - started
    return {
        "build_seconds": round(seconds, 2),
        "build_rate": round(size / seconds, 1),
        "build_peak_mb": round(peak_memory() / 1e6),
        "texts_mb": round(before / 1e6),
        "disk_mb": round(disk_bytes(settings.path("indexes")) / 1e6, 1),
        "text_mb": round(sum(len(text.text.encode()) for text in texts) / 1e6, 1),
    }


def ask(size: int, settings: Settings, profiler: cProfile.Profile | None) -> dict[str, Any]:
    piaf = read(public_folder("piaf"))
    queries = piaf.sample(QUESTIONS).queries
    questions = [query.text for query in queries]
    names = {passage_id(number): text.id for number, text in enumerate(piaf.documents)}
    started = time.perf_counter()
    with open_generations(settings).lease() as index:
        retriever = build_retriever(settings, index)
        retriever.retrieve(questions[0], HITS)
        opened = time.perf_counter() - started
        peak = peak_memory()
        bare = _bare(settings, index.manifest.generation)
        rankings: list[list[str]] = []

        def search(question: str) -> None:
            hits = retriever.retrieve(question, HITS)
            rankings.append([names.get(hit.passage.id, "") for hit in hits])

        ours, theirs = _in_turn(search, bare, questions)
        scores = [
            score(ranking, piaf.relevant[query.id])
            for query, ranking in zip(queries, rankings, strict=True)
        ]
        figures = {
            "open_seconds": round(opened, 2),
            "opened_peak_mb": round(peak / 1e6),
            "peak_mb": round(peak_memory() / 1e6),
            "anonymous_mb": round(anonymous_memory() / 1e6),
            **_percentiles("", ours),
            **_percentiles("chroma_", theirs),
            "piaf_r5": round(summarise(scores)["R@5"].value, 3),
            "piaf_mrr10": round(summarise(scores)["MRR@10"].value, 3),
        }
        figures["ratio"] = round(figures["p50_ms"] / figures["chroma_p50_ms"], 2)
        if profiler is not None:
            with profiler:
                for question in questions:
                    retriever.retrieve(question, HITS)
        return figures


def _bare(settings: Settings, generation: str) -> Callable[[str], Callable[[], object]]:
    """Chroma's own query on the same collection. The question's vector is made beforehand."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    from assistant.wiring import EMBEDDERS

    client = chromadb.PersistentClient(
        settings.path("indexes") / generation / "vectors",
        settings=ChromaSettings(anonymized_telemetry=False),
    )
    collection = client.get_collection("passages", embedding_function=None)
    embedder = EMBEDDERS[settings.embedder](settings)
    vectors: dict[str, Any] = {}

    def query(question: str) -> Callable[[], object]:
        vector = vectors.setdefault(question, embedder.embed_query(question))
        return lambda: collection.query(
            query_embeddings=[vector], n_results=HITS, include=["distances"]
        )

    return query


def _in_turn(
    ours: Callable[[str], object],
    bare: Callable[[str], Callable[[], object]],
    questions: Iterable[str],
) -> tuple[list[float], list[float]]:
    taken: tuple[list[float], list[float]] = ([], [])
    for question in questions:
        works: tuple[Callable[[], object], ...] = (partial(ours, question), bare(question))
        for times, work in zip(taken, works, strict=True):
            started = time.perf_counter()
            work()
            times.append(time.perf_counter() - started)
    return taken


def _percentiles(prefix: str, seconds: Sequence[float]) -> dict[str, float]:
    return {f"{prefix}p{p}_ms": round(1_000 * percentile(seconds, p / 100), 2) for p in (50, 95)}


def row_text(row: Mapping[str, Any]) -> str:
    return "\u00a0; ".join(f"{name} {value}" for name, value in row.items())


STEPS: Mapping[str, Callable[..., dict[str, Any]]] = {"build": build, "ask": ask}

if __name__ == "__main__":
    sys.exit(main())
