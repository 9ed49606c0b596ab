from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.core import Assistant
from assistant.domain import Hit, Profile, Turn
from assistant.errors import GoldInvalid
from assistant.evaluate.gold import GoldItem
from assistant.evaluate.metrics import Rate
from assistant.evaluate.run import Examinee, run_eval
from assistant.schema import to_json
from assistant.testing.evaluation import QUOTE, Scripted, abstained, answered, item, passage

GOOD = passage("good", QUOTE)
OTHER = passage("other", "Le climat change vite.", doc="report")
SAID = answered("Les pionniers [1].", GOOD)


def write(path: Path, *items: GoldItem) -> Path:
    path.write_text("".join(json.dumps(to_json(one)) + "\n" for one in items), encoding="utf-8")
    return path


def hits(*passages: Any) -> tuple[Hit, ...]:
    return tuple(Hit(one, 1.0) for one in passages)


def test_question_history_and_profile_are_put_as_they_are(tmp_path: Path) -> None:
    history = (Turn("user", "Bonjour"), Turn("assistant", "Oui ?"))
    gold = write(tmp_path / "gold.jsonl", item(history=history, profile=Profile.ELU))
    assistant = Scripted({"Qui a signé ?": SAID}, [GOOD])
    found = run_eval(assistant, gold)
    assert assistant.asked == [("Qui a signé ?", history, Profile.ELU)]
    assert found.gold == "gold.jsonl"
    assert found.generation == "g7"
    assert found.versions["python"].startswith("3.")
    assert found.outcomes[0].milliseconds > 0
    assert found.measures["correct"] == Rate(1, 1)


def test_the_ranking_is_the_answers_first_ten_hits(tmp_path: Path) -> None:
    answer = replace(SAID, hits=hits(*[OTHER] * 10, GOOD))
    gold = write(tmp_path / "gold.jsonl", item())
    found = run_eval(Scripted({"Qui a signé ?": answer}, [GOOD]), gold)
    assert found.outcomes[0].ranking == (OTHER,) * 10
    assert found.measures["hit@10"] == Rate(0, 1)


def test_without_hits_the_searched_query_is_ranked(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", item())
    assistant = Scripted({"Qui a signé ?": abstained()}, [OTHER, GOOD])
    found = run_eval(assistant, gold)
    assert assistant.searched[-1] == ("requête", 10)
    assert found.scores[0].rank == 2


def test_nothing_is_searched_for_what_has_no_answer(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", item(answerable=False))
    assistant = Scripted({"Qui a signé ?": abstained()}, [OTHER])
    run_eval(assistant, gold)
    assert len(assistant.searched) == 1  # the warm-up


def test_only_the_split_asked_for_is_run_with_progress(tmp_path: Path) -> None:
    gold = write(
        tmp_path / "gold.jsonl",
        item(),
        item(id="g002", split="test", question="Et là ?"),
        item(id="g003", split="test", question="Et ici ?"),
    )
    steps: list[tuple[int, int]] = []
    assistant = Scripted({"Et là ?": SAID, "Et ici ?": SAID}, [GOOD])
    found = run_eval(assistant, gold, "test", lambda done, total: steps.append((done, total)))
    assert [score.id for score in found.scores] == ["g002", "g003"]
    assert steps == [(1, 2), (2, 2)]


def test_an_unusable_gold_file_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    assistant = Scripted({}, [])
    with pytest.raises(GoldInvalid):
        run_eval(assistant, tmp_path / "absent.jsonl")
    with pytest.raises(GoldInvalid):
        run_eval(assistant, write(tmp_path / "gold.jsonl", item()), "test")
    assert assistant.asked == []
    assert assistant.searched == []


def test_the_assistant_can_be_examined() -> None:
    kind: type[Examinee] = Assistant
    for name in ("ask", "search", "passage"):
        assert callable(getattr(kind, name))
