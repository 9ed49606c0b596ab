"""What may come in over HTTP: the size of a body, the name of a profile; and the headers
every response carries. The question itself is checked by `intake`.
"""

from __future__ import annotations

import json

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import wording
from assistant.domain import Profile
from assistant.errors import AssistantError, BadRequest
from assistant.intake import is_text

MAX_BODY_BYTES = 256 * 1024

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # the page's framework writes inline scripts and styles; nothing may come from elsewhere
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; "
        "base-uri 'self'; form-action 'self'"
    ),
}


def profile(name: str | None) -> Profile | None:
    """Raises BadRequest for a name that is no profile."""
    if name is None:
        return None
    try:
        return Profile(name)
    except ValueError:
        shown = name if is_text(name) else "?"
        raise BadRequest(
            wording.PROFILE_UNKNOWN.format(name=shown[:40], known=", ".join(Profile))
        ) from None


def visitor(request: HTTPConnection) -> str:
    """Who asks, as far as the model's budget must know; never written down as it is."""
    return request.client.host if request.client else ""


def error_body(error: AssistantError) -> dict[str, dict[str, str]]:
    return {"error": {"code": error.code, "message": error.message}}


class Guard:
    """ASGI middleware: bodies over the limit are refused unread, headers are added."""

    def __init__(self, app: ASGIApp, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        self._app = RequestBodyLimitMiddleware(app, max_body_size=max_body_bytes)
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if _declared_length(scope) > self._max_body_bytes:
            await _refuse_body(self._max_body_bytes, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)


def _declared_length(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "")
    return int(declared) if declared.isascii() and declared.isdigit() else 0


async def _refuse_body(limit: int, send: Send) -> None:
    """The connection is closed: what is left of the body will not be read."""
    message = wording.BODY_TOO_LARGE.format(limit=limit // 1024)
    body = json.dumps(
        {"error": {"code": "body_too_large", "message": message}}, ensure_ascii=False
    ).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
