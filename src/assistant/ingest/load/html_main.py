"""Where a page's own content stands: menus, banners, shares, comments and other pages left out.

trafilatura says which text is the page's own; the structure is then read in the page itself,
from the smallest element that holds that text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.french import fold
from assistant.ingest.load.html_notes import NOTE
from assistant.ingest.load.html_tree import names_of, remove

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FURNITURE = re.compile(
    r"^(?:nav|navbar|navigation|menus?|megamenu|main-?menu|breadcrumbs?|fil-?d?-?ariane|ariane"
    r"|hierarchie|arbo|cookies?|consent|tarteaucitron\w*|didomi|axeptio|onetrust|cmplz|cky|gdpr|rgpd"
    r"|sharing|share|shares|sharedaddy|partage|partager|socials?|reseaux|addtoany|a2a|addthis|st-btn"
    r"|related|relateds|similaires?|lire-aussi|a-lire|yarpp|jp-relatedposts|recommend(?:ed|ation)s?"
    r"|comments?|comment-?list|commentlist|commentaires?|disqus|respond|repondre|forum|discussion"
    r"|newsletters?|subscribe|abonnement|sidebars?|widgets?|widget-area|complementary"
    r"|footer|site-footer|pied|pied-de-page|pieddepage|colophon|skip|skiplinks?|skip-link|evitement"
    r"|pagination|pager|prev-next|post-navigation|nav-links|print|imprimer|printer|tag-links|tags"
    r"|author-box|auteur-bio|post-author|promo|promos|advert\w*|ads?|publicite|sponsor|popup|pop-up"
    r"|modal|lightbox|toc|sommaire|table-matieres|ez-toc|reading-time|search|recherche|searchform"
    r"|masthead|site-header|entete|bandeau|topbar|toolbar|langues?|lang-switcher|login|connexion"
    r"|formulaire_spip|formulaire_recherche|portfolio|spip_documents_liste|back-to-top|haut-de-page"
    r"|fr-header|fr-footer|fr-nav|fr-breadcrumb|fr-share|fr-follow|fr-skiplinks|fr-sidemenu|fr-summary"
    r"|fr-consent-\w+|fr-pagination|mw-editsection|navbox|catlinks|printfooter)"
    r"(?:(?:--?|__?)[\w-]*)?$",
    re.IGNORECASE,
)
_NOT_FURNITURE = re.compile(
    r"^(?:share|shares|related|search|widget|comment|menu|print|tags?|ads?|skip|forum|toc|recherche"
    r"|elementor-widget|forums?|discussion|modal|nav|header|footer|sidebar)"
    r"-(?:content|text|page|body|main|less|free|none|off|hidden|disabled|title)$",
    re.IGNORECASE,
)
_PAGE_WORDS = re.compile(
    r"elementor-widget|widget_text|wp-block|vc_|et_pb_|fl-module|field--?name|field-items?", re.I
)
_ROLES = {
    "navigation", "banner", "contentinfo", "search", "dialog", "alertdialog", "menu", "menubar",
    "toolbar", "complementary",
}  # fmt: skip
_LEAVES = {
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "pre", "dt", "dd",
    "figcaption", "summary", "address", "div", "section", "article", "aside", "header", "td",
}  # fmt: skip
_WHOLE = {"table"}
_PARAGRAPHS, _CROWD = ("p", "li", "td", "th", "div", "a", "blockquote"), 2000
"""trafilatura takes time with the square of the inline elements of one paragraph."""
_KEY, _KEY_MIN = 40, 12
_NESTED = 0.97
_MOST = 0.5
_LINKED, _LINKED_LIST = 0.6, 0.8
_SAID_WORDS, _SAID_LINKED = 12, 0.35
_LITTLE, _MENU, _CLOSE = 250, 0.9, 10
_WORD = re.compile(r"[^\W_]+")
_SLOW_LENGTH = 1 << 20


@dataclass(slots=True)
class _Leaf:
    """The smallest element that holds some text as a block."""

    element: HtmlElement
    words: int
    linked: float
    own: bool


def drop_furniture(root: HtmlElement) -> None:
    """Removes what belongs to the site, by its element, its role or its names; never most of
    the page."""
    body = root.find("body")
    if body is None:
        return
    enough = _MOST * max(1, _length(body))
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.tag in {"body", "main", "article"}:
            continue
        if _is_furniture(element) and _length(element) < enough and not _holds_title(element):
            remove(element)


def find_main(root: HtmlElement) -> HtmlElement:
    """The element that holds the page's own content, what does not belong to it removed."""
    body = root.find("body")
    body = root if body is None else body
    known = _kept(root)
    leaves = list(_leaves(body, known))
    main = _widened(_around(body, leaves), body) if known else _semantic(body)
    _sift([leaf for leaf in leaves if _within(leaf.element, main)], bool(known))
    return main


def linked_share(element: HtmlElement) -> float:
    """The share of the letters that stand in links."""
    return _linked(element, _length(element))


def _is_furniture(element: HtmlElement) -> bool:
    if element.get(NOTE) or any(True for _ in _marked(element)):
        return False
    if element.tag in {"nav", "dialog", "form"} or element.get("role") in _ROLES:
        return element.tag != "form" or _length(element) < 400
    if element.tag in {"header", "footer"} and not any(
        above.tag in {"article", "main", "section"} for above in element.iterancestors()
    ):
        return True
    if element.tag == "footer":
        return _length(element) < 600
    names = names_of(element)
    if not names or element.tag in {"h1", "html"} or _PAGE_WORDS.search(names):
        return False
    return any(_FURNITURE.match(x) and not _NOT_FURNITURE.match(x) for x in names.split())


def _marked(element: HtmlElement) -> list[HtmlElement]:
    return [one for one in element.iter() if one.get(NOTE)]


def _holds_title(element: HtmlElement) -> bool:
    """A page's head band may hold the title with the first lines: then it is kept."""
    return next(element.iter("h1"), None) is not None and _length(element) > 200


def _kept(root: HtmlElement) -> frozenset[str]:
    """Keys of the paragraphs that trafilatura takes for the page's own; none when it finds
    little."""
    from trafilatura import extract

    if _length(root) > _SLOW_LENGTH or any(map(_is_crowded, root.iter(*_PARAGRAPHS))):
        return frozenset()
    text = extract(
        deepcopy(root), include_comments=False, include_tables=True, favor_recall=True, fast=True
    )
    if not text or len(text) < _LITTLE:
        return frozenset()
    lines = (part for line in text.split("\n") for part in line.split("|"))
    return frozenset(key for key in map(_key, lines) if len(key) >= _KEY_MIN)


def _is_crowded(element: HtmlElement) -> bool:
    inline = (child for child in element if child.tag not in _LEAVES)
    return len(element) > _CROWD and sum(1 for _ in inline) > _CROWD


def _key(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(text[: 4 * _KEY]))[:_KEY]


def _leaves(body: HtmlElement, known: frozenset[str]) -> list[_Leaf]:
    found: list[_Leaf] = []
    whole: set[HtmlElement] = set()
    holders = _holders(body)
    for element in body.iter():
        if element.tag not in _LEAVES or any(above in whole for above in element.iterancestors()):
            continue
        if element.tag in _WHOLE and not _nests(element):
            whole.add(element)
        elif element in holders:
            continue
        text = "".join(element.itertext())
        length = _length(element)
        if length:
            words, linked = len(_WORD.findall(text)), _linked(element, length)
            own = _own(element, text, known) and not (linked > _MENU and words < _SAID_WORDS)
            found.append(_Leaf(element, words, linked, own))
    return found


def _own(element: HtmlElement, text: str, known: frozenset[str]) -> bool:
    if element.tag == "table":
        return any(_key("".join(c.itertext())) in known for c in element.iter("td", "th"))
    key = _key(text)
    return key in known or any(_key(part) in known for part in element.itertext())


def _nests(table: HtmlElement) -> bool:
    return next((t for t in table.iter("table") if t is not table), None) is not None or (
        len(list(table.iter("tr"))) < 2
    )


def _holders(body: HtmlElement) -> set[HtmlElement]:
    """The elements that hold a block with words in it."""
    worded: set[HtmlElement] = set()
    for element in body.iter():
        if (element.text or "").strip():
            _mark_up(element, worded)
        if (element.tail or "").strip() and element is not body:
            _mark_up(element.getparent(), worded)
    holders: set[HtmlElement] = set()
    for element in body.iter(*_LEAVES):
        if element in worded and element is not body:
            _mark_up(element.getparent(), holders)
    return holders


def _mark_up(element: HtmlElement | None, marked: set[HtmlElement]) -> None:
    """An element and those around it, up to one that is marked already."""
    while element is not None and element not in marked:
        marked.add(element)
        element = element.getparent()


def _around(body: HtmlElement, leaves: Sequence[_Leaf]) -> HtmlElement:
    """The smallest element with nearly all the text that is the page's own."""
    weights: dict[HtmlElement, int] = {}
    for leaf in leaves:
        if leaf.own:
            for one in [leaf.element, *leaf.element.iterancestors()]:
                weights[one] = weights.get(one, 0) + leaf.words
    current = body
    while True:
        inner = max((c for c in current if c in weights), key=lambda c: weights[c], default=None)
        held = weights.get(current, 0)
        if inner is None or inner.tag in _LEAVES - {"div", "section", "article"}:
            return current
        if weights[inner] < _NESTED * held:
            return current
        current = inner


def _widened(main: HtmlElement, body: HtmlElement) -> HtmlElement:
    """Up to where menus begin: an introduction often stands beside the text."""
    while main is not body:
        above = main.getparent()
        extra = _length(above) - _length(main)
        links = linked_share(above) * _length(above) - linked_share(main) * _length(main)
        if extra > _MOST * _length(main) or links > _SAID_LINKED * extra:
            return main
        main = above
    return main


def _semantic(body: HtmlElement) -> HtmlElement:
    """What the page itself calls its content, when most of the text stands there."""
    for path in (".//main", ".//*[@role='main']", ".//article", ".//*[@id='content']"):
        found = body.findall(path)
        if len(found) == 1 and _length(found[0]) >= 0.3 * _length(body):
            return found[0]
    return body


def _sift(leaves: Sequence[_Leaf], known: bool) -> None:
    """Removes what lies around the content and lists of links inside it."""
    first, last = _reach(leaves) if known else (0, len(leaves))
    kept = [leaf.own or _stays(leaf, first <= i <= last) for i, leaf in enumerate(leaves)]
    for i in range(len(leaves) - 1, -1, -1):
        if _is_heading(leaves[i]) and not leaves[i].own:
            kept[i] = i + 1 < len(leaves) and kept[i + 1]
    for leaf, stays in zip(leaves, kept, strict=True):
        if not stays:
            remove(leaf.element)


def _reach(leaves: Sequence[_Leaf]) -> tuple[int, int]:
    """The first and last leaf of the content: what is surely its own, and on both sides the
    sentences that follow close by."""
    own = [i for i, leaf in enumerate(leaves) if leaf.own]
    if not own:
        return 0, len(leaves)
    first, last = own[0], own[-1]
    said = [
        i
        for i, leaf in enumerate(leaves)
        if leaf.words >= _SAID_WORDS and leaf.linked < _SAID_LINKED
    ]
    for i in reversed(said):
        if 0 < first - i <= _CLOSE:
            first = i
    for i in said:
        if 0 < i - last <= _CLOSE:
            last = i
    return first, last


def _stays(leaf: _Leaf, inside: bool) -> bool:
    """Whether text that is not surely the page's own is read."""
    if leaf.element.get(NOTE) or any(a.get(NOTE) for a in leaf.element.iterancestors()):
        return True
    if leaf.element.tag == "table":
        return leaf.linked < _LINKED_LIST
    if inside:
        return leaf.linked < _LINKED or leaf.words > 40
    return leaf.words >= _SAID_WORDS and leaf.linked < _SAID_LINKED


def _is_heading(leaf: _Leaf) -> bool:
    return str(leaf.element.tag) in {"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"}


def _within(element: HtmlElement, main: HtmlElement) -> bool:
    return element is main or any(above is main for above in element.iterancestors())


def _length(element: HtmlElement) -> int:
    """Letters and signs, spaces apart."""
    return len("".join("".join(element.itertext()).split()))


def _linked(element: HtmlElement, length: int) -> float:
    if not length:
        return 0.0
    if any(above.tag == "a" for above in [element, *element.iterancestors()]):
        return 1.0
    links = sum(_length(link) for link in element.iter("a") if link.get("href"))
    return links / length
