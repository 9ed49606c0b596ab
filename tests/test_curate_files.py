from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.curate.files import Found, gather
from assistant.curate.values import Skipped
from assistant.errors import BadRequest

SUFFIXES = (".txt", ".pdf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.PDF", ".cache.txt", "x.tmp", "image.png", "sub/c.txt", ".git/d.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "in"


def test_a_folder_gives_what_is_below_it_and_says_the_rest(folder: Path) -> None:
    items = list(gather([folder], SUFFIXES))
    assert [i.path.name for i in items if isinstance(i, Found)] == ["a.PDF", "b.txt", "c.txt"]
    skipped = {i.path.name: i.reason for i in items if isinstance(i, Skipped)}
    assert set(skipped) == {".cache.txt", "x.tmp", "image.png", ".git"}
    assert ".png" in skipped["image.png"]


def test_a_file_given_by_name_is_taken_whatever_its_form(folder: Path) -> None:
    named = [folder / "image.png", folder / ".cache.txt"]
    assert list(gather(named, SUFFIXES)) == [Found(path, True) for path in named]


def test_each_file_once(folder: Path) -> None:
    items = gather([folder / "b.txt", folder, folder / "sub" / ".." / "b.txt"], SUFFIXES)
    assert [i.path.name for i in items if isinstance(i, Found)] == ["b.txt", "a.PDF", "c.txt"]


def test_a_path_that_is_not_there(folder: Path) -> None:
    with pytest.raises(BadRequest, match="absent"):
        list(gather([folder / "absent.txt"], SUFFIXES))


def test_links_that_go_round_and_pipes_are_left_aside(folder: Path) -> None:
    (folder / "round").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    items = list(gather([folder], SUFFIXES))
    assert {i.path.name for i in items if isinstance(i, Skipped)} >= {"round", "pipe.txt"}
    assert len([i for i in items if isinstance(i, Found)]) == 3
