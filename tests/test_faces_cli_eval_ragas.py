"""`assistant eval --ragas`, from the command line to a real server of a judge."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import errors, wiring, wording
from assistant.evaluate.opinion import JUDGED, NON_LLM
from assistant.faces.cli import main
from assistant.schema import to_json
from assistant.testing.evaluation import Scripted
from assistant.testing.model_replies import said
from assistant.testing.model_trouble import drops, rubbish_html
from model_samples import Start, start
from ragas_samples import SAMPLES, judge

__all__ = ["start"]

ROOT = Path(__file__).resolve().parents[1]
TAKEN = SAMPLES[:3]


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Three questions, and an assistant that knows their answers."""
    if "eval" not in os.environ.get("ASSISTANT_REQUIRE", "").split(","):
        pytest.importorskip("ragas")
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    values = {"HOME": tmp_path, "PROMPTS": ROOT / "prompts", "EMBEDDER": "hashing"}
    for name, value in values.items():
        monkeypatch.setenv(f"ASSISTANT_{name}", str(value))
    outcomes = [one.outcome(f"q{n}") for n, one in enumerate(TAKEN, start=1)]
    gold = tmp_path / "eval" / "gold.jsonl"
    gold.parent.mkdir()
    rows = [json.dumps(to_json(one.item)) for one in outcomes]
    gold.write_text("\n".join(rows), encoding="utf-8")
    answers = {one.item.question: one.answer for one in outcomes}
    ranking = [passage for one in outcomes for passage in one.ranking]
    monkeypatch.setattr(wiring, "build", lambda settings: Scripted(answers, ranking))
    return tmp_path


def judged_by(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    for name, value in {"": "vllm", "_URL": url, "_MODEL": "essai", "_JOBS": "2"}.items():
        monkeypatch.setenv(f"ASSISTANT_JUDGE{name}", value)


def saved(home: Path) -> Any:
    return json.loads((home / "eval.json").read_text(encoding="utf-8"))


def test_without_the_option_ragas_is_not_asked(home: Path) -> None:
    assert main(["eval", "--json", "eval.json"]) == 0
    assert saved(home)["ragas"] is None
    assert "ragas" not in saved(home)["items"][0]


def test_without_a_judge_its_measures_need_no_model(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "--ragas", "--json", "eval.json"]) == 0
    shown = capsys.readouterr().out
    assert "RAGAS 0.4.3, en " in shown
    assert f"{wording.RAGAS_MEASURES['context_recall']:<44}0,833 (sur 3)" in shown
    assert wording.RAGAS_MEASURES["faithfulness"] not in shown
    found = saved(home)["ragas"]
    assert found["judge"] is None
    assert list(found["measures"]) == list(NON_LLM)
    assert found["seconds"] > 0
    assert saved(home)["items"][2]["ragas"]["context_recall"] == 0.5


def test_with_a_judge_all_is_measured(
    home: Path,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server = start(judge)
    judged_by(monkeypatch, server.url)
    assert main(["eval", "--ragas", "--json", "eval.json"]) == 0
    captured = capsys.readouterr()
    assert "juge essai" in captured.out
    assert "RAGAS" in captured.err
    found = saved(home)
    assert list(found["ragas"]["measures"]) == [*NON_LLM, *JUDGED]
    assert found["ragas"]["judge"]["model"] == "essai"
    assert found["items"][0]["ragas"]["faithfulness"] == 1
    assert found["ragas"]["measures"]["faithfulness"]["value"] == pytest.approx(2 / 3)
    assert len(server.calls) == 7 * len(TAKEN)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (drops, "ASSISTANT_JUDGE_URL"),
        (rubbish_html, "ASSISTANT_JUDGE_URL"),
        (lambda call: said(call, "Bonjour."), wording.JUDGE_NOT_JSON),
    ],
)
def test_a_judge_that_fails_is_told_beside_what_was_measured(
    home: Path,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: Any,
    reason: str,
) -> None:
    judged_by(monkeypatch, start(script).url)
    assert main(["eval", "--ragas"]) == errors.ModelUnavailable.exit_code
    captured = capsys.readouterr()
    assert wording.EVAL_MEASURES["hit@1"] in captured.out
    assert "RAGAS 0.4.3" not in captured.out
    assert f"«\u00a0{wording.RAGAS_MEASURES['faithfulness']}\u00a0»" in captured.err
    assert "q1" in captured.err
    assert reason in captured.err
    assert "Traceback" not in captured.err


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"": "autre"}, "ASSISTANT_JUDGE"),
        ({"": "vllm"}, "ASSISTANT_JUDGE_MODEL"),
        ({"": "albert", "_MODEL": "m"}, "ASSISTANT_JUDGE_KEY"),
        ({"": "vllm", "_MODEL": "m", "_KEY": "clé"}, "ASSISTANT_JUDGE_KEY"),
        ({"": "vllm", "_MODEL": "m", "_URL": "ici"}, "ASSISTANT_JUDGE_URL"),
        ({"": "openai-compatible", "_MODEL": "m"}, "ASSISTANT_JUDGE_URL"),
    ],
)
def test_a_judge_that_is_not_wholly_set_is_refused_before_any_question(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    values: dict[str, str],
    named: str,
) -> None:
    for name, value in values.items():
        monkeypatch.setenv(f"ASSISTANT_JUDGE{name}", value)
    assert main(["eval", "--ragas"]) == errors.SettingsInvalid.exit_code
    captured = capsys.readouterr()
    assert f"{named} " in captured.err
    assert "ASSISTANT_CHAT" not in captured.err
    assert captured.out == ""


def test_a_prompt_that_is_wrong_is_refused_before_any_question(
    home: Path,
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    judged_by(monkeypatch, start(judge).url)
    monkeypatch.setenv("ASSISTANT_PROMPTS", str(home))
    assert main(["eval", "--ragas"]) == errors.PromptInvalid.exit_code
    assert "judge-statements.md" in capsys.readouterr().err


def test_without_the_extra_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ragas", None)
    assert main(["eval", "--ragas"]) == errors.SettingsInvalid.exit_code
    assert "EXTRAS=eval" in capsys.readouterr().err
