from __future__ import annotations

import gc

from assistant.ports import Index
from assistant.retrieve.per_index import PerIndex
from query_samples import StemIndex


def test_a_value_is_made_once_an_index() -> None:
    made: list[Index] = []

    def make(index: Index) -> int:
        made.append(index)
        return len(made)

    values, one, other = PerIndex(make), StemIndex(), StemIndex()
    assert [values.of(one), values.of(other), values.of(one)] == [1, 2, 1]


def test_a_value_goes_with_its_index() -> None:
    values = PerIndex(lambda index: [index.manifest.entries])
    index = StemIndex()
    values.of(index)
    del index
    gc.collect()
    values.of(StemIndex())
    assert len(values._made) == 1
