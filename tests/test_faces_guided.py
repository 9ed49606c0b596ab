"""The guided path over HTTP and at the command line, on the real documents."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest
from fastapi.testclient import TestClient

from assistant import wording
from assistant.faces import cli, cli_guided
from assistant.faces.api import create_api
from assistant.faces.exports.export import MEDIA
from assistant.faces.service import Service
from assistant.settings import Settings
from assistant.testing import FakeAssistant, sample_answer

REPLIES = ["je suis maire", "on démarre", "1 et 3", "des moyens", "les catalyseurs"]


@pytest.fixture(scope="module")
def client(built_settings: Settings) -> Iterator[TestClient]:
    service = Service(built_settings, FakeAssistant(sample_answer()))
    with TestClient(create_api(service), raise_server_exceptions=False) as made:
        yield made


def walk(client: TestClient, replies: list[str]) -> dict[str, Any]:
    last: dict[str, Any] = client.post("/api/guided", json={}).json()
    for reply in replies:
        sent = {"state": last["state"], "reply": reply}
        last = client.post("/api/guided", json=sent).json()
    return last


class TestApi:
    def test_it_begins_without_a_state(self, client: TestClient) -> None:
        for body in ({}, {"state": None}):
            step = client.post("/api/guided", json=body).json()
            assert step["schema"] == "assistant.guided-step/1"
            assert (step["prompt"]["number"], step["plan"]) == (1, None)
            assert step["prompt"]["can_go_back"] is False

    def test_five_replies_lead_to_a_cited_plan(self, client: TestClient) -> None:
        step = walk(client, REPLIES)
        assert step["prompt"] is None
        plan = step["plan"]
        assert 5 <= len(plan["steps"]) <= 9
        assert [c["mark"] for c in plan["citations"]] == list(range(1, len(plan["citations"]) + 1))
        for citation in plan["citations"]:
            start, end = citation["span"]
            assert citation["quote"] == citation["passage"]["text"][start:end]
        assert plan["note"]["sections"]
        assert plan["personal"]

    def test_the_state_is_small_and_nothing_is_kept(self, client: TestClient) -> None:
        step = walk(client, REPLIES)
        assert len(json.dumps(step["state"])) < 1_000
        again = client.post("/api/guided", json={"state": step["state"]}).json()
        assert again == step

    def test_going_back(self, client: TestClient) -> None:
        step = walk(client, [*REPLIES, "retour", "retour"])
        assert step["prompt"]["question"] == "besoin"
        assert [one["question"] for one in step["prompt"]["recap"]] == ["pour", "stade", "avec"]

    @pytest.mark.parametrize("state", ["x", 3, [], {"schema": "?"}, {"replies": []}])
    def test_a_forged_state_is_a_clear_error(self, client: TestClient, state: Any) -> None:
        answer = client.post("/api/guided", json={"state": state})
        assert answer.status_code == 422
        assert answer.json() == {
            "error": {"code": "bad_request", "message": wording.GUIDED_STATE_UNREADABLE}
        }

    def test_an_outdated_state_keeps_what_it_can(self, client: TestClient) -> None:
        state = walk(client, REPLIES[:3])["state"]
        state["replies"][1]["choices"] = ["jadis"]
        step = client.post("/api/guided", json={"state": state}).json()
        assert step["prompt"]["question"] == "stade"
        assert step["prompt"]["remark"] == wording.GUIDED_STATE_CHANGED
        assert [one["question"] for one in step["prompt"]["recap"]] == ["pour", "avec"]

    @pytest.mark.parametrize("form", MEDIA)
    @pytest.mark.parametrize("document", ["plan", "note"])
    def test_a_finished_path_is_exported(
        self, client: TestClient, form: str, document: str
    ) -> None:
        state = walk(client, REPLIES)["state"]
        asked = {"format": form, "document": document}
        answer = client.post("/api/guided/export", params=asked, json={"state": state})
        assert answer.status_code == 200
        assert answer.headers["content-type"] == MEDIA[form]
        assert answer.headers["content-disposition"].endswith(f'.{form}"')
        start = {"md": b"# ", "docx": b"PK", "pdf": b"%PDF"}[form]
        assert answer.content.startswith(start)

    def test_what_cannot_be_exported_is_told(self, client: TestClient) -> None:
        begun = walk(client, REPLIES[:2])["state"]
        other = walk(client, ["association", *REPLIES[1:]])["state"]
        for state, params, said in (
            (begun, {}, "n’est pas terminé"),
            (None, {}, "n’est pas terminé"),
            (other, {"document": "note"}, "élu·e"),
            (other, {"document": "lettre"}, "lettre"),
            (other, {"format": "odt"}, "odt"),
        ):
            answer = client.post("/api/guided/export", params=params, json={"state": state})
            assert answer.status_code == 422
            assert said in answer.json()["error"]["message"]

    def test_text_slipped_into_a_state_is_never_a_source(self, client: TestClient) -> None:
        state = walk(client, REPLIES)["state"]
        state["citations"] = [{"mark": 1, "quote": "inventé"}]
        state["replies"][4]["text"] = "inventé [1]"
        plan = client.post("/api/guided", json={"state": state}).json()["plan"]
        assert plan["subject"] == "inventé (1)"
        assert not any("inventé" in citation["quote"] for citation in plan["citations"])

    def test_an_answer_is_asked_anew_and_exported(self, client: TestClient) -> None:
        answer = client.post(
            "/api/export", params={"format": "pdf"}, json={"question": "Comment ?"}
        )
        assert answer.status_code == 200
        shown = pypdf.PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
        assert "première étape" in shown
        refused = client.post("/api/export", params={"format": "pdf"}, json={"question": " "})
        assert refused.json()["error"]["code"] == "bad_question"

    def test_a_corpus_without_a_path_says_so(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path)
        with TestClient(create_api(Service(settings, FakeAssistant()))) as bare:
            answer = bare.post("/api/guided", json={})
        assert answer.status_code == 503
        assert "guided.toml" in answer.json()["error"]["message"]


@pytest.fixture
def at_home(built_home: Path, monkeypatch: pytest.MonkeyPatch, clean_environment: Path) -> Path:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    return clean_environment


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


class TestCli:
    def test_a_piped_path_prints_its_plan(
        self, at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        typed(monkeypatch, *REPLIES)
        assert cli.main(["guided"]) == 0
        shown = capsys.readouterr().out
        assert "Qui êtes-vous\u00a0?" in shown
        assert wording.GUIDED_PLAN_TITLE in shown
        assert wording.SOURCES in shown

    def test_json_lines(
        self, at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        typed(monkeypatch, *REPLIES)
        assert cli.main(["guided", "--json"]) == 0
        steps = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert len(steps) == 6
        assert steps[-1]["plan"]["steps"]

    def test_files_are_written(
        self, at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        typed(monkeypatch, *REPLIES)
        assert cli.main(["guided", "--export", "plan.docx", "--note", "note.pdf"]) == 0
        assert (at_home / "plan.docx").read_bytes().startswith(b"PK")
        assert (at_home / "note.pdf").read_bytes().startswith(b"%PDF")

    def test_a_path_that_is_cut_short(
        self, at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        typed(monkeypatch, *REPLIES[:2])
        assert cli.main(["guided"]) == 2
        assert "arrêté" in capsys.readouterr().err

    def test_an_unknown_ending_is_refused_before_any_question(
        self, at_home: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["guided", "--export", "plan.odt"]) == 2
        assert "plan.odt" in capsys.readouterr().err

    def test_the_check_finds_every_quote(
        self, at_home: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["guided", "check"]) == 0
        assert wording.CLI_GUIDED_SOUND in capsys.readouterr().out

    def test_the_check_tells_what_is_lost(
        self,
        at_home: Path,
        built_settings: Settings,
        tmp_path_factory: pytest.TempPathFactory,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        corpus = tmp_path_factory.mktemp("corpus")
        text = (built_settings.path("corpus") / "guided.toml").read_text("utf-8")
        quote = "Elle repose sur une Confiance réciproque"
        assert quote in text
        (corpus / "guided.toml").write_text(
            text.replace(quote, "des mots absents de tout"), "utf-8"
        )
        monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
        assert cli.main(["guided", "check"]) == cli_guided.LOST_EXIT
        assert "difference-contrat" in capsys.readouterr().out
        assert cli.main(["guided", "check", "--json"]) == cli_guided.LOST_EXIT
        told = json.loads(capsys.readouterr().out)
        assert [one["advice"] for one in told["lost"]] == ["difference-contrat"]


def test_every_format_has_a_name_for_readers() -> None:
    assert set(MEDIA) == set(wording.EXPORT_FORMATS)


def test_a_build_tells_of_steps_that_it_leaves_without_a_source(
    built_settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from assistant.faces import cli_index

    cli_index.tell_guided(built_settings)
    assert capsys.readouterr().err == ""
    corpus = built_settings.path("corpus")
    text = (corpus / "guided.toml").read_text("utf-8")
    (tmp_path / "guided.toml").write_text(text.replace("Confiance réciproque", "x y z"), "utf-8")
    other = built_settings.model_copy(update={"corpus": tmp_path})
    cli_index.tell_guided(other)
    assert wording.INDEX_GUIDED_LOST[0].format(n=1) in capsys.readouterr().err
    (tmp_path / "guided.toml").write_text("titre = 3", "utf-8")
    cli_index.tell_guided(other)
    assert "guided.toml" in capsys.readouterr().err
