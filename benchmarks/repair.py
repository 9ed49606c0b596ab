"""How much of what recognition broke the repair mends, against a clean copy of the same text.

    python benchmarks/repair.py

A scan's lines are aligned with the clean copy's on their unrepaired text, so that the repair
cannot choose what it is compared with; a line that cleaning dropped counts as wholly wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from assistant.ingest.clean import clean
from assistant.ingest.load.text import load_text

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CLEAN = "fondation-des-territoires-2020"
SCANS = ("fondation-des-territoires-2020-ocr", "mission-accelerer-les-alliances-2020-ocr")
_MIN_LENGTH, _MIN_RATIO = 15, 80


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a scan, before and after repair, and what it should read."""

    read: str
    repaired: str
    wanted_raw: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Errors:
    """Wrong characters before and after repair, over the lines that both texts hold."""

    before: int
    after: int
    characters: int
    lines: int

    @property
    def rates(self) -> tuple[float, float]:
        return self.before / self.characters, self.after / self.characters


def aligned(scan: bytes, copy: bytes) -> Iterator[Line]:
    """The lines of `scan` that stand in `copy`; furniture of the copy is left out."""
    texts = _lines(copy)
    long = {i: raw for i, (raw, text) in enumerate(texts) if len(raw) >= _MIN_LENGTH and text}
    for read, repaired in _lines(scan):
        if len(read) < _MIN_LENGTH:
            continue
        found = process.extractOne(read, long, scorer=fuzz.ratio, score_cutoff=_MIN_RATIO)
        if found is not None:
            yield Line(read, repaired, *texts[found[2]])


def measure(scan: bytes, copy: bytes) -> Errors:
    before = after = characters = lines = 0
    for line in aligned(scan, copy):
        before += Levenshtein.distance(_same_signs(line.read), _same_signs(line.wanted_raw))
        after += Levenshtein.distance(_same_signs(line.repaired), _same_signs(line.wanted))
        characters += len(_same_signs(line.wanted))
        lines += 1
    return Errors(before, after, characters, lines)


def _lines(data: bytes) -> list[tuple[str, str]]:
    pages = load_text(data)
    return [
        (raw.text, done.text)
        for before, after in zip(pages, clean(pages).pages, strict=True)
        for raw, done in zip(before.lines, after.lines, strict=True)
    ]


def _same_signs(text: str) -> str:
    return text.removeprefix("• ").replace("'", "’").replace("…", "...")


def main() -> None:
    copy = (CORPUS / f"{CLEAN}.txt").read_bytes()
    print(f"{'document':44} {'lignes':>7} {'avant':>8} {'après':>8} {'reste':>7}")
    for name in SCANS:
        errors = measure((CORPUS / f"{name}.txt").read_bytes(), copy)
        before, after = errors.rates
        print(f"{name:44} {errors.lines:7} {before:8.2%} {after:8.2%} {after / before:7.0%}")


if __name__ == "__main__":
    main()
