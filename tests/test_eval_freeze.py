from __future__ import annotations

import importlib.util
import json
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assistant.evaluate.gold import digest, load, of_split

HOME = Path(__file__).resolve().parents[1]


def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("freeze", HOME / "eval" / "freeze.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(number: int, kind: str = "unanswerable") -> dict[str, Any]:
    return {
        "id": f"x{number}",
        "profile": "elu",
        "type": kind,
        "question": f"Question {number} ?",
        "history": [],
        "answerable": False,
        "key_facts": [],
        "forbidden": [],
        "evidence": [],
        "reference": "Les documents n’en disent rien.",
    }


def part(path: Path, rows: list[dict[str, Any]]) -> Path:
    path.write_text("\n".join(json.dumps(one) for one in rows) + "\n", encoding="utf-8")
    return path


def test_parts_become_one_frozen_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = part(tmp_path / "1.jsonl", [row(n) for n in range(7)])
    second = part(tmp_path / "2.jsonl", [row(n, "injection") for n in range(10, 12)])
    out = tmp_path / "gold.jsonl"
    assert tool().main([str(first), str(second), "--out", str(out)]) == 0
    items = load(out)
    assert [item.id for item in items] == [f"g{n:03}" for n in range(1, 10)]
    assert items[7].question == "Question 10 ?"
    # 60 % of 7 is 4.2, so 5; of 2 it is 1.2, so 2, but one must be left
    assert Counter((item.type, item.split) for item in items) == {
        ("unanswerable", "test"): 5,
        ("unanswerable", "dev"): 2,
        ("injection", "test"): 1,
        ("injection", "dev"): 1,
    }
    assert digest(of_split(items, "test")) in capsys.readouterr().out


def test_the_split_depends_on_the_words_alone() -> None:
    rows = [row(n) for n in range(20)]
    freeze = tool()
    straight = freeze.grow([], rows)
    turned = freeze.grow([], rows[::-1])
    assert {r["question"]: r["split"] for r in straight} == {
        r["question"]: r["split"] for r in turned
    }


def test_nothing_is_written_when_a_row_is_bad(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "gold.jsonl"
    rows = [row(1), row(2), {**row(3), "profile": "maire"}]
    assert tool().main([str(part(tmp_path / "1.jsonl", rows)), "--out", str(out)]) == 1
    assert "ligne 3" in capsys.readouterr().err
    assert not out.exists()


def test_a_question_of_the_gold_file_never_moves(tmp_path: Path) -> None:
    out = tmp_path / "gold.jsonl"
    freeze = tool()
    assert (
        freeze.main(
            [str(part(tmp_path / "1.jsonl", [row(n) for n in range(9)])), "--out", str(out)]
        )
        == 0
    )
    before = load(out)
    added = part(tmp_path / "2.jsonl", [row(n) for n in range(9, 31)])
    assert freeze.main([str(added), "--out", str(out)]) == 0
    after = load(out)
    assert after[: len(before)] == before
    assert Counter(item.split for item in after) == {"test": 19, "dev": 12}


def test_the_gold_file_is_as_the_tool_writes_it(tmp_path: Path) -> None:
    gold = HOME / "eval" / "gold.jsonl"
    again = tmp_path / "again.jsonl"
    again.write_bytes(gold.read_bytes())
    assert tool().main(["--out", str(again)]) == 0
    assert again.read_bytes() == gold.read_bytes()
