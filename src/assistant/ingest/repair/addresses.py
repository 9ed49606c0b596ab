"""Web addresses that recognition broke: made whole, or said to be unreadable."""

from __future__ import annotations

import re

from assistant import wording
from assistant.ingest.repair.rules import Rule, Sight, When, rule

_SPACED_ADDRESS = re.compile(
    r"\b(?:h[tf]{1,2}[pno][so5]?s? ?[.:;] ?//|www ?\.) ?[^\s»)]+"
    r"(?:(?<=\.) (?=(?-i:[a-z]))(?:(?:fr|org|com|eu|net|gouv)\b|[\w-]+\.|[^\s»)]*/)[^\s»)]*)*"
    r"(?: \w*[-_][^\s»)]*(?<=[-_]) [^\s»)]+\.(?:pdf|html?))?(?: h[it]m[il!1]*)?",
    re.IGNORECASE,
)
_HOST = re.compile(r"\b([a-z][\w-]+)\.(0rg|c0m|0rq|orq|fi|ff)\b", re.IGNORECASE)
_PLAUSIBLE = re.compile(
    r"^(?:https?://)?(?:[a-z0-9][\w-]*\.)+[a-z]{2,10}(?::\d+)?(?:[/?#][\w./%?&=#:;,@+~-]*)?$", re.I
)
_BROKEN = (
    r"((?:https?://|\bwww\.)[^\s»)]*[/_=&?])[^\S\n]*\n"
    r"(?!\d{1,3}[.)]\s|et/ou\b)([a-z0-9%][\w%-]*[./_=&?][\w./%=&?#-]*\w/?)[^\S\n]*"
)
_BROKEN_AT_ENDING = (
    r"((?:https?://|\bwww\.)[^\s»)]*\.)[^\S\n]*\n"
    r"((?:fr|org|com|eu|net|html?|pdf|php)\b(?:/[^\s»)]*)?)[^\S\n]*"
)
_MAIL = (
    r"(?<![\w.@])([\w-]+(?:\.[\w-]+)*) ?[@©®] ?"
    r"([\w-]+(?:\. ?[\w-]+)*?)\. ?(fr|org|com|eu|net)\b(?!’)"
)
_SPLIT_HOST = re.compile(r"\b((?:[a-z][\w-]*\.)+[a-z][\w-]*)\. (fr|org|com|eu|net)\b(?!’)", re.I)


def _whole(match: re.Match[str], _: Sight) -> str:
    """An address made whole; one that cannot be is said to be unreadable."""
    raw = match.group()
    end = len(raw) - len(raw.rstrip(".,;:)»"))
    core, tail = (raw[:-end], raw[-end:]) if end else (raw, "")
    core = re.sub(r"[. ]+h[it]m[il!1]*$", ".html", core)
    address = re.sub(r"\s+", "", core)
    address = re.sub(r"^h[tf]{1,2}[pno][so5]?s?[.:;]//", _scheme(core), address, flags=re.I)
    address = re.sub(r"gouv\.f\w?(?=/|$)", "gouv.fr", address)
    return (address if _PLAUSIBLE.match(address) else wording.UNREADABLE_ADDRESS) + tail


def _mail(match: re.Match[str], _: Sight) -> str:
    name, host, ending = match.groups()
    return f"{name}@{host.replace(' ', '')}.{ending}"


def _scheme(address: str) -> str:
    return "https://" if re.match(r"h\w+[s5][.:; ]", address, re.I) else "http://"


def _host(match: re.Match[str], _: Sight) -> str:
    ending = match.group(2).lower().replace("0", "o").replace("q", "g")
    if ending in {"fi", "ff"}:
        if match.group(1).lower() != "gouv":
            return match.group()
        ending = "fr"
    return f"{match.group(1)}.{ending}"


SAFE_RULES: tuple[Rule, ...] = (
    rule("address", When.ALWAYS, _BROKEN, "\\1\\2\n"),
    rule("address", When.ALWAYS, _BROKEN_AT_ENDING, "\\1\\2\n"),
)
RULES: tuple[Rule, ...] = (
    rule("address", When.SCAN, _MAIL, _mail),
    rule("address", When.SCAN, _HOST, _host),
    rule("address", When.SCAN, _SPLIT_HOST, r"\1.\2"),
    rule("address", When.SCAN, _SPACED_ADDRESS, _whole),
)
