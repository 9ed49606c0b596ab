"""Servers of models in trouble: silent, broken off, refusing, sending what is no reply."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping

from assistant.testing.model_reading import copied, read
from assistant.testing.model_replies import (
    FOR_EVER,
    Call,
    Chunk,
    Reply,
    Script,
    as_json,
    chat,
    event,
    failing,
    raw_stream,
    role,
    said,
    streamed,
    tokens,
)


def stalls(call: Call) -> Reply:
    """Nothing ever comes."""
    return said(call, copied(call), first=FOR_EVER)


def stalls_midway(call: Call) -> Reply:
    """A few tokens, then silence."""
    return said(call, _beginning(call), last=FOR_EVER)


def slow(call: Call) -> Reply:
    """One token at a time, a second apart when the server was given no pace."""
    return said(call, copied(call), pace=call.pace or 1.0)


def endless(call: Call) -> Reply:
    """Goes on for as long as it is listened to."""
    if not call.streams:
        return said(call, "et encore " * 20_000)

    def chunks() -> Iterator[Chunk]:
        yield Chunk(role(call))
        for number in itertools.count(1):
            yield Chunk(event(call, {"content": f"et {number}, "}), call.pace)

    return streamed(call, chunks())


def breaks(call: Call) -> Reply:
    """The connection ends with a few tokens said."""
    return said(call, _beginning(call), cut=True)


def breaks_in_event(call: Call) -> Reply:
    """The connection ends in the middle of an event, of a letter even."""
    if not call.streams:
        return breaks(call)
    half = event(call, {"content": "é"}).partition("é".encode())[0] + "é".encode()[:1]
    return streamed(call, [Chunk(role(call)), Chunk(half, call.pace)], cut=True)


def drops(call: Call) -> Reply:
    """The connection ends before any word."""
    return Reply(drop=True)


def truncated(call: Call) -> Reply:
    """Stops at its longest length, in the middle of a sentence, and says so."""
    text = copied(call)
    return said(call, text[: len(text) * 2 // 3], finish="length")


def filtered(call: Call) -> Reply:
    """The service's own filter cuts in."""
    return said(call, _beginning(call), finish="content_filter")


def _beginning(call: Call) -> str:
    """A few tokens, how many depends on the seed."""
    asked = read(call)
    pieces = tokens(copied(call))
    return "".join(pieces[: call.random(asked.question).randint(1, max(1, len(pieces) - 1))])


def error_429(call: Call) -> Reply:
    return failing(429, headers={"Retry-After": "1"})


def error_500(call: Call) -> Reply:
    return failing(500)


def error_401(call: Call) -> Reply:
    return failing(401)


def error_in_stream(call: Call) -> Reply:
    """The status says that all is well, the stream does not."""
    if not call.streams:
        return failing(500)
    return raw_stream(role(call) + b'data: {"error": {"message": "scripted", "code": 500}}\n\n')


# --- rubbish -------------------------------------------------------------------------------


def rubbish_html(call: Call) -> Reply:
    """The page of a proxy."""
    page = "<!doctype html><title>Maintenance</title><h1>Réessayez plus tard [1].</h1>"
    return Reply(body=page.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def rubbish_json(call: Call) -> Reply:
    """JSON that is none."""
    broken = b'{"choices": [{"delta": {"content": "Bon'
    if call.streams:
        return raw_stream(role(call) + b"data: " + broken + b"\n\n")
    return Reply(body=broken, headers={"Content-Type": "application/json"})


def rubbish_binary(call: Call) -> Reply:
    noise = call.random(read(call).question).randbytes(4_000)
    if call.streams:
        return raw_stream(noise)
    return Reply(body=noise, headers={"Content-Type": "application/json"})


def rubbish_shape(call: Call) -> Reply:
    """Good JSON that is no chat reply."""
    shapes = ("42", '"Bonjour"', "[]", "{}", '{"choices": [{"message": []}]}', '{"choices": 1}')
    shape = call.random(read(call).question).choice(shapes)
    if call.streams:
        return raw_stream(f"data: {shape}\n\ndata: [DONE]\n\n".encode())
    return Reply(body=shape.encode(), headers={"Content-Type": "application/json"})


def rubbish_null(call: Call) -> Reply:
    """A reply without content."""
    if not call.streams:
        return chat(None)
    return streamed(call, [Chunk(event(call, {"role": "assistant", "content": None}))])


def rubbish_not_stream(call: Call) -> Reply:
    """A whole reply where a stream was asked for."""
    return as_json({"choices": [{"index": 0, "text": copied(call)}]})


ERRORS: Mapping[str, Script] = {
    "error-429": error_429,
    "error-500": error_500,
    "error-401": error_401,
}
RUBBISH: Mapping[str, Script] = {
    "rubbish-html": rubbish_html,
    "rubbish-json": rubbish_json,
    "rubbish-binary": rubbish_binary,
    "rubbish-shape": rubbish_shape,
    "rubbish-null": rubbish_null,
    "rubbish-not-stream": rubbish_not_stream,
    "error-in-stream": error_in_stream,
}
