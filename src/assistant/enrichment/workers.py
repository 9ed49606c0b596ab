"""Slow calls in a few threads, results as they come."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from queue import Empty, Queue, SimpleQueue
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def run_all(
    do: Callable[[Task], Result], tasks: Sequence[Task], jobs: int
) -> Generator[tuple[Task, Result | Exception]]:
    """Each task with what came of it. Leaving the iterator starts no further task, and waits
    for none: threads stuck in a call do not outlive the program."""
    todo: SimpleQueue[Task] = SimpleQueue()
    done: Queue[tuple[Task, Result | Exception]] = Queue()
    left = threading.Event()
    for task in tasks:
        todo.put(task)

    def work() -> None:
        while not left.is_set():
            try:
                task = todo.get_nowait()
            except Empty:
                return
            try:
                done.put((task, do(task)))
            except Exception as error:
                done.put((task, error))

    for _ in range(min(jobs, len(tasks))):
        threading.Thread(target=work, daemon=True).start()
    try:
        for _ in tasks:
            yield done.get()
    finally:
        left.set()
