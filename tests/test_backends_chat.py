from __future__ import annotations

import gc
import socket
import subprocess
import sys

import pytest

from assistant import wording
from assistant.backends.chat import OpenAIChat
from assistant.backends.chat_limits import Limits
from assistant.errors import (
    ModelSlow,
    ModelTruncated,
    ModelUnavailable,
    ModelUnreadable,
    SettingsInvalid,
)
from assistant.ports import Message
from assistant.testing.model_server import Reply, as_json, chat, failing
from model_samples import Start, in_turn, start

__all__ = ["start"]

ASK = (Message("system", "Réponds en français."), Message("user", "Bonjour ?"))


def made(url: str, key: str = "", timeout: float = 5) -> OpenAIChat:
    return OpenAIChat(url, "essai", key, limits=Limits(total=timeout), pause=0.01)


def test_a_reply_is_the_model_s_text(start: Start) -> None:
    server = start(in_turn(chat("Bonjour « à vous » !")))
    assert made(server.url, "sk-secret").complete(ASK) == "Bonjour « à vous » !"
    (call,) = server.calls
    assert call.path == "/v1/chat/completions"
    assert call.headers["Authorization"] == "Bearer sk-secret"
    assert call.body["model"] == "essai"
    assert call.body["messages"] == [
        {"role": "system", "content": "Réponds en français."},
        {"role": "user", "content": "Bonjour ?"},
    ]


def test_a_model_that_says_nothing_says_nothing(start: Start) -> None:
    assert made(start(in_turn(chat(None))).url).complete(ASK) == ""


def test_thoughts_are_dropped(start: Start) -> None:
    said = "<think>Hum… </think>\n\nBonjour"
    assert made(start(in_turn(chat(said))).url).complete(ASK) == "Bonjour"


@pytest.mark.parametrize("finish", ["length", "content_filter"])
def test_a_reply_that_was_cut_is_no_reply(start: Start, finish: str) -> None:
    server = start(in_turn(chat("Bonjour, je", finish)))
    with pytest.raises(ModelTruncated, match="CHAT_MAX_TOKENS"):
        made(server.url).complete(ASK)
    assert len(server.calls) == 1


def test_a_model_of_another_protocol_is_refused_when_made() -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_CHAT_MODEL"):
        OpenAIChat("http://localhost:9/v1", "gpt-5.2-pro")


def test_it_is_named_after_its_model() -> None:
    assert made("http://localhost:9/v1").name == "essai"


def test_what_the_machine_keeps_for_another_service_is_not_sent(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL", "API_BASE"):
        monkeypatch.setenv(f"OPENAI_{name}", "http://canari.invalid")
    server = start(in_turn(chat("Bonjour")))
    assert made(server.url).complete(ASK) == "Bonjour"
    assert "canari" not in str(server.calls)
    assert "Authorization" not in server.calls[0].headers


def test_one_more_try_then_it_works(start: Start) -> None:
    server = start(in_turn(failing(503), chat("Bonjour")))
    assert made(server.url).complete(ASK) == "Bonjour"
    assert len(server.calls) == 2


@pytest.mark.parametrize(
    ("reply", "said", "calls"),
    [
        (failing(401), "ASSISTANT_CHAT_KEY", 1),
        (failing(404), "ASSISTANT_CHAT_MODEL", 1),
        (failing(301, headers={"Location": "/ailleurs"}), "ASSISTANT_CHAT_URL", 1),
        (failing(400), "erreur 400", 1),
        (failing(429), "quota", 2),
        (failing(500), "erreur 500", 2),
        (Reply(drop=True), "connexion interrompue", 2),
        (Reply(wait=30), "délai de 0,3 s dépassé", 2),
        (Reply(body=b"x" * 10_000, trickle=0.05), "délai de 0,3 s dépassé", 2),
    ],
)
def test_each_refusal_says_what_to_do(start: Start, reply: Reply, said: str, calls: int) -> None:
    server = start(in_turn(reply))
    with pytest.raises(ModelUnavailable) as caught:
        made(server.url, "sk-secret", timeout=0.3).complete(ASK)
    assert said in caught.value.message
    assert "sk-secret" not in caught.value.message
    assert caught.value.status == 503
    assert isinstance(caught.value, ModelSlow) == ("délai" in said)
    assert len(server.calls) == calls


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>Bonjour</html>", headers={"Content-Type": "text/html"}),
        Reply(body=b"", headers={"Content-Type": "application/json"}),
        Reply(body=b"{", headers={"Content-Type": "application/json"}),
        Reply(body=b"{}", headers={"Content-Encoding": "gzip"}),
        as_json([]),
        as_json("Bonjour"),
        as_json({"choices": []}),
        as_json({"choices": None}),
        as_json({"choices": [{"message": None}]}),
    ],
)
def test_rubbish_is_told_as_such(start: Start, reply: Reply) -> None:
    with pytest.raises(ModelUnreadable) as caught:
        made(start(in_turn(reply)).url).complete(ASK)
    assert caught.value.message == wording.MODEL_UNREADABLE.format(role="CHAT")


def test_a_server_that_is_down_is_told_in_french() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(ModelUnavailable, match="connexion impossible"):
            made(f"http://127.0.0.1:{port}/v1").complete(ASK)


def test_it_is_refused_when_made_without_an_address_that_can_be() -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_CHAT_URL"):
        made("localhost:8000")
    with pytest.raises(SettingsInvalid, match="ASSISTANT_CHAT_KEY"):
        made("http://localhost:8000/v1", "clé")


def test_its_connection_goes_with_it(start: Start) -> None:
    model = made(start(in_turn(chat("Bonjour"))).url)
    model.complete(ASK)
    client = model._llm._client._client
    del model
    gc.collect()
    assert client.is_closed


def test_the_module_alone_loads_no_framework() -> None:
    code = (
        "import assistant.backends.chat, assistant.backends.chat_presets, sys;"
        "print({'llama_index', 'openai'} & {name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "set()"
