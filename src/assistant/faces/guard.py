"""What may come in: the size of a body, the text of a question, the length of a history.

Also the headers every response carries.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant import wording
from assistant.domain import Profile, Turn
from assistant.errors import AssistantError, BadQuestion, BadRequest

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

_SPACES = str.maketrans(dict.fromkeys("\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", "\n"))
_UNREADABLE_SHARE = 0.2


def question(text: str, max_chars: int) -> str:
    """The question, trimmed. Raises BadQuestion when it is empty, too long or not text."""
    cleaned = text.replace("\r\n", "\n").translate(_SPACES).strip()
    if not cleaned:
        raise BadQuestion(wording.QUESTION_EMPTY)
    if len(cleaned) > max_chars:
        raise BadQuestion(wording.QUESTION_TOO_LONG.format(length=len(cleaned), limit=max_chars))
    if not _is_text(cleaned):
        raise BadQuestion(wording.QUESTION_NOT_TEXT)
    return cleaned


def history(turns: Iterable[Turn], max_turns: int) -> tuple[Turn, ...]:
    """The newest `max_turns` turns. Raises BadRequest when one of them is not text."""
    newest = tuple(turns)[-max_turns:] if max_turns else ()
    if not all(_is_text(turn.content) for turn in newest):
        raise BadRequest(wording.HISTORY_NOT_TEXT)
    return newest


def profile(name: str | None) -> Profile | None:
    """Raises BadRequest for a name that is no profile."""
    if name is None:
        return None
    try:
        return Profile(name)
    except ValueError:
        shown = name if _is_text(name) else "?"
        raise BadRequest(
            wording.PROFILE_UNKNOWN.format(name=shown[:40], known=", ".join(Profile))
        ) from None


def _is_text(text: str) -> bool:
    """Neither control characters nor lone surrogates, and mostly characters that were read."""
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t\r" for char in text):
        return False
    return text.count("\ufffd") <= _UNREADABLE_SHARE * len(text)


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
