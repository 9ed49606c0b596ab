from __future__ import annotations

import gzip
import time

import httpx
import pytest

from assistant.backends import model_server
from assistant.backends.model_server import PatientClient
from assistant.errors import SettingsInvalid
from assistant.testing.model_server import Reply, as_json, failing
from model_samples import Start, in_turn, start

__all__ = ["start"]

OK = as_json({"ok": True})


def post(client: PatientClient, url: str) -> httpx.Response:
    with client:
        return client.post(url, json={})


@pytest.mark.parametrize("first", [failing(429), failing(500), failing(503), Reply(drop=True)])
def test_one_more_try_after_a_busy_or_broken_server(start: Start, first: Reply) -> None:
    server = start(in_turn(first, OK))
    assert post(PatientClient(5, pause=0.01), server.url).json() == {"ok": True}
    assert len(server.calls) == 2
    assert server.calls[0].body == server.calls[1].body == {}


def test_only_one_more(start: Start) -> None:
    server = start(in_turn(failing(503)))
    assert post(PatientClient(5, pause=0.01), server.url).status_code == 503
    assert len(server.calls) == 2


@pytest.mark.parametrize("status", [200, 301, 400, 401, 404, 413])
def test_what_will_not_change_is_not_tried_again(start: Start, status: int) -> None:
    server = start(in_turn(failing(status, headers={"Location": "/ailleurs"})))
    assert post(PatientClient(5, pause=0.01), server.url).status_code == status
    assert len(server.calls) == 1


def test_a_silent_server_is_left_after_the_limit_and_tried_once_more(start: Start) -> None:
    server = start(in_turn(Reply(wait=30), OK))
    assert post(PatientClient(0.2, pause=0.01), server.url).json() == {"ok": True}
    server.script = in_turn(Reply(wait=30))
    with pytest.raises(httpx.TimeoutException):
        post(PatientClient(0.2, pause=0.01), server.url)
    assert len(server.calls) == 4


def test_an_answer_that_drips_for_ever_is_left_too(start: Start) -> None:
    """Each byte comes in time: only the whole takes too long."""
    server = start(in_turn(Reply(body=b"x" * 10_000, trickle=0.05)))
    with pytest.raises(httpx.ReadTimeout):
        post(PatientClient(0.2, pause=0.01), server.url)
    assert len(server.calls) == 2


def test_the_pause_is_the_one_the_server_asks_for(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    for asked in ("3", "3600", "-1", "Wed, 21 Oct 2026 07:28:00 GMT"):
        server = start(in_turn(failing(429, headers={"Retry-After": asked}), OK))
        assert post(PatientClient(5, pause=0.01), server.url).is_success
    assert pauses == [3, 20, 0.01, 0.01]


def test_a_compressed_answer_is_read(start: Start) -> None:
    body = gzip.compress(b'{"ok": true}')
    server = start(in_turn(Reply(body=body, headers={"Content-Encoding": "gzip"})))
    assert post(PatientClient(5), server.url).json() == {"ok": True}


def test_an_answer_too_large_is_refused(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_server, "_LARGEST_BODY", 100)
    server = start(in_turn(Reply(body=b"x" * 1_000)))
    with pytest.raises(httpx.DecodingError):
        post(PatientClient(5), server.url)


def test_a_stream_is_left_to_who_asked_for_it(start: Start) -> None:
    server = start(in_turn(Reply(body=b"un\ndeux\n")))
    with PatientClient(5) as client, client.stream("POST", server.url, json={}) as response:
        assert list(response.iter_lines()) == ["un", "deux"]


def test_a_key_replaces_what_a_library_put_there_and_a_password_stays(start: Start) -> None:
    server = start(in_turn(OK))
    for key, headers, host in [
        ("sk-1", {"Authorization": "Bearer autre"}, "127.0.0.1"),
        ("", {"Authorization": "Bearer autre"}, "127.0.0.1"),
        ("", {}, "moi:secret@127.0.0.1"),
    ]:
        with PatientClient(5, key=key) as client:
            client.post(f"http://{host}:{server.port}/v1", json={}, headers=headers)
    sent = [call.headers.get("Authorization") for call in server.calls]
    assert sent == ["Bearer sk-1", None, "Basic bW9pOnNlY3JldA=="]


def test_a_proxy_of_the_machine_is_used(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = start(in_turn(OK))
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
    assert post(PatientClient(5), "http://modeles.invalid/v1/embeddings").is_success
    assert proxy.calls[0].path == "http://modeles.invalid/v1/embeddings"


@pytest.mark.parametrize(
    "given",
    ["http://h:1/v1", " http://h:1/v1/ ", "http://h:1/v1/embeddings", "http://h:1/v1/embeddings/"],
)
def test_an_address_may_be_given_with_its_operation(given: str) -> None:
    assert model_server.address("NOM", given, "/embeddings") == "http://h:1/v1"


@pytest.mark.parametrize(
    "given", ["localhost:8000", "ftp://h/v1", "http://", "http://h:port", "modèle"]
)
def test_what_is_no_address_is_refused_by_its_name(given: str) -> None:
    with pytest.raises(SettingsInvalid, match=r"ASSISTANT_X_URL.*http://"):
        model_server.address("ASSISTANT_X_URL", given, "/embeddings")


def test_a_key_loses_its_spaces() -> None:
    assert model_server.key("NOM", " sk-abc\n") == "sk-abc"


@pytest.mark.parametrize("given", ["sk abc", "sk-é", "sk\nabc", "sk\u2011abc"])
def test_an_impossible_key_is_refused_and_not_shown(given: str) -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_X_KEY") as caught:
        model_server.key("ASSISTANT_X_KEY", given)
    assert given not in caught.value.message
