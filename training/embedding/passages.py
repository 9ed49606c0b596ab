"""Make French query-passage pairs for tuning, and hold some back for choosing settings.

Titles and headings with their text; and spans of a passage, sometimes dressed as a question,
with that passage. Nothing of the benchmark sets is read.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from vocabulary import novels

SHARED_DATA = Path(os.environ.get("ASSISTANT_SHARED_DATA", "../shared/data"))
LAWS, LAW_SPANS, NOVELS, NOVEL_PASSAGES = 8_000, 8_000, 100, 24_000
PASSAGE_WORDS = 120
_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«–—-])")
_NUMBERING = re.compile(r"^[\d.,]+\s*(\([\d.]+\)\s*)?")
_OPENINGS = (
    "qu'est-ce que", "comment", "pourquoi", "quand", "où", "qui", "combien de",
    "quel est", "quelle est", "quels sont", "quelles sont", "en quelle année", "peut-on",
    "est-ce que", "que faire si", "à quoi sert", "de quoi", "dans quel", "par qui",
    "quel rôle", "qu'appelle-t-on", "faut-il", "qui a", "que signifie", "à quel moment",
)  # fmt: skip

Row = dict[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=SHARED_DATA)
    parser.add_argument("--output", type=Path, default=Path("build"))
    parser.add_argument("--limit", type=int, default=None, help="so many pairs, few novels")
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    french = options.shared / "french"
    rows = [*labour(french, chance), *laws(french, chance), *services(french, chance)]
    rows += story_spans(french, chance, 2 if options.limit else NOVELS)
    kept = [row for row in rows if not held_back(row)]
    chance.shuffle(kept)
    options.output.mkdir(parents=True, exist_ok=True)
    kept = kept[: options.limit]
    write(options.output / "retrieval.jsonl", kept)
    held = [row for row in rows if held_back(row)][: options.limit]
    write(options.output / "retrieval-dev.jsonl", held)
    print(f"{len(kept)} pairs to tune on, {len(held)} held back")


def held_back(row: Row) -> bool:
    """One group in eight, by a hash of its name; novels have no titles to check with."""
    return row["kind"] != "span-novel" and hashlib.md5(row["group"].encode()).digest()[0] < 32


def labour(french: Path, chance: random.Random) -> Iterator[Row]:
    with (french / "fiches-travail-sections.jsonl").open(encoding="utf-8") as file:
        for line in file:
            card = json.loads(line)
            sheet, section = tidy(card["fiche"]), tidy(card["section"])
            title = sheet if section in sheet or sheet in section else f"{sheet} : {section}"
            for passage in windows(card["text"]):
                yield row("title-labour", sheet, chance.choice((title, section)), passage)
                yield span("span-labour", sheet, passage, chance)


def laws(french: Path, chance: random.Random) -> Iterator[Row]:
    with gzip.open(french / "lois-canada-sections.jsonl.gz", "rt", encoding="utf-8") as file:
        sections = [json.loads(line) for line in file]
    chance.shuffle(sections)
    for number, section in enumerate(sections[: LAWS + LAW_SPANS]):
        passage = next(iter(windows(_NUMBERING.sub("", section["text"]))), "")
        if not passage:
            continue
        title = tidy(section["title"])
        if number < LAWS and section["heading"]:
            heading = tidy(section["heading"])
            query = heading if chance.random() < 0.6 else f"{heading}, {title}"
            yield row("title-law", title, query, passage)
        else:
            yield span("span-law", title, passage, chance)


def services(french: Path, chance: random.Random) -> Iterator[Row]:
    """The path of headings that opens a sheet, with the text below it."""
    with (french / "service-public-fiches.jsonl").open(encoding="utf-8") as file:
        for line in file:
            card = json.loads(line)
            group = card["id"]
            parts = [part.strip() for part in re.split(r"\n\s*\n", card["text"]) if part.strip()]
            headings = [tidy(part) for part in parts[:-1] if len(part) < 90]
            for passage in windows(parts[-1] if len(parts) > 1 else card["text"]):
                if headings:
                    yield row("title-service", group, " ".join(headings), passage)
                yield span("span-service", group, passage, chance)


def story_spans(french: Path, chance: random.Random, count: int) -> list[Row]:
    text = " ".join(line for line in novels(french / "romans-eltec.tar.gz", count) if line.strip())
    passages = list(windows(text))
    chance.shuffle(passages)
    chosen = passages[:NOVEL_PASSAGES]
    return [span("span-novel", "novels", passage, chance) for passage in chosen]


def windows(text: str) -> Iterable[str]:
    """Runs of sentences of PASSAGE_WORDS words or a little more."""
    held: list[str] = []
    for sentence in _SENTENCE.split(tidy(text)):
        held += sentence.split()
        while len(held) >= PASSAGE_WORDS:
            end = min(len(held), PASSAGE_WORDS + PASSAGE_WORDS // 3)
            yield " ".join(held[:end])
            held = held[end:]
    if len(held) >= 12:
        yield " ".join(held)


def span(kind: str, group: str, passage: str, chance: random.Random) -> Row:
    """A few words of the passage as its query: some dropped, often put as a question, and in
    two cases of five taken out of the passage, so that their meaning must find it."""
    words = passage.split()
    length = min(len(words), chance.randint(5, 16))
    start = chance.randrange(len(words) - length + 1)
    picked = [word for word in words[start : start + length] if chance.random() < 0.8]
    if chance.random() < 0.6:
        picked.insert(0, chance.choice(_OPENINGS))
    if chance.random() < 0.4 and len(words) > 2 * length:
        passage = " ".join(words[:start] + words[start + length :])
    return row(kind, group, " ".join(picked) or words[0], passage)


def row(kind: str, group: str, query: str, passage: str) -> Row:
    return {"kind": kind, "group": group, "query": query, "passage": passage}


def tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def write(path: Path, rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for each in rows:
            file.write(json.dumps(each, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
