from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.backends.reader_pool import Limits, ReaderPool
from assistant.domain import Document
from assistant.errors import UnreadableFile
from assistant.ports import Outcome, ReadTask

STUB = (sys.executable, str(Path(__file__).with_name("reader_stub.py")))
NBSP = "\u00a0"

Pools = Callable[..., ReaderPool]


_others: set[int] = set()
"""Processes that other tests keep: a viewer of pages, say."""


@pytest.fixture(autouse=True)
def others() -> Iterator[None]:
    _others.update(children())
    yield
    _others.clear()


@pytest.fixture
def pools() -> Iterator[Pools]:
    made: list[ReaderPool] = []

    def make(jobs: int = 1, command: tuple[str, ...] = STUB, **limits: Any) -> ReaderPool:
        made.append(ReaderPool(jobs, Limits(**limits), command=command))
        return made[-1]

    yield make
    for pool in made:
        pool.close()
    assert children() == set()


@pytest.fixture
def tasks(tmp_path: Path) -> Callable[..., list[ReadTask]]:
    def make(*names: str) -> list[ReadTask]:
        paths = [tmp_path / f"{name}.{i}" for i, name in enumerate(names)]
        for path in paths:
            path.write_bytes(b"x")
        return [ReadTask(path, Document(path.name, "", source=path.name)) for path in paths]

    return make


def children() -> set[int]:
    """Our processes' ids, dead ones that nobody has buried included."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(rest[1]) == os.getpid():
            found.add(int(status.parent.name))
    return found - _others


def gone(pid: int) -> bool:
    """Dead, whether or not the system has noticed it all."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except OSError:
            return True
        if state.split()[0] in "ZX":
            return True
        time.sleep(0.05)
    return False


def silent(task: ReadTask, done: int, total: int) -> None:
    return


def read(pool: ReaderPool, tasks: list[ReadTask]) -> dict[str, Outcome]:
    """By the first part of the file's name."""
    found = list(pool.read(tasks, silent))
    assert sorted(o.task.path for o in found) == sorted(task.path for task in tasks)
    return {outcome.task.path.stem: outcome for outcome in found}


def reader(outcome: Outcome) -> str:
    """The process that read it."""
    assert outcome.read is not None, outcome.failure
    return outcome.read.document.title


def test_a_process_is_kept_for_the_next_files_and_the_next_reading(
    pools: Pools, tasks: Any
) -> None:
    pool = pools()
    first = list(pool.read(tasks("a", "b", "c"), silent))
    again = list(pool.read(tasks("d"), silent))
    assert len({reader(outcome) for outcome in first + again}) == 1
    assert all(outcome.seconds >= 0 for outcome in first)


def test_no_process_before_the_first_file(pools: Pools) -> None:
    pool = pools(4)
    assert list(pool.read([], silent)) == []
    assert children() == set()


def test_several_files_at_a_time_and_no_more_processes_than_files(pools: Pools, tasks: Any) -> None:
    pool = pools(2)
    assert len({reader(outcome) for outcome in read(pool, tasks("a", "b")).values()}) == 2
    one = pools(4)
    assert len(list(one.read(tasks("a"), silent))) == 1
    assert len(one._idle) == 1


def test_another_process_takes_over_after_some_files(pools: Pools, tasks: Any) -> None:
    read_by = [reader(o) for o in pools(files=2).read(tasks("a", "b", "c", "d", "e"), silent)]
    assert [len(set(read_by[:2])), len(set(read_by[2:4])), len(set(read_by))] == [1, 1, 3]


def test_pages_are_told_of(pools: Pools, tasks: Any) -> None:
    told: list[tuple[str, int, int]] = []
    list(pools().read(tasks("a"), lambda task, *pages: told.append((task.path.stem, *pages))))
    assert told[-1] == ("a", 2, 2)


@pytest.mark.parametrize(
    ("name", "limits", "words"),
    [
        ("crash", {}, "échouer"),
        ("exit", {}, "échouer"),
        ("processor", {}, f"1{NBSP}800{NBSP}secondes"),
        ("hang", {"stall": 1}, "aucune page de plus"),
        ("no-new-page", {"stall": 1}, f"aucune page de plus en 1{NBSP}secondes"),
        ("endless-pages", {"seconds": 1}, f"plus de 1{NBSP}secondes"),
        ("many-pages", {}, f"plus de 20{NBSP}000 pages"),
        ("flood", {"answer_mb": 2}, "autre chose que du texte"),
        ("no-json", {}, "autre chose que du texte"),
        ("no-head", {}, "autre chose que du texte"),
        ("unknown-kind", {}, "autre chose que du texte"),
        ("other-document", {}, "autre chose que du texte"),
        ("other-owner", {}, "autre chose que du texte"),
        ("other-id", {}, "autre chose que du texte"),
        ("wide-span", {}, "autre chose que du texte"),
        ("extra-key", {}, "autre chose que du texte"),
        ("wrong-type", {}, "autre chose que du texte"),
    ],
)
def test_a_file_that_harms_its_reader_is_one_line_and_the_others_are_read(
    pools: Pools, tasks: Any, name: str, limits: dict[str, int], words: str
) -> None:
    found = read(pools(**limits), tasks("a", name, "b"))
    failed = found.pop(name)
    assert words in failed.failure
    assert failed.lasting
    assert "\n" not in failed.failure
    assert all(reader(outcome) for outcome in found.values())


def test_a_process_that_the_system_kills_says_nothing_of_its_file(pools: Pools, tasks: Any) -> None:
    failed = read(pools(), tasks("killed"))["killed"]
    assert "système" in failed.failure
    assert not failed.lasting


@pytest.mark.parametrize("name", ["crash-later", "out-of-memory-later"])
def test_what_may_be_an_earlier_files_fault_is_tried_once_more_alone(
    pools: Pools, tasks: Any, name: str
) -> None:
    found = read(pools(), tasks("a", name, "b"))
    assert reader(found["a"]) != reader(found[name]) == reader(found["b"])


def test_a_file_that_always_crashes_costs_two_processes_at_most(
    pools: Pools, tasks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.backends import reader_pool

    begun: list[int] = []

    class Counted(reader_pool.Child):
        def __init__(self, *args: Any) -> None:
            super().__init__(*args)
            begun.append(self.pid)

    monkeypatch.setattr(reader_pool, "Child", Counted)
    read(pools(), tasks("a", "crash"))
    assert len(begun) == 2


def test_a_refusal_is_one_line_that_drives_no_terminal(pools: Pools, tasks: Any) -> None:
    found = read(pools(), tasks("a", "refused", "b"))
    assert found["refused"].failure == "non ?[31mlu"
    assert not found["refused"].lasting
    assert reader(found["a"]) == reader(found["b"])


def test_what_a_dying_reader_said_is_logged_and_drives_no_terminal(
    pools: Pools, tasks: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        read(pools(), tasks("exit"))
    assert "Adieu ?[31m" in caplog.text


def test_what_a_reader_started_dies_with_it(pools: Pools, tasks: Any) -> None:
    (task,) = tasks("grandchild")
    list(pools(stall=1).read([task], silent))
    assert gone(int(task.path.with_suffix(".pid").read_text(encoding="ascii")))


def test_leaving_off_kills_what_is_being_read(pools: Pools, tasks: Any) -> None:
    pool = pools(3)
    outcomes = pool.read(tasks("hang", "grandchild", "a"), silent)
    assert reader(next(outcomes))  # type: ignore[call-overload]
    pid = tasks("grandchild", "grandchild")[1].path.with_suffix(".pid")
    for _ in range(100):
        if pid.is_file() and pid.read_text(encoding="ascii"):
            break
        time.sleep(0.05)
    outcomes.close()  # type: ignore[attr-defined]
    assert gone(int(pid.read_text(encoding="ascii")))
    pool.close()
    assert children() == set()


def test_an_interruption_kills_what_is_being_read(pools: Pools, tasks: Any) -> None:
    pool = pools(2)

    def interrupt(task: ReadTask, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(pool.read(tasks("hang", "a"), interrupt))
    assert children() == set()


def test_time_spent_on_what_came_before_is_not_a_files_fault(pools: Pools, tasks: Any) -> None:
    pool = pools(2, stall=1, seconds=1)
    outcomes = pool.read(tasks("a", "b", "c", "d"), silent)
    for outcome in outcomes:
        assert reader(outcome)
        time.sleep(0.6)


def test_a_reader_found_dead_is_replaced(pools: Pools, tasks: Any) -> None:
    pool = pools()
    (outcome,) = pool.read(tasks("a"), silent)
    os.kill(int(reader(outcome)), 9)
    assert gone(int(reader(outcome)))
    (again,) = pool.read(tasks("b"), silent)
    assert reader(again) != reader(outcome)


def test_readers_that_do_not_start_are_no_files_fault(pools: Pools, tasks: Any) -> None:
    for command in ((*STUB, "not-ready"), ("/nulle/part",)):
        failed = read(pools(command=command), tasks("a"))["a"]
        assert "ne démarre pas" in failed.failure
        assert not failed.lasting


def test_files_that_need_no_reader_to_be_refused(pools: Pools, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.pdf")
    (tmp_path / "dossier.pdf").mkdir()
    (tmp_path / "gros.pdf").touch()
    os.truncate(tmp_path / "gros.pdf", (2 << 20) + 1)
    names = ("tube", "dossier", "absent", "gros")
    tasks = [ReadTask(tmp_path / f"{name}.pdf", Document(name, "")) for name in names]
    pool = pools(file_mb=2)
    found = read(pool, tasks)
    assert "n’est pas un fichier" in found["tube"].failure
    assert "n’est pas un fichier" in found["dossier"].failure
    assert "No such file" in found["absent"].failure
    assert f"3{NBSP}Mo" in found["gros"].failure
    assert {name for name, outcome in found.items() if outcome.lasting} == {"gros"}
    assert not pool._idle


def test_a_closed_pool_keeps_nobody(pools: Pools, tasks: Any) -> None:
    pool = pools()
    list(pool.read(tasks("a"), silent))
    assert children()
    pool.close()
    pool.close()
    assert children() == set()


def test_a_forgotten_pool_leaves_nobody(tasks: Any) -> None:
    pool = ReaderPool(1, command=STUB)
    list(pool.read(tasks("a"), silent))
    del pool
    assert children() == set()


def test_single_requests(pools: Pools) -> None:
    pool = pools(memory_mb=123)
    said = pool.call("draw", {"page": 3})
    assert (said["verb"], said["page"], said["start"]["memory_mb"]) == ("draw", 3, 123)
    assert not Path(said["start"]["folder"]).samefile(Path.cwd())
    pool.close()
    assert not Path(said["start"]["folder"]).exists()


def test_a_single_request_that_fails_is_an_error(pools: Pools, tmp_path: Path) -> None:
    pool = pools(stall=0)
    with pytest.raises(UnreadableFile, match="aucune page de plus"):
        pool.call("read", {"path": str(tmp_path / "hang"), "document": {}})


def test_conditions_name_the_limits_and_the_options() -> None:
    limits = Limits(seconds=5)
    seen = {
        ReaderPool(1, limits, {"engine": "a"}).conditions,
        ReaderPool(1, limits, {"engine": "b"}).conditions,
        ReaderPool(1, replace(limits, memory_mb=5), {"engine": "a"}).conditions,
    }
    assert len(seen) == 3
    assert ReaderPool(2, replace(limits, files=5), {"engine": "a"}).conditions in seen


def test_what_killed_ones_left_is_swept_after_a_day(
    pools: Pools, tasks: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, new, other = (
        tmp_path / f"{name}-x" for name in ("assistant-read-a", "assistant-read-b", "a")
    )
    for folder in (old, new, other):
        folder.mkdir()
    for folder in (old, other):
        os.utime(folder, (0, 0))
    read(pools(), tasks("a"))
    assert not old.exists()
    assert new.exists()
    assert other.exists()


SCRIPT = """
import os, sys, time
from pathlib import Path
from assistant.backends.reader_pool import Limits, ReaderPool
from assistant.domain import Document
from assistant.ports import ReadTask

folder = Path(sys.argv[1])
pool = ReaderPool(2, command=sys.argv[2:])
tasks = [ReadTask(folder / name, Document(name, "")) for name in ("a", "hang")]
for outcome in pool.read(tasks, lambda *told: None):
    print(outcome.read.document.title, flush=True)
    print(*(job for job in os.listdir("/proc") if job.isdigit()), flush=True)
"""


def test_readers_die_with_a_killed_parent_that_is_a_bare_script(tmp_path: Path) -> None:
    for name in ("a", "hang"):
        (tmp_path / name).touch()
    # The real worker asks the system to die with us; the stub only has the end of its input.
    command = (sys.executable, "-c", REAL)
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path), *command],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    ) as script:
        assert script.stdout is not None
        script.stdout.readline()
        running = {int(pid) for pid in script.stdout.readline().split()}
        mine = {pid for pid in running if parent(pid) == script.pid}
        script.kill()
    assert len(mine) == 2
    assert all(gone(pid) for pid in mine)


REAL = """
import time
from assistant import worker
from assistant.backends.readings_codec import document_from_values, encode
from assistant.domain import ReadDocument

def read(args, reply):
    if args["path"].endswith("hang"):
        time.sleep(600)
    for part in encode(ReadDocument(document_from_values(args["document"]), (), ())):
        reply.send(*part)

worker.VERBS = {"read": read}
worker.main()
"""


def parent(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    return int(status.rpartition(")")[2].split()[1])
