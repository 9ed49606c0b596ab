from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from assistant.backends.quarantine import FILE, FileQuarantine
from assistant.errors import StorageUnwritable
from assistant.ports import Quarantine


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "indexes" / FILE


def test_it_starts_empty_and_writes_nothing(path: Path) -> None:
    quarantine: Quarantine = FileQuarantine(path)
    assert quarantine.get("k") is None
    quarantine.drop("k")
    quarantine.keep([])
    assert not path.parent.exists()


def test_a_file_stays_set_apart_from_one_build_to_the_next(path: Path) -> None:
    FileQuarantine(path).put("k", "a.pdf", "lecture arrêtée")
    entry = FileQuarantine(path).get("k")
    assert entry is not None
    assert (entry.source, entry.message, entry.tries) == ("a.pdf", "lecture arrêtée", 1)
    assert abs((datetime.now().astimezone() - datetime.fromisoformat(entry.since)).days) < 1
    assert FileQuarantine(path).get("other bytes") is None


def test_trying_again_keeps_the_first_day_and_counts(path: Path) -> None:
    quarantine = FileQuarantine(path)
    quarantine.put("k", "a.pdf", "un")
    values = json.loads(path.read_text(encoding="utf-8"))
    values["entries"][0]["since"] = "2026-03-03T10:00:00+01:00"
    path.write_text(json.dumps(values), encoding="utf-8")
    again = FileQuarantine(path)
    again.put("k", "a.pdf", "deux")
    entry = FileQuarantine(path).get("k")
    assert entry is not None
    assert (entry.since[:10], entry.tries, entry.message) == ("2026-03-03", 2, "deux")


def test_what_was_read_after_all_or_has_changed_is_forgotten(path: Path) -> None:
    quarantine = FileQuarantine(path)
    for key in "abc":
        quarantine.put(key, f"{key}.pdf", "non")
    quarantine.drop("a")
    quarantine.keep(key for key in ("c", "new"))
    assert [entry.source for entry in FileQuarantine(path).entries()] == ["c.pdf"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"schema": 1}', b'{"schema": 1, "entries": {}}',
        b'{"schema": 1, "entries": [{}]}', b'{"schema": 1, "entries": [{"key": 3}]}',
        b'{"schema": 99, "entries": []}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_file_that_nobody_can_read_is_an_empty_quarantine(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    quarantine = FileQuarantine(path)
    assert quarantine.entries() == ()
    quarantine.put("k", "a.pdf", "non")
    assert len(FileQuarantine(path).entries()) == 1


def test_a_folder_in_its_place_is_an_empty_quarantine(path: Path) -> None:
    path.mkdir(parents=True)
    assert FileQuarantine(path).entries() == ()


def test_a_write_that_fails_leaves_the_old_file_and_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quarantine = FileQuarantine(path)
    quarantine.put("a", "a.pdf", "non")

    def refuse(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StorageUnwritable):
        quarantine.put("b", "b.pdf", "non")
    assert [entry.key for entry in quarantine.entries()] == ["a"]
    assert [entry.key for entry in FileQuarantine(path).entries()] == ["a"]
    assert [item.name for item in path.parent.iterdir()] == [FILE]
