"""The planted sets are whole, and the check of written sentences stays as good as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from verification import Item, load, shown, tally

from assistant.answer.verify import WrittenVerifier
from assistant.settings import Settings
from assistant.wiring import EMBEDDERS

PLANTED = Path(__file__).resolve().parents[1] / "eval" / "planted"
FLOORS = {
    "dev": (0.98, 0.88, 0.02),
    "more-a": (0.98, 0.90, 0.03),
    "more-b": (0.98, 0.80, 0.03),
    "test": (0.965, 0.74, 0.04),
}
"""By set: mechanical and semantic faults caught at least, good sentences lost at most."""
_MARK = re.compile(r"\s*\[\d+(?:, ?\d+)*\]")


@pytest.fixture(scope="module")
def verifier() -> WrittenVerifier:
    return WrittenVerifier(EMBEDDERS["model2vec"](Settings()))


@pytest.fixture(params=FLOORS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def items(name: str) -> list[Item]:
    return load(PLANTED / f"{name}.jsonl")


def test_every_item_can_be_judged(items: list[Item]) -> None:
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        count = len(item["passages"])
        assert 6 <= count <= 8, item["id"]
        assert all(passage.text for passage in shown(item))
        assert all(1 <= mark <= count for mark in item["expect"]["right_marks"] or ()), item["id"]
        bare = " ".join(_MARK.sub("", item["text"]).split())
        plain = " ".join(item["text"].split())
        target = " ".join(item["target"].split())
        assert target in bare or target in plain, item["id"]
        assert item["kind"] in {"mechanical", "semantic", "good"}
        assert item["expect"]["fault"] == (item["kind"] != "good"), item["id"]


def test_what_is_reached_is_kept(name: str, items: list[Item], verifier: WrittenVerifier) -> None:
    found = tally(items, verifier)
    mechanical, semantic, lost = FLOORS[name]
    assert found["caught_mechanical"] >= mechanical
    assert found["caught_semantic"] >= semantic
    assert found["good_lost"] <= lost
