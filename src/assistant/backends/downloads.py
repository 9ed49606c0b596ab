"""The web through httpx: one request, and everything that must not happen while it is answered.

A name is resolved here and the connection goes to the address that was checked, so that no later
answer of the name server can lead elsewhere. A timer of ours ends what httpx's own limits, which
start again at every byte, would let go on.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self

import httpx

from assistant import wording
from assistant.errors import DownloadFailed, SettingsInvalid
from assistant.ports import WebAnswer

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]

_PIECE = 1 << 16
_MOST_ADDRESSES = 4
_WORDS = {"Accept-Language": "fr, *;q=0.5", "Accept-Encoding": "identity"}
_NOT_FOUND = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_CERTIFICATE = {9: "early", 10: "expired", 18: "self", 19: "self", 20: "issuer"}
_CERTIFICATE |= {62: "host", 64: "host"}
"""OpenSSL's number of what is wrong with a certificate; the last two: its name, its address."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds; `answer` until the headers are there, `total` until the body is; raw bytes."""

    connect: float = 10.0
    read: float = 30.0
    answer: float = 60.0
    total: float = 1_800.0
    largest: int = 128 << 20


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class HttpWeb:
    """Addresses of the private network and of this machine are refused unless `private`. With
    a proxy, names are resolved there: only what we can resolve ourselves is checked."""

    def __init__(
        self,
        agent: str,
        limits: Limits | None = None,
        *,
        proxy: str = "",
        ca_file: str = "",
        private: bool = False,
        resolve: Resolve = _resolve,
    ) -> None:
        self._headers = {"User-Agent": agent, "Accept": "*/*", **_WORDS, "Connection": "close"}
        self._limits = limits or Limits()
        self._private = private
        self._proxied = bool(proxy)
        self._resolve = resolve
        self._transport = httpx.HTTPTransport(
            verify=_trusted(ca_file),
            proxy=_proxy(proxy) if proxy else None,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    @contextmanager
    def get(self, address: str, headers: Mapping[str, str]) -> Iterator[WebAnswer]:
        try:
            url = httpx.URL(address)
            host = url.raw_host.decode("ascii")
        except (httpx.InvalidURL, UnicodeError):
            problem = wording.ADDRESS_INVALID.format(address=address)
            raise DownloadFailed(wording.DOWNLOAD_ADDRESS.format(problem=problem)) from None
        with _Watch(url.host, self._limits) as watch:
            with watch.told():
                request = httpx.Request(
                    "GET",
                    url,
                    headers={**self._headers, **headers},
                    extensions={"timeout": self._timeout(), "trace": watch.trace},
                )
                response = self._answer(request, host)
            try:
                watch.limit(self._limits.total)
                known = {name.lower(): value for name, value in response.headers.items()}
                yield WebAnswer(response.status_code, known, self._pieces(response, watch))
            finally:
                with suppress(httpx.HTTPError, OSError):
                    response.close()

    def _timeout(self) -> dict[str, float | None]:
        return httpx.Timeout(self._limits.read, connect=self._limits.connect).as_dict()

    def _answer(self, request: httpx.Request, host: str) -> httpx.Response:
        """From the first of the site's addresses that takes the connection."""
        url = request.url
        addresses = self._checked(host, url.port or {"https": 443}.get(url.scheme, 80))
        if self._proxied:
            return self._transport.handle_request(request)
        for number, there in enumerate(addresses, start=1):
            pinned = httpx.Request(
                "GET",
                url.copy_with(host=there),
                headers=request.headers,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return self._transport.handle_request(pinned)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if number == len(addresses) or _ssl_error(error):
                    raise
        raise httpx.ConnectError("no address")

    def _checked(self, host: str, port: int) -> list[str]:
        """Raises DownloadFailed when one of the addresses is not of the public internet."""
        try:
            found = self._resolve(host, port)
        except UnicodeError:
            raise DownloadFailed(wording.DOWNLOAD_UNKNOWN_HOST.format(host=host)) from None
        except socket.gaierror as error:
            if self._proxied and host != "localhost" and not host.endswith(".localhost"):
                return []
            if error.errno in _NOT_FOUND:
                raise DownloadFailed(wording.DOWNLOAD_UNKNOWN_HOST.format(host=host)) from None
            raise _unreachable(host, wording.DOWNLOAD_NO_NAMES) from None
        for there in found if not self._private else ():
            if not _is_public(there):
                raise DownloadFailed(wording.DOWNLOAD_PRIVATE.format(host=host, address=there))
        return found[:_MOST_ADDRESSES]

    def _pieces(self, response: httpx.Response, watch: _Watch) -> Iterator[bytes]:
        encoding = response.headers.get("content-encoding", "").strip().lower()
        with watch.told():
            raw = self._raw(response)
            if encoding in ("", "identity"):
                yield from raw
            elif encoding in ("gzip", "x-gzip"):
                yield from _inflated(raw, watch.host)
            else:
                raise DownloadFailed(
                    wording.DOWNLOAD_ENCODING.format(host=watch.host, encoding=encoding[:20])
                )
            watch.check()  # a connection that we cut ourselves looks like an end

    def _raw(self, response: httpx.Response) -> Iterator[bytes]:
        count = 0
        for piece in response.iter_raw():
            count += len(piece)
            if count > self._limits.largest:
                limit = self._limits.largest >> 20
                raise DownloadFailed(wording.DOWNLOAD_TOO_LARGE.format(limit=limit))
            yield piece


class _Watch:
    """Ends a connection when its time is up, whatever the site is doing meanwhile."""

    def __init__(self, host: str, limits: Limits) -> None:
        self.host = host
        self._limits = limits
        self._stream: Any = None
        self._timer: threading.Timer | None = None
        self._seconds = 0.0
        self._late = False

    def __enter__(self) -> Self:
        self.limit(self._limits.answer)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def limit(self, seconds: float) -> None:
        """From now on."""
        self._stop()
        self._seconds = seconds
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """httpx's account of what it does: the connection is in it."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._stream = info["return_value"]

    def check(self) -> None:
        if self._late:
            seconds = f"{self._seconds:g}".replace(".", ",")
            text = wording.DOWNLOAD_TOO_LONG.format(host=self.host, seconds=seconds)
            raise DownloadFailed(text)

    @contextmanager
    def told(self) -> Iterator[None]:
        """What went wrong, in French."""
        try:
            yield
        except (httpx.HTTPError, httpx.StreamError, OSError, ValueError, zlib.error) as error:
            self.check()
            raise _failure(self.host, error) from error

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _cut(self) -> None:
        self._late = True
        connection = self._stream and self._stream.get_extra_info("socket")
        if connection is not None:
            with suppress(OSError):  # the plain call: TLS's own would disturb who is reading
                socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _inflated(pieces: Iterator[bytes], host: str) -> Iterator[bytes]:
    """Little by little: a few compressed bytes may stand for gigabytes."""
    engine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    for piece in pieces:
        more = True
        while more and not engine.eof:
            plain = engine.decompress(piece, _PIECE)
            piece = engine.unconsumed_tail
            more = bool(piece) or len(plain) == _PIECE
            if plain:
                yield plain
    if not engine.eof:
        raise DownloadFailed(wording.DOWNLOAD_CUT.format(host=host), again=True)


def _failure(host: str, error: Exception) -> DownloadFailed:
    problem = _ssl_error(error)
    if problem is not None:
        return DownloadFailed(wording.DOWNLOAD_TLS.format(host=host, reason=_tls_reason(problem)))
    match error:
        case httpx.ProxyError():
            return DownloadFailed(wording.DOWNLOAD_PROXY.format(host=host))
        case httpx.ConnectTimeout():
            return _unreachable(host, wording.DOWNLOAD_SLOW_CONNECTION)
        case httpx.ConnectError():
            return _unreachable(host, wording.DOWNLOAD_NO_CONNECTION)
        case httpx.TimeoutException():
            return DownloadFailed(wording.DOWNLOAD_SILENT.format(host=host), again=True)
        case httpx.NetworkError() | httpx.RemoteProtocolError() | OSError():
            return DownloadFailed(wording.DOWNLOAD_CUT.format(host=host), again=True)
    return DownloadFailed(wording.DOWNLOAD_BROKEN.format(host=host))


def _unreachable(host: str, reason: str) -> DownloadFailed:
    text = wording.DOWNLOAD_UNREACHABLE.format(host=host, reason=reason)
    return DownloadFailed(text, again=True)


def _ssl_error(error: BaseException | None) -> ssl.SSLError | None:
    """Told from a connection that broke off: TLS has refused something."""
    while error is not None:
        if isinstance(error, ssl.SSLError) and not isinstance(
            error, ssl.SSLEOFError | ssl.SSLZeroReturnError
        ):
            return error
        error = error.__cause__ or error.__context__
    return None


def _tls_reason(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return wording.DOWNLOAD_TLS_REASONS[_CERTIFICATE.get(error.verify_code, "other")]
    return wording.DOWNLOAD_TLS_REASONS["protocol"]


def _is_public(text: str) -> bool:
    address: Address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo
        inner = address.ipv4_mapped or address.sixtofour or (teredo and teredo[1])
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        address = inner or address
    return address.is_global and not address.is_multicast


def _trusted(ca_file: str) -> ssl.SSLContext:
    """The authorities that come with the project and those of the system, where a company
    installs its own; ours are never turned off."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    if ca_file:
        try:
            context.load_verify_locations(ca_file)
        except (OSError, ValueError) as error:
            raise SettingsInvalid(wording.CA_FILE_INVALID) from error
    return context


def _proxy(address: str) -> httpx.Proxy:
    try:
        proxy = httpx.Proxy(address.strip())
    except (httpx.InvalidURL, ValueError, UnicodeError) as error:
        raise SettingsInvalid(wording.PROXY_INVALID) from error
    if proxy.url.scheme not in ("http", "https") or not proxy.url.host:
        raise SettingsInvalid(wording.PROXY_INVALID)
    return proxy
