"""How well a page's score follows what is truly wrong with the page.

    python benchmarks/quality.py [--pages 40] [--scans 30] [--json OUT]

Clean public French is broken on purpose, in the ways that readers of PDF break it, and more and
more; pages are also printed, soiled and read by tesseract. Each time the true rate of wrong
characters is known. Nothing of the texts is kept.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from machine import described
from public import ROOT
from rapidfuzz.distance import Levenshtein
from results import show
from scans import KINDS, french, page_of, printed, recognised, soiled

from assistant.ingest.load.text import load_text
from assistant.ingest.quality import judge
from assistant.lexicon import Lexicon

SCHEMA = "assistant.benchmark.quality/1"
CHARACTERS = 1_800
DPIS = (50, 60, 70, 80, 100, 150)
SCANNED = ("fondation-des-territoires-2020", "fondation-des-territoires-2020-ocr")
Breaking = Callable[[str, float, random.Random], str]

_SHAPES = {
    "e": "cé", "i": "lj1", "l": "i1I|", "o": "0c", "n": "u", "u": "n", "a": "o", "t": "f",
    "f": "t", "s": "5", "é": "eè", "r": "t", "d": ("cl",), "à": "a", "h": "b", "c": "e",
}  # fmt: skip
_APART = {"é": "e´", "è": "e`", "ê": "ˆe", "à": "a`", "ç": "c¸", "ô": "oˆ", "î": "ıˆ", "û": "uˆ"}
_BARE = str.maketrans("éèêàçùôîû", "eeeacuoiu")


def _misread(text: str, rate: float, draw: random.Random) -> str:
    return "".join(
        draw.choice(_SHAPES[sign]) if sign in _SHAPES and draw.random() < rate else sign
        for sign in text
    )


def _rubble(text: str, rate: float, draw: random.Random) -> str:
    signs = "abcdefghijklmnopqrstuvwxyz|;:.'°«~"
    return "".join(
        draw.choice(signs) if not sign.isspace() and draw.random() < rate else sign for sign in text
    )


def _glued(text: str, rate: float, draw: random.Random) -> str:
    return "".join("" if sign == " " and draw.random() < rate else sign for sign in text)


def _cut(text: str, rate: float, draw: random.Random) -> str:
    return "".join(sign + " " * (sign.isalpha() and draw.random() < rate) for sign in text)


def _apart(text: str, rate: float, draw: random.Random) -> str:
    return " ".join(" ".join(word) if draw.random() < rate else word for word in text.split())


def _ligatures(text: str, rate: float, draw: random.Random) -> str:
    for pair in ("ffi", "fi", "fl", "ff"):
        first, *rest = text.split(pair)
        text = first + "".join(
            (draw.choice((" ", "")) if draw.random() < rate else pair) + part for part in rest
        )
    return text


def _detached(text: str, rate: float, draw: random.Random) -> str:
    return "".join(_APART.get(sign, sign) if draw.random() < rate else sign for sign in text)


def _encoded(text: str, rate: float, draw: random.Random) -> str:
    return "".join(
        sign.encode().decode("cp1252", "replace") if draw.random() < rate else sign for sign in text
    )


def _bare(text: str, rate: float, draw: random.Random) -> str:
    return "".join(sign.translate(_BARE) if draw.random() < rate else sign for sign in text)


def _replaced(text: str, rate: float, draw: random.Random) -> str:
    return "".join("\ufffd" if sign.isalpha() and draw.random() < rate else sign for sign in text)


BREAKINGS: Mapping[str, tuple[Breaking, Sequence[float]]] = {
    "letters misread": (_misread, (0.002, 0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3)),
    "letters at random": (_rubble, (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)),
    "spaces lost": (_glued, (0.01, 0.03, 0.1, 0.3, 0.6, 1)),
    "spaces added": (_cut, (0.005, 0.01, 0.02, 0.05, 0.1)),
    "letters apart": (_apart, (0.02, 0.05, 0.2, 0.5, 1)),
    "ligatures lost": (_ligatures, (0.3, 0.6, 1)),
    "accents apart": (_detached, (0.1, 0.3, 0.6, 1)),
    "wrong encoding": (_encoded, (0.1, 0.3, 0.6, 1)),
    "accents lost": (_bare, (0.1, 0.3, 0.6, 1)),
    "signs replaced": (_replaced, (0.01, 0.05, 0.2)),
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=40, help="clean pages of each kind to break")
    parser.add_argument("--scans", type=int, default=30, help="pages read by tesseract")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    options = parser.parse_args(arguments)
    result = measure(options.pages, options.scans)
    show(result, to_text(result), options.json)
    return 0


def measure(pages: int, scans: int) -> dict[str, Any]:
    texts = {kind: [x for x in found if x.strip()] for kind, found in french(held=True).items()}
    clean = {kind: _pages(found, 4 * pages) for kind, found in texts.items()}
    sample = [page for kind in KINDS for page in clean[kind][:pages]]
    read = _read(texts, scans) if scans else []
    judged = {name: _broken(sample, *how) for name, how in BREAKINGS.items()}
    sound = [(0.0, _score(page)) for page in sample]
    everything = [pair for pairs in judged.values() for pair in pairs] + sound
    return {
        "schema": SCHEMA,
        "machine": described(),
        "clean": {kind: _grades(found) for kind, found in clean.items()},
        "rank_correlation": {
            **{name: round(spearman([*pairs, *sound]), 3) for name, pairs in judged.items()},
            "all breakings": round(spearman(everything), 3),
            **({"read by tesseract": round(spearman(read), 3)} if read else {}),
            "old scan of the corpus": round(spearman(_corpus()), 3),
        },
        "score_by_error": _by_error([*everything, *read]),
        "ms_3000_characters": round(_speed(sample), 3),
    }


def spearman(pairs: Sequence[tuple[float, float]]) -> float:
    """How far the order of scores is that of the errors, from the worst up: 1 when it is."""
    errors, scores = (_ranks([pair[i] for pair in pairs]) for i in (0, 1))
    return -float(np.corrcoef(errors, scores)[0, 1])


def _ranks(values: Sequence[float]) -> np.ndarray[Any, Any]:
    """Ranks from 1, the mean rank for equal values."""
    _, inverse, counts = np.unique(np.round(values, 6), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray(((last - counts + 1 + last) / 2)[inverse])


def _pages(texts: Sequence[str], most: int) -> list[str]:
    whole = "\n".join(texts)
    step = max(CHARACTERS, len(whole) // most)
    starts = range(0, len(whole) - CHARACTERS, step)
    return [whole[start : start + CHARACTERS].partition(" ")[2] for start in starts]


def _score(text: str) -> float:
    return judge(text, Lexicon.shared()).score


def _broken(
    pages: Sequence[str], breaking: Breaking, rates: Sequence[float]
) -> list[tuple[float, float]]:
    draw = random.Random(3)
    return [_pair(page, breaking(page, rate, draw)) for rate in rates for page in pages]


def _pair(truth: str, read: str) -> tuple[float, float]:
    return Levenshtein.normalized_distance(truth, read), _score(read)


def _read(texts: Mapping[str, list[str]], count: int) -> list[tuple[float, float]]:
    """Pages at resolutions from hardly readable to clear."""
    pairs = []
    for number in range(count):
        draw = random.Random(number)
        dpi = DPIS[number % len(DPIS)]
        truth = page_of(texts[KINDS[number % len(KINDS)]], number)
        font = ("Times-Roman", "Helvetica", "Courier")[number // len(DPIS) % 3]
        image = soiled(printed(truth, font, 10, dpi), draw)
        pairs.append(_pair(truth, " ".join(recognised(image, dpi, "fra").split())))
    return pairs


def _corpus() -> list[tuple[float, float]]:
    """The corpus's clean text and its old scan, page by page; the lines of either are in any
    order, so each line read is compared with the one that it resembles most."""
    clean, scan = (
        [[line.text for line in page.lines if len(line.text) > 15] for page in load_text(data)]
        for data in ((ROOT / "corpus" / f"{name}.txt").read_bytes() for name in SCANNED)
    )
    pairs = []
    for truth, lines in zip(clean, scan, strict=True):
        wrong = sum(min(Levenshtein.distance(line, x) for x in truth) for line in lines if truth)
        if lines:
            size = sum(map(len, lines))
            pairs.append((min(1.0, wrong / size), _score("\n".join(lines))))
    return pairs


def _grades(pages: Sequence[str]) -> dict[str, Any]:
    found = [judge(page, Lexicon.shared()) for page in pages]
    return {
        "pages": len(found),
        "good": sum(one.grade == "good" for one in found),
        "lowest": round(min(one.score for one in found), 3),
        "median": round(float(np.median([one.score for one in found])), 3),
    }


def _by_error(pairs: Sequence[tuple[float, float]]) -> list[dict[str, float]]:
    bounds = (0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 1.01)
    groups = defaultdict(list)
    for error, score in pairs:
        groups[next(bound for bound in bounds[1:] if error < bound)].append(score)
    return [
        {
            "below": min(1.0, bound),
            "pages": len(scores),
            "p10": round(float(np.quantile(scores, 0.1)), 3),
            "median": round(float(np.median(scores)), 3),
            "p90": round(float(np.quantile(scores, 0.9)), 3),
        }
        for bound, scores in sorted(groups.items())
    ]


def _speed(pages: Sequence[str]) -> float:
    started = time.process_time()
    for page in pages:
        _score(page)
    return (time.process_time() - started) * 3_000_000 / sum(map(len, pages))


def to_text(result: Mapping[str, Any]) -> str:
    lines = [
        f"{kind:24} {one['good']}/{one['pages']} pages « good », la plus basse {one['lowest']},"
        f" médiane {one['median']}"
        for kind, one in result["clean"].items()
    ]
    lines += ["", "corrélation de rang entre notes et erreurs vraies"]
    lines += [f"{name:24} {value:.3f}" for name, value in result["rank_correlation"].items()]
    lines += ["", "erreurs vraies : notes (10 %, médiane, 90 %)"]
    lines += [
        f"< {one['below']:6.1%} {one['p10']:.3f} {one['median']:.3f} {one['p90']:.3f}"
        f" ({one['pages']} pages)"
        for one in result["score_by_error"]
    ]
    lines.append(f"\n{result['ms_3000_characters']} ms pour 3 000 caractères")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
