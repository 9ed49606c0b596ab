"""A small real HTTP server that speaks OpenAI's protocol as it is told to.

with ModelServer(lambda call: chat("Bonjour")) as server:
    Settings(chat_url=server.url, chat_model="essai")
"""

from __future__ import annotations

import hashlib
import json
import socket
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Call:
    """One request the server received."""

    path: str
    headers: Mapping[str, str]
    body: Any

    @property
    def texts(self) -> list[str]:
        """What is to be embedded."""
        return list(self.body["input"])

    @property
    def prompt(self) -> str:
        """The last message to a chat model."""
        return str(self.body["messages"][-1]["content"])


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back. `wait` seconds pass before it, `trickle` between two of its bytes;
    `drop` closes the connection instead."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    wait: float = 0.0
    trickle: float = 0.0
    drop: bool = False


def as_json(value: Any, headers: Mapping[str, str] | None = None, **changes: Any) -> Reply:
    headers = {"Content-Type": "application/json", **(headers or {})}
    return Reply(body=json.dumps(value).encode(), headers=headers, **changes)


def chat(content: str | None, **changes: Any) -> Reply:
    """The reply of a chat model."""
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return as_json(
        {
            "id": "chat-1",
            "object": "chat.completion",
            "created": 0,
            "model": "essai",
            "choices": [choice],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        },
        **changes,
    )


def embeddings(rows: Iterable[Sequence[float]], **changes: Any) -> Reply:
    """The reply of an embedding model, rows in the order of the texts."""
    data = [{"object": "embedding", "index": n, "embedding": list(r)} for n, r in enumerate(rows)]
    return as_json({"object": "list", "data": data, "model": "essai"}, **changes)


def hashed(text: str, dimensions: int = 8) -> list[float]:
    """A vector that depends on the text alone."""
    digest = hashlib.blake2b(text.encode(), digest_size=dimensions).digest()
    return [byte - 127.5 for byte in digest]


def failing(status: int, **changes: Any) -> Reply:
    return as_json({"error": {"message": "scripted"}}, status=status, **changes)


class ModelServer:
    """Answers each call with `script(call)`; remembers the calls."""

    def __init__(self, script: Callable[[Call], Reply]) -> None:
        self.script = script
        self.calls: list[Call] = []
        self._closing = threading.Event()
        self._server = _Server(self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    def pause(self, seconds: float) -> None:
        """A pause that ends when the server is closed."""
        self._closing.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, owner: ModelServer) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients keep open."""
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        owner = self.server.owner
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call = Call(self.path, dict(self.headers), json.loads(content))
        owner.calls.append(call)
        reply = owner.script(call)
        owner.pause(reply.wait)
        if reply.drop:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self._send(reply, owner)

    def _send(self, reply: Reply, owner: ModelServer) -> None:
        if not reply.trickle:
            self.wfile.write(reply.body)
            return
        for byte in reply.body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            owner.pause(reply.trickle)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""
