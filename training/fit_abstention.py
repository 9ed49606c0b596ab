"""Fit the « je ne sais pas » decision and print its weights; rewrite what wording weighs.

Two steps. A sparse logistic regression on the wording of questions (`assistant.answer.asked`):
those that passages answer (corpus/expansion) against those that they leave open (gaps.toml beside
this file), with eval/calibration.jsonl and dev. Then a logistic regression, signs fixed, on the
features of `assistant.answer.abstain.measure`. Cross-validated, alike questions in one fold and
the wording fitted anew in each; what is near a question of the test split is left out unseen.
Run from the repository root, index built, extra « train »: python training/fit_abstention.py
"""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from assistant import wiring
from assistant.answer.abstain import FEATURES
from assistant.answer.asked import WEIGHTS_FILE, grams, leaning
from assistant.answer.condense import own_words
from assistant.evaluate.gold import load, of_split
from assistant.french import stems
from assistant.ingest.expansion import load_expansions
from assistant.settings import Settings

_RIDGE = 0.3
_FOLDS, _ROUNDS = 5, 2
_STEPS, _RATE = 4000, 0.02
FOR = {"union", "reach", "alike", "wordwise", "item", "asked"}
AGAINST = set(FEATURES) - FOR - {"concepts"}
_KINDS = {"out-of-scope": "off-topic", "injection": "off-topic"}
_WORDING = ("asked", "open")
_LOOSE = 10.0
"""Inverse of the ridge of the wording's weights."""
_WEIGHS = {"expansion": 0.1, "told": 0.1, "gap": 0.4, "asked": 1.0}
_LEAST_TIMES, _LEAST_WEIGHT = 2, 0.08
_SHARE_OF_GAPS, _SEED = 0.5, 1
_ALIKE = 0.6


@dataclass(frozen=True)
class Wording:
    text: str
    answerable: bool
    origin: str


@dataclass(frozen=True)
class Asked:
    wording: Wording
    kind: str
    features: tuple[float, ...]


def main() -> None:
    settings = Settings().model_copy(update={"validated": False})
    gold = load(settings.path("gold"))
    test = [s for item in of_split(gold, "test") if len(s := frozenset(stems(item.question))) > 1]
    corpus = settings.path("corpus")
    known = [
        Wording(text, True, "expansion")
        for row in load_expansions(corpus)
        for text in row.questions
    ]
    known += gaps(Path(__file__).with_name("gaps.toml"))
    known = [one for one in known if not is_near(one.text, test)]
    asked = measured(settings, test)
    print(len(known), "wordings,", len(asked), "questions")
    scores = np.mean([cross_validated(asked, known, seed) for seed in range(_ROUNDS)], axis=0)
    tell(asked, scores)
    folded = held_out_wordings(asked, known, _folds(asked, _ROUNDS))
    weights = fit(folded, _labels(asked))
    print("BIAS", round(float(weights[0]), 3))
    print({name: round(float(w), 3) for name, w in zip(FEATURES, weights[1:], strict=True)})
    words = fit_wording([*known, *(one.wording for one in asked)])
    origin = "training/fit_abstention.py, on the questions that it names"
    data = {"origin": origin, "weights": dict(sorted(words.items()))}
    text = json.dumps(data, ensure_ascii=False, indent=0)
    WEIGHTS_FILE.write_text(f"{text}\n", encoding="utf-8")


def gaps(path: Path) -> list[Wording]:
    """Questions that documents raise and leave open, and some of the same things that they do not:
    a part of all pairs of thing and ask."""
    chosen = random.Random(_SEED)
    return [
        Wording(_contracted(ask.format(thing)), answerable, "told" if answerable else "gap")
        for kind in tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
        for asks, answerable in ((kind["asks"], False), (kind.get("told", []), True))
        for thing in kind["things"]
        for ask in asks
        if chosen.random() < _SHARE_OF_GAPS
    ]


def _contracted(text: str) -> str:
    """« de le fonds » is written « du fonds »."""
    for apart, joined in (("de le", "du"), ("de les", "des"), ("à le", "au"), ("à les", "aux")):
        text = re.sub(rf"\b{apart}\b(?=\s)", joined, text, flags=re.IGNORECASE)
    return text


def is_near(question: str, others: Sequence[frozenset[str]]) -> bool:
    own = frozenset(stems(question))
    return any(_alike(own, other) for other in others)


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= _ALIKE * len(one | other)


def measured(settings: Settings, test: Sequence[frozenset[str]]) -> list[Asked]:
    """The questions with their features; what triage answers by itself is left out."""
    assistant = wiring.build(settings)
    lines = Path("eval/calibration.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [
        (row["question"], (), row["answerable"], row["kind"])
        for row in map(json.loads, lines)
        if not is_near(row["question"], test)
    ]
    rows += [
        (item.question, item.history, item.answerable, _KINDS.get(item.type, "near-miss"))
        for item in of_split(load(settings.path("gold")), "dev")
    ]
    found = []
    for question, history, answerable, kind in rows:
        trace = assistant.ask(question, history).trace
        if trace.evidence:
            text = own_words(assistant.explain(trace.query, 1).reading.text)
            values = tuple(trace.evidence[name] for name in FEATURES)
            found.append(Asked(Wording(text, answerable, "asked"), kind, values))
    return found


def cross_validated(asked: Sequence[Asked], known: Sequence[Wording], seed: int) -> np.ndarray:
    """The probability of each question, from weights that never saw one like it."""
    folds, labels = _folds(asked, seed), _labels(asked)
    scores = np.empty(len(asked))
    for fold in range(_FOLDS):
        inside = [one for one, n in zip(asked, folds, strict=True) if n != fold]
        outside = [one for one, n in zip(asked, folds, strict=True) if n == fold]
        rows = held_out_wordings(inside, known, _folds(inside, seed + _ROUNDS))
        weights = fit(rows, labels[folds != fold])
        words = fit_wording([*known, *(one.wording for one in inside)])
        scores[folds == fold] = predict(_with_wording(outside, words), weights)
    return scores


def held_out_wordings(
    asked: Sequence[Asked], known: Sequence[Wording], folds: np.ndarray
) -> np.ndarray:
    """Features, the wording's from weights that never saw the question or one like it."""
    rows = np.empty((len(asked), len(FEATURES)))
    for fold in range(_FOLDS):
        inside = [one.wording for one, n in zip(asked, folds, strict=True) if n != fold]
        outside = [one for one, n in zip(asked, folds, strict=True) if n == fold]
        rows[folds == fold] = _with_wording(outside, fit_wording([*known, *inside]))
    return rows


def fit_wording(wordings: Sequence[Wording]) -> dict[str, float]:
    """The weight of each gram; both answers weigh the same in all."""
    found = [grams(one.text) for one in wordings]
    times = Counter(gram for one in found for gram in one)
    places = {gram: n for n, gram in enumerate(g for g, n in times.items() if n >= _LEAST_TIMES)}
    entries = [
        (row, places[gram], 1 / np.sqrt(len(one)))
        for row, one in enumerate(found)
        for gram in one
        if gram in places
    ]
    rows, columns, values = zip(*entries, strict=True)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(found), len(places)))
    labels = np.array([one.answerable for one in wordings], float)
    weighs = np.array([_WEIGHS[one.origin] for one in wordings])
    weighs[labels == 1] *= weighs[labels == 0].sum() / weighs[labels == 1].sum()
    model = LogisticRegression(C=_LOOSE, max_iter=2000).fit(matrix, labels, sample_weight=weighs)
    weights = zip(places, model.coef_[0], strict=True)
    return {gram: round(float(w), 2) for gram, w in weights if abs(w) >= _LEAST_WEIGHT}


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


def tell(asked: Sequence[Asked], scores: np.ndarray) -> None:
    """What each threshold would refuse and let through."""
    labels, kinds = _labels(asked), np.array([one.kind for one in asked])
    for refused in (0.04, 0.06, 0.08, 0.1, 0.12, 0.15):
        threshold = np.quantile(scores[labels == 1], refused)
        off = {
            kind: round(float(np.mean(scores[(kinds == kind) & (labels == 0)] < threshold)), 3)
            for kind in ("near-miss", "off-topic")
        }
        print(f"refused {refused:.2f} threshold {threshold:.3f} abstained {off}")


def _with_wording(asked: Sequence[Asked], words: dict[str, float]) -> np.ndarray:
    rows = np.array([one.features for one in asked])
    leans = np.array([leaning(one.wording.text, words) for one in asked])
    for name, values in zip(_WORDING, (leans, -leans), strict=True):
        rows[:, FEATURES.index(name)] = np.maximum(values, 0)
    return rows


def _labels(asked: Sequence[Asked]) -> np.ndarray:
    return np.array([one.wording.answerable for one in asked], float)


def _folds(asked: Sequence[Asked], seed: int) -> np.ndarray:
    """A fold for each question, the same for alike ones."""
    found = [frozenset(stems(one.wording.text)) for one in asked]
    group = list(range(len(found)))
    for n, own in enumerate(found):
        alike = {group[m] for m in range(n) if own and _alike(own, found[m])}
        group = [n if g in alike else g for g in group[:n]] + group[n:]
    names = sorted(set(group))
    random.Random(seed).shuffle(names)
    fold = {name: n % _FOLDS for n, name in enumerate(names)}
    return np.array([fold[g] for g in group])


if __name__ == "__main__":
    main()
