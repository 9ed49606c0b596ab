"""The connection over which one reply of a chat model streams."""

from __future__ import annotations

import re
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import httpx

from assistant.backends import model_server

_FINISH = re.compile(rb'"finish_reason"\s*:\s*"(\w+)"')
_LARGEST_REPLY = 32 << 20
_LONGEST_LINE = 1 << 20


@dataclass(slots=True)
class Heard:
    """What the bytes of a stream say beside its text: libraries keep silent about its end.

    `accepted`: the server took the request. `data`: lines that carry some. `finish`: the
    finish_reason. `done`: the mark that nothing follows."""

    accepted: bool = False
    data: int = 0
    finish: str = ""
    done: bool = False

    @property
    def ended(self) -> bool:
        return self.done or bool(self.finish)

    def line(self, line: bytes) -> None:
        if not line.startswith(b"data:"):
            return
        self.data += 1
        self.done |= line[5:].strip() == b"[DONE]"
        if found := _FINISH.search(line):
            self.finish = found.group(1).decode()


class _Listening(httpx.AsyncByteStream):
    """The bytes as they come. Raises DecodingError when there is no end to them."""

    def __init__(self, response: httpx.Response, heard: Heard) -> None:
        self._response, self._heard = response, heard

    async def __aiter__(self) -> AsyncIterator[bytes]:
        rest, size = b"", 0
        async for piece in self._response.aiter_raw():
            size += len(piece)
            *lines, rest = (rest + piece).splitlines(keepends=True) or [b""]
            if rest.endswith((b"\n", b"\r")):
                lines, rest = [*lines, rest], b""
            for line in lines:
                self._heard.line(line)
            if size > _LARGEST_REPLY or len(rest) > _LONGEST_LINE:
                raise httpx.DecodingError("the answer has no end", request=self._response.request)
            yield piece
        self._heard.line(rest)

    async def aclose(self) -> None:
        await self._response.aclose()


class StreamClient(httpx.AsyncClient):
    """A client for one reply, of the loop that asks: closing it ends the connection at once.

    It limits the connecting alone; who waits for the tokens knows how long they may take."""

    def __init__(self, connect: float, key: str = "") -> None:
        super().__init__(
            timeout=httpx.Timeout(None, connect=connect),
            verify=_certificates(),
            headers={"Accept-Encoding": "identity"},  # to hear the end; a stream gains nothing
            event_hooks={"request": [self._dress]},
        )
        self._key = key
        self.heard = Heard()

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        response = await super().send(request, **options)
        self.heard.accepted = response.is_success
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=_Listening(response, self.heard),
            request=request,
            extensions=response.extensions,
        )

    async def _dress(self, request: httpx.Request) -> None:
        model_server.dress(request, self._key)


@lru_cache
def _certificates() -> ssl.SSLContext:
    """Read once: it takes longer than all else a client needs."""
    return httpx.create_ssl_context()
