"""What the catalogue says of documents in time: replaced, archived, or older than another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.audit.values import Link, Outdated, Standing
from assistant.domain import Document
from assistant.french import fold

_REPLACED, _ARCHIVE, _DRAFT = "remplacé", "archive", "projet"
_STANDINGS: Mapping[str, Standing] = {_ARCHIVE: "archived", _DRAFT: "draft"}
_LINKS = ("replaced_by", "same_as", "part_of")


def find_outdated(documents: Sequence[Document], years: int) -> tuple[Outdated, ...]:
    """Documents that no longer hold, or may not: `years` older than one of the same publisher
    and kind."""
    return tuple(found for document in documents for found in _standing(document, documents, years))


def _standing(document: Document, documents: Sequence[Document], years: int) -> Iterator[Outdated]:
    if is_replaced(document):
        yield Outdated(document.id, "replaced", document.replaced_by)
        return
    status = _STANDINGS.get(document.status or "")
    newest = max(
        (other for other in documents if _may_follow(document, other)),
        key=lambda other: other.date or "",
        default=None,
    )
    gap = _gap(document, newest) if newest is not None else None
    if newest is not None and gap is not None and gap >= years:
        yield Outdated(document.id, "older", newest.id, gap)
    elif status is not None:
        yield Outdated(document.id, status)


def is_replaced(document: Document) -> bool:
    return document.replaced_by is not None or document.status == _REPLACED


def find_links(documents: Sequence[Document], indexed: Sequence[Document]) -> tuple[Link, ...]:
    """Links of the catalogue that lead to a document that is replaced, or not in the index."""
    known = {document.id: document for document in documents}
    there = {document.id for document in indexed}
    found = []
    for document in documents:
        for name in _LINKS:
            target: str | None = getattr(document, name)
            if target is None:
                continue
            if target in known and is_replaced(known[target]):
                found.append(Link(document.id, name, target, "replaced"))
            elif target not in there:
                found.append(Link(document.id, name, target, "absent"))
    return tuple(found)


def _may_follow(document: Document, other: Document) -> bool:
    return (
        other.id != document.id
        and _same(document.publisher, other.publisher)
        and _same(document.kind, other.kind)
        and not is_replaced(other)
        and other.status != _DRAFT
    )


def _same(one: str | None, other: str | None) -> bool:
    return bool(one and other) and fold(one or "") == fold(other or "")


def _gap(document: Document, newer: Document) -> int | None:
    """Whole years between two documents."""
    if not document.date or not newer.date:
        return None
    months = _months(newer.date) - _months(document.date)
    return months // 12 if months > 0 else None


def _months(date: str) -> int:
    year, _, rest = date.partition("-")
    return int(year) * 12 + int(rest[:2] or 1)
