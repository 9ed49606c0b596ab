from __future__ import annotations

import asyncio
import gc
import logging
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import aclosing, suppress
from typing import Any

import pytest

from assistant.backends.breaker import Breaker
from assistant.backends.budget import Reservation
from assistant.backends.chat import OpenAIChat
from assistant.backends.chat_limits import Limits
from assistant.errors import (
    BudgetSpent,
    ModelSlow,
    ModelTruncated,
    ModelUnavailable,
    ModelUnreadable,
)
from assistant.ports import Message
from assistant.testing.model_replies import Chunk, Reply, as_json, chat, failing
from chat_samples import (
    ASK,
    DONE,
    HELLO,
    KEY,
    closed,
    collect,
    data,
    delta,
    made,
    sse,
    streamed,
    usage,
)
from model_samples import Start, in_turn, start

__all__ = ["start"]

FOR_EVER = 600.0


def endless(wait: float = 0.01) -> Reply:
    def chunks() -> Iterator[Chunk]:
        while True:
            yield Chunk(delta("encore "), wait)

    return streamed(chunks())


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Purse:
    """Remembers what is reserved and settled; refuses when told to."""

    def __init__(self, *, empty: bool = False) -> None:
        self.empty = empty
        self.reserved: list[tuple[int, str]] = []
        self.changes: list[int] = []

    def reserve(self, tokens: int, visitor: str) -> Reservation:
        if self.empty:
            raise BudgetSpent("Plus rien.")
        self.reserved.append((tokens, visitor))
        return Reservation(tokens, self.changes.append)

    @property
    def used(self) -> int:
        return sum(tokens for tokens, _ in self.reserved) + sum(self.changes)


# --- what comes --------------------------------------------------------------------------


async def test_pieces_come_as_the_model_says_them(start: Start) -> None:
    server = start(in_turn(sse(*HELLO, DONE)))
    assert await collect(made(server.url, KEY)) == ["Bon", "jour"]
    (call,) = server.calls
    assert call.path == "/v1/chat/completions"
    assert call.body == {
        "model": "essai",
        "messages": [
            {"role": "system", "content": "Réponds en français."},
            {"role": "user", "content": "Bonjour, ça va ?"},
        ],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.1,
    }


async def test_nothing_is_sent_but_what_the_server_needs(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL", "API_BASE"):
        monkeypatch.setenv(f"OPENAI_{name}", "http://canari.invalid")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Canari: canari")
    server = start(in_turn(sse(*HELLO, DONE)))
    await collect(made(server.url), visitor="192.0.2.1")
    (call,) = server.calls
    assert set(call.headers) == {
        "Host", "Connection", "Accept", "Accept-Encoding", "Content-Type", "Content-Length",
        "User-Agent",
    }  # fmt: skip
    assert "canari" not in str(call)
    assert "192.0.2.1" not in str(call)


async def test_the_first_piece_does_not_wait_for_the_last(start: Start) -> None:
    gate = threading.Event()

    def chunks() -> Iterator[Chunk]:
        yield Chunk(delta("Bon"))
        assert gate.wait(10)
        yield Chunk(delta("jour", "stop") + DONE)

    server = start(lambda call: streamed(chunks()))
    async with aclosing(made(server.url).stream(ASK)) as pieces:
        assert await anext(pieces) == "Bon"
        gate.set()
        assert [piece async for piece in pieces] == ["jour"]


@pytest.mark.parametrize("size", [1, 2, 7])
async def test_bytes_may_be_cut_anywhere(start: Start, size: int) -> None:
    whole = b"".join([delta("Où ? « Là » é"), delta("…", "stop"), DONE])
    parts = [whole[n : n + size] for n in range(0, len(whole), size)]
    assert "".join(await collect(made(start(in_turn(sse(*parts))).url))) == "Où ? « Là » é…"


@pytest.mark.parametrize(
    "events",
    [
        (delta("Bonjour", "stop"),),
        (delta("Bonjour"), DONE),
        (delta("Bonjour", "stop"), b": ping\n\n", usage(3, 4), DONE),
        (b": ping\n\n", b"event: x\n" + delta("Bonjour", "stop"), b"data: rien de bon\n\n"),
        (delta("Bonjour", "tool_calls"), DONE),
        (delta("Bonjour").replace(b"\n", b"\r\n"), DONE.replace(b"\n", b"\r\n")),
        (delta("Bonjour", "stop") + b"data: [DONE]",),
    ],
)
async def test_a_reply_ends_by_its_reason_or_by_its_mark(
    start: Start, events: tuple[bytes, ...]
) -> None:
    assert await collect(made(start(in_turn(sse(*events))).url)) == ["Bonjour"]


async def test_a_reply_that_ended_waits_for_no_mark(start: Start) -> None:
    script = in_turn(sse(delta("Bonjour"), delta(None, "stop"), DONE, wait=0.01))
    server = start(script)
    server.script = lambda call: streamed(
        [Chunk(delta("Bonjour")), Chunk(delta(None, "stop")), Chunk(DONE, FOR_EVER)]
    )
    began = time.monotonic()
    assert await collect(made(server.url, limits=Limits(5, 20, 20, 20))) == ["Bonjour"]
    assert time.monotonic() - began < 10
    assert await closed(server)


@pytest.mark.parametrize("event", [delta(None, "stop"), delta("", "stop"), DONE])
async def test_a_model_that_says_nothing_says_nothing(start: Start, event: bytes) -> None:
    assert await collect(made(start(in_turn(sse(event, DONE))).url)) == []


async def test_thoughts_are_dropped(start: Start) -> None:
    events = [
        delta(None, reasoning_content="Réfléchissons"),
        delta(None, reasoning="encore"),
        delta("<th"),
        delta("ink>Je crois que"),
        delta(" non.</thi"),
        delta("nk>\n\nOui."),
        delta("", "stop"),
    ]
    assert await collect(made(start(in_turn(sse(*events, DONE))).url)) == ["Oui."]


async def test_thoughts_without_a_beginning_make_the_reply_unreadable(start: Start) -> None:
    server = start(in_turn(sse(delta("Hum."), delta("</think>Oui."), delta("", "stop"), DONE)))
    with pytest.raises(ModelUnreadable):
        await collect(made(server.url))


async def test_what_could_begin_a_thought_is_given_at_the_end(start: Start) -> None:
    assert await collect(made(start(in_turn(sse(delta("a <th"), DONE))).url)) == ["a ", "<th"]


async def test_halves_of_signs_stop_nobody(start: Start) -> None:
    """JSON may hold them, UTF-8 may not."""
    server = start(lambda call: sse(delta("Oui").replace(b"Oui", rb"Oui \ud83d !"), DONE))
    model = made(server.url, breaker=Breaker(1, 60))
    asked = [Message("user", "Alors \ud83d ?")]
    assert await collect(model, asked) == ["Oui ? !"]
    assert server.calls[0].prompt == "Alors ? ?"
    server.script = lambda call: chat("Oui \ud83d")
    assert await asyncio.to_thread(model.complete, asked) == "Oui ?"


# --- leaving -----------------------------------------------------------------------------


async def test_closing_the_generator_closes_the_connection(start: Start) -> None:
    server = start(lambda call: endless())
    async with aclosing(made(server.url).stream(ASK)) as pieces:
        assert await anext(pieces) == "encore "
        assert server.counters.open == 1
    assert await closed(server)


@pytest.mark.parametrize("reply", [Reply(wait=FOR_EVER), sse(delta("a"), DONE, wait=FOR_EVER)])
async def test_cancelling_the_task_closes_the_connection(start: Start, reply: Reply) -> None:
    server = start(lambda call: reply)
    task = asyncio.create_task(collect(made(server.url)))
    while not server.calls:
        await asyncio.sleep(0.005)
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await closed(server)


async def test_no_cancellation_is_lost_among_many_readers(start: Start) -> None:
    """Whatever each was doing: connecting, waiting, in the middle of a token."""
    server = start(lambda call: endless(0.002))
    model = made(server.url, limits=Limits(60, 60, 60, 60))
    chance = random.Random(5)

    async def read(seconds: float) -> None:
        async with asyncio.timeout(seconds), aclosing(model.stream(ASK)) as pieces:
            async for _ in pieces:
                pass

    ends = await asyncio.gather(
        *(read(chance.uniform(0.0, 0.4)) for _ in range(40)), return_exceptions=True
    )
    assert [type(end) for end in ends] == [TimeoutError] * 40
    assert await closed(server)


async def test_a_generator_that_is_forgotten_closes_its_connection(start: Start) -> None:
    server = start(lambda call: endless())
    pieces = made(server.url).stream(ASK)
    await anext(pieces)
    del pieces
    gc.collect()
    assert await closed(server)


def test_readers_have_loops_of_their_own(start: Start) -> None:
    """One model, many threads, each with its loop; some leave early."""
    server = start(lambda call: sse(*HELLO, DONE))
    model = made(server.url)
    results: list[list[str]] = []

    async def leave() -> list[str]:
        async with aclosing(model.stream(ASK)) as pieces:
            return [await anext(pieces)]

    def read(number: int) -> None:
        results.append(asyncio.run(collect(model) if number % 2 else leave()))

    threads = [threading.Thread(target=read, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [["Bon"]] * 6 + [["Bon", "jour"]] * 6
    assert asyncio.run(closed(server))


@pytest.mark.parametrize("events", [[*HELLO, DONE], [delta("Bon")], [b"<html>"], [data([])]])
async def test_no_connection_is_left_however_it_ends(start: Start, events: list[bytes]) -> None:
    server = start(in_turn(sse(*events)))
    with suppress(ModelUnavailable):
        await collect(made(server.url))
    assert await closed(server)


PINGS = [Chunk(b": ping\n\n", 0.1)] * 50

# --- time limits -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limits", "reply", "said"),
    [
        (Limits(5, 0.2, 5, 10), Reply(wait=FOR_EVER), "FIRST_SECONDS"),
        (Limits(5, 0.2, 5, 10), sse(HELLO[0], DONE, wait=FOR_EVER), "FIRST_SECONDS"),
        (Limits(5, 5, 0.2, 10), sse(delta("Bon"), delta("jour"), wait=FOR_EVER), "BETWEEN_SECONDS"),
        (Limits(5, 5, 5, 0.4), endless(), "TIMEOUT"),
        (Limits(5, 5, 0.2, 10), streamed([Chunk(delta("a")), *PINGS]), "BETWEEN_SECONDS"),
        (Limits(5, 0.2, 5, 10), streamed(PINGS), "FIRST_SECONDS"),
        (Limits(5, 0.2, 5, 10), Reply(status=500, body=b"x" * 99, trickle=0.1), "FIRST_SECONDS"),
    ],
    ids=["silence", "role-only", "stall", "endless", "pings", "pings-first", "slow-error"],
)  # fmt: skip
async def test_each_limit_ends_the_wait(
    start: Start, limits: Limits, reply: Reply, said: str
) -> None:
    server = start(lambda call: reply)
    began = time.monotonic()
    with pytest.raises(ModelSlow, match=rf"0,[24] s.* \(ASSISTANT_CHAT_{said}\)"):
        await collect(made(server.url, limits=limits))
    assert time.monotonic() - began < 8
    assert len(server.calls) == 1
    assert await closed(server)


async def test_thoughts_count_as_tokens(start: Start) -> None:
    thought = delta(None, reasoning_content="hum")
    chunks = [Chunk(thought), *[Chunk(thought, 0.1)] * 6, Chunk(delta("Oui", "stop") + DONE)]
    server = start(lambda call: streamed(chunks))
    assert await collect(made(server.url, limits=Limits(5, 0.4, 0.4, 10))) == ["Oui"]


async def test_a_reader_who_takes_time_is_no_slow_model(start: Start) -> None:
    server = start(in_turn(sse(*HELLO, DONE)))
    async with aclosing(made(server.url, limits=Limits(5, 1, 0.2, 10)).stream(ASK)) as pieces:
        assert await anext(pieces) == "Bon"
        await asyncio.sleep(0.4)
        assert await anext(pieces) == "jour"


async def test_a_server_that_accepts_no_connection_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full queue of connections, as a machine that hangs has one."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(3)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(address)
        model = made(f"http://127.0.0.1:{address[1]}/v1", limits=Limits(0.2, 5, 5, 10))
        try:
            with pytest.raises(ModelSlow, match="CHAT_CONNECT_SECONDS"):
                await collect(model)
        finally:
            for one in waiting:
                one.close()


# --- one more try ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "first",
    [
        failing(429),
        failing(500),
        failing(503, headers={"Retry-After": "0.05"}),
        Reply(drop=True),
        sse(data({"error": {"message": "overloaded"}})),
        sse(delta("", role="assistant"), cut=True),
    ],
)
async def test_one_more_try_after_a_failure(start: Start, first: Reply) -> None:
    server = start(in_turn(first, sse(*HELLO, DONE)))
    assert await collect(made(server.url)) == ["Bon", "jour"]
    assert len(server.calls) == 2


async def test_one_more_try_when_the_server_is_not_there_yet(start: Start) -> None:
    """It comes up during the pause."""
    port = free_port()

    async def later() -> asyncio.Server:
        await asyncio.sleep(0.1)
        return await asyncio.start_server(answer, "127.0.0.1", port)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        writer.write(head + b"".join(HELLO) + DONE)
        await writer.drain()
        writer.close()

    start(in_turn(chat("")))  # away from the proxies of the machine
    coming = asyncio.create_task(later())
    assert await collect(made(f"http://127.0.0.1:{port}/v1", pause=0.5)) == ["Bon", "jour"]
    server = await coming
    server.close()
    await server.wait_closed()


@pytest.mark.parametrize("reply", [failing(500), Reply(drop=True)])
async def test_only_one_more(start: Start, reply: Reply) -> None:
    server = start(in_turn(reply))
    with pytest.raises(ModelUnavailable):
        await collect(made(server.url))
    assert len(server.calls) == 2


async def test_nothing_is_asked_twice_once_a_token_came(start: Start) -> None:
    server = start(lambda call: sse(delta("Bon"), cut=True))
    with pytest.raises(ModelTruncated):
        await collect(made(server.url))
    assert len(server.calls) == 1


async def test_the_pause_is_the_one_the_server_asks_for(start: Start) -> None:
    server = start(in_turn(failing(429, headers={"Retry-After": "0.4"}), sse(*HELLO, DONE)))
    began = time.monotonic()
    await collect(made(server.url))
    assert time.monotonic() - began >= 0.4


async def test_a_pause_longer_than_a_reader_waits_is_not_taken(start: Start) -> None:
    server = start(in_turn(failing(429, headers={"Retry-After": "30"}), sse(*HELLO, DONE)))
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="quota"):
        await collect(made(server.url))
    assert time.monotonic() - began < 4
    assert len(server.calls) == 1


# --- what fails --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (failing(401), ModelUnavailable, "ASSISTANT_CHAT_KEY"),
        (failing(403), ModelUnavailable, "ASSISTANT_CHAT_KEY"),
        (failing(404), ModelUnavailable, "ASSISTANT_CHAT_MODEL"),
        (failing(301, headers={"Location": "/x"}), ModelUnavailable, "ASSISTANT_CHAT_URL"),
        (failing(400), ModelUnavailable, "erreur 400"),
        (failing(500), ModelUnavailable, "erreur 500"),
        (Reply(drop=True), ModelUnavailable, "interrompue"),
        (sse(data({"error": {"message": "boum"}})), ModelUnavailable, "erreur signalée"),
        (sse(delta("Bon"), delta("jour", "length"), DONE), ModelTruncated, "MAX_TOKENS"),
        (sse(delta("Bon"), delta(None, "content_filter")), ModelTruncated, "filtre"),
        (sse(delta(None, "content_filter"), DONE), ModelTruncated, "filtre"),
        (sse(delta("Bon")), ModelTruncated, "interrompue"),
        (sse(delta("Bon"), cut=True), ModelTruncated, "interrompue"),
        (sse(delta("Bon"), delta("jour")[:-9]), ModelTruncated, "interrompue"),
    ],
)
async def test_each_failure_is_told_in_french(
    start: Start, reply: Reply, kind: type[Exception], said: str
) -> None:
    with pytest.raises(ModelUnavailable, match=said) as caught:
        await collect(made(start(lambda call: reply).url, KEY))
    assert type(caught.value) is kind
    assert caught.value.status == 503


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"<html>Bonjour</html>", headers={"Content-Type": "text/html"}),
        Reply(body=b""),
        Reply(body=b"{}", headers={"Content-Encoding": "gzip"}),
        chat("Bonjour"),
        as_json({"error": "non"}),
        sse(b"data: {\n\n"),
        sse(b"data: bonjour\n\n"),
        sse(b"data: \xff\xfe\n\n"),
        sse(b"\x00\x01\x02" * 100),
        sse(data([])),
        sse(data("Bonjour")),
        sse(data({})),
        sse(data({"choices": "Bonjour"})),
        sse(data({"choices": [None]})),
        sse(data({"choices": [{"index": 0, "delta": None}]})),
        sse(data({"choices": [{"index": 0, "delta": {"content": ["Bonjour"]}}]})),
        sse(data({"choices": [{"index": 0, "delta": {"content": 3}}]})),
        sse(b"data: " + b"[" * 100_000 + b"\n\n"),
    ],
)
async def test_rubbish_is_told_as_such(start: Start, reply: Reply) -> None:
    server = start(lambda call: reply)
    with pytest.raises(ModelUnreadable):
        await collect(made(server.url))
    assert len(server.calls) == 1


async def test_a_reply_without_end_is_left(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.backends.chat_stream._LARGEST_REPLY", 50_000)
    server = start(lambda call: endless(0))
    with pytest.raises(ModelUnreadable):
        await collect(made(server.url))
    assert await closed(server)


async def test_a_server_that_is_down_is_told_in_french(start: Start) -> None:
    start(in_turn(chat("")))
    with pytest.raises(ModelUnavailable, match="connexion impossible"):
        await collect(made(f"http://127.0.0.1:{free_port()}/v1"))


PROMPT = "une question très personnelle"


@pytest.mark.parametrize(
    "reply",
    [
        sse(*HELLO, DONE),
        as_json({"error": {"message": f"trop long : {PROMPT} {KEY}"}}, status=400),
        as_json({"error": {"message": f"panne : {PROMPT} {KEY}"}}, status=500),
        sse(data({"error": {"message": f"panne : {PROMPT} {KEY}"}})),
        sse(b"data: {" + PROMPT.encode() + KEY.encode() + b"\n\n"),
        Reply(drop=True),
    ],
)
async def test_neither_key_nor_prompt_is_told_or_logged(
    start: Start,
    reply: Reply,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(logging.getLogger("openai"), "level", logging.DEBUG)
    caplog.set_level(logging.DEBUG)
    model = made(start(lambda call: reply).url, KEY)
    for ask in (lambda: collect(model, [Message("user", PROMPT)]), lambda: whole(model)):
        try:
            await ask()
        except ModelUnavailable:
            logging.getLogger("test").exception("failed")  # with the message and all causes
    assert KEY not in caplog.text
    assert PROMPT not in caplog.text
    assert "127.0.0.1" in caplog.text


async def whole(model: OpenAIChat) -> str:
    return await asyncio.to_thread(model.complete, [Message("user", PROMPT)])


# --- fields a server does not know -------------------------------------------------------


def refusing(word: str, field: str) -> Any:
    """A server that refuses requests with this field."""

    def script(call: Any) -> Reply:
        if field in call.body or field in str(call.body["messages"]):
            return as_json({"error": {"message": f"Unknown: {word}"}}, status=422)
        return sse(*HELLO, DONE) if call.streams else chat("Bonjour")

    return script


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("['body', 'stream_options', 'include_usage'] extra_forbidden", "stream_options"),
        ("'temperature' does not support 0.1 with this model", "temperature"),
        ("'max_tokens' is not supported, use 'max_completion_tokens' instead", "max_tokens"),
        ("System role not supported", "'system'"),
    ],
)
async def test_a_field_that_is_refused_is_left_out_and_remembered(
    start: Start, word: str, field: str
) -> None:
    server = start(refusing(word, field))
    model = made(server.url, most=50)
    assert await collect(model) == ["Bon", "jour"]
    assert len(server.calls) == 2
    assert await collect(model) == ["Bon", "jour"]
    assert len(server.calls) == 3
    assert "Réponds en français." in str(server.calls[-1].body)


async def test_refusals_do_not_go_round_for_ever(start: Start) -> None:
    reply = as_json({"error": {"message": "max_completion_tokens is too large"}}, status=400)
    server = start(in_turn(reply))
    with pytest.raises(ModelUnavailable, match="erreur 400"):
        await collect(made(server.url, most=50))
    assert len(server.calls) <= 5


# --- breaker and budget ------------------------------------------------------------------


async def test_a_server_that_keeps_failing_is_left_alone(start: Start) -> None:
    server = start(in_turn(failing(500)))
    model = made(server.url, breaker=Breaker(2, 60))
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match="erreur 500"):
            await collect(model)
    with pytest.raises(ModelUnavailable, match=r"plusieurs fois de suite.*erreur 500"):
        await collect(model)
    with pytest.raises(ModelUnavailable, match="plusieurs fois de suite"):
        await whole(model)
    assert len(server.calls) == 4


@pytest.mark.parametrize(
    "reply",
    [
        failing(400),
        sse(delta("Bon"), delta("", "length"), DONE),
        sse(delta("Bon</think>"), DONE),
        sse(*HELLO, DONE),
    ],
)
async def test_what_one_question_does_is_not_held_against_the_server(
    start: Start, reply: Reply
) -> None:
    server = start(lambda call: reply)
    model = made(server.url, breaker=Breaker(1, 60))
    for _ in range(3):
        with suppress(ModelUnavailable):
            await collect(model)
    assert len(server.calls) == 3


async def test_a_reader_who_leaves_is_no_failure(start: Start) -> None:
    server = start(lambda call: endless())
    model = made(server.url, breaker=Breaker(1, 60))
    for _ in range(3):
        async with aclosing(model.stream(ASK)) as pieces:
            await anext(pieces)
    assert len(server.calls) == 3


@pytest.mark.parametrize(
    ("reply", "used"),
    [
        (sse(*HELLO, usage(40, 2), DONE), 42),
        (sse(delta("Bon"), delta("jour", "stop"), DONE), 25),
        (sse(delta("Bon")), 23),
        (failing(500), 0),
        (Reply(drop=True), 0),
    ],
)
async def test_what_is_used_is_settled(start: Start, reply: Reply, used: int) -> None:
    """45 bytes of text and two messages are at most 22 tokens and a bit."""
    purse = Purse()
    model = made(start(lambda call: reply).url, most=100, budget=purse)
    with suppress(ModelUnavailable):
        await collect(model, visitor="moi")
    ((reserved, visitor),) = purse.reserved
    assert visitor == "moi"
    assert 120 < reserved < 130
    assert abs(purse.used - used) <= 2


async def test_a_reader_who_leaves_pays_what_was_written(start: Start) -> None:
    purse = Purse()
    model = made(start(lambda call: endless()).url, most=500, budget=purse)
    async with aclosing(model.stream(ASK)) as pieces:
        await anext(pieces)
    assert 20 < purse.used < 60


async def test_nothing_is_asked_without_budget(start: Start) -> None:
    server = start(in_turn(sse(*HELLO, DONE)))
    model = made(server.url, budget=Purse(empty=True), breaker=Breaker(1, 60))
    for _ in range(2):
        with pytest.raises(BudgetSpent):
            await collect(model)
    assert server.calls == []


def test_a_whole_reply_is_paid_too(start: Start) -> None:
    purse = Purse()
    server = start(lambda call: chat("Bonjour", tokens=(30, 5)))
    assert made(server.url, budget=purse).complete(ASK) == "Bonjour"
    assert purse.used == 35
