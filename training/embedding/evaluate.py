"""Measure models: translation search, PIAF, service-public, alone and fused with BM25.

The weight of the dense leg is chosen on titles held back from the tuning (--dev), never on a
benchmark set. All rates are in percent.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer
from model2vec import StaticModel
from noise import noised
from numpy.typing import NDArray
from soft_match import SoftMatch, sentences

SHARED_DATA = Path(os.environ.get("ASSISTANT_SHARED_DATA", "../shared/data"))
CANDIDATES = 100
LEGS = [(d, s) for d in (0.2, 0.4, 0.6, 0.8) for s in (0.3, 0.6, 0.9, 1.2, 1.6)]
WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.3, 1.6, 2.0)
_WORD = re.compile(r"[^\W_]+")

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Task:
    name: str
    questions: list[str]
    passages: list[str]
    right: list[set[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path, nargs="+")
    parser.add_argument("--shared", type=Path, default=SHARED_DATA)
    parser.add_argument("--dev", type=Path, default=Path("build/retrieval-dev.jsonl"))
    parser.add_argument("--sweep", action="store_true", help="show every weight on every set")
    parser.add_argument("--limit", type=int, default=None, help="ask so many questions a set")
    parser.add_argument("--output", type=Path, default=None, help="figures as JSON")
    options = parser.parse_args()
    tasks = [dev_task(options.dev), piaf(options.shared), services(options.shared)]
    tasks.append(misspelt(tasks[1]))
    tasks = [
        replace(task, questions=task.questions[: options.limit], right=task.right[: options.limit])
        for task in tasks
    ]
    lexical = {task.name: standard(bm25(task)) for task in tasks}
    for task in tasks:
        show(f"BM25 {task.name}", measure(lexical[task.name], task))
    figures = {}
    for folder in options.models:
        figures[folder.name] = evaluate(folder, tasks, lexical, options)
    if options.output:
        options.output.write_text(json.dumps(figures, indent=1), encoding="utf-8")


def evaluate(
    folder: Path, tasks: list[Task], lexical: dict[str, Scores], options: argparse.Namespace
) -> dict[str, Any]:
    model = StaticModel.from_pretrained(folder, force_download=False)
    print(f"== {folder} {model.embedding.shape} {model.embedding.dtype}")
    figures: dict[str, Any] = {"flores": flores(model, options.shared)}
    show("flores", figures["flores"])
    dense = {}
    for task in tasks:
        dense[task.name] = units(model, task.questions) @ units(model, task.passages).T
        figures[f"{task.name} dense"] = measure(dense[task.name], task)
        show(f"{task.name} dense", figures[f"{task.name} dense"])
    dev = tasks[0]
    z = {name: standard(scores) for name, scores in dense.items()}
    weight = max(WEIGHTS, key=lambda w: measure(lexical[dev.name] + w * z[dev.name], dev)["mrr10"])
    figures["weight"] = weight
    for task in tasks:
        fused = measure(lexical[task.name] + weight * z[task.name], task)
        figures[f"{task.name} fused"] = fused
        show(f"{task.name} fused {weight}", fused)
        for other in WEIGHTS if options.sweep else ():
            show(f"   {other}", measure(lexical[task.name] + other * z[task.name], task))
    figures |= reranked(folder, model, tasks, lexical, z)
    start = time.perf_counter()
    for question in tasks[1].questions[:500]:
        model.encode([question], use_multiprocessing=False)
    figures["query_ms"] = round((time.perf_counter() - start) * 2, 3)
    print(f"one query: {figures['query_ms']} ms", flush=True)
    return figures


def reranked(
    folder: Path,
    model: StaticModel,
    tasks: list[Task],
    lexical: dict[str, Scores],
    dense: dict[str, Scores],
) -> dict[str, Any]:
    """Three legs: BM25, dense (passage and its best sentence), and words one by one on the
    best CANDIDATES of the two. Their weights are chosen on the dev task."""
    second, third = {}, {}
    for task in tasks:
        best = best_sentence(model, task)
        second[task.name] = standard(dense[task.name] + standard(best))
        third[task.name] = soft(folder, task, lexical[task.name] + 0.5 * second[task.name])
    dev = tasks[0]

    def total(task: Task, legs: tuple[float, float]) -> Scores:
        name = task.name
        scores: Scores = lexical[name] + legs[0] * second[name] + legs[1] * third[name]
        return scores

    legs = max(LEGS, key=lambda pair: measure(total(dev, pair), dev)["mrr10"])
    figures: dict[str, Any] = {"legs": legs}
    for task in tasks:
        name = task.name
        figures[f"{name} sentences"] = measure(second[name], task)
        figures[f"{name} three legs"] = measure(total(task, legs), task)
        show(f"{name} sentences", figures[f"{name} sentences"])
        show(f"{name} three {legs}", figures[f"{name} three legs"])
    return figures


def best_sentence(model: StaticModel, task: Task) -> Scores:
    parts = [sentences(passage) for passage in task.passages]
    rows = units(model, [sentence for part in parts for sentence in part])
    starts = np.cumsum([0, *(len(part) for part in parts[:-1])])
    best: Scores = np.maximum.reduceat(units(model, task.questions) @ rows.T, starts, axis=1)
    return best


def soft(folder: Path, task: Task, first: Scores) -> Scores:
    """Standard scores among the candidates; what is no candidate stays below them all."""
    match = SoftMatch(folder, task.passages)
    scores = np.full(first.shape, -9.0, np.float32)
    start = time.perf_counter()
    for number, question in enumerate(task.questions):
        candidates = np.argsort(-first[number], kind="stable")[:CANDIDATES]
        found = match.scores(question, candidates.tolist())
        scores[number, candidates] = (found - found.mean()) / max(float(found.std()), 1e-9)
    spent = (time.perf_counter() - start) / len(task.questions)
    print(f"{task.name}: {1000 * spent:.1f} ms to rerank {CANDIDATES}", flush=True)
    return scores


def units(model: StaticModel, texts: Sequence[str]) -> Scores:
    rows = np.asarray(model.encode(list(texts), use_multiprocessing=False), np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Scores = rows / np.maximum(lengths, 1e-9)
    return unit


def flores(model: StaticModel, shared: Path) -> dict[str, float]:
    with gzip.open(shared / "parallel" / "flores-devtest.tsv.gz", "rt", encoding="utf-8") as file:
        pairs = [line.rstrip("\n").split("\t") for line in file]
    english, french = (units(model, [pair[side] for pair in pairs]) for side in (0, 1))
    scores = french @ english.T
    right = np.arange(len(pairs))
    return {
        "fr-en": round(100 * float((scores.argmax(axis=1) == right).mean()), 1),
        "en-fr": round(100 * float((scores.argmax(axis=0) == right).mean()), 1),
    }


def piaf(shared: Path) -> Task:
    file = shared / "benchmark" / "piaf-v1.0.json"
    paragraphs = [
        paragraph
        for article in json.loads(file.read_text(encoding="utf-8"))["data"]
        for paragraph in article["paragraphs"]
    ]
    questions, right = [], []
    for number, paragraph in enumerate(paragraphs):
        for asked in paragraph["qas"]:
            questions.append(asked["question"])
            right.append({number})
    return Task("piaf", questions, [each["context"] for each in paragraphs], right)


def services(shared: Path) -> Task:
    file = shared / "benchmark" / "service-public-questions.json"
    rows = json.loads(file.read_text(encoding="utf-8"))
    right = [{number} for number in range(len(rows))]
    return Task("service-public", [row[1] for row in rows], [row[2] for row in rows], right)


def dev_task(path: Path) -> Task:
    """Titles and spans to their passages, held back from tuning: half near, half far in words."""
    with path.open(encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["kind"] != "title-law"]
    passages = [row["passage"] for row in rows]
    places: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        places.setdefault(row["query"], set()).add(number)
    return Task("dev", list(places), passages, list(places.values()))


def misspelt(task: Task) -> Task:
    chance = random.Random(5)
    questions = [noised(question, chance) for question in task.questions]
    return Task(f"{task.name}-misspelt", questions, task.passages, task.right)


def bm25(task: Task) -> Scores:
    stemmer = Stemmer.Stemmer("french")
    index = bm25s.BM25()
    index.index([stems(text, stemmer) for text in task.passages], show_progress=False)
    rows = [index.get_scores(stems(question, stemmer)) for question in task.questions]
    return np.array(rows, np.float32)


def stems(text: str, stemmer: Any) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    folded = "".join(char for char in decomposed if not unicodedata.combining(char))
    words: list[str] = stemmer.stemWords(_WORD.findall(folded))
    return words or [""]


def standard(scores: Scores) -> Scores:
    """Each question's scores to mean 0 and spread 1."""
    spread = scores.std(axis=1, keepdims=True)
    rows: Scores = (scores - scores.mean(axis=1, keepdims=True)) / np.maximum(spread, 1e-9)
    return rows


def measure(scores: Scores, task: Task) -> dict[str, float]:
    best = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    ranks = [
        next((place for place, found in enumerate(row) if found in right), 99)
        for row, right in zip(best.tolist(), task.right, strict=True)
    ]
    found = np.array(ranks)
    rates = {f"r{depth}": round(100 * float((found < depth).mean()), 1) for depth in (1, 5, 10)}
    mrr = np.where(found < 10, 1 / (found + 1), 0).mean()
    return {**rates, "mrr10": round(100 * float(mrr), 1)}


def show(label: str, figures: dict[str, float]) -> None:
    values = "  ".join(f"{name} {value:5.1f}" for name, value in figures.items())
    print(f"{label:28} {values}", flush=True)


if __name__ == "__main__":
    main()
