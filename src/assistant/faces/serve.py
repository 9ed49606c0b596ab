"""Serve the API and the page, building the index behind them when it is needed."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant import wiring, wording
from assistant.errors import AssistantError, IndexBusy, ServerUnavailable
from assistant.faces.building import USABLE, Builder, Building, Progress
from assistant.faces.cli_build import shown_progress
from assistant.faces.cli_output import tell, write
from assistant.settings import Settings

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp

_log = logging.getLogger(__name__)
_GRACE_SECONDS = 1
_BUSY_SECONDS = 1.0


def serve(settings: Settings, *, build: bool) -> None:
    """Listen until SIGINT or SIGTERM. `build` brings the index up to date first, while serving.

    Raises ServerUnavailable, and what makes the index unusable when nothing can answer.
    """
    with _listening(settings.host, settings.port) as listener:
        builder = wiring.make_builder(settings) if build else None
        _Run(settings, listener).until_stopped(builder)


class _Stopping(BaseException):
    """The server stops: leave the build where it is, the next one begins afresh."""


class _Run:
    """One run of the server: the web thread is this one, the build has its own."""

    def __init__(self, settings: Settings, listener: socket.socket) -> None:
        self._settings = settings
        self._listener = listener
        self._building = Building()
        self._failure: BaseException | None = None

    def until_stopped(self, builder: Builder | None) -> None:
        state = builder.state() if builder is not None else "current"
        if builder is not None and state != "current":
            self._building.begin(usable=state in USABLE)
        else:
            builder = None
        server = self._server(self._application())
        behind = threading.Thread(
            target=self._behind, args=(server, builder, state), name="index", daemon=True
        )
        with _stopped_by_signals(server):
            behind.start()
            server.run(sockets=[self._listener])
            behind.join(_GRACE_SECONDS)
        if self._failure is not None:
            raise self._failure
        tell(wording.SERVER_STOPPED)

    def _application(self) -> ASGIApp:
        from assistant.faces.app import create_app

        if not self._building.snapshot().usable:
            return create_app(self._settings, building=self._building)
        assistant = wiring.build(self._settings)
        # fails here, before anything is served, when the index cannot answer
        assistant.documents()
        return create_app(self._settings, assistant, self._building)

    def _server(self, app: ASGIApp) -> uvicorn.Server:
        import uvicorn

        class Server(uvicorn.Server):
            async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
                """Open pages hold their connections: cutting them is no error to report."""
                logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
                await super().shutdown(sockets)

        config = uvicorn.Config(
            app,
            lifespan="on",
            ws="none",
            log_level="error",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        return Server(config)

    def _behind(self, server: uvicorn.Server, builder: Builder | None, state: str) -> None:
        """Tell when the assistant is ready; before that, build when a build is wanted."""
        usable_before = self._building.snapshot().usable
        if usable_before:
            self._say_ready(server)
        if builder is None:
            return
        message = wording.SERVER_REBUILDING if usable_before else wording.SERVER_BUILDING
        tell(message.format(address=_address(self._listener)))
        try:
            self._build(server, builder, rebuild=state == "corrupt")
        except BaseException as error:
            self._failed(server, error, usable_before)
            return
        if usable_before:
            tell(wording.SERVER_REBUILT)
        else:
            self._say_ready(server)

    def _build(self, server: uvicorn.Server, builder: Builder, *, rebuild: bool) -> None:
        """Wait when another process is building: its index will do as well."""
        with shown_progress() as show:

            def progress(now: Progress) -> None:
                if server.should_exit:
                    raise _Stopping
                show(now)

            while True:
                try:
                    self._building.run(builder, progress, rebuild=rebuild)
                    return
                except IndexBusy:
                    if server.should_exit:
                        raise _Stopping from None
                    self._building.begin(usable=self._building.snapshot().usable)
                    time.sleep(_BUSY_SECONDS)

    def _failed(self, server: uvicorn.Server, error: BaseException, usable: bool) -> None:
        """With an older index the server goes on; with none it stops and the error is raised."""
        if isinstance(error, _Stopping):
            return
        if not usable:
            self._failure = error
            server.should_exit = True
        elif isinstance(error, AssistantError):
            tell(wording.SERVER_REBUILD_FAILED.format(message=error.message))
        else:
            _log.error("rebuild_failed", exc_info=error)
            tell(wording.SERVER_REBUILD_FAILED.format(message=wording.ERROR_INTERNAL))

    def _say_ready(self, server: uvicorn.Server) -> None:
        while not server.started and not server.should_exit:
            time.sleep(0.02)
        if server.started:
            write(wording.SERVER_READY.format(address=_address(self._listener)))


def _address(listener: socket.socket) -> str:
    """What to type in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A bound socket. Raises ServerUnavailable, saying what to change."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unavailable(host, port, error) from error
    with listener:
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(128)
        except OSError as error:
            raise _unavailable(host, port, error) from error
        yield listener


def _unavailable(host: str, port: int, error: OSError) -> ServerUnavailable:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else port - 1
        return ServerUnavailable(wording.PORT_TAKEN.format(host=host, port=port, other=other))
    reason = error.strerror or type(error).__name__
    return ServerUnavailable(wording.ADDRESS_UNUSABLE.format(host=host, port=port, reason=reason))


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """The server stops on SIGINT and SIGTERM, also on one that comes before it listens to them
    itself; what it raises again at its end does nothing more."""

    def stop(*_: object) -> None:
        server.should_exit = True

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stops = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.signal(number, stop) for number in stops}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
