from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from assistant.testing.model_process import ModelProcess
from assistant.testing.model_replies import FOR_EVER, in_fragments
from assistant.testing.model_server import Call, Counters, ModelServer, Reply, chat, said

TEXT = "Les communes s’allient, « à leur rythme » : 12 d’entre elles [1]."


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=20, trust_env=False) as client:
        yield client


def body(**more: Any) -> dict[str, Any]:
    return {"model": "petit", "messages": [{"role": "user", "content": "Bonjour ?"}], **more}


def events(client: httpx.Client, server: ModelServer, **more: Any) -> list[Any]:
    """What a stream holds, its end included."""
    url = f"{server.url}/chat/completions"
    with client.stream("POST", url, json=body(stream=True, **more)) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        lines = [line.removeprefix("data: ") for line in response.iter_lines() if line]
    return [line if line == "[DONE]" else json.loads(line) for line in lines]


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


# --- the protocol --------------------------------------------------------------------------


def test_a_stream_says_its_role_then_its_text_then_why_it_ends(client: httpx.Client) -> None:
    with ModelServer(lambda call: said(call, TEXT)) as server:
        first, *middle, last, done = events(client, server)
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert "".join(one["choices"][0]["delta"]["content"] for one in middle) == TEXT
    assert len(middle) > 10
    assert {one["choices"][0]["finish_reason"] for one in (first, *middle)} == {None}
    assert last["choices"][0] == {"index": 0, "delta": {}, "finish_reason": "stop"}
    assert done == "[DONE]"
    assert {one["object"] for one in (first, *middle, last)} == {"chat.completion.chunk"}
    assert {one["model"] for one in (first, *middle, last)} == {"petit"}
    assert not any("usage" in one for one in (first, *middle, last))


def test_usage_comes_after_the_text_for_who_asks(client: httpx.Client) -> None:
    with ModelServer(lambda call: said(call, "un deux", finish="length")) as server:
        *others, usage, done = events(client, server, stream_options={"include_usage": True})
    assert others[-1]["choices"][0]["finish_reason"] == "length"
    assert [one["usage"] for one in others] == [None] * len(others)
    assert usage["choices"] == []
    assert usage["usage"]["completion_tokens"] == 2
    assert usage["usage"]["total_tokens"] == usage["usage"]["prompt_tokens"] + 2
    assert done == "[DONE]"


def test_a_library_reads_it(client: httpx.Client) -> None:
    import openai

    asked = [{"role": "user", "content": "Bonjour ?"}]
    with (
        ModelServer(lambda call: said(call, TEXT)) as server,
        openai.OpenAI(
            api_key="x", base_url=server.url, http_client=client, max_retries=0
        ) as library,
    ):
        create: Any = library.chat.completions.create
        whole = create(model="petit", messages=asked)
        pieces = list(create(model="petit", messages=asked, stream=True))
        names = [model.id for model in library.models.list()]
    assert whole.choices[0].message.content == TEXT
    assert whole.choices[0].finish_reason == "stop"
    assert "".join(one.choices[0].delta.content or "" for one in pieces) == TEXT
    assert names == ["essai"]


def test_a_stream_may_be_cut_anywhere_and_reads_the_same(client: httpx.Client) -> None:
    with ModelServer(lambda call: said(call, TEXT)) as server:
        whole = events(client, server)
        server.script = lambda call: in_fragments(said(call, TEXT), 2)
        assert events(client, server) == whole


@pytest.mark.parametrize("stream", [True, False])
def test_a_reply_that_is_cut_breaks(client: httpx.Client, stream: bool) -> None:
    with (
        ModelServer(lambda call: said(call, TEXT, cut=True)) as server,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        client.post(f"{server.url}/chat/completions", json=body(stream=stream))


def test_tokens_come_at_the_pace_told(client: httpx.Client) -> None:
    replies: list[Reply] = []

    def script(call: Call) -> Reply:
        replies.append(said(call, "un deux", first=3, last=5))
        return chat("")

    with ModelServer(script, pace=0.25) as server:
        for stream in (True, False):
            client.post(f"{server.url}/chat/completions", json=body(stream=stream))
    assert [chunk.wait for chunk in replies[0].chunks or ()] == [3, 0.25, 0.25, 5, 0]
    assert replies[1].wait == 8.5


@pytest.mark.parametrize(
    ("method", "path", "content", "status"),
    [
        ("GET", "/v1/models", b"", 200),
        ("GET", "/counters", b"", 200),
        ("GET", "/v1/autre", b"", 404),
        ("POST", "/v1/chat/completions", b"{", 400),
    ],
)
def test_other_requests(
    client: httpx.Client, method: str, path: str, content: bytes, status: int
) -> None:
    with ModelServer(lambda call: chat("Bonjour")) as server:
        url = f"http://127.0.0.1:{server.port}{path}"
        assert client.request(method, url, content=content).status_code == status
        assert server.calls == []


# --- counters, closing ---------------------------------------------------------------------


def test_a_client_that_leaves_is_counted_at_once(client: httpx.Client) -> None:
    with ModelServer(lambda call: said(call, "un deux", last=FOR_EVER)) as server:
        url = f"{server.url}/chat/completions"
        with client.stream("POST", url, json=body(stream=True)) as response:
            lines = response.iter_lines()
            next(lines)
            assert server.counters == Counters(open=1, most=1, calls=1, running=1)
        until(lambda: server.counters == Counters(most=1, calls=1, left=1))


def test_a_client_that_is_answered_has_not_left(client: httpx.Client) -> None:
    with ModelServer(lambda call: said(call, "un")) as server:
        events(client, server)
        until(lambda: server.counters.finished == 1)
        assert server.counters == Counters(open=1, most=1, calls=1, finished=1)


def test_closing_ends_what_waits_and_gives_the_port_back(client: httpx.Client) -> None:
    server = ModelServer(lambda call: said(call, "un", last=FOR_EVER))
    server.start()
    url = f"{server.url}/chat/completions"
    with client.stream("POST", url, json=body(stream=True)) as response:
        lines = response.iter_lines()
        next(lines)
        server.close()
        with pytest.raises(httpx.TransportError):
            list(lines)
    assert server.counters == Counters(most=1, calls=1)
    with pytest.raises(httpx.ConnectError):
        client.post(url, json=body())
    with ModelServer(lambda call: chat("de retour"), server.port) as again:
        assert again.url == server.url
        assert client.post(url, json=body()).is_success


def test_a_taken_port_is_refused() -> None:
    with ModelServer(lambda call: chat("")) as server, pytest.raises(OSError, match="in use"):
        ModelServer(lambda call: chat(""), server.port)


def test_a_script_that_fails_is_heard_of(client: httpx.Client) -> None:
    def wrong(call: Call) -> Reply:
        raise LookupError("a mistake")

    def served() -> None:
        with ModelServer(wrong) as server, pytest.raises(httpx.TransportError):
            client.post(f"{server.url}/chat/completions", json=body())

    with pytest.raises(LookupError, match="a mistake"):
        served()


def test_hundreds_of_clients_at_once() -> None:
    """Every one is being answered before the first is let go."""
    together, count = threading.Event(), 300
    request = (
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        b'Content-Length: 47\r\n\r\n{"messages": [{"role": "user", "content": "a"}]}'
    )
    request = request.replace(b"47", str(len(request.partition(b"\r\n\r\n")[2])).encode())

    def script(call: Call) -> Reply:
        together.wait(30)
        return said(call, TEXT)

    with ModelServer(script, remember=False) as server, ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection(("127.0.0.1", server.port), 30))
            for _ in range(count)
        ]
        for one in clients:
            one.sendall(request)
        until(lambda: server.counters.running == count)
        assert server.counters.open == count
        together.set()
        for one in clients:
            with one.makefile("rb") as answer:
                assert b'"finish_reason": "stop"' in answer.read()
        until(lambda: server.counters == Counters(most=count, calls=count, finished=count))
        assert server.calls == []


# --- a process of its own ------------------------------------------------------------------


def test_a_killed_server_comes_back_on_its_port(client: httpx.Client) -> None:
    with ModelProcess("endless", pace=0.01) as process:
        port = process.port
        url = f"{process.url}/chat/completions"
        with client.stream("POST", url, json=body(stream=True)) as response:
            lines = response.iter_lines()
            next(lines)
            assert process.counters().running == 1
            process.kill()
            assert not process.alive
            with pytest.raises(httpx.TransportError):
                list(lines)
        with pytest.raises(OSError, match="refused"):
            process.counters()
        process.start()
        assert process.port == port
        assert process.counters().calls == 0


def test_it_says_when_it_cannot_start() -> None:
    with ModelServer(lambda call: chat("")) as server, pytest.raises(RuntimeError):
        ModelProcess(port=server.port).start()


def test_a_person_can_start_it(client: httpx.Client) -> None:
    command = [sys.executable, "-m", "assistant.testing.model_server", "--script", "echo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().strip()
            answer = client.post(f"{url}/chat/completions", json=body()).json()
        finally:
            process.terminate()
    assert answer["choices"][0]["message"]["content"] == "Bonjour ?"
