"""How a document stands in time: in force, true at its date, not adopted yet, superseded."""

from __future__ import annotations

from assistant.domain import Document

REPLACED, DRAFT, ARCHIVED, IN_FORCE = "remplacé", "projet", "archive", "en vigueur"
_RANKS = {REPLACED: 0, ARCHIVED: 1, DRAFT: 1}
_CURRENT = 2


def precedence(document: Document) -> tuple[int, str]:
    """Of two documents that say the same, the one with the higher value is to be cited: first
    what is in force (or says nothing of it), then the newer."""
    status = REPLACED if document.replaced_by else document.status or ""
    return _RANKS.get(status, _CURRENT), document.date or ""
