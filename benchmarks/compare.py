"""The product beside its peers on a folder in BEIR's shape, in one run.

    python benchmarks/compare.py FOLDER [--queries N] [--json OUT]

A peer's chunk stands for its document. Each peer is run in every way of fusing that it
documents, and the best one on this very set is kept: the comparison leans towards the peers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from beir import Folder, FolderInvalid
from contest import EMBEDDERS, OURS, PeersMissing, Run, Setting, run
from machine import described
from measures import score, summarise, to_json
from product import passage_id
from results import show
from retrieval import open_folder, place
from values import Source

SCHEMA = "assistant.benchmark.compare/1"
JUDGED_BY = "nDCG@10"
CUTS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "llama-index starter": ("1024 tokens", {}),
    "llama-index hybrid": ("1024 tokens", {}),
    "haystack hybrid": (
        "512 words",
        {"split_by": "word", "split_length": 512, "split_overlap": 32},
    ),
    "txtai hybrid": ("whole", {}),
}
"""How each engine cuts: the defaults, or its tutorial's values; these texts are short."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="a folder, or the name of a public set")
    parser.add_argument("--queries", type=int, help="so many questions only, evenly spread")
    parser.add_argument("--quick", action="store_true", help="our embedder only for the peers")
    parser.add_argument("--engines", nargs="*", help="some peers only")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    options = parser.parse_args(arguments)
    try:
        folder = open_folder(options.folder).sample(options.queries)
        path = place(options.folder)
        embedders = list(EMBEDDERS)[:1] if options.quick else list(EMBEDDERS)
        result = compare(folder, path, options.engines or list(CUTS), embedders)
    except (FolderInvalid, PeersMissing) as error:
        print(error, file=sys.stderr)
        return 1
    show(result, to_text(result), options.json)
    return 0


def compare(
    folder: Folder, path: Path, engines: Iterable[str], embedders: Sequence[str]
) -> dict[str, Any]:
    sources = [Source(d.id, f"{d.title}\n{d.text}".strip()) for d in folder.documents]
    queries = [query.text for query in folder.queries]
    ours = Setting(OURS, "", "", {"folder": str(path.resolve())})
    done = run(ours, [], queries)
    ids = {passage_id(n): document.id for n, document in enumerate(folder.documents)}
    contestants = [_judged(folder, done, OURS, ids)]
    for engine in engines:
        cut, options = CUTS[engine]
        for embedder in embedders:
            done = run(Setting(engine, cut, embedder, options), sources, queries)
            ids = {chunk.id: chunk.document for chunk in done.chunks.values()}
            tried = [_judged(folder, done, mode, ids) for mode in done.rankings]
            contestants.append(max(tried, key=lambda one: one["measures"][JUDGED_BY]["value"]))
            print(f"{contestants[-1]['name']}…", file=sys.stderr, flush=True)
    return {
        "schema": SCHEMA,
        "set": folder.name,
        "documents": len(folder.documents),
        "queries": len(folder.queries),
        "machine": described(),
        "contestants": contestants,
    }


def _judged(folder: Folder, done: Run, mode: str, ids: Mapping[str, str]) -> dict[str, Any]:
    scores = [
        score([ids[name] for name in ranking], folder.relevant[query.id])
        for query, ranking in zip(folder.queries, done.rankings[mode], strict=True)
    ]
    return {
        "name": done.setting.name,
        "engine": done.setting.engine,
        "embedder": done.setting.embedder,
        "mode": mode,
        "measures": to_json(summarise(scores)),
        "costs": done.costs,
    }


def to_text(result: Mapping[str, Any]) -> str:
    columns = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
    costs = ("index_seconds", "p50_ms", "p95_ms", "peak_mb", "cold_start_seconds")
    width = max(len(one["name"]) for one in result["contestants"]) + 1
    heads = "".join(f"{name:>9}" for name in columns) + "".join(f"{c[:10]:>11}" for c in costs)
    lines = [f"{result['set']}\u00a0: {result['queries']} questions", " " * width + heads]
    for one in result["contestants"]:
        cells = "".join(f"{one['measures'][name]['value']:9.3f}" for name in columns)
        cells += "".join(f"{one['costs'][name]:11.2f}" for name in costs)
        lines.append(f"{one['name']:{width}}{cells}  {one['mode']}")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
