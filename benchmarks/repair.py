"""What repair mends of what recognition broke, and what it changes in good French.

    python benchmarks/repair.py [--pages 40] [--out benchmarks/results/repair.json]

Three measures. The scans of the corpus against the clean copy of one: a scan's lines are aligned
with the copy's on their unrepaired text, so that the repair cannot choose what it is compared
with; a line that cleaning dropped counts as wholly wrong. Pages of public French texts printed,
scanned and read by Tesseract (`scans`): word and character errors before and after repair. The
same kinds of texts as they are: words that repair changes, as diagnosed and when every text is
said to be a scan. The texts that the rules were tried on are in neither of the last two.
"""

from __future__ import annotations

import argparse
import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from machine import described
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein
from results import show
from scans import RESOLUTIONS, Scan, french, scans

from assistant.ingest.clean import clean
from assistant.ingest.diagnosis import Diagnosis, diagnose
from assistant.ingest.load.text import load_text
from assistant.ingest.repair import repair
from assistant.lexicon import Lexicon

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


SCANNED = Diagnosis(ocr=True, lost_accents=False, known_share=0.9)
HELD_FROM = 1000
_PAGE, _CLEAN_WORDS = 400, 60_000


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a scan: wrong words and letters before and after repair, of so many."""

    name: str
    dpi: int
    words: tuple[int, int, int]
    letters: tuple[int, int, int]

    @property
    def worse(self) -> bool:
        return self.words[1] > self.words[0]


def compared(scan: Scan, lexicon: Lexicon) -> Page:
    lines = scan.read.split("\n")
    lost = diagnose(scan.read, lexicon).lost_accents
    after = repair(lines, Diagnosis(True, lost, 0.9), lexicon).lines
    wanted, was, now = (_words(text) for text in (scan.truth, scan.read, " ".join(after)))
    return Page(
        scan.name,
        scan.dpi,
        (Levenshtein.distance(wanted, was), Levenshtein.distance(wanted, now), len(wanted)),
        (
            Levenshtein.distance(" ".join(wanted), " ".join(was)),
            Levenshtein.distance(" ".join(wanted), " ".join(now)),
            len(" ".join(wanted)),
        ),
    )


def rates(pages: Sequence[Page]) -> dict[str, float]:
    def share(counts: Sequence[tuple[int, int, int]], which: int) -> float:
        return sum(c[which] for c in counts) / max(1, sum(c[2] for c in counts))

    words, letters = [p.words for p in pages], [p.letters for p in pages]
    return {
        "pages": len(pages),
        "wer_before": share(words, 0),
        "wer_after": share(words, 1),
        "cer_before": share(letters, 0),
        "cer_after": share(letters, 1),
        "better": sum(p.words[1] < p.words[0] for p in pages),
        "worse": sum(p.worse for p in pages),
    }


def false_changes(texts: Sequence[str], lexicon: Lexicon, forced: bool) -> tuple[int, int, float]:
    """Words changed in clean texts, words in all, and seconds of repair per 400 words."""
    changed = words = 0
    seconds = 0.0
    for lines in _pages(texts):
        text = "\n".join(lines)
        diagnosis = SCANNED if forced else diagnose(text, lexicon)
        started = time.process_time()
        after = repair(lines, diagnosis, lexicon).lines
        seconds += time.process_time() - started
        was, now = _words(text), _words("\n".join(after))
        changed += Levenshtein.distance(was, now)
        words += len(was)
        if words >= _CLEAN_WORDS:
            break
    return changed, words, seconds * _PAGE / max(1, words)


def _pages(texts: Sequence[str]) -> Iterator[list[str]]:
    """Pages of about 400 words, cut at line ends: one from each text, then the next ones."""
    cut = [_cut(text) for text in texts]
    for row in range(max(map(len, cut), default=0)):
        yield from (pages[row] for pages in cut if row < len(pages))


def _cut(text: str) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    held = 0
    for line in (" ".join(line.split()) for line in text.splitlines()):
        pages[-1].append(line)
        held += len(line.split())
        if held >= _PAGE:
            pages.append([])
            held = 0
    return [page for page in pages if any(page)][:40]


def _words(text: str) -> list[str]:
    """Words as they are compared: one kind of quotes and apostrophes, « œ » as « oe », spaces
    around signs as good as none, « 1 er » as « 1er »."""
    text = re.sub(r"['‘’`´]", "’", text).replace("…", "...").replace("œ", "oe").replace("Œ", "OE")
    text = re.sub(r"[«»“”\"()|\xa0]", " ", text)
    text = re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"’\s+", "’", text))
    return re.sub(r"\b1 er\b", "1er", text).split()


def corpus_scans() -> dict[str, dict[str, float]]:
    copy = (CORPUS / f"{CLEAN}.txt").read_bytes()
    found = {}
    for name in SCANS:
        errors = measure((CORPUS / f"{name}.txt").read_bytes(), copy)
        before, after = errors.rates
        found[name] = {"lines": errors.lines, "cer_before": before, "cer_after": after}
    return found


def measured(pages: int) -> dict[str, Any]:
    lexicon, kinds = Lexicon.shared(), french(held=True)
    found: dict[str, Any] = {"machine": described(), "corpus": corpus_scans()}
    if shutil.which("tesseract"):
        for language, count in (("fra", pages), ("eng", pages // 3)):
            read = [compared(s, lexicon) for s in scans(kinds, count, HELD_FROM, language)]
            by_dpi = {str(d): rates([p for p in read if p.dpi == d]) for d in RESOLUTIONS}
            found[f"tesseract-{language}"] = {**by_dpi, "all": rates(read)}
    found["clean"] = {
        kind: {
            name: dict(
                zip(("changed", "words", "seconds_per_400_words"), row, strict=True),
                per_2000=2000 * row[0] / max(1, row[1]),
            )
            for name, row in (
                ("diagnosed", false_changes(texts, lexicon, forced=False)),
                ("forced", false_changes(texts, lexicon, forced=True)),
            )
        }
        for kind, texts in kinds.items()
    }
    return found


def told(found: Mapping[str, Any]) -> str:
    rows = [f"{'scan du corpus':44} {'lignes':>7} {'avant':>8} {'après':>8}"]
    rows += [
        f"{name:44} {row['lines']:7} {row['cer_before']:8.2%} {row['cer_after']:8.2%}"
        for name, row in found["corpus"].items()
    ]
    for language in ("fra", "eng"):
        rows.append(
            f"{f'pages lues par Tesseract ({language})':44} mots : avant    après   lettres"
        )
        for dpi, row in found.get(f"tesseract-{language}", {}).items():
            rows.append(
                f"{dpi:>12} ppp, {row['pages']:3} pages"
                f" {row['better']:3} mieux {row['worse']:3} pire"
                f" {row['wer_before']:10.2%} {row['wer_after']:8.2%}"
                f" {row['cer_before']:8.2%} {row['cer_after']:8.2%}"
            )
    rows.append("mots changés à tort pour 2 000, textes sains : diagnostic, puis « scan » forcé")
    rows += [
        f"{kind:16} {row['diagnosed']['per_2000']:8.2f} {row['forced']['per_2000']:8.2f}"
        f"   {1000 * row['diagnosed']['seconds_per_400_words']:.1f} ms"
        f" et {1000 * row['forced']['seconds_per_400_words']:.1f} ms par page"
        for kind, row in found["clean"].items()
    ]
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=40)
    parser.add_argument("--out", type=Path)
    chosen = parser.parse_args()
    found = measured(chosen.pages)
    show(found, told(found), chosen.out)


if __name__ == "__main__":
    main()
