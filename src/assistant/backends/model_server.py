"""Talking to the server of a model: one more try, one time limit, French errors."""

from __future__ import annotations

import time
from typing import Any, Literal

import httpx

from assistant import wording
from assistant.errors import ModelUnavailable, ModelUnreadable, SettingsInvalid

Role = Literal["EMBEDDER", "CHAT"]
"""Whose settings the messages name: ASSISTANT_<role>_URL and so on."""

_BUSY = 429
_CONNECT = 10.0
_LONGEST_PAUSE = 20.0
_LARGEST_BODY = 256 << 20
_HEADERS = frozenset(
    "host accept accept-encoding connection content-type content-length user-agent".split()
)
"""What a server needs. Libraries add what they know of the machine and what its environment
keeps for other services."""
_REFUSED_KEY = frozenset({401, 403})
_UNKNOWN_ADDRESS = frozenset({404, 405, 410})


class PatientClient(httpx.Client):
    """One more try, after a pause, when the server is busy, fails or keeps silent; and a limit
    for the whole answer, where httpx alone limits each read. Streams pass as they are."""

    def __init__(self, timeout: float, pause: float = 0.5, key: str = "") -> None:
        super().__init__(
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT)),
            event_hooks={"request": [self._authorize]},
        )
        self._limit, self._pause, self._key = timeout, pause, key

    def send(self, request: httpx.Request, *, stream: bool = False, **options: Any) -> Any:
        if stream:
            return super().send(request, stream=True, **options)
        try:
            response = self._whole(request, options)
            if not (response.is_server_error or response.status_code == _BUSY):
                return response
            pause = asked_pause(response) or self._pause
        except httpx.TransportError:
            pause = self._pause
        time.sleep(min(pause, _LONGEST_PAUSE))
        return self._whole(request, options)

    def _authorize(self, request: httpx.Request) -> None:
        dress(request, self._key)

    def _whole(self, request: httpx.Request, options: dict[str, Any]) -> httpx.Response:
        deadline = time.monotonic() + self._limit
        response = super().send(request, stream=True, **options)
        body = bytearray()
        try:
            for piece in response.iter_raw():
                body += piece
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the whole answer took too long", request=request)
                if len(body) > _LARGEST_BODY:
                    raise httpx.DecodingError("the answer has no end", request=request)
        finally:
            response.close()
        whole = httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=httpx.ByteStream(bytes(body)),
            request=request,
            extensions=response.extensions,
        )
        whole.read()
        return whole


def dress(request: httpx.Request, key: str) -> None:
    """Our key or none, whatever a library put there; a password in the address stays."""
    login = request.headers.get("Authorization", "")
    for name in set(request.headers) - _HEADERS:
        del request.headers[name]
    if key:
        request.headers["Authorization"] = f"Bearer {key}"
    elif login.startswith("Basic "):
        request.headers["Authorization"] = login


def address(setting: str, value: str, operation: str) -> str:
    """The base address (« …/v1 »), whether or not it was given with its operation.

    Raises SettingsInvalid.
    """
    url = value.strip().rstrip("/").removesuffix(operation).rstrip("/")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise SettingsInvalid(wording.SETTING_ADDRESS.format(name=setting)) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SettingsInvalid(wording.SETTING_ADDRESS.format(name=setting))
    return url


def key(setting: str, value: str) -> str:
    """The key, fit for a header. Raises SettingsInvalid, which never shows it."""
    stripped = value.strip()
    if not all("!" <= char <= "~" for char in stripped):
        raise SettingsInvalid(wording.SETTING_KEY.format(name=setting))
    return stripped


def silent(role: Role, error: BaseException, timeout: float) -> ModelUnavailable:
    """What a connection that failed means to whoever runs the assistant."""
    reason = wording.MODEL_BROKEN
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        reason = wording.MODEL_UNREACHABLE
    elif isinstance(error, httpx.TimeoutException):
        reason = wording.MODEL_TIMEOUT.format(seconds=f"{timeout:g}".replace(".", ","))
    return ModelUnavailable(wording.MODEL_SILENT.format(role=role, reason=reason))


def refused(role: Role, status: int) -> ModelUnavailable:
    """What a status that is no success means."""
    if status in _REFUSED_KEY:
        text = wording.MODEL_KEY
    elif status in _UNKNOWN_ADDRESS or 300 <= status < 400:
        text = wording.MODEL_ADDRESS
    elif status == _BUSY:
        text = wording.MODEL_BUSY
    elif status >= 500:
        reason = wording.MODEL_STATUS.format(status=status)
        return ModelUnavailable(wording.MODEL_SILENT.format(role=role, reason=reason))
    else:
        text = wording.MODEL_REFUSED
    return ModelUnavailable(text.format(role=role, status=status))


def unreadable(role: Role) -> ModelUnavailable:
    return ModelUnreadable(wording.MODEL_UNREADABLE.format(role=role))


def asked_pause(response: httpx.Response) -> float | None:
    """Seconds of Retry-After; a date is not read."""
    try:
        return max(0.0, float(response.headers.get("Retry-After", "")))
    except ValueError:
        return None
