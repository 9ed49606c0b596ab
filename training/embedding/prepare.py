"""Pick, clean and mix the English-French pairs; write them with the order of encoding."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

SHARED_DATA = Path(os.environ.get("ASSISTANT_SHARED_DATA", "../shared/data"))

# How many pairs of each source; None takes them all. FLORES is for checks, never here.
CAPS: dict[str, int | None] = {
    "tatoeba": None,
    "ntrex": None,
    "gc-notify": None,
    "mozilla-www": None,
    "tico19": None,
    "gnome-user-docs": None,
    "tldr-pages": None,
    "canada-laws": 15_000,
    "canada-laws-passages": 2_500,
    "php-manual": 5_000,
    "django-docs": 5_000,
    "python-docs": 5_000,
}
TEACHER_WORDS = 90  # what 128 word pieces hold, safely
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"[^\W\d_]{2,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED_DATA)
    parser.add_argument("--output", type=Path, default=Path("build/pairs.jsonl"))
    parser.add_argument("--limit", type=int, default=None, help="read so many of each source")
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    rows = mix(options.shared / "parallel", random.Random(options.seed), options.limit)
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with options.output.open("w", encoding="utf-8") as file:
        for source, english, french in rows:
            line = {"source": source, "en": english, "fr": french}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    print(f"{len(rows)} pairs, {len({row[1] for row in rows})} different English sentences")


def mix(
    folder: Path, chance: random.Random, limit: int | None = None
) -> list[tuple[str, str, str]]:
    """Every source up to its cap, without duplicates, shuffled."""
    kept: list[tuple[str, str, str]] = []
    seen: set[tuple[str, str]] = set()
    for source, cap in CAPS.items():
        pairs = []
        for english, french in islice(read_pairs(folder / f"{source}.tsv.gz"), limit):
            key = (english.casefold(), french.casefold())
            if key not in seen and sound(english, french):
                seen.add(key)
                pairs.append((english, french))
        chance.shuffle(pairs)
        chosen = pairs[:cap]
        print(f"{source:24} {len(pairs):7} sound, {len(chosen):7} kept")
        kept += [(source, *cut(english, french)) for english, french in chosen]
    chance.shuffle(kept)
    return kept


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            english, tab, french = line.rstrip("\n").partition("\t")
            if tab:
                yield clean(english), clean(french)


def clean(text: str) -> str:
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def sound(english: str, french: str) -> bool:
    """Both sides hold words, differ, and have lengths that a translation can have."""
    if not (_WORD.search(english) and _WORD.search(french)):
        return False
    ratio = (len(french) + 10) / (len(english) + 10)
    return 0.55 <= ratio <= 2.2 and english.casefold() != french.casefold()


def cut(english: str, french: str) -> tuple[str, str]:
    """A long pair down to what the teacher reads, the same share of both sides."""
    words = english.split()
    if len(words) <= TEACHER_WORDS:
        return english, french
    share = TEACHER_WORDS / len(words)
    french_words = french.split()
    kept = max(1, round(len(french_words) * share))
    return " ".join(words[:TEACHER_WORDS]), " ".join(french_words[:kept])


if __name__ == "__main__":
    main()
