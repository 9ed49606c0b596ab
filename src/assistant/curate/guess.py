"""Guessing what the catalogue should say of a file, from the file itself and its name.

A guess is only a proposal: an editor sees it, and a wrong date is worse than none. So prose is
not searched for dates: « Le 12 juillet 2018, le cabinet reçoit… » says when something happened.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from assistant.curate.dates import Day, days_in, of_iso
from assistant.curate.names import free_id, slug
from assistant.domain import Document, ReadDocument
from assistant.french import fold, nfc

KINDS = (
    "compte rendu",
    "dossier de presse",
    "communiqué",
    "livre blanc",
    "feuille de route",
    "rapport",
    "charte",
    "guide",
    "synthèse",
    "étude",
    "enquête",
    "baromètre",
    "convention",
    "délibération",
    "statuts",
    "manifeste",
    "plaidoyer",
    "discours",
    "lettre",
    "note",
    "fiche",
    "présentation",
    "article",
)
_KIND_WORDS = tuple(
    (kind, re.compile(rf"\b(?:{words})s?\b"))
    for kind in KINDS
    for words in [
        {
            "compte rendu": "comptes?[ -]?rendu|proces[ -]verbal",
            "communiqué": "communique de presse|communique",
            "présentation": "presentation|diaporama",
            "statuts": "statut",
        }.get(kind, fold(kind))
    ]
)
_KIND_OF_SUFFIX = {".pptx": "présentation", ".html": "article", ".htm": "article"}
_DATED_KINDS = frozenset(
    {"compte rendu", "communiqué", "discours", "présentation", "article", "lettre"}
)
_DATED_YEARS = 2
_DRAFT = re.compile(
    r"\b(?:version (?:provisoire|de travail)|document de travail|brouillon|draft|"
    r"avant[- ]projet|projet de (?:charte|rapport|convention|statuts|note|deliberation|texte))\b"
)
_ISSUED = re.compile(
    r"\b(?:publi|mis en ligne|adopt|valid|approuv|edit|parution|version|date|fait a|paris,? le)"
)
_JUNK_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint)\b.*|presentation powerpoint|sans titre.*|untitled.*|"
    r"document ?\d*|powerpoint presentation|diapositive \d+|page \d+|accueil|scan.*|[\W\d_]*)$"
)
_FILE_TITLE = re.compile(r"\.(?:docx?|odt|pptx?|pdf|indd|txt|html?|md|rtf)$", re.IGNORECASE)
_JUNK_PUBLISHER = re.compile(
    r"^(?:user|utilisateur|admin\w*|microsoft.*|windows.*|auteur|author|inconnu|unknown|office.*|"
    r"[\W\d_]*)$"
)
_COPYRIGHT = re.compile(r"©\s*([^\d/|,;.()\n]{2,60}?)\s*(?:[/|,;.(-]|\b(?:19|20)\d\d|$)", re.M)
_FIRST_LINES = 40
_HEAD_CHARS = 600
_SHORT_LINE = 8
_MAX_TITLE = 150
_WORDS = re.compile(r"[^\W\d_]{2,}")


def guess(read: ReadDocument, name: str, known: Collection[Document], today: date) -> Document:
    """What the catalogue could say of the file `name`, read as a document it does not know.

    `known` are the catalogue's documents: their publishers are recognised, their ids taken.
    """
    lines = _first_lines(read)
    stem = nfc(PurePath(name).stem)
    title = _title(read.document.title, stem)
    day = _date(lines, stem, read.document.date, today)
    kind = _kind(title, stem, PurePath(name).suffix.lower(), lines)
    taken = {document.id for document in known}
    return replace(
        read.document,
        id=free_id(_identifier(stem, title, day), taken),
        title=title,
        publisher=_publisher(read, stem, known),
        date=day.value if day else None,
        date_precision=day.precision if day else None,
        kind=kind,
        status=_status(title, stem, lines, kind, day, today),
        catalogued=True,
    )


def guess_from_name(name: str, known: Collection[Document], today: date) -> Document:
    """The same of a file that cannot be read."""
    empty = Document(id="", title="", source=name)
    return guess(ReadDocument(empty, (), ()), name, known, today)


def _first_lines(read: ReadDocument) -> list[str]:
    """The beginning of the document, its first two pages at most."""
    pages = [page for page in read.pages if page.state == "read"][:2]
    lines = [line.text or line.raw for page in pages for line in page.lines]
    return [line.strip() for line in lines if line.strip()][:_FIRST_LINES]


def _title(found: str, stem: str) -> str:
    plain = " ".join(found.strip(" .:;-–—").split())
    junk = _JUNK_TITLE.match(fold(plain)) or len(_WORDS.findall(plain)) == 0
    if junk or _FILE_TITLE.search(plain) or fold(plain) == fold(stem):
        plain = " ".join(re.sub(r"[_-]+", " ", stem).split())
        plain = plain[:1].upper() + plain[1:]
    if len(plain) > _MAX_TITLE:
        plain = plain[:_MAX_TITLE].rpartition(" ")[0] + "…"
    return plain


def _date(lines: list[str], stem: str, metadata: str | None, today: date) -> Day | None:
    """Said to be the date; else alone on a line; else in the file's name; else what the file's
    own properties say; else a year on a line of its own or beside a ©."""
    said = [
        (day, _rank(line, start, end)) for line in lines for day, start, end in days_in(line, today)
    ]
    in_name = [day for day, _, _ in days_in(re.sub(r"[_\s]", " ", stem), today)]
    in_name += [day for day, _, _ in days_in(stem.replace("-", " "), today)]
    exact = [day for day in in_name if not day.is_year]
    own = of_iso(metadata or "")
    choices = [
        *(day for day, rank in said if rank == "issued" and not day.is_year),
        *(day for day, rank in said if rank == "alone" and not day.is_year),
        *exact,
        *([own] if own else []),
        *in_name,
        *(day for day, rank in said if rank is not None),
    ]
    return choices[0] if choices else None


def _rank(line: str, start: int, end: int) -> str | None:
    before = fold(line[:start])
    if _ISSUED.search(before[-40:]):
        return "issued"
    if len(line.split()) <= _SHORT_LINE or "©" in line:
        return "alone"
    return None


def _kind(title: str, stem: str, suffix: str, lines: Iterable[str]) -> str | None:
    """The first place that names one: title, file name, first lines; the word that comes first."""
    head = " ".join(lines)[:_HEAD_CHARS]
    for text in (title, stem.replace("-", " ").replace("_", " ")):
        found = _first_kind(text)
        if found:
            return found
    return _KIND_OF_SUFFIX.get(suffix) or _first_kind(head)


def _first_kind(text: str) -> str | None:
    folded = fold(text)
    places = [
        (match.start(), kind) for kind, words in _KIND_WORDS if (match := words.search(folded))
    ]
    return min(places)[1] if places else None


def _status(
    title: str, stem: str, lines: Iterable[str], kind: str | None, day: Day | None, today: date
) -> str:
    head = " ".join([title, stem.replace("-", " ").replace("_", " "), *lines])[:_HEAD_CHARS]
    if _DRAFT.search(fold(head)):
        return "projet"
    old = day is not None and int(day.value[:4]) <= today.year - _DATED_YEARS
    return "archive" if old and kind in _DATED_KINDS else "en vigueur"


def _publisher(read: ReadDocument, stem: str, known: Collection[Document]) -> str | None:
    """As the catalogue writes it, when it is one of the catalogue's; the most often used first."""
    names: dict[str, int] = {}
    for document in known:
        if document.publisher:
            names[document.publisher] = names.get(document.publisher, 0) + 1
    by_use = sorted(names, key=lambda name: -names[name])
    lines = _first_lines(read)
    signed = _COPYRIGHT.findall("\n".join(lines))
    own = (read.document.publisher or "").strip()
    for place in (own, *signed, "\n".join(lines)[:_HEAD_CHARS], stem.replace("-", " ")):
        found = next((name for name in by_use if _names(name, place)), None)
        if found:
            return found
    login = own == own.lower() and " " not in own
    if own and not login and not _JUNK_PUBLISHER.match(fold(own)):
        return own
    return signed[0].strip() if signed else None


def _names(publisher: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(fold(publisher))}\b", fold(text)) is not None


def _identifier(stem: str, title: str, day: Day | None) -> str:
    """The file's name when it has words, else the title; with the year where none is told."""
    named = slug(stem) if len(_WORDS.findall(stem)) >= 2 else ""
    identifier = named or slug(title)
    year = day.value[:4] if day else ""
    if not identifier or not year or re.search(r"(?:^|-)(?:19|20)\d\d", identifier):
        return identifier
    return f"{identifier}-{year}"
