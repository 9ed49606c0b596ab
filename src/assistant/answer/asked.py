"""What a question's wording alone says of its being answered: the thing asked, not its subject.

« quel est le budget du fonds ? » and « à quoi sert le fonds ? » share a subject, all of whose words
stand in the documents. What tells them apart is what they ask of it. Each stem and each pair of
neighbouring stems, small words included, weighs for or against; `asked.json` holds the weights,
fitted by `training/fit_abstention.py` on questions that passages answer (`corpus/expansion`) and
on questions that they raise and leave open (`training/gaps.toml`, `eval/calibration.jsonl`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from assistant.french import stem, words

WEIGHTS_FILE = Path(__file__).with_name("asked.json")
_MOST = 3.0


def grams(question: str) -> frozenset[str]:
    """The stems of a question and its pairs of neighbouring stems."""
    found = [stem(word) for word in words(question)]
    return frozenset(found) | {f"{a} {b}" for a, b in pairwise(found)}


def leaning(question: str, weights: Mapping[str, float] | None = None) -> float:
    """How far the wording leans towards what the documents answer: −1 (never) to 1, 0 unknown."""
    found = grams(question)
    if not found:
        return 0.0
    weights = _shipped() if weights is None else weights
    score = sum(weights.get(gram, 0.0) for gram in found) / math.sqrt(len(found))
    return max(-_MOST, min(_MOST, score)) / _MOST


@cache
def _shipped() -> Mapping[str, float]:
    data: Mapping[str, Mapping[str, float]] = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    return data["weights"]
