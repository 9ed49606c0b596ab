"""Which addresses may be called, and which redirects followed."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from assistant import wording

_LONGEST = 2_000
_IMPOSSIBLE = re.compile(r"[\x00-\x20\x7f\\]")
_PORTS = {"http": 80, "https": 443}
_SHOWN = 100


class AddressRefused(Exception):
    """Why, in French: a clause without its full stop."""


def checked(address: str) -> str:
    """The address without its fragment. Raises AddressRefused."""
    return urlunsplit(_split(address)._replace(fragment=""))


def same_key(address: str) -> str:
    """Equal for two spellings of one checked address."""
    parts = _split(address)
    host, port = (parts.hostname or "").rstrip("."), parts.port or _PORTS[parts.scheme]
    return f"{parts.scheme}://{host}:{port}{parts.path or '/'}?{parts.query}"


def redirected(address: str, location: str) -> str:
    """Where a redirect from `address` leads. Raises AddressRefused."""
    if not location.strip():
        raise AddressRefused(wording.DOWNLOAD_REDIRECT_NOWHERE)
    try:
        target = checked(urljoin(address, location.strip()))
    except ValueError:
        raise AddressRefused(wording.ADDRESS_INVALID.format(address=_shown(location))) from None
    if address.startswith("https:") and not target.startswith("https:"):
        raise AddressRefused(wording.DOWNLOAD_REDIRECT_DOWNGRADE)
    return target


def host_of(address: str) -> str:
    """With its port when it is not the usual one."""
    parts = _split(address)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    return host if parts.port in (None, _PORTS[parts.scheme]) else f"{host}:{parts.port}"


def origin_of(address: str) -> str:
    """Scheme, host and port: what one robots.txt speaks for."""
    parts = _split(address)
    return f"{parts.scheme}://{host_of(address)}"


def path_of(address: str) -> str:
    return _split(address).path


def _split(address: str) -> SplitResult:
    invalid = AddressRefused(wording.ADDRESS_INVALID.format(address=_shown(address)))
    if _IMPOSSIBLE.search(address) or len(address) > _LONGEST:
        raise invalid
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        raise invalid from None
    if parts.scheme not in _PORTS:
        raise AddressRefused(wording.ADDRESS_SCHEME.format(address=_shown(address)))
    if "@" in parts.netloc:
        raise AddressRefused(wording.ADDRESS_CREDENTIALS)
    if not host or port == 0:
        raise invalid
    return parts


def _shown(address: str) -> str:
    """Never a password: what stands before an @ is left out."""
    text = re.sub(r"//[^/?#]*@", "//…@", address)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
