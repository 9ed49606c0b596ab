"""Titles and names that a file's properties hold, when somebody wrote them."""

from __future__ import annotations

import re

from assistant.french import fold
from assistant.ingest.load.writer import plain

_NO_TITLE = re.compile(
    r"^(?:(?:nouveau )?document\s*\d*|sans[ -]titre.*|untitled.*|title|titre(?: du document)?"
    r"|presentation\s*(?:powerpoint)?\s*\d*"
    r"|powerpoint[ -]presentation|diapositive\s*\d*|slide\s*\d*"
    r"|word document|microsoft (?:word|powerpoint).*|template|modele|normal|[\d\W_]*)$"
)
_FILE_NAME = re.compile(r"\.(?:docx?|odt|pptx?|pdf|rtf|indd|html?)$|[\\/]", re.IGNORECASE)
_NO_NAME = re.compile(
    r"^(?:python-(?:docx|pptx)|steve canny|microsoft.*|utilisateur.*|user\d*"
    r"|admin(?:istrat(?:or|eur))?"
    r"|root|windows.*|default|auteur|author|owner|proprietaire|hp|dell|lenovo|acer|asus|pc|poste.*"
    r"|page \d+|unknown|inconnu|anonyme?|un-named|apache poi|libreoffice.*|openoffice.*)$"
)
_LOGIN = re.compile(r"^[a-z0-9._-]+$|[@\\_]|^https?:")


def title_of_file(value: str | None) -> str:
    text = plain(value or "")
    return "" if _NO_TITLE.match(fold(text)) or _FILE_NAME.search(text) else text


def name_of(value: str | None) -> str:
    """A person or an organisation; "" for a machine's user or a program."""
    text = plain(value or "")
    if not re.search(r"[^\W\d_]{2}", text) or len(text) > 120:
        return ""
    return "" if _NO_NAME.match(fold(text)) or _LOGIN.search(text) else text
