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

# what the page asks for; the framework's other addresses (uploads, files, editors) stay closed
_PAGE_PATHS = frozenset(
    {
        "/",
        "/config",
        "/favicon.ico",
        "/manifest.json",
        "/robots.txt",
        "/theme.css",
        "/gradio_api/app_id",
        "/gradio_api/cancel",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
        "/gradio_api/reset",
        "/gradio_api/startup-events",
    }
)
_PAGE_FOLDERS = ("/assets/", "/static/", "/svelte/", "/pwa_icon/", "/gradio_api/heartbeat/")


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
    """Sends what the page asks for to the page, and all the rest to the API, whose errors are
    French and of one shape."""

    def __init__(self, api: ASGIApp, page: ASGIApp) -> None:
        self._api = api
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        of_page = scope["type"] != "http" or _is_of_page(scope["path"])
        await (self._page if of_page else self._api)(scope, receive, send)


class LazyApp:
    """An application built at its first use, so that importing it costs nothing."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._app is None:
            self._app = create_app()
        await self._app(scope, receive, send)


def _is_of_page(path: str) -> bool:
    return path in _PAGE_PATHS or path.startswith(_PAGE_FOLDERS)
