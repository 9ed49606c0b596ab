"""Grows eval/gold.jsonl by files of written questions, and prints what freezes it.

    python eval/freeze.py part-1.jsonl part-2.jsonl

Each line of a part is a gold item; an `id` or `split` found there is replaced. Questions already
in the gold file keep their id and their split; new ones follow in the order of the parts. Within
each type, new questions are dealt by a hash of their own words until 60 % of the type at least is
in `test`, so that nobody chooses which questions are seen during tuning. Put the digest that is
printed into tests/test_eval_gold.py.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import GoldInvalid
from assistant.evaluate.gold import digest, of_split, parse

TEST_SHARE = 0.6
GOLD = Path(__file__).with_name("gold.jsonl")
FIELDS = (
    "id",
    "split",
    "profile",
    "type",
    "question",
    "history",
    "answerable",
    "key_facts",
    "forbidden",
    "evidence",
    "reference",
)
Row = dict[str, Any]


def read(paths: Iterable[Path]) -> list[Row]:
    """The rows of every file, in order."""
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").split("\n"))
    return [json.loads(line) for line in lines if line.strip()]


def grow(kept: Sequence[Row], added: Sequence[Row]) -> list[Row]:
    """The kept rows as they are, then the added ones with their ids and splits."""
    chosen = places_in_test(kept, added)
    return [
        *kept,
        *(
            {
                **row,
                "id": f"g{len(kept) + place + 1:03}",
                "split": "test" if place in chosen else "dev",
            }
            for place, row in enumerate(added)
        ),
    ]


def places_in_test(kept: Sequence[Row], added: Sequence[Row]) -> frozenset[int]:
    """Places of the added rows that go to `test`: of each type 60 %, rounded up, but never all."""
    groups: dict[str, list[int]] = {}
    for place, row in enumerate(added):
        groups.setdefault(row["type"], []).append(place)
    chosen: set[int] = set()
    for kind, places in groups.items():
        old = [row["split"] for row in kept if row["type"] == kind]
        total = len(old) + len(places)
        wanted = min(math.ceil(TEST_SHARE * total), total - 1) - old.count("test")
        dealt = sorted(places, key=lambda place: _lot(added[place]))
        chosen.update(dealt[: max(wanted, 0)])
    return frozenset(chosen)


def _lot(row: Row) -> str:
    words = [row["question"], *(turn["content"] for turn in row["history"])]
    return hashlib.sha256("\n".join(words).encode("utf-8")).hexdigest()


def _line(row: Row) -> str:
    ordered = {name: row[name] for name in FIELDS if name in row}
    return json.dumps({**ordered, **row}, ensure_ascii=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the gold file only if every line of it is valid."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("parts", nargs="*", type=Path)
    parser.add_argument("--out", type=Path, default=GOLD)
    options = parser.parse_args(arguments)
    try:
        kept = read([options.out] if options.out.exists() else [])
        lines = [_line(row) for row in grow(kept, read(options.parts))]
        items = parse(lines, options.out.name)
        frozen = digest(of_split(items, "test"))
    except (OSError, ValueError, KeyError, GoldInvalid) as error:
        print(error, file=sys.stderr)
        return 1
    options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    tests = sum(item.split == "test" for item in items)
    print(f"{options.out}: {len(items)} items, {tests} in test")
    print(f"test split: {frozen}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
