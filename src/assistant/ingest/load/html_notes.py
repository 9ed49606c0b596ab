"""Footnotes of a web page: marks taken out of the sentences, notes told apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.ingest.load.html_tree import names_of, remove, settable
from assistant.ingest.load.raised import is_mark

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NOTE = "data-assistant-note"
"""Marks an element that is a note."""
_SECTION = re.compile(
    r"(?:^|[\s_-])(?:foot-?notes?|end-?notes?|notes?|references|reflist|wp-block-footnotes"
    r"|notes_article|spip_notes)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:^|[#_-])(?:s?d?_?ftn|edn|foot-?note|fn|note|nb|nh|cite[_-]?note|easy-footnote)", re.I
)
_BACK = re.compile(r"^[\s\[(]*(?:[↩↑⏎^←]\ufe0e?|\d{1,3}|retour|[a-z]|\*)?[\s\])]*$", re.IGNORECASE)
_STANDS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "div", "figcaption", "td"}
_HOLDERS = {"li", "p", "div", "aside", "dd", "tr", "td", "section"}


def tell_notes(root: HtmlElement) -> None:
    """Marks every note with `NOTE` and removes the links between it and its sentence."""
    targets = _targets(root)
    order = {element: i for i, element in enumerate(root.iter())}
    notes: dict[HtmlElement, HtmlElement | None] = {}
    for link in [a for a in root.iter("a") if "#" in (a.get("href") or "")]:
        text = "".join(link.itertext())
        target = targets.get((link.get("href") or "").split("#", 1)[1])
        if target is None or not is_mark(text.strip() or "1") or not _is_reference(link):
            continue
        if order[target] < order[link]:
            continue
        note = _holder(target)
        if note is not None and _is_apart(note, link):
            notes.setdefault(note, _block_of(link))
            _drop_mark(link)
    for note in notes:
        _mark(note)
    _tell_sections(root)
    for note, block in reversed(notes.items()):
        _move(note, block)


def _targets(root: HtmlElement) -> dict[str, HtmlElement]:
    found: dict[str, HtmlElement] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                found.setdefault(name, element)
    return found


def _is_reference(link: HtmlElement) -> bool:
    """A link that a note mark makes: raised, named so, or in brackets."""
    around = [link, *link.iterancestors()][:3]
    if any(one.tag == "sup" for one in around) or link.get("role") == "doc-noteref":
        return True
    href = link.get("href") or ""
    return bool(_NAMED.search("#" + href.split("#", 1)[1]) or _NAMED.search(names_of(link)))


def _holder(target: HtmlElement) -> HtmlElement | None:
    """The paragraph or the item that a note's anchor stands in."""
    for one in [target, *target.iterancestors()]:
        if one.tag in _HOLDERS:
            return one
        if one.tag in {"body", "main", "article"}:
            return None
    return None


def _block_of(link: HtmlElement) -> HtmlElement | None:
    """The paragraph, the whole list or the whole table in which a mark stands."""
    block: HtmlElement | None = None
    for above in link.iterancestors():
        if above.tag in {"ul", "ol", "dl", "table"} or (block is None and above.tag in _STANDS):
            block = above
    return block


def _move(note: HtmlElement, block: HtmlElement | None) -> None:
    """A note goes right after its sentence's block, so that it shares its heading."""
    if block is None or block.getparent() is None or block in set(note.iter()):
        return
    remove(note)
    if note.tag not in {"p", "div", "aside", "section"}:
        note.tag = "div"
    note.tail, block.tail = block.tail, None
    block.addnext(note)


def _is_apart(note: HtmlElement, link: HtmlElement) -> bool:
    if note in set(link.iterancestors()):
        return False
    return len("".join(note.itertext()).split()) < 400


def _drop_mark(link: HtmlElement) -> None:
    """The mark with what only wraps it: « <sup>[<a>1</a>]</sup> », « [<a>1</a>] »."""
    element = link
    for above in link.iterancestors():
        if above.tag not in {"sup", "span"} or not is_mark("".join(above.itertext()).strip()):
            break
        element = above
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    left = (before.tail if before is not None else parent.text) or ""
    if re.search(r"[\[(]\s*$", left) and re.match(r"\s*[\])]", element.tail or ""):
        left = re.sub(r"[\[(]\s*$", "", left)
        element.tail = settable(re.sub(r"^\s*[\])]", "", element.tail or ""))
    if re.match(r"\s*[,.]", element.tail or ""):
        left, element.tail = left.rstrip(), settable((element.tail or "").lstrip())
    if before is not None:
        before.tail = settable(left)
    else:
        parent.text = settable(left)
    remove(element)


def _mark(note: HtmlElement) -> None:
    note.set(NOTE, "1")
    for link in list(note.iter("a")):
        href = link.get("href") or ""
        if "#" in href and _BACK.match("".join(link.itertext())):
            _drop_mark(link)


def _tell_sections(root: HtmlElement) -> None:
    """A list that is named as notes holds notes, linked or not."""
    for section in root.iter("ol", "ul", "div", "section", "aside"):
        if not (_SECTION.search(names_of(section)) or section.get("role") == "doc-endnotes"):
            continue
        items = list(section.iter("li")) or list(section.iter("p"))
        if section.get("role") == "doc-endnotes" or any(i.get(NOTE) for i in items):
            for item in items:
                if not any(above.get(NOTE) for above in item.iterancestors()):
                    _mark(item)
