"""Web addresses that recognition broke: made whole, or said to be unreadable."""

from __future__ import annotations

import re

_SPACED_ADDRESS = re.compile(
    r"\b(?:h[tf]{1,2}[pno][so5]?s? ?[.:;] ?//|www ?\.) ?[^\s»)]+"
    r"(?:(?<=\.) (?=(?-i:[a-z]))(?:(?:fr|org|com|eu|net|gouv)\b|[\w-]+\.|[^\s»)]*/)[^\s»)]*)*"
    r"(?: \w*[-_][^\s»)]*(?<=[-_]) [^\s»)]+\.(?:pdf|html?))?(?: h[it]m[il!1]*)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"\b([a-z][\w-]+)\.(0rg|c0m|0rq|orq|fi|ff)\b", re.IGNORECASE)
_PLAUSIBLE = re.compile(
    r"^(?:https?://)?(?:[\w-]+\.)+(?:fr|org|com|eu|net|gouv\.fr)(?:/[\w./%-]*)?$"
)
_SPLIT_HOST = re.compile(r"\b((?:[a-z][\w-]*\.)+[a-z][\w-]*)\. (fr|org|com|eu|net)\b(?!’)", re.I)


def repair_addresses(text: str, unreadable: str) -> str:
    """Web addresses made whole; one that cannot be is replaced by `unreadable`."""
    text = _SPLIT_HOST.sub(r"\1.\2", _HOST.sub(_repair_host, text))

    def write(match: re.Match[str]) -> str:
        raw = match.group()
        end = len(raw) - len(raw.rstrip(".,;:)»"))
        core, tail = (raw[:-end], raw[-end:]) if end else (raw, "")
        core = re.sub(r"[. ]+h[it]m[il!1]*$", ".html", core)
        address = re.sub(r"\s+", "", core)
        address = re.sub(r"^h[tf]{1,2}[pno][so5]?s?[.:;]//", _scheme(core), address, flags=re.I)
        address = re.sub(r"gouv\.f\w?(?=/|$)", "gouv.fr", address)
        return (address if _PLAUSIBLE.match(address) else unreadable) + tail

    return _SPACED_ADDRESS.sub(write, text)


def _scheme(address: str) -> str:
    return "https://" if re.match(r"h\w+[s5][.:; ]", address, re.I) else "http://"


def _repair_host(match: re.Match[str]) -> str:
    ending = match.group(2).lower().replace("0", "o").replace("q", "g")
    if ending in {"fi", "ff"}:
        if match.group(1).lower() != "gouv":
            return match.group()
        ending = "fr"
    return f"{match.group(1)}.{ending}"
