"""A web site on this machine that does as it is told, and a fetcher in a hurry."""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from assistant.backends.downloads import HttpWeb, Limits
from assistant.curate.fetch.manners import Clock, Manners
from assistant.curate.fetch.run import Fetcher
from assistant.curate.fetch.shelf import Kept
from assistant.curate.fetch.values import Fetched, FetchReport, Step
from assistant.curate.files import digest

CERTIFICATES = Path(__file__).parent / "certificates"
KNOWN = (".pdf", ".html", ".docx", ".odt", ".pptx", ".txt", ".md")
PDF = b"%PDF-1.4\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"
PAGE = b"<!doctype html><title>Charte</title><p>Faire alliance.</p>"
PLAIN, HTML = {"Content-Type": "text/plain"}, {"Content-Type": "text/html; charset=utf-8"}
AS_PDF = {"Content-Type": "application/pdf"}


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reply:
    """`length`: what Content-Length says (None: the body's, -1: nothing, the connection's end
    tells). `trickle`: seconds between two pieces. `silent`: seconds before any header."""

    status: int = 200
    body: bytes | Iterable[bytes] = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None
    trickle: float = 0.0
    silent: float = 0.0


Page = Reply | Callable[[Asked], Reply]


def pdf(body: bytes = PDF, **headers: str) -> Reply:
    return Reply(body=body, headers={**AS_PDF, **headers})


def to(address: str, status: int = 302) -> Reply:
    return Reply(status, headers={"Location": address})


def endless(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


def with_ranges(body: bytes, etag: str = '"v1"', cut: int | None = None) -> Page:
    """A file that can be asked for from somewhere on; a whole answer stops after `cut` bytes."""

    def page(asked: Asked) -> Reply:
        headers = {**AS_PDF, "ETag": etag}
        wanted = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("Range", ""))
        if wanted is None or asked.headers.get("If-Range") != etag:
            return Reply(200, body[:cut], headers, length=len(body))
        start = int(wanted[1])
        if start >= len(body):
            return Reply(416, b"", {**headers, "Content-Range": f"bytes */{len(body)}"})
        there = f"bytes {start}-{len(body) - 1}/{len(body)}"
        return Reply(206, body[start:], {**headers, "Content-Range": there})

    return page


def in_turn(*pages: Page) -> Page:
    """One after the other; the last one stays."""
    left = list(pages)

    def page(asked: Asked) -> Reply:
        now = left.pop(0) if len(left) > 1 else left[0]
        return now if isinstance(now, Reply) else now(asked)

    return page


class Site:
    """Answers from `pages`; a page that is not there is a 404, robots.txt included."""

    def __init__(self, pages: Mapping[str, Page], certificate: str = "") -> None:
        self.pages = dict(pages)
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._secure = bool(certificate)
        self._server = _Server(self, certificate)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def at(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{'https' if self._secure else 'http'}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._thread.join()
        self._server.hang_up()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def __init__(self, site: Site, certificate: str) -> None:
        self.site = site
        self._open: set[Any] = set()
        self._context: ssl.SSLContext | None = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(CERTIFICATES / certificate)
        super().__init__(("127.0.0.1", 0), _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def finish_request(self, request: Any, client_address: Any) -> None:
        if self._context is None:
            super().finish_request(request, client_address)
            return
        with (
            suppress(OSError),
            self._context.wrap_socket(request.dup(), server_side=True) as secured,
        ):
            super().finish_request(secured, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        for connection in list(self._open):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left is no news."""


class _Handler(BaseHTTPRequestHandler):
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        site = self.server.site
        asked = Asked(self.path, dict(self.headers))
        site.asked.append(asked)
        page = site.pages.get(self.path, Reply(404, b"?"))
        reply = page if isinstance(page, Reply) else page(asked)
        site.closing.wait(reply.silent)
        self.protocol_version = "HTTP/1.1"
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        body = [reply.body] if isinstance(reply.body, bytes) else reply.body
        if reply.length is not None or isinstance(reply.body, bytes):
            length = len(reply.body) if reply.length is None else reply.length  # type: ignore[arg-type]
            if length >= 0:
                self.send_header("Content-Length", str(length))
        self.send_header("Connection", "close")
        self.end_headers()
        for piece in body:
            if site.closing.is_set():
                return
            self.wfile.write(piece)
            site.closing.wait(reply.trickle)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@dataclass(slots=True)
class Hurry:
    """Time that goes by as asked for: `sleep` does not wait, `slept` remembers."""

    ahead: float = 0.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ahead += seconds

    def clock(self) -> Clock:
        return Clock(
            now=lambda: time.monotonic() + self.ahead,
            sleep=self.sleep,
            today=lambda: datetime(2026, 3, 2, 12, tzinfo=UTC),
            chance=lambda: 0.0,
        )


class Drawer:
    """A corpus folder without a catalogue."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fields: dict[str, dict[str, str]] = {}
        self.archived: list[bytes] = []
        folder.mkdir(parents=True, exist_ok=True)

    def documents(self) -> dict[str, Kept]:
        return {
            path.stem: Kept(path.stem, path, digest(path))
            for path in self.folder.iterdir()
            if path.is_file() and path.suffix != ".toml"
        }

    def put(self, file: Path, fields: Mapping[str, str]) -> Kept:
        former = self.documents().get(fields["id"])
        if former is not None and former.path is not None:
            self.archived.append(former.path.read_bytes())
            former.path.unlink()
        target = self.folder / file.name
        target.write_bytes(file.read_bytes())
        self.fields.setdefault(fields["id"], {}).update(fields)
        return Kept(fields["id"], target, digest(target))


MANNERS = Manners(largest=1 << 20, window=0.2, slowest=2_000, total=60)
LIMITS = Limits(connect=20, read=20, answer=20, total=60, largest=2 << 20)


class Desk:
    """A fetcher, its corpus folder and all that it said."""

    def __init__(self, folder: Path) -> None:
        self.shelf = Drawer(folder / "corpus")
        self.time = Hurry()
        self.steps: list[Step] = []
        self.sources = folder / "corpus" / "sources.toml"
        self.staging = folder / "corpus" / ".fetch"

    def offer(self, **addresses: str) -> None:
        """Documents to download, by id."""
        self.sources.write_text(
            "\n".join(
                f'[[source]]\nid = "{name}"\naddress = "{address}"\ntitle = "Titre de {name}"\n'
                for name, address in addresses.items()
            ),
            encoding="utf-8",
        )

    def fetcher(self, *, private: bool = True, ca_file: str = "", **changes: Any) -> Fetcher:
        ours = ("connect", "read", "answer")
        limits = {name: changes.pop(name) for name in ours if name in changes}
        if "whole" in changes:
            limits["total"] = changes.pop("whole")
        resolve = changes.pop("resolve", None)
        web = HttpWeb(
            "AssistantFaireAlliance/0",
            replace(LIMITS, **limits),
            private=private,
            ca_file=ca_file,
            proxy=changes.pop("proxy", ""),
            **({"resolve": resolve} if resolve else {}),
        )
        return Fetcher(
            self.sources,
            self.staging,
            self.shelf,
            web,
            "AssistantFaireAlliance",
            KNOWN,
            replace(MANNERS, **changes),
            self.time.clock(),
        )

    def run(self, *, update: bool = False, **options: Any) -> FetchReport:
        fetcher = self.fetcher(**options)
        return fetcher.run(fetcher.chosen(None), update=update, tell=self.steps.append)

    def one(self, **options: Any) -> Fetched:
        report = self.run(**options)
        assert len(report.documents) == 1
        return report.documents[0]

    def left(self) -> list[str]:
        return sorted(path.name for path in self.staging.iterdir())


@contextmanager
def offered(
    folder: Path, page: Page, path: str = "/d.pdf", **more: Page
) -> Iterator[tuple[Desk, Site]]:
    """A desk and a site with one document, « doc », and further pages by name."""
    pages = {path: page, **{f"/{name}": reply for name, reply in more.items()}}
    with Site(pages) as site:
        desk = Desk(folder)
        desk.offer(doc=site.at(path))
        yield desk, site
