"""What the check of written answers catches of faults planted on purpose, and what it loses.

    python benchmarks/verification.py eval/planted/test.jsonl [--out FILE]

Each item is a few sentences with marks, the passages shown, and the sentence that is judged
(eval/planted/README.md). A faulty one is caught when it is removed, shown as weak, or when its
marks are those that uphold it; a good one is lost when it is removed. `supported` says how many
good ones are shown without reserve: a check that doubted everything would catch all. Time is that
of one answer of eight sentences over eight passages, cold (a new check, passages never seen) and
warm (the passages have been read, as once an answer or a like one was begun).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from machine import described
from public import ROOT
from results import show

from assistant import Settings
from assistant.answer.verify import WrittenVerifier
from assistant.answer.verify.statements import plain, statements
from assistant.domain import Passage, Sentence
from assistant.french import fold
from assistant.ports import Embedder
from assistant.wiring import EMBEDDERS

ANSWERS, SENTENCES, SEED = 200, 8, 5
_PASSAGES = ROOT / "eval" / "planted" / "passages.json"
_LETTERS = re.compile(r"[^\W_]+")
Item = Mapping[str, Any]


def load(path: Path) -> list[Item]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def shown(item: Item) -> list[Passage]:
    """The passages as the model was shown them, from the texts kept beside the items."""
    return [
        Passage(name, name.split(":")[0], _texts()[name], _texts()[name])
        for name in item["passages"]
    ]


@cache
def _texts() -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads(_PASSAGES.read_text("utf-8"))
    return found


def found(target: str, sentences: Sequence[Sentence]) -> Sentence | None:
    """The judged sentence among those checked; None when it was left out as an introduction."""
    wanted = _letters(target)
    for sentence in sentences:
        if _letters(sentence.text) == wanted:
            return sentence
    holding = [s for s in sentences if (text := _letters(s.text)) in wanted or wanted in text]
    return max(holding, key=lambda s: len(s.text), default=None)


def _letters(text: str) -> str:
    return "".join(_LETTERS.findall(fold(plain(text, row="|" in text))))


def outcome(item: Item, sentences: Sequence[Sentence]) -> str:
    """ "removed", "weak", "moved", "missed", "supported" or "lost"."""
    sentence = found(item.get("target") or item["text"], sentences)
    right = set(item["expect"]["right_marks"] or ())
    faulty = item["expect"]["fault"]
    if sentence is None or sentence.verdict == "unsupported":
        return "removed" if faulty else "lost"
    if faulty and right and set(sentence.marks) <= right:
        return "moved"
    if sentence.verdict == "weak":
        return "weak"
    return "missed" if faulty else "supported"


def tally(items: Sequence[Item], verifier: WrittenVerifier) -> dict[str, Any]:
    """Counts of outcomes by class, and shares by kind."""
    classes: dict[str, Counter[str]] = {}
    kinds: dict[str, Counter[str]] = {}
    for item in items:
        said = outcome(item, verifier.verify(item["text"], shown(item)))
        classes.setdefault(item["class"], Counter())[said] += 1
        kinds.setdefault(item["kind"], Counter())[said] += 1
    shares = {
        kind: (counts["lost"] if kind == "good" else counts.total() - counts["missed"])
        / counts.total()
        for kind, counts in kinds.items()
    }
    return {
        "classes": {name: dict(counts) for name, counts in sorted(classes.items())},
        "kinds": {name: dict(counts) for name, counts in sorted(kinds.items())},
        "caught_mechanical": shares.get("mechanical"),
        "caught_semantic": shares.get("semantic"),
        "good_lost": shares.get("good"),
    }


def answers(items: Sequence[Item]) -> list[tuple[str, list[Passage]]]:
    """Answers of eight sentences over eight passages: judged sentences of items drawn by chance,
    each under the mark of a passage that its item cites."""
    draw = random.Random(SEED)
    citing = [
        (item.get("target") or item["text"], shown(item)[marks[0] - 1])
        for item in items
        if (marks := _cited(item))
    ]
    made = []
    for _ in range(ANSWERS):
        chosen = draw.sample(citing, SENTENCES)
        lines = [f"{plain(text)} [{mark}]" for mark, (text, _) in enumerate(chosen, 1)]
        made.append(("\n".join(lines), [passage for _, passage in chosen]))
    return made


def _cited(item: Item) -> list[int]:
    count = len(item["passages"])
    return [n for s in statements(item["text"], count) for n in s.marks if 1 <= n <= count]


def timed(items: Sequence[Item], embedder: Embedder, *, warm: bool) -> dict[str, float]:
    """Milliseconds of processor time that the check of an answer takes."""
    spent = []
    for text, passages in answers(items):
        verifier = WrittenVerifier(embedder)
        if warm:
            for mark, passage in enumerate(passages, 1):
                verifier.verify(f"{passage.text[:200]} [{mark}]", passages)
        start = time.process_time()
        verifier.verify(text, passages)
        spent.append((time.process_time() - start) * 1000)
    cuts = statistics.quantiles(spent, n=20)
    return {"p50": statistics.median(spent), "p95": cuts[18]}


def table(result: Mapping[str, Any]) -> str:
    names = ("removed", "weak", "moved", "missed", "supported", "lost")
    lines = [f"{'class':28}" + "".join(f"{name:>11}" for name in names)]
    for group in ("classes", "kinds"):
        for name, counts in result[group].items():
            lines.append(f"{name:28}" + "".join(f"{counts.get(n, 0):>11}" for n in names))
        lines.append("")
    shares = ("caught_mechanical", "caught_semantic", "good_lost")
    lines += [f"{name:28}{result[name]:>11.3f}" for name in shares if result[name] is not None]
    for name in ("cold", "warm"):
        times = result["milliseconds"][name]
        lines.append(f"{name:28}p50 {times['p50']:.1f} ms, p95 {times['p95']:.1f} ms")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=Path)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    settings = Settings()
    items = load(args.items)
    embedder = EMBEDDERS[settings.embedder](settings)
    result = {
        "machine": described(),
        "set": args.items.name,
        "items": len(items),
        **tally(items, WrittenVerifier(embedder)),
        "milliseconds": {
            "cold": timed(items, embedder, warm=False),
            "warm": timed(items, embedder, warm=True),
        },
    }
    show(result, table(result), args.out)


if __name__ == "__main__":
    main()
