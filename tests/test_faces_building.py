from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.domain import Report
from assistant.errors import CorpusMissing, IndexBusy
from assistant.faces.building import Building, Progress, Snapshot
from assistant.testing import FakeBuilder, FakeProgress, sample_report


def at(step: str, done: int, total: int) -> Snapshot:
    return Snapshot(step=step, done=done, total=total)


def test_the_percentage_never_goes_back_in_a_build() -> None:
    build = [("read", 0, 5), ("read", 5, 5), ("twins", 0, 1), ("publish", 0, 1)]
    build += [("embed", 0, 90), ("embed", 45, 90), ("embed", 90, 90), ("publish", 1, 1)]
    percents = [at(*step).percent for step in build]
    assert percents == sorted(percents)
    assert (percents[0], percents[-1]) == (0, 100)


def test_a_step_it_does_not_know_counts_for_itself() -> None:
    assert at("new", 1, 4).percent == 25
    assert at("new", 0, 0).percent == 0


def test_readers_see_how_far_it_is() -> None:
    building = Building()
    building.begin(usable=False)
    seen: list[Snapshot] = []
    building.run(FakeBuilder(), lambda now: seen.append(building.snapshot()))
    assert [(now.done, now.total, now.running) for now in seen] == [(1, 2, True), (2, 2, True)]
    assert building.snapshot() == Snapshot()


def test_a_question_is_refused_until_something_can_answer() -> None:
    building = Building()
    building.begin(usable=False)
    with pytest.raises(IndexBusy, match="0\u00a0%"):
        building.check()
    building.run(FakeBuilder())
    building.check()


def test_a_question_is_answered_during_a_rebuild() -> None:
    building = Building()
    building.begin(usable=True)
    building.check()


def test_what_made_the_build_fail_is_told_when_nothing_can_answer() -> None:
    error = CorpusMissing("Aucun document.")
    for usable in (False, True):
        building = Building()
        building.begin(usable=usable)
        with pytest.raises(CorpusMissing):
            building.run(FakeBuilder(error=error))
        assert not building.snapshot().running
        if usable:
            building.check()
        else:
            with pytest.raises(CorpusMissing):
                building.check()


def test_a_crash_of_the_build_is_not_hidden() -> None:
    class Crashing(FakeBuilder):
        def build(
            self, progress: Callable[[Progress], None] | None = None, rebuild: bool = False
        ) -> Report:
            raise ZeroDivisionError

    building = Building()
    building.begin(usable=False)
    with pytest.raises(ZeroDivisionError):
        building.run(Crashing())
    assert not building.snapshot().running


def test_a_corrupt_index_is_built_anew() -> None:
    builder = FakeBuilder()
    assert Building().run(builder, rebuild=True) == sample_report()
    assert builder.rebuilds == [True]


def test_the_fake_progress_is_a_progress() -> None:
    now: Progress = FakeProgress("read", 1, 2, "x")
    assert now.done == 1
