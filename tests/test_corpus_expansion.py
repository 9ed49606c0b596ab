"""The questions that ship with the corpus: their form, and that they are not the gold set's."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from statistics import median

from assistant.evaluate.gold import load
from assistant.french import stems
from assistant.ingest.catalogue import load_catalogue
from assistant.ingest.entries import make_entries
from assistant.ingest.expansion import Expansion, load_expansions, resolve
from assistant.ingest.pipeline import read_document
from assistant.ingest.twins import merge_twins

HOME = Path(__file__).resolve().parents[1]
CORPUS = HOME / "corpus"
MOST_ALIKE = 0.6


@cache
def rows() -> tuple[Expansion, ...]:
    return load_expansions(CORPUS)


def asked() -> list[frozenset[str]]:
    return [found for row in rows() for q in row.questions if (found := frozenset(stems(q)))]


def test_every_row_finds_its_passage_and_every_passage_has_one() -> None:
    catalogue = load_catalogue(CORPUS / "catalogue.toml")
    read = [read_document(CORPUS / name, doc) for name, doc in catalogue.documents.items()]
    passages = merge_twins([r.document for r in read], [p for r in read for p in r.passages])
    found = resolve(rows(), passages)
    assert found.orphans == ()
    assert set(found.rows) == {entry.passage.id for entry in make_entries(passages)}


def test_rows_ask_six_to_eight_different_questions() -> None:
    sizes = Counter(len(row.questions) for row in rows())
    assert max(sizes) <= 8
    assert sum(n for size, n in sizes.items() if size >= 6) >= 0.9 * sum(sizes.values())
    every = Counter(question for row in rows() for question in row.questions)
    assert [question for question, times in every.items() if times > 1] == []
    assert all(0 < len(question) <= 160 for question in every)
    assert all(0 < len(row.summary) <= 200 for row in rows())


def test_gold_questions_are_not_among_them() -> None:
    """Likeness of two questions: stems in common over stems in either (Jaccard)."""
    indexed = asked()
    nearest = [
        max(len(words & other) / len(words | other) for other in indexed)
        for item in load(HOME / "eval" / "gold.jsonl")
        if item.answerable and (words := frozenset(stems(item.question)))
    ]
    assert max(nearest) < MOST_ALIKE
    assert median(nearest) < 0.3
