from __future__ import annotations

import multiprocessing
import sqlite3
import stat
import subprocess
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from assistant.backends.budget import Budget, NoBudget
from assistant.errors import BudgetSpent, ModelUnavailable

DAY = "2026-11-23"


class Today:
    day = DAY

    def __call__(self) -> str:
        return self.day


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "indexes" / "budget.sqlite3"


@pytest.fixture
def today() -> Today:
    return Today()


def test_a_day_has_its_limit(path: Path, today: Today) -> None:
    budget = Budget(path, 100, 0, today)
    budget.reserve(60, "moi")
    with pytest.raises(BudgetSpent, match=r"ASSISTANT_CHAT_TOKENS_PER_DAY vaut 100"):
        budget.reserve(60, "une autre")
    budget.reserve(40, "")
    assert budget.spent() == 100


def test_a_visitor_has_a_limit_and_no_one_else_s(path: Path, today: Today) -> None:
    budget = Budget(path, 0, 100, today)
    budget.reserve(60, "moi")
    with pytest.raises(BudgetSpent, match=r"ASSISTANT_CHAT_TOKENS_PER_VISITOR vaut 100"):
        budget.reserve(60, "moi")
    budget.reserve(60, "une autre")
    budget.reserve(500, "")
    assert budget.spent() == 620


def test_what_is_refused_is_counted_for_nobody(path: Path, today: Today) -> None:
    budget = Budget(path, 100, 50, today)
    with pytest.raises(BudgetSpent):
        budget.reserve(60, "moi")
    assert budget.spent() == 0
    budget.reserve(50, "moi")


def test_what_is_settled_is_what_was_used(path: Path, today: Today) -> None:
    budget = Budget(path, 100, 100, today)
    reserved = budget.reserve(90, "moi")
    reserved.settle(30)
    assert budget.spent() == 30
    reserved.settle(30)
    assert budget.spent() == 30
    budget.reserve(70, "moi").settle(95)
    assert budget.spent() == 125
    with pytest.raises(BudgetSpent):
        budget.reserve(1, "moi")


def test_a_restart_forgets_nothing(path: Path, today: Today) -> None:
    Budget(path, 100, 50, today).reserve(40, "moi")
    with pytest.raises(BudgetSpent):
        Budget(path, 100, 50, today).reserve(40, "moi")


def test_another_day_begins_anew_and_keeps_nothing(path: Path, today: Today) -> None:
    budget = Budget(path, 100, 50, today)
    yesterday = budget.reserve(50, "192.0.2.1")
    before = rows(path)
    today.day = "2026-11-24"
    budget.reserve(50, "192.0.2.1")
    after = rows(path)
    assert {day for day, *_ in after} == {today.day}
    assert not {visitor for _, visitor, _ in before if visitor} & {v for _, v, _ in after}
    yesterday.settle(10)
    assert budget.spent() == 50
    assert rows(path) == after


def test_visitors_are_no_more_than_a_keyed_hash(path: Path, tmp_path: Path, today: Today) -> None:
    Budget(path, 0, 50, today).reserve(1, "192.0.2.1")
    other = tmp_path / "ailleurs" / "budget.sqlite3"
    Budget(other, 0, 50, today).reserve(1, "192.0.2.1")
    content = b"".join(one.read_bytes() for one in path.parent.iterdir())
    assert b"192.0.2.1" not in content
    hashes = [{visitor for _, visitor, _ in rows(one) if visitor} for one in (path, other)]
    assert [len(one) for one in hashes] == [1, 1]
    assert hashes[0] != hashes[1]


def test_what_is_erased_leaves_no_trace_in_the_file(path: Path, today: Today) -> None:
    budget = Budget(path, 0, 50, today)
    budget.reserve(1, "192.0.2.1")
    (old,) = {visitor for _, visitor, _ in rows(path) if visitor}
    today.day = "2026-11-24"
    budget.reserve(1, "")
    content = b"".join(one.read_bytes() for one in path.parent.iterdir())
    assert old.encode() not in content


def test_the_file_is_for_its_owner_alone(path: Path, today: Today) -> None:
    Budget(path, 0, 50, today).reserve(1, "moi")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_threads_never_spend_more_than_there_is(path: Path, today: Today) -> None:
    budget = Budget(path, 100, 0, today)
    granted: list[int] = []

    def ask() -> None:
        for _ in range(5):
            try:
                budget.reserve(7, "moi")
            except BudgetSpent:
                return
            granted.append(7)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(granted) == 98 == budget.spent()


def test_workers_share_one_budget(path: Path) -> None:
    """Processes, as a server with several workers has them."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(3, mp_context=context) as pool:
        granted = sum(pool.map(spend, [path] * 3))
    assert granted == 20
    assert Budget(path, 100, 0, Today()).spent() == 100


def spend(path: Path) -> int:
    budget = Budget(path, 100, 0, Today())
    for count in range(40):
        try:
            budget.reserve(5, "moi")
        except BudgetSpent:
            return count
    return 40


def test_what_a_killed_process_reserved_stays_counted(path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from assistant.backends.budget import Budget;"
        f"Budget(Path({str(path)!r}), 100, 0, lambda: {DAY!r}).reserve(80, 'moi'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    assert Budget(path, 100, 0, Today()).spent() == 80


@pytest.mark.parametrize("content", [b"bonjour" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_lets_no_one_spend(path: Path, content: bytes, today: Today) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    budget = Budget(path, 100, 0, today)
    with pytest.raises(ModelUnavailable, match=r"budget\.sqlite3") as caught:
        budget.reserve(1, "moi")
    assert not isinstance(caught.value, BudgetSpent)
    with pytest.raises(ModelUnavailable, match=r"budget\.sqlite3"):
        budget.spent()


def test_a_folder_that_cannot_be_written_lets_no_one_spend(path: Path, today: Today) -> None:
    path.parent.parent.mkdir(exist_ok=True)
    path.parent.write_text("un fichier, pas un dossier")
    with pytest.raises(ModelUnavailable, match=r"budget\.sqlite3"):
        Budget(path, 100, 0, today).reserve(1, "moi")


def test_a_file_lost_meanwhile_is_no_failure_of_the_answer(path: Path, today: Today) -> None:
    budget = Budget(path, 100, 0, today)
    reserved = budget.reserve(50, "moi")
    path.unlink()
    reserved.settle(20)
    assert budget.spent() == 0


def test_no_limit_writes_nothing(path: Path) -> None:
    NoBudget().reserve(10**9, "moi").settle(5)
    assert not path.parent.exists()


def rows(path: Path) -> list[tuple[str, str, int]]:
    store = sqlite3.connect(path)
    try:
        return store.execute("SELECT day, visitor, tokens FROM spent").fetchall()
    finally:
        store.close()
