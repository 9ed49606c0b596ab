"""`assistant enrich`, from the arguments to the files, with a real model server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant import errors, wording
from assistant.faces.cli import main
from assistant.testing.model_server import Call, ModelServer, Reply, chat, failing
from enrich_samples import draft, good_reply, home, passage_of, small_home
from model_samples import Start, in_turn, start

__all__ = ["home", "small_home", "start"]


@pytest.fixture
def server(
    start: Start, home: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> ModelServer:
    """The model server that the environment names."""
    found = start(draft)
    for name, value in {
        "HOME": str(home),
        "EMBEDDER": "hashing",
        "CHAT_URL": found.url,
        "CHAT_MODEL": "essai",
        "CHAT_TIMEOUT": "20",
    }.items():
        monkeypatch.setenv(f"ASSISTANT_{name}", value)
    return found


def review(home: Path, name: str = "guide") -> Path:
    return home / "corpus" / "expansion" / "a-relire" / f"{name}.jsonl"


def out_of(capsys: pytest.CaptureFixture[str]) -> Any:
    written = capsys.readouterr().out
    assert written.count("\n") == 1
    return json.loads(written)


def test_drafts_are_written_and_the_next_step_told(
    server: ModelServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["enrich", "--limit", "2"]) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("2 extraits enrichis, 3 restent à faire.\n")
    assert f"À relire\u00a0: {review(home, 'charte')}\n" in captured.out
    assert "ne servent pas encore" in captured.out
    assert "assistant enrich --accept FICHIER" in captured.out
    assert "Questions à relire…" in captured.err
    assert len(server.calls) == 2


def test_all_is_done(server: ModelServer, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["enrich", "--jobs", "3"]) == 0
    capsys.readouterr()
    assert main(["enrich"]) == 0
    assert capsys.readouterr().out == wording.ENRICH_NOTHING + "\n"


def test_one_document_to_a_file_of_one_s_own(
    server: ModelServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mes questions.jsonl"
    assert main(["enrich", "--document", "guide", "--out", str(out), "--json"]) == 0
    assert out_of(capsys) == {"written": 4, "files": [str(out)], "failed": [], "left": 0}
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4


def test_what_failed_is_a_line(server: ModelServer, capsys: pytest.CaptureFixture[str]) -> None:
    def script(call: Call) -> Reply:
        hopeless = "leurs échecs" in passage_of(call)
        return chat("\x1b[2JUn poème" if hopeless else good_reply(passage_of(call)))

    server.script = script
    assert main(["enrich"]) == 0
    shown = capsys.readouterr().out
    assert "4 extraits enrichis, 1 reste à faire." in shown
    assert "Sans résultat\u00a0: charte:" in shown
    assert wording.ENRICH_NOT_JSON in shown


def test_accepting_puts_rows_into_service(
    server: ModelServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["enrich"])
    path = review(home)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(["{travaux\n", *lines]), encoding="utf-8")
    capsys.readouterr()
    assert main(["enrich", "--accept", str(path)]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("4 lignes mises en service.\n")
    assert "Ligne 1, laissée à relire\u00a0: ce n’est pas un objet JSON" in shown
    assert "assistant index" in shown
    assert path.read_text(encoding="utf-8") == "{travaux\n"
    assert main(["enrich", "--accept", str(path), "--json"]) == 0
    assert out_of(capsys)["refused"] == [{"line": 1, "problem": "ce n’est pas un objet JSON"}]


def test_accepted_questions_find_their_passage(
    server: ModelServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the model to the search: words that are in no document lead to the passage."""
    server.script = lambda call: chat(
        good_reply(
            passage_of(call),
            questions=["C’est où le guichet ?", *json.loads(good_reply())["questions"][1:]],
        )
        if "permanence" in passage_of(call)
        else good_reply(passage_of(call))
    )
    assert main(["enrich"]) == 0
    assert main(["enrich", "--accept", str(review(home))]) == 0
    assert main(["index"]) == 0
    capsys.readouterr()
    assert main(["search", "--json", "guichet"]) == 0
    best = out_of(capsys)["hits"][0]["passage"]
    assert "permanence" in best["text"]
    assert "guichet" not in json.dumps(best, ensure_ascii=False)


def test_accepting_needs_no_model(
    server: ModelServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["enrich"])
    monkeypatch.delenv("ASSISTANT_CHAT_URL")
    assert main(["enrich", "--accept", str(review(home))]) == 0


def test_accepting_goes_alone(
    server: ModelServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["enrich", "--accept", str(review(home)), "--limit", "1"]) == 2
    assert "--accept" in capsys.readouterr().err


def test_a_file_that_is_not_there(server: ModelServer, tmp_path: Path) -> None:
    assert main(["enrich", "--accept", str(tmp_path / "absent.jsonl")]) == 2


@pytest.mark.parametrize("name", ["CHAT_URL", "CHAT_MODEL"])
def test_without_a_model_the_setting_is_named(
    server: ModelServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    monkeypatch.delenv(f"ASSISTANT_{name}")
    assert main(["enrich"]) == errors.SettingsInvalid.exit_code
    assert f"ASSISTANT_{name}" in capsys.readouterr().err


def test_a_server_that_is_gone_is_an_error(
    server: ModelServer, capsys: pytest.CaptureFixture[str]
) -> None:
    server.script = in_turn(failing(401))
    assert main(["enrich", "--json"]) == errors.ModelUnavailable.exit_code
    assert out_of(capsys)["error"]["code"] == "model_unavailable"


def test_a_prompt_that_cannot_serve_is_told(
    server: ModelServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "prompts" / "enrich.md").write_text("Lis $passage.", encoding="utf-8")
    assert main(["enrich"]) == errors.PromptInvalid.exit_code
    assert "$fence" in capsys.readouterr().err


def test_the_index_can_be_built_first(
    server: ModelServer, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "corpus" / "charte.txt").unlink()
    assert main(["enrich", "--build"]) == 0
    assert "4 extraits enrichis" in capsys.readouterr().out
