from __future__ import annotations

import threading

import pytest

from assistant.backends.breaker import Breaker
from assistant.errors import ModelUnavailable


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(3, 30, clock)


def fail(breaker: Breaker, times: int = 1) -> None:
    for _ in range(times):
        with breaker.passage() as passage:
            passage.failed("En panne.")


def work(breaker: Breaker) -> None:
    with breaker.passage() as passage:
        passage.worked()


def refused(breaker: Breaker) -> str:
    with pytest.raises(ModelUnavailable) as caught, breaker.passage():
        pass
    return caught.value.message


def test_it_opens_after_failures_in_a_row_and_says_why(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 10
    message = refused(breaker)
    assert "20 s" in message
    assert "En panne." in message


def test_a_success_between_starts_the_count_anew(breaker: Breaker) -> None:
    fail(breaker, 2)
    work(breaker)
    fail(breaker, 2)
    work(breaker)


def test_what_says_nothing_counts_for_nothing(breaker: Breaker) -> None:
    fail(breaker, 2)
    with breaker.passage():
        pass
    fail(breaker)
    refused(breaker)


def test_one_trial_passes_then_it_closes(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    with breaker.passage() as trial:
        refused(breaker)
        trial.worked()
        work(breaker)
    fail(breaker, 2)
    work(breaker)


def test_a_trial_that_fails_opens_it_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    fail(breaker)
    clock.now += 29
    refused(breaker)
    clock.now += 1
    work(breaker)


def test_a_trial_that_is_given_up_makes_room(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    with pytest.raises(KeyError), breaker.passage():
        raise KeyError
    work(breaker)


def test_a_trial_that_never_ends_makes_room_too(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    with breaker.passage():
        clock.now += 30
        work(breaker)


def test_a_late_failure_does_not_prolong_the_rest(breaker: Breaker, clock: Clock) -> None:
    with breaker.passage() as late:
        fail(breaker, 3)
        clock.now += 20
        late.failed("En retard.")
    clock.now += 10
    work(breaker)


def test_none_never_opens(clock: Clock) -> None:
    breaker = Breaker(0, 30, clock)
    fail(breaker, 50)
    work(breaker)


def test_only_one_of_many_threads_gets_the_trial(breaker: Breaker, clock: Clock) -> None:
    fail(breaker, 3)
    clock.now += 30
    together, end = threading.Barrier(16), threading.Barrier(16)
    passed: list[bool] = []

    def ask() -> None:
        together.wait()
        try:
            with breaker.passage():
                passed.append(True)
                end.wait()
        except ModelUnavailable:
            passed.append(False)
            end.wait()

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(passed) == 1
    assert len(passed) == 16
