"""The web application: the API and the page behind one door.

Light to import: the frameworks come with the first application that is built.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.core import Assistant
from assistant.faces.building import Building
from assistant.faces.guard import Guard
from assistant.faces.service import Service
from assistant.settings import Settings

_API_PATHS = frozenset({"/health", "/openapi.json"})


def create_app(
    settings: Settings | None = None,
    assistant: Assistant | None = None,
    building: Building | None = None,
) -> ASGIApp:
    """The API and the page over one service. Without `assistant`, one is built on first use."""
    from assistant.faces.api import create_api
    from assistant.faces.ui import create_page

    service = Service(settings or Settings(), assistant, building)
    return Guard(Door(create_api(service), create_page(service)))


class Door:
    """Sends what is the API's to the API, which keeps its own errors; the rest to the page."""

    def __init__(self, api: ASGIApp, page: ASGIApp) -> None:
        self._api = api
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] == "http" and _is_api(scope["path"])
        await (self._api if ours else self._page)(scope, receive, send)


class LazyApp:
    """An application built at its first use, so that importing it costs nothing."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            self._app = create_app()
        await self._app(scope, receive, send)


def _is_api(path: str) -> bool:
    return path in _API_PATHS or path == "/api" or path.startswith("/api/")
