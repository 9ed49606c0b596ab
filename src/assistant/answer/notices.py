"""What the reader must be told beside the quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant import wording
from assistant.domain import Citation
from assistant.errors import UnknownDocument
from assistant.ports import Index
from assistant.sources import date_text
from assistant.standing import DRAFT

_RELATIVE = re.compile(
    r"\b(aujourd[’']hui|ce soir|ce jour|actuellement|actuelle?s?|désormais|bientôt|prochaine?s?"
    r"|à venir|récemment|récente?s?|dernière?s? (?:études?|résolution)|en cours|à paraitre"
    r"|à paraître"
    r"|en octobre dernier|depuis (?:\d+|une \w+) (?:ans?|années?))\b",
    re.IGNORECASE,
)


def relative_times(citations: Sequence[Citation]) -> tuple[str, ...]:
    """« aujourd’hui » s’entend à la date du document: one notice per document and word."""
    found: dict[str, None] = {}
    told: set[tuple[str, str]] = set()
    for citation in citations:
        date = date_text(citation.document)
        for match in _RELATIVE.finditer(citation.quote):
            key = (citation.document.id, match.group(1).lower())
            if date and key not in told and len(told) < 3:
                told.add(key)
                found[wording.NOTICE_THEN.format(word=match.group(1).lower(), date=date)] = None
    return tuple(found)


def standings(citations: Sequence[Citation], index: Index) -> tuple[str, ...]:
    """What a reader must know of cited documents that are superseded or not adopted."""
    found: dict[str, None] = {}
    for document in {citation.document.id: citation.document for citation in citations}.values():
        if document.replaced_by:
            by = _title(document.replaced_by, index)
            found[wording.NOTICE_REPLACED.format(title=document.title, by=by)] = None
        elif document.status == DRAFT:
            found[wording.NOTICE_DRAFT.format(title=document.title)] = None
    return tuple(found)


def _title(document_id: str, index: Index) -> str:
    """A document whose file is not read is in no index."""
    try:
        return index.document(document_id).title
    except UnknownDocument:
        return document_id
