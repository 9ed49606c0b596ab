"""The framework's index page, made French and free of other sites' names."""

from __future__ import annotations

import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import wording

_FOREIGN_META = re.compile(
    rb'<meta\s+(?:property|name)="(?:og|twitter):[^"]*"\s+content="[^"]*"\s*/>\s*'
)
_CHARSET = b'<meta charset="utf-8" />'
# the framework picks its words by the browser's language; ours are French for everyone
_LANGUAGE = (
    'Object.defineProperty(navigator,"language",{get:()=>"fr"});'
    'Object.defineProperty(navigator,"languages",{get:()=>["fr"]});'
)
_DESCRIPTION = f'<meta name="description" content="{wording.API_DESCRIPTION}" />'
_NOSCRIPT = f"<noscript><p>{wording.PAGE_NEEDS_SCRIPTS}</p></noscript>"


def in_french(page: bytes, script: str = "") -> bytes:
    """`page` with French words for everyone and `script` run before the framework's."""
    head = f"{_DESCRIPTION}<script>{_LANGUAGE}{script}</script>"
    page = page.replace(b'lang="en"', b'lang="fr"', 1)
    page = _FOREIGN_META.sub(b"", page)
    page = page.replace(_CHARSET, _CHARSET + head.encode(), 1)
    return page.replace(b"<gradio-app", _NOSCRIPT.encode() + b"<gradio-app", 1)


class FrenchPage:
    """ASGI middleware: rewrites HTML responses, passes everything else through."""

    def __init__(self, app: ASGIApp, script: str = "") -> None:
        self._app = app
        self._script = script

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Rewriter(send, self._script))


class _Rewriter:
    """Holds an HTML response back until it is whole, then sends it rewritten."""

    def __init__(self, send: Send, script: str) -> None:
        self._send = send
        self._script = script
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = in_french(self._body, self._script)
        MutableHeaders(scope=self._start)["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    return Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
