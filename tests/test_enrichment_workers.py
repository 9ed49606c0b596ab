from __future__ import annotations

import threading
from contextlib import closing

from assistant.enrichment.workers import run_all


def test_every_task_comes_back_with_its_result_or_its_error() -> None:
    def half(number: int) -> float:
        if number == 3:
            raise ValueError("trois")
        return number / 2

    for jobs in (1, 4, 20):
        found = dict(run_all(half, range(8), jobs))
        assert str(found.pop(3)) == "trois"
        assert found == {n: n / 2 for n in range(8) if n != 3}


def test_no_task_is_no_work() -> None:
    assert list(run_all(str, [], 4)) == []


def test_as_many_at_once_as_asked_and_no_more() -> None:
    together = threading.Barrier(3, timeout=10)
    lock, busy, most = threading.Lock(), 0, 0

    def work(number: int) -> None:
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        together.wait()
        with lock:
            busy -= 1

    results = [result for _, result in run_all(work, range(6), 3)]
    assert results == [None] * 6
    assert most == 3


def test_leaving_starts_nothing_more() -> None:
    started: list[int] = []
    go = threading.Event()

    def work(number: int) -> int:
        started.append(number)
        if number:
            go.wait(10)
        return number

    with closing(run_all(work, range(100), 1)) as results:
        assert next(results) == (0, 0)
    go.set()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon:
            thread.join(1)
    assert len(started) <= 2
