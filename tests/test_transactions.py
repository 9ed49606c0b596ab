from __future__ import annotations

import errno
import json
import os
import threading
from pathlib import Path

import pytest

from assistant import transactions
from assistant.errors import CorpusMissing, StorageFull, StorageUnwritable
from assistant.transactions import JOURNAL, STAGED, begin, recover, steady


class Killed(BaseException):
    """Stands for a kill: nothing after it runs, not even what cleans up."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "folder"
    place.mkdir()
    (place / "old.txt").write_text("old")
    (place / "list").write_text("one")
    return place


def change(folder: Path, source: Path) -> None:
    """A file in, a file away, the same name taken again, the list rewritten."""
    with begin(folder) as planned:
        planned.move("old.txt", "away/123/old.txt")
        planned.copy(source, "old.txt")
        planned.write("list", b"two")


def content(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text()
        for path in folder.rglob("*")
        if path.is_file() and STAGED not in path.parts and not path.name.startswith(JOURNAL)
    }


BEFORE = {"old.txt": "old", "list": "one"}
AFTER = {"old.txt": "new", "away/123/old.txt": "old", "list": "two"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "new.txt"
    path.write_text("new")
    return path


def test_all_the_steps_are_made(folder: Path, source: Path) -> None:
    change(folder, source)
    assert content(folder) == AFTER
    assert not (folder / STAGED).exists()
    assert not (folder / JOURNAL).exists()
    assert not recover(folder)


def test_a_change_that_raises_is_forgotten(folder: Path, source: Path) -> None:
    def fail() -> None:
        with begin(folder) as planned:
            planned.copy(source, "new.txt")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    assert content(folder) == BEFORE
    assert not (folder / STAGED).exists()


def test_nothing_planned_is_nothing_done(folder: Path) -> None:
    with begin(folder):
        pass
    assert content(folder) == BEFORE


def test_a_file_is_dropped(folder: Path) -> None:
    with begin(folder) as planned:
        planned.drop("old.txt")
    assert content(folder) == {"list": "one"}


CALLS = ("replace", "fsync", "mkdir", "open", "unlink")


@pytest.mark.parametrize("strike", range(40))
def test_wherever_a_kill_strikes(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch, strike: int
) -> None:
    """Every call to the system is a moment to die, once before it and once after."""
    left = [strike // 2]
    with monkeypatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, dying(getattr(os, name), left, after=strike % 2 == 1))
        patch.setattr(transactions, "_clear", lambda folder: None)
        try:
            change(folder, source)
        except Killed:
            pass
        else:
            assert left[0] >= 0
    committed = (folder / JOURNAL).exists()
    found = content(folder)
    recover(folder)
    if not committed:
        assert content(folder) == found
    assert content(folder) == (AFTER if committed or found == AFTER else BEFORE)
    assert not (folder / STAGED).exists()
    assert not recover(folder)


def dying(really, left: list[int], *, after: bool):  # type: ignore[no-untyped-def]
    def call(*args: object, **kwargs: object) -> object:
        left[0] -= 1
        if left[0] >= 0:
            return really(*args, **kwargs)
        if after and left[0] == -1:
            really(*args, **kwargs)
        raise Killed

    return call


def test_recovering_may_be_cut_short_too(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal is put in place and one move made; then each recovery makes one more."""
    real, left = os.replace, [2]

    def replace(a: Path, b: Path) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed
        real(a, b)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(Killed):
        change(folder, source)
    left[0] = 1
    with pytest.raises(Killed):
        recover(folder)
    assert content(folder) == AFTER | {"list": "one"}
    left[0] = 1
    assert recover(folder)
    assert content(folder) == AFTER


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, StorageFull),
        (errno.EROFS, StorageUnwritable),
        (errno.EACCES, StorageUnwritable),
    ],
)
def test_a_disk_that_refuses_leaves_all_as_it_was(
    folder: Path,
    source: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    error: type[Exception],
) -> None:
    def refuse(*args: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(error, match="rien n’a changé"):
            change(folder, source)
    assert content(folder) == BEFORE
    change(folder, source)
    assert content(folder) == AFTER


def test_a_refusal_after_the_commit_is_made_good_later(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def refuse(a: Path, b: Path) -> None:
        if Path(b).name != JOURNAL:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        real(a, b)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", refuse)
        with pytest.raises(StorageUnwritable, match="prochaine commande"):
            change(folder, source)
        with pytest.raises(StorageUnwritable, match="prochaine commande"):
            recover(folder)
    assert recover(folder)
    assert content(folder) == AFTER


def test_a_name_taken_meanwhile_is_not_overwritten(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(transactions, "finish", lambda folder: None)
        with begin(folder) as planned:
            planned.copy(source, "new.txt")
    (folder / "new.txt").write_text("mine")
    with pytest.raises(CorpusMissing, match=r"new\.txt"):
        recover(folder)
    assert (folder / "new.txt").read_text() == "mine"
    (folder / "new.txt").unlink()
    recover(folder)
    assert (folder / "new.txt").read_text() == "new"


def test_what_was_staged_and_is_gone_is_said(
    folder: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(transactions, "finish", lambda folder: None)
        with begin(folder) as planned:
            planned.copy(source, "new.txt")
    for staged in (folder / STAGED).rglob("*"):
        if staged.is_file():
            staged.unlink()
    with pytest.raises(CorpusMissing, match=r"supprimez .*journal\.json"):
        recover(folder)
    (folder / JOURNAL).unlink()
    recover(folder)
    assert content(folder) == BEFORE


@pytest.mark.parametrize(
    "journal",
    [
        "",
        "[]",
        '{"schema": 2, "steps": []}',
        '{"schema": 1, "steps": [{"source": "list", "target": "../list"}]}',
        '{"schema": 1, "steps": [{"source": "/etc/passwd", "target": "list"}]}',
        '{"schema": 1, "steps": [{"from": "list"}]}',
    ],
)
def test_a_journal_that_is_none_is_refused(folder: Path, journal: str) -> None:
    (folder / JOURNAL).write_text(journal)
    with pytest.raises(CorpusMissing):
        recover(folder)
    assert content(folder) == BEFORE


def test_names_that_are_no_text_are_kept(folder: Path) -> None:
    odd = os.fsdecode(b"caf\xe9.txt")
    (folder / odd).write_text("odd")
    with begin(folder) as planned:
        planned.move(odd, f"away/{odd}")
    assert (folder / "away" / odd).read_text() == "odd"


def test_readers_see_before_or_after(folder: Path, source: Path) -> None:
    """A reader that runs meanwhile never meets a state between."""
    stop = threading.Event()
    wrong: list[tuple[bool, str]] = []

    def read() -> tuple[bool, str]:
        gone = not (folder / "old.txt").exists()
        return gone, (folder / "list").read_text()

    def watch() -> None:
        while not stop.is_set():
            seen = steady(folder, read)
            if seen not in {(False, "one"), (True, "two")}:
                wrong.append(seen)

    thread = threading.Thread(target=watch)
    thread.start()
    for _ in range(20):
        with begin(folder) as planned:
            planned.move("old.txt", "away/old.txt")
            planned.write("list", b"two")
        with begin(folder) as planned:
            planned.move("away/old.txt", "old.txt")
            planned.write("list", b"one")
    stop.set()
    thread.join()
    assert wrong == []


def test_a_change_left_half_made_is_read_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "_PAUSE", 0.0)
    (folder / JOURNAL).write_text(json.dumps({"schema": 1, "steps": []}))
    assert steady(folder, lambda: 1) == 1
