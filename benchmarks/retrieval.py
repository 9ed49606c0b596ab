"""The product's own retriever, as it ships, on any folder in BEIR's shape.

    python benchmarks/retrieval.py FOLDER [--ablation] [--json OUT] [--queries N]

Each document is one passage. `piaf` and `service-public` name the public sets.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ablation import variants
from beir import Folder, FolderInvalid, read
from machine import described
from measures import Figure, latency, score, summarise, to_json
from product import Answers, Built, built
from public import SETS
from public import folder as public_folder
from results import show

from assistant.errors import AssistantError
from assistant.settings import Settings

SCHEMA = "assistant.benchmark.retrieval/1"
SHIPPED = "as shipped"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="a folder, or the name of a public set")
    parser.add_argument("--ablation", action="store_true", help="each leg and helper on and off")
    parser.add_argument("--queries", type=int, help="so many questions only, evenly spread")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--indexes", type=Path, help="keep the index there")
    options = parser.parse_args(arguments)
    try:
        found = open_folder(options.folder).sample(options.queries)
        result = run(found, Settings(), options.indexes, ablation=options.ablation)
    except (FolderInvalid, AssistantError) as error:
        print(error, file=sys.stderr)
        return 1
    show(result, to_text(result), options.json)
    return 0


def open_folder(name: str) -> Folder:
    return read(place(name))


def place(name: str) -> Path:
    """A folder, or where the public set of that name is."""
    return public_folder(name) if name in SETS and not Path(name).is_dir() else Path(name)


def run(
    folder: Folder, settings: Settings, indexes: Path | None = None, *, ablation: bool = False
) -> dict[str, Any]:
    """Figures of the retriever as it ships and, when asked, of its variants."""
    with built(folder, settings, indexes) as index:
        found = {SHIPPED: _measured(folder, index.ask(folder.queries))}
        if ablation:
            found |= _ablated(folder, index)
        return {
            "schema": SCHEMA,
            "set": folder.name,
            "documents": len(folder.documents),
            "queries": len(folder.queries),
            "notes": list(folder.notes),
            "embedder": index.index.manifest.embedder,
            "build_seconds": round(index.build_seconds, 2),
            "index_bytes": index.bytes,
            "machine": described(),
            "variants": found,
        }


def judged(folder: Folder, answers: Answers) -> list[dict[str, float]]:
    """Every measure of every query."""
    return [
        score(ranking, folder.relevant[query.id])
        for query, ranking in zip(folder.queries, answers.rankings, strict=True)
    ]


def _measured(folder: Folder, answers: Answers) -> dict[str, Any]:
    return {
        "measures": to_json(summarise(judged(folder, answers))),
        "latency": {k: round(v, 3) for k, v in latency(answers.seconds).items()},
    }


def _ablated(folder: Folder, index: Built) -> dict[str, Any]:
    return {
        name: _measured(folder, index.ask(folder.queries, retriever))
        for name, retriever in variants(index.settings, index.index)
    }


def to_text(result: Mapping[str, Any]) -> str:
    """A table to read in a terminal."""
    lines = [
        f"{result['set']}\u00a0: {result['documents']} documents, {result['queries']} questions ;"
        f" index construit en {result['build_seconds']:.1f} s,"
        f" {result['index_bytes'] / 1e6:.1f} Mo",
        *(f"  ({note})" for note in result["notes"]),
    ]
    first = result["variants"][SHIPPED]
    lines += ["", f"{'mesure':10} {'valeur':>8}   intervalle à 95 %"]
    for name, values in first["measures"].items():
        figure = Figure(**values)
        lines.append(f"{name:10} {figure.value:8.4f}   [{figure.low:.4f} ; {figure.high:.4f}]")
    for name, value in first["latency"].items():
        lines.append(f"{name:10} {value:8.2f}")
    if len(result["variants"]) > 1:
        lines += ["", *_comparison(result["variants"])]
    return "\n".join(lines)


def _comparison(variants: Mapping[str, Any]) -> list[str]:
    columns = ("R@1", "R@5", "R@10", "MRR@10", "nDCG@10")
    width = max(map(len, variants)) + 1
    lines = [" " * width + "".join(f"{name:>9}" for name in columns) + f"{'p50 ms':>9}"]
    for name, found in variants.items():
        cells = "".join(f"{found['measures'][column]['value']:9.4f}" for column in columns)
        lines.append(f"{name:{width}}{cells}{found['latency']['p50_ms']:9.2f}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
