from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.backends.generations import DiskGenerations
from assistant.backends.units import UnitCutter, count, pack, unpack
from assistant.domain import IndexEntry
from assistant.errors import UnknownPassage
from assistant.ports import Units
from index_samples import (
    STAGES,
    CountingEmbedder,
    WordTable,
    dense_text,
    publish,
    sample,
    tokenize,
)


def parts(entry: IndexEntry) -> tuple[list[str], list[str]]:
    return entry.fields["text"].split("."), entry.fields.get("questions", "").split("\n")


@pytest.fixture
def table() -> WordTable:
    return WordTable()


@pytest.fixture
def store(tmp_path: Path, table: WordTable) -> Iterator[DiskGenerations]:
    opened = DiskGenerations(
        tmp_path, CountingEmbedder(), tokenize, dense_text, STAGES, parts=parts, subwords=table
    )
    yield opened
    opened.close()


def test_units_hold_the_subwords_and_lengths_of_each_part(table: WordTable) -> None:
    (one,) = UnitCutter(table).cut(
        [(["alliance commune", "rien de connu", "mesure"], ["impact impact"])]
    )
    assert one.numbers.tolist() == [0, 1, 2, 3, 3]
    assert one.sizes.tolist() == [2, 1, 2]
    assert one.sentences == 2
    assert one.norms.tolist() == pytest.approx([5**0.5, 3, 8**0.5])
    assert one.norm == pytest.approx((1 + 4 + 9) ** 0.5)


def test_a_passage_without_a_known_word_has_no_unit(table: WordTable) -> None:
    one, two = UnitCutter(table).cut([(["…"], []), (["mesure"], [])])
    assert (len(one.numbers), len(one.sizes), one.sentences, one.norm) == (0, 0, 0, 0.0)
    assert two.numbers.tolist() == [2]


def test_packing_loses_nothing(table: WordTable) -> None:
    for one in UnitCutter(table).cut(
        [(["alliance commune", "mesure"], ["impact impact"]), ([], []), ([], ["autre"])]
    ):
        again = unpack(pack(one))
        assert same(again, one)


@pytest.mark.parametrize("data", [b"", b"\0" * 8, b"\1\0\0\0" * 3, b"\1\0\0\0" * 9])
def test_a_row_of_another_make_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="units"):
        unpack(data)


def test_counts_are_of_passages_and_leave_expansion_aside(table: WordTable) -> None:
    units = UnitCutter(table).cut(
        [(["alliance alliance", "alliance"], ["impact"]), (["alliance mesure"], [])]
    )
    assert count(units, 5).tolist() == [2, 0, 1, 0, 0]


def test_an_index_gives_its_units_back(store: DiskGenerations, table: WordTable) -> None:
    publish(store, sample({"doc": ["alliance commune. mesure", "impact", "…"]}))
    with store.lease() as index:
        one, last = index.units(["doc-2", "doc-1"])
        assert one.numbers.tolist() == [3]
        assert last.numbers.tolist() == [0, 1, 2]
        assert index.subword_counts().tolist() == [1, 1, 1, 1, 0]
        assert index.units(["doc-3"])[0].sentences == 0
        with pytest.raises(UnknownPassage):
            index.units(["doc-9"])


def test_only_what_changed_is_cut_anew(store: DiskGenerations, table: WordTable) -> None:
    texts = ["alliance commune", "mesure impact", "autre mesure", "commune"]
    publish(store, sample({"doc": texts}))
    table.asked.clear()
    publish(store, sample({"doc": [*texts[:3], "alliance"]}))
    assert [text for text in table.asked if text] == ["alliance"]
    with store.lease() as index:
        assert index.units(["doc-1"])[0].numbers.tolist() == [0, 1]
        assert index.subword_counts().tolist() == [2, 1, 2, 1, 1]


def test_an_index_made_without_a_table_has_no_units(tmp_path: Path) -> None:
    store = DiskGenerations(tmp_path, CountingEmbedder(), tokenize, dense_text, STAGES)
    publish(store, sample({"doc": ["alliance"]}))
    with store.lease() as index:
        assert index.units(["doc-1"]) == ()
        assert len(index.subword_counts()) == 0
    store.close()


def same(one: Units, other: Units) -> bool:
    return (
        one.numbers.tolist() == other.numbers.tolist()
        and one.sizes.tolist() == other.sizes.tolist()
        and one.norms.tolist() == other.norms.tolist()
        and (one.sentences, one.norm) == (other.sentences, pytest.approx(other.norm))
    )
