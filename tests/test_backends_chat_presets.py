from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from assistant.backends.chat_presets import CHAT_PRESETS, Shape
from assistant.errors import SettingsInvalid
from assistant.ports import Message
from assistant.settings import Settings
from assistant.testing.model_replies import chat, said
from assistant.wiring import build, chat_tokens_spent, make_chat, make_writer_chat
from chat_samples import ASK, KEY, collect
from enrich_samples import small_settings
from model_samples import Start, start

__all__ = ["start"]

KEYED = {"albert", "mistral", "openai"}
NAMED = sorted(CHAT_PRESETS)


def settings_of(name: str, url: str = "", **changes: Any) -> Settings:
    given = {"chat": name, "chat_url": url, "chat_model": "essai", "chat_key": KEY, **changes}
    return Settings(_env_file=None, **given)


def test_the_servers_have_the_addresses_they_document() -> None:
    assert {name: preset.url for name, preset in CHAT_PRESETS.items()} == {
        "albert": "https://albert.api.etalab.gouv.fr/v1",
        "mistral": "https://api.mistral.ai/v1",
        "openai": "https://api.openai.com/v1",
        "vllm": "http://127.0.0.1:8000/v1",
        "ollama": "http://127.0.0.1:11434/v1",
        "llamacpp": "http://127.0.0.1:8080/v1",
        "openai-compatible": "",
    }
    assert {name for name, preset in CHAT_PRESETS.items() if preset.key} == KEYED


@pytest.mark.parametrize("name", NAMED)
def test_a_stream_is_asked_as_each_server_wants_it(name: str, start: Start) -> None:
    server = start(lambda call: said(call, "Bonjour."))
    key = KEY if name in KEYED else ""
    model = make_writer_chat(settings_of(name, server.url, chat_key=key, chat_max_tokens=321))
    assert model is not None
    assert "".join(asyncio.run(collect(model, visitor="192.0.2.1"))) == "Bonjour."
    (call,) = server.calls
    assert call.path == "/v1/chat/completions"
    assert call.headers.get("Authorization") == (f"Bearer {KEY}" if key else None)
    assert call.headers["Content-Type"] == "application/json"
    body = {
        "model": "essai",
        "messages": [{"role": one.role, "content": one.content} for one in ASK],
        "stream": True,
        "temperature": 0.1,
        "max_completion_tokens" if name == "openai" else "max_tokens": 321,
    }
    if name != "mistral":
        body["stream_options"] = {"include_usage": True}
    assert call.body == body


@pytest.mark.parametrize("name", NAMED)
def test_a_whole_reply_is_asked_as_each_server_wants_it(name: str, start: Start) -> None:
    server = start(lambda call: chat("Bonjour."))
    key = KEY if name in KEYED else ""
    model = make_chat(settings_of(name, server.url, chat_key=key), "assistant enrich")
    assert model.complete(ASK) == "Bonjour."
    (call,) = server.calls
    assert call.path == "/v1/chat/completions"
    assert call.headers.get("Authorization") == (f"Bearer {KEY}" if key else None)
    assert call.body == {
        "model": "essai",
        "messages": [{"role": one.role, "content": one.content} for one in ASK],
        "stream": False,
        "temperature": 0.1,
    }


def test_llamacpp_needs_no_name_of_a_model(start: Start) -> None:
    server = start(lambda call: said(call, "Bonjour."))
    model = make_writer_chat(settings_of("llamacpp", server.url, chat_model=""))
    assert model is not None
    asyncio.run(collect(model))
    assert server.calls[0].body["model"] == model.name == "default"


# --- refused at start --------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(KEYED))
def test_a_server_that_wants_a_key_is_refused_without(name: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"ASSISTANT_CHAT_KEY.*ASSISTANT_CHAT={name}"):
        make_writer_chat(settings_of(name, chat_key=" "))


@pytest.mark.parametrize("name", [name for name in NAMED if name != "llamacpp"])
def test_a_server_that_wants_a_model_is_refused_without(name: str) -> None:
    with pytest.raises(SettingsInvalid, match=f"ASSISTANT_CHAT_MODEL.*ASSISTANT_CHAT={name}"):
        make_writer_chat(settings_of(name, "http://127.0.0.1:9/v1", chat_model=""))


def test_any_other_server_is_refused_without_an_address() -> None:
    with pytest.raises(SettingsInvalid, match=r"ASSISTANT_CHAT_URL.*openai-compatible"):
        make_writer_chat(settings_of("openai-compatible"))


def test_a_name_that_is_none_is_refused_with_the_choices() -> None:
    with pytest.raises(SettingsInvalid, match=r"ASSISTANT_CHAT ne connaît pas.*albert.*none.*vllm"):
        make_writer_chat(settings_of("alberta"))


@pytest.mark.parametrize("name", ["chat_tokens_per_day", "chat_tokens_per_visitor"])
def test_a_budget_that_pays_no_answer_is_refused(name: str) -> None:
    with pytest.raises(SettingsInvalid, match=rf"ASSISTANT_{name.upper()} vaut 3999.*4000"):
        make_writer_chat(settings_of("vllm", **{name: 3_999}))
    assert make_writer_chat(settings_of("vllm", **{name: 4_000})) is not None


def test_an_incomplete_model_stops_the_start(tmp_path: Path) -> None:
    settings = small_settings(tmp_path, chat="mistral", chat_model="essai")
    with pytest.raises(SettingsInvalid, match="ASSISTANT_CHAT_KEY"):
        build(settings)


def test_no_model_is_none_even_where_enrich_has_one() -> None:
    assert make_writer_chat(settings_of("none", "http://127.0.0.1:9/v1")) is None
    assert make_chat(settings_of("none", "http://127.0.0.1:9/v1"), "x").name == "essai"


# --- the budget --------------------------------------------------------------------------


def test_the_budget_is_kept_in_the_folder_of_the_indexes(tmp_path: Path, start: Start) -> None:
    server = start(lambda call: said(call, "Bonjour."))
    changes = {"home": tmp_path, "chat_tokens_per_day": 5_000}
    settings = settings_of("vllm", server.url, **changes)
    model = make_writer_chat(settings)
    assert model is not None
    asyncio.run(collect(model, visitor="moi"))
    spent = chat_tokens_spent(settings)
    assert spent is not None
    assert 0 < spent < 100
    assert list((tmp_path / "indexes").iterdir())
    assert chat_tokens_spent(settings_of("vllm", server.url, home=tmp_path)) is None


# --- shapes ------------------------------------------------------------------------------


def test_a_system_without_a_voice_speaks_through_the_user() -> None:
    said = [
        Message("system", "Un."),
        Message("user", "Deux."),
        Message("assistant", "Trois."),
        Message("user", "Quatre."),
    ]
    assert Shape().messages(said) == said
    assert Shape(system=False).messages(said) == [Message("user", "Un.\n\nDeux."), *said[2:]]
    assert Shape(system=False).messages(said[:1]) == [Message("user", "Un.")]


@pytest.mark.parametrize(
    "complaint", ["", "maximum context length is 4096 tokens", "boum", "role: unknown user"]
)
def test_a_complaint_about_something_else_changes_nothing(complaint: str) -> None:
    assert Shape().adapted(complaint) is None


# --- the guide ---------------------------------------------------------------------------

GUIDE = (Path(__file__).resolve().parents[1] / "docs" / "modeles.md").read_text(encoding="utf-8")


def table(first: str) -> dict[str, list[str]]:
    """The rows of the table whose first column has this title: its first cell → the others."""
    lines = GUIDE.split(f"| {first} |", 1)[1].split("\n\n", 1)[0].split("\n")[2:]
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines]
    return {row[0]: row[1:] for row in rows}


def test_the_guide_names_every_server_and_its_address() -> None:
    rows = table("`ASSISTANT_CHAT`")
    assert set(rows) == {"none", *CHAT_PRESETS}
    for name, preset in CHAT_PRESETS.items():
        assert not preset.url or rows[name][0] == preset.url
        assert (rows[name][1] == "oui") == preset.key


def test_the_guide_gives_every_setting_and_its_default() -> None:
    fields = {
        f"ASSISTANT_{name.upper()}": field.default
        for name, field in Settings.model_fields.items()
        if name.startswith("chat")
    }
    rows = table("Variable")
    assert set(rows) == set(fields)
    for name, default in fields.items():
        assert rows[name][0] == ("" if name.endswith("_KEY") else str(default))


@pytest.mark.parametrize("name", NAMED)
def test_the_examples_of_the_guide_are_complete(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = [b for b in GUIDE.split("```")[1::2] if f"ASSISTANT_CHAT={name}\n" in b]
    assert blocks
    for number, block in enumerate(blocks):
        path = tmp_path / f"{number}.env"
        path.write_text(block, encoding="utf-8")
        text = path.read_text(encoding="utf-8").replace("votre clé", "sk-1")
        path.write_text(text.replace("si le serveur en demande une", ""), encoding="utf-8")
        assert make_writer_chat(Settings(_env_file=path)) is not None
