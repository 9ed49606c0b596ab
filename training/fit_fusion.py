"""Fit the weights of the retrieval legs, and print them with what each set gives.

Three sets, none of them a benchmark: the answerable questions of `dev` and of
eval/calibration.jsonl on the corpus as it ships, the same on the corpus without its expansion,
and French query-passage pairs held back by training/embedding/passages.py (optional). The weights
are those that a walk over a small grid finds best for the mean over the sets of hit@5 + MRR.

    python training/fit_fusion.py [build/retrieval-dev.jsonl]
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import wiring
from assistant.answer.condense import RuleCondenser
from assistant.domain import Document, Hit, IndexEntry, Passage
from assistant.evaluate.gold import Evidence, load, of_split
from assistant.evaluate.matching import is_evidence
from assistant.ports import Generations
from assistant.retrieve.fusion import standardise
from assistant.retrieve.hybrid import LEG_WEIGHTS
from assistant.settings import Settings

LEGS = tuple(LEG_WEIGHTS)
GRID = (0.0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0, 1.3)
STARTS = ((1.0, 0.2, 0.5, 0.6, 0.3), (1.0, 0.1, 0.6, 0.2, 0.2), (1.0, 0.5, 1.0, 0.3, 0.3))
ALL = 120
PAIRS = 1_500


@dataclass(frozen=True, slots=True)
class Ranked:
    """One question's candidates: z-scores per leg, shape (candidates, legs), and which answer."""

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]

    def rank(self, weights: NDArray[np.float64]) -> float:
        """Of the first right candidate, from 1; infinite when there is none."""
        if not self.right.any():
            return float("inf")
        totals = self.scores @ weights
        return float(np.sum(totals > totals[self.right].max()) + 1)


def main() -> None:
    sets = {"expanded": _questions(Settings(), expanded=True)}
    sets["plain"] = _questions(Settings(), expanded=False)
    if len(sys.argv) > 1:
        sets["pairs"] = _pairs(Path(sys.argv[1]))
    for start in STARTS:
        weights = fit(list(sets.values()), start)
        print({leg: float(w) for leg, w in zip(LEGS, weights, strict=True)})
        for name, ranked in sets.items():
            print("  ", name, measure(ranked, weights))


def fit(sets: Sequence[Sequence[Ranked]], start: Sequence[float]) -> NDArray[np.float64]:
    """One weight at a time, while one can be bettered; the lexical leg stays at 1."""
    weights = np.array(start)
    best = value(sets, weights)
    better = True
    while better:
        better = False
        for leg in range(1, len(LEGS)):
            for step in GRID:
                tried = weights.copy()
                tried[leg] = step
                if (got := value(sets, tried)) > best + 1e-9:
                    weights, best, better = tried, got, True
    return weights


def value(sets: Sequence[Sequence[Ranked]], weights: NDArray[np.float64]) -> float:
    measures = [measure(ranked, weights) for ranked in sets]
    return float(np.mean([m["hit@5"] + m["mrr"] for m in measures]))


def measure(ranked: Iterable[Ranked], weights: NDArray[np.float64]) -> Mapping[str, float]:
    ranks = np.array([one.rank(weights) for one in ranked])
    return {
        "hit@1": round(float(np.mean(ranks <= 1)), 3),
        "hit@5": round(float(np.mean(ranks <= 5)), 3),
        "mrr": round(float(np.mean(1 / ranks)), 3),
    }


def _questions(settings: Settings, *, expanded: bool) -> list[Ranked]:
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        shutil.copytree(settings.path("corpus"), corpus)
        if not expanded:
            shutil.rmtree(corpus / "expansion", ignore_errors=True)
        own = settings.model_copy(update={"corpus": corpus, "indexes": Path(folder, "indexes")})
        builder = wiring.make_builder(own)
        builder.build()
        items = of_split(load(settings.path("gold")), "dev")
        condense = RuleCondenser().condense
        asked = [
            (condense(item.question, item.history), item.evidence)
            for item in items
            if item.answerable
        ]
        lines = Path("eval/calibration.jsonl").read_text(encoding="utf-8").splitlines()
        asked.extend(
            (row["question"], tuple(Evidence(**e) for e in row["evidence"]))
            for row in map(json.loads, lines)
            if row["answerable"]
        )
        with wiring.open_generations(own).lease() as index:
            retriever = wiring.build_retriever(own, index)
            return [
                _ranked(
                    hits := retriever.retrieve(question, ALL),
                    [any(is_evidence(h.passage, e, index.passage) for e in found) for h in hits],
                )
                for question, found in asked
            ]


def _pairs(path: Path) -> list[Ranked]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names = {text: f"p{n}" for n, text in enumerate(dict.fromkeys(r["passage"] for r in rows))}
    chosen = np.random.default_rng(1).permutation(len(rows))[:PAIRS]
    entries = [
        IndexEntry(Passage(id=name, document_id="pairs", text=text, raw=text), {"text": text})
        for text, name in names.items()
    ]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(indexes=Path(folder))
        generations: Generations = wiring.build_index(
            settings, [Document(id="pairs", title="pairs")], entries
        )
        with generations.lease() as index:
            retriever = wiring.build_retriever(settings, index)
            return [
                _ranked(
                    hits := retriever.retrieve(rows[n]["query"], ALL),
                    [h.passage.id == names[rows[n]["passage"]] for h in hits],
                )
                for n in chosen
            ]


def _ranked(hits: Sequence[Hit], right: Sequence[bool]) -> Ranked:
    columns = [_column(hits, leg) for leg in LEGS]
    return Ranked(np.array(columns).T.reshape(len(hits), len(LEGS)), np.array(right, bool))


def _column(hits: Sequence[Hit], leg: str) -> NDArray[np.float64]:
    """As `assistant.retrieve.fusion.fuse` has it."""
    found = {n: said.score for n, h in enumerate(hits) for said in h.legs if said.leg == leg}
    column = np.zeros(len(hits))
    if found:
        standard = standardise(list(found.values()))
        column[:] = standard.min()
        column[list(found)] = standard
    return column


if __name__ == "__main__":
    main()
