"""A small real HTTP server that speaks OpenAI's protocol as it is told to.

with ModelServer(lambda call: chat("Bonjour")) as server:
    Settings(chat_url=server.url, chat_model="essai")

python -m assistant.testing.model_server --script faithful --port 8081 --pace 0.02
"""

from __future__ import annotations

import argparse
import json
import socket
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from assistant.testing.model_replies import (
    Call,
    Chunk,
    Reply,
    Script,
    as_json,
    chat,
    embeddings,
    failing,
    hashed,
    models,
    said,
)

__all__ = [
    "Call",
    "Chunk",
    "Counters",
    "ModelServer",
    "Reply",
    "Script",
    "as_json",
    "chat",
    "embeddings",
    "failing",
    "hashed",
    "said",
]

_BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class Counters:
    """`open` connections now and at `most`; `calls` received; replies that are `running`, that
    were sent to their end (`finished`), that the client `left` before it."""

    open: int = 0
    most: int = 0
    calls: int = 0
    running: int = 0
    finished: int = 0
    left: int = 0


class ModelServer:
    """Answers each call with `script(call)`, a thread for each connection; remembers the calls.

    `port` 0 takes a free one; raises OSError when the port is taken. `seed` and `pace` (seconds
    between two tokens) are for the scripts. `remember=False` keeps no call, for long runs. An
    error of a script drops the connection and is raised again when the server closes.
    """

    def __init__(
        self,
        script: Script,
        port: int = 0,
        *,
        seed: int = 0,
        pace: float = 0.0,
        names: Sequence[str] = ("essai",),
        remember: bool = True,
    ) -> None:
        self.script = script
        self.seed, self.pace, self.names = seed, pace, tuple(names)
        self.calls: list[Call] = []
        self._remember = remember
        self._lock = threading.Lock()
        self._counts = dict.fromkeys(("most", "calls", "running", "finished", "left"), 0)
        self._errors: list[Exception] = []
        self._closing = threading.Event()
        self._server = _Server(self, port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def counters(self) -> Counters:
        """As they stand now."""
        with self._lock:
            return Counters(open=self._server.connections, **self._counts)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Hang up on every client and give the port back."""
        self._closing.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
        if self._errors and error is None:
            raise self._errors[0]

    @property
    def closing(self) -> bool:
        return self._closing.is_set()

    def pause(self, seconds: float) -> None:
        """A pause that ends when the server is closed."""
        self._closing.wait(seconds)

    def received(self, call: Call) -> None:
        self.add(calls=1, running=1)
        if self._remember:
            self.calls.append(call)

    def add(self, **counts: int) -> None:
        with self._lock:
            for name, count in counts.items():
                self._counts[name] += count

    def connected(self, connections: int) -> None:
        with self._lock:
            self._counts["most"] = max(self._counts["most"], connections)

    def failed(self, error: Exception) -> None:
        self._errors.append(error)


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    request_queue_size = _BACKLOG

    def __init__(self, owner: ModelServer, port: int) -> None:
        self.owner = owner
        self._open: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Handler)

    @property
    def connections(self) -> int:
        return len(self._open)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        self.owner.connected(len(self._open))
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
        """A client that left is no news; a script that fails is."""
        error = sys.exc_info()[1]
        if isinstance(error, Exception) and not isinstance(error, OSError):
            self.owner.failed(error)


class _Gone(ConnectionError):
    """The client is there no more."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        owner = self.server.owner
        if self.path == "/v1/models":
            self._send(models(owner.names))
        elif self.path == "/counters":
            self._send(as_json(asdict(owner.counters)))
        else:
            self._send(failing(404))

    def do_POST(self) -> None:
        owner = self.server.owner
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            body = json.loads(content)
        except ValueError:
            self._send(failing(400))
            return
        call = Call(self.path, dict(self.headers), body, owner.seed, owner.pace)
        owner.received(call)
        try:
            self._send(owner.script(call))
            owner.add(finished=1)
        except ConnectionError:
            self.close_connection = True
            owner.add(left=0 if owner.closing else 1)
        finally:
            owner.add(running=-1)

    def _send(self, reply: Reply) -> None:
        self._wait(reply.wait)
        if reply.drop:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.chunks is None:
            self.send_header("Content-Length", str(len(reply.body) + reply.cut))
            self.end_headers()
            self._send_body(reply)
        else:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for chunk in reply.chunks:
                self._wait(chunk.wait)
                self.wfile.write(b"%x\r\n%b\r\n" % (len(chunk.data), chunk.data))
            if not reply.cut:
                self.wfile.write(b"0\r\n\r\n")
        self.close_connection = self.close_connection or reply.cut

    def _send_body(self, reply: Reply) -> None:
        if not reply.trickle:
            self.wfile.write(reply.body)
            return
        for byte in reply.body:
            self.wfile.write(bytes([byte]))
            self._wait(reply.trickle)

    def _wait(self, seconds: float) -> None:
        """Wait, with an eye on the client. Raises _Gone when it leaves or the server closes."""
        if seconds <= 0:
            return
        end = time.monotonic() + seconds
        self.connection.settimeout(seconds)
        try:
            here = bool(self.connection.recv(1, socket.MSG_PEEK))
        except TimeoutError:
            return
        except OSError:
            here = False
        finally:
            self.connection.settimeout(None)
        if here:  # it already sends its next request
            self.server.owner.pause(end - time.monotonic())
        if not here or self.server.owner.closing:
            raise _Gone

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve one script until interrupted. The address is printed once it is listened on."""
    from assistant.testing.model_scripts import SCRIPTS

    parser = argparse.ArgumentParser(
        prog="python -m assistant.testing.model_server",
        description="A scripted model server that speaks OpenAI's protocol.",
    )
    parser.add_argument("--script", choices=sorted(SCRIPTS), default="faithful")
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--pace", type=float, default=0.0, help="seconds between two tokens")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--attached", action="store_true", help="end when standard input does")
    given = parser.parse_args(arguments)
    server = ModelServer(
        SCRIPTS[given.script], given.port, seed=given.seed, pace=given.pace, remember=False
    )
    with suppress(KeyboardInterrupt), server:
        print(server.url, flush=True)
        if given.attached:
            sys.stdin.read()
        else:
            threading.Event().wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
