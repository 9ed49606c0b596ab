"""Lines that belong to the page or the site, not to what the document says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from assistant.french import fold
from assistant.ingest.pages import Line, Page

_FOOTER = re.compile(
    r"^(?:©|\(c\)|copyright\b).{0,60}$|^(?:page\s+)?\d{1,4}\s*(?:/|sur)\s*\d{1,4}$"
)
_PAGE_LABEL = re.compile(r"\bpage\s+(\d{1,4})\b")
_NAVIGATION = re.compile(
    r"^(?:aller au contenu|aller a la navigation|menu(?: principal)?$|fermer$|ouvrir$|rechercher$"
    r"|recherche$|partager(?: sur.*)?$|imprimer$|retour(?: en haut.*| a .*)?$|haut de page$"
    r"|recevoir les (?:news|actualites)|tous les articles|cliquez (?:ici )?pour|s'inscrire"
    r"|inscrivez"
    r"|abonnez|se connecter|connexion$|mon compte$|newsletters?$|mentions legales|plan du site"
    r"|accepter (?:les cookies|tout)|politique de confidentialite|suivez-nous|lire aussi$"
    r"|voir plus$|lire la suite|precedent$|suivant$|accueil$|contact$|par .{2,40} - publie le)"
)
_NOTICE = re.compile(
    r"^(?:document )?(?:sous embargo|confidentiel)|^aucune communication autorisee"
)
_COUNTS_PAGES = re.compile(r"\b(?:page|p|slide|diapositive|folio)\b|(?:[a-z]{2,}\W+){3}")
"""What stands beside a page's number, rather than a heading's: a name for it, or a whole title."""
_RUNNING_PAGES = 3
_RUNNING_SHARE = 0.2
_TAIL = 0.85
_TOP_LINES = 4
_HEADS = re.compile(r"[«A-ZÀ-Ý]|\d+ [a-zà-ÿ]")
_SAME_LOGO = 85


def drop_furniture(pages: Sequence[Page]) -> tuple[tuple[Page, ...], int]:
    """Pages without furniture, and how many lines were dropped.

    A line whose role the file tells is never furniture: its loader has seen to that. A dropped
    line becomes an empty one, so that line numbers and paragraph gaps stay. The page number
    printed in a footer becomes the page's label.
    """
    running = _running_lines(pages)
    navigation = _navigation_lines(pages)
    cleaned, dropped = [], 0
    for index, page in enumerate(pages):
        lines, label = [], page.label
        for position, line in enumerate(page.lines):
            key = fold(line.text)
            if (
                line.role is None
                and key
                and (_key(line) in running or (index, position) in navigation or _is_notice(key))
            ):
                found = _PAGE_LABEL.search(key)
                label = found.group(1) if found else label
                lines.append(replace(line, text=""))
                dropped += 1
            else:
                logo = line.role is None and position < _TOP_LINES
                lines.append(_without_logo(line, running) if logo else line)
        cleaned.append(replace(page, lines=tuple(lines), label=label))
    return tuple(cleaned), dropped


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", fold(line.text))


def _is_notice(key: str) -> bool:
    return bool(_NOTICE.search(key) or _FOOTER.search(key))


def _running_lines(pages: Sequence[Page]) -> frozenset[str]:
    """Same words on a fifth of the pages and on three at least: the same figures too, or figures
    that follow the pages. « Étape 1 », « Étape 2 » are headings."""
    if len(pages) < _RUNNING_PAGES:
        return frozenset()
    counts = Counter(
        said
        for index, page in enumerate(pages)
        for said in {
            said for line in page.lines if line.role is None for said in _sayings(line, index)
        }
    )
    enough = max(_RUNNING_PAGES, _RUNNING_SHARE * len(pages))
    return frozenset(key for (key, _), count in counts.items() if count >= enough)


def _sayings(line: Line, index: int) -> Iterator[tuple[str, object]]:
    """A line's words, each time with something of its figures that a running line keeps."""
    key = _key(line)
    if not re.search(r"[a-z]{3}", key) or key.endswith(":"):
        return
    figures = re.findall(r"\d+", line.text)
    yield key, tuple(figures)
    if figures and _COUNTS_PAGES.search(key):
        yield key, int(figures[-1][-6:]) - index


def _navigation_lines(pages: Sequence[Page]) -> frozenset[tuple[int, int]]:
    """Site navigation; short unpunctuated lines after it at the very end go with it."""
    places = [
        (i, j, fold(x.text) if x.role is None else "")
        for i, page in enumerate(pages)
        for j, x in enumerate(page.lines)
    ]
    found, in_tail = set(), False
    for place, (i, j, key) in enumerate(places):
        if not key:
            continue
        if len(key) <= 90 and _NAVIGATION.search(key):
            found.add((i, j))
            in_tail = place >= _TAIL * len(places)
        elif in_tail and len(key) <= 60 and not key.endswith((".", "!", "?", ":")):
            found.add((i, j))
        else:
            in_tail = False
    return frozenset(found)


def _without_logo(line: Line, running: frozenset[str]) -> Line:
    """« LOGO Title of the slide »: a running line read in front of the page's heading."""
    words = line.text.split()
    for key in running:
        length = len(key.split())
        rest = " ".join(words[length:])
        read = fold(" ".join(words[:length]))
        if _HEADS.match(rest) and fuzz.ratio(read, key) >= _SAME_LOGO and read[:1] == key[:1]:
            return replace(line, text=rest)
    return line
