"""What a web page says of itself: title, author, site and date of publication."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.french import fold
from assistant.ingest.load.credits import name_of
from assistant.ingest.load.dates import found, iso
from assistant.ingest.load.writer import plain
from assistant.ingest.pages import About

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "citation_publication_date", "citation_date", "date", "publish_date", "publication_date",
    "pubdate", "sailthru.date", "parsely-pub-date",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dc.date.modified",
    "dcterms.modified",
    "last-modified",
)
_SITE = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
)
_SAID = re.compile(
    r"(?:publie|mis(?:e)? en ligne|poste|paru|redige|ecrit|date de publication|publication"
    r"|post(?:ed)? on|published)[^.\d]{0,40}?((?:le |on |:)?\s*.{0,40})"
)
_ADDRESS_DATE = re.compile(r"/((?:19|20)\d\d)/(\d\d)(?:/(\d\d))?/")
_SEPARATOR = re.compile(r"\s+[|–—»·•:-]\s+|\s+\|\|\s+")
_FEW = 4000


def describe(root: HtmlElement) -> About:
    """Reads the head, JSON-LD and the first lines; asks trafilatura for what they do not say."""
    metas = _metas(root)
    linked = list(_json_ld(root))
    guessed = _guessed(root)
    site = plain(_first(metas, _SITE)) or _publisher(linked) or plain(guessed.get("sitename") or "")
    site = site or _site_in_title(root)
    title = _title(root, metas, linked, site) or plain(guessed.get("title") or "")
    author = name_of(_author(metas, linked)) or name_of(guessed.get("author"))
    return About(
        title=title,
        author="" if fold(author) == fold(site) else author,
        publisher=site.lstrip("@"),
        date=_date(root, metas, linked),
    )


def _metas(root: HtmlElement) -> dict[str, list[str]]:
    """Contents of <meta> by lower-case name."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        value = (meta.get("content") or "").strip()
        if name and value:
            metas.setdefault(name.strip().lower(), []).append(value)
    return metas


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _json_ld(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects that the page's JSON-LD describes, articles first."""
    objects: list[dict[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "") or len(script.text or "") > 500_000:
            continue
        try:
            objects.extend(_objects(json.loads(script.text or ""), 0))
        except (ValueError, RecursionError):
            continue
    yield from sorted(objects, key=lambda o: "article" not in str(o.get("@type", "")).lower())


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)
        yield from _objects(value.get("mainEntity"), depth + 1)
    elif isinstance(value, list):
        for one in value:
            yield from _objects(one, depth + 1)


def _title(
    root: HtmlElement, metas: dict[str, list[str]], linked: list[dict[str, Any]], site: str
) -> str:
    head = next((plain("".join(t.itertext())) for t in root.iter("title")), "")
    h1 = [plain(" ".join("".join(h.itertext()).split())) for h in root.iter("h1")]
    h1 = [text for text in h1 if text and fold(text) != fold(site)]
    candidates = [
        *metas.get("og:title", []),
        *metas.get("citation_title", []),
        *metas.get("dc.title", []),
        *metas.get("dcterms.title", []),
        *(plain(str(o.get("headline"))) for o in linked if isinstance(o.get("headline"), str)),
        *(h1 if len(h1) == 1 else []),
        head,
    ]
    bare = (_without_site(plain(text), site, h1) for text in candidates)
    return next((text for text in bare if text), "")


def _site_in_title(root: HtmlElement) -> str:
    """« Le titre – Le site », where the page's only heading is the first part."""
    head = next((plain("".join(t.itertext())) for t in root.iter("title")), "")
    h1 = [plain(" ".join("".join(h.itertext()).split())) for h in root.iter("h1")]
    parts = _SEPARATOR.split(head)
    if len(h1) != 1 or len(parts) < 2 or not h1[0]:
        return ""
    rest = head[len(h1[0]) :] if fold(head).startswith(fold(h1[0])) else ""
    parts = _SEPARATOR.split(rest)
    return parts[1] if len(parts) == 2 and not parts[0].strip() else ""


def _without_site(title: str, site: str, h1: list[str]) -> str:
    """« Le titre - Le site » without the site."""
    for one in h1:
        if len(one) > 8 and fold(title).startswith(fold(one)):
            return one
    parts = _SEPARATOR.split(title)
    names = {fold(site), fold(site.split(".", maxsplit=1)[0])}
    if len(parts) > 1 and site and fold(parts[-1]) in names:
        return title[: title.rfind(parts[-1])].rstrip(" |–—»·•:-")
    if len(parts) > 1 and site and fold(parts[0]) == fold(site):
        return title[len(parts[0]) :].lstrip(" |–—»·•:-")
    return "" if site and fold(title) == fold(site) else title


def _author(metas: dict[str, list[str]], linked: list[dict[str, Any]]) -> str:
    for one in linked:
        names = [_name(a) for a in _listed(one.get("author"))]
        if any(names):
            return ", ".join(name for name in names if name)
    names_ = ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator")
    return _first(metas, names_)


def _publisher(linked: list[dict[str, Any]]) -> str:
    names = (_name(p) for one in linked for p in _listed(one.get("publisher")))
    return next((plain(name) for name in names if name), "")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _name(value: Any) -> str:
    name = value.get("name") if isinstance(value, dict) else value
    return name if isinstance(name, str) and not name.startswith(("http", "#")) else ""


def _date(root: HtmlElement, metas: dict[str, list[str]], linked: list[dict[str, Any]]) -> str:
    """Of publication; failing that, of the last change."""
    fields: list[object] = [o.get("datePublished") for o in linked]
    fields += [value for name in _PUBLISHED for value in metas.get(name, [])]
    fields += [t.get("datetime") for t in root.iter("time") if _is_published(t)]
    for field in fields:
        if field and (date := iso(field)):
            return date
    return (
        _said(root)
        or _in_address(root, metas)
        or next((d for o in linked if (d := iso(o.get("dateModified")))), "")
        or next((d for n in _MODIFIED for v in metas.get(n, []) if (d := iso(v))), "")
    )


def _is_published(time: HtmlElement) -> bool:
    """A <time> that dates the page, not an event that it tells of."""
    names = f"{time.get('class') or ''} {time.get('itemprop') or ''}".lower()
    if "updated" in names.split() or "modif" in names:
        return False
    around = list(time.iterancestors())[:3]
    near = " ".join(f"{a.get('class') or ''} {a.tag}" for a in around).lower()
    return bool(re.search(r"publi|entry-date|post-date|date-pub", names)) or bool(
        re.search(r"posted-on|entry-meta|post-meta|byline|cartouche|article-meta|header", near)
    )


def _said(root: HtmlElement) -> str:
    """« Publié le 7 mai 2020 » in the first lines of the page."""
    body = root.find("body")
    if body is None:
        return ""
    parts = (t for e in body.iter() if e.tag not in {"script", "style"} for t in (e.text, e.tail))
    text, size = [], 0
    for part in parts:
        if part and part.strip():
            text.append(part.strip())
            size += len(part)
            if size > _FEW:
                break
    for match in _SAID.finditer(fold(" ".join(" ".join(text).split()))):
        if date := found(match.group(1)):
            return date
    return ""


def _in_address(root: HtmlElement, metas: dict[str, list[str]]) -> str:
    addresses = [
        link.get("href") or "" for link in root.iter("link") if link.get("rel") == "canonical"
    ]
    for address in [*addresses, *metas.get("og:url", [])]:
        if match := _ADDRESS_DATE.search(address):
            return iso("-".join(part for part in match.groups() if part))
    return ""


def _guessed(root: HtmlElement) -> dict[str, str | None]:
    from trafilatura.metadata import extract_metadata

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        said = extract_metadata(root, extensive=False)
    except Exception:  # a page's odd metadata must not lose its text
        return {}
    return {"title": said.title, "author": said.author, "sitename": said.sitename}
