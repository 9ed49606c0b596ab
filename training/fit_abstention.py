"""Fit the « je ne sais pas » decision on eval/calibration.jsonl and on dev, and print the weights.

Logistic regression (L2, signs fixed) on the features of `assistant.answer.abstain.measure`,
cross-validated; prints what each threshold would refuse and let through.
Run from the repository root, with an index built: python training/fit_abstention.py
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from assistant import wiring
from assistant.answer.abstain import FEATURES
from assistant.evaluate.gold import load, of_split
from assistant.settings import Settings

_RIDGE = 0.3
_FOLDS = 5
_STEPS, _RATE = 4000, 0.02
FOR = {"union", "reach", "alike", "wordwise", "item"}
AGAINST = set(FEATURES) - FOR - {"concepts"}
_REFUSALS = 0.10
_KINDS = {"out-of-scope": "off-topic"}


def main() -> None:
    features, answerable, kinds = _measured(Path("eval/calibration.jsonl"))
    scores = np.empty(len(answerable))
    folds = np.arange(len(answerable)) % _FOLDS
    for fold in range(_FOLDS):
        weights = fit(features[folds != fold], answerable[folds != fold])
        scores[folds == fold] = predict(features[folds == fold], weights)
    for threshold in np.arange(0.3, 0.8, 0.05):
        kept = scores >= threshold
        unanswerable = answerable == 0
        off = {
            kind: round(float(np.mean(~kept[(kinds == kind) & unanswerable])), 3)
            for kind in ("near-miss", "off-topic")
        }
        refused = float(np.mean(~kept[answerable == 1]))
        print(f"{threshold:.2f} refused {refused:.3f} abstained {off}")
    print("threshold", np.quantile(scores[answerable == 1], _REFUSALS).round(3))
    weights = fit(features, answerable)
    print("BIAS", round(float(weights[0]), 3))
    print({name: round(float(w), 3) for name, w in zip(FEATURES, weights[1:], strict=True)})


def fit(features: np.ndarray, answerable: np.ndarray) -> np.ndarray:
    """Weights, bias first; both classes weigh the same, and every weight has the sign that its
    feature's meaning asks for: more evidence never means less answer (projected Adam)."""
    rows = np.hstack([np.ones((len(features), 1)), features])
    balance = np.where(answerable == 1, 0.5 / answerable.mean(), 0.5 / (1 - answerable.mean()))
    low = np.array([-np.inf, *(0.0 if name in FOR else -np.inf for name in FEATURES)])
    high = np.array([np.inf, *(0.0 if name in AGAINST else np.inf for name in FEATURES)])
    weights, first, second = (np.zeros(rows.shape[1]) for _ in range(3))
    for step in range(1, _STEPS + 1):
        p = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (balance * (p - answerable))
        gradient[1:] += _RIDGE * weights[1:]
        first = 0.9 * first + 0.1 * gradient
        second = 0.999 * second + 0.001 * gradient**2
        move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = np.clip(weights - _RATE * move, low, high)
    return weights


def predict(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(weights[0] + features @ weights[1:])))


def _measured(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Features, answerable or not, kinds; what triage answers by itself is left out."""
    settings = Settings()
    assistant = wiring.build(settings)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    asked = [(row["question"], (), row["answerable"], row["kind"]) for row in rows]
    asked += [
        (item.question, item.history, item.answerable, _KINDS.get(item.type, "near-miss"))
        for item in of_split(load(settings.path("gold")), "dev")
    ]
    found = [
        ([measured[name] for name in FEATURES], float(answerable), kind)
        for question, history, answerable, kind in asked
        if (measured := assistant.ask(question, history).trace.evidence)
    ]
    features, labels, kinds = zip(*found, strict=True)
    return np.array(features), np.array(labels), np.array(kinds)


if __name__ == "__main__":
    main()
