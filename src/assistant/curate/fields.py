"""What a person says of a document, checked and put into the catalogue's form."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from assistant import wording
from assistant.curate.dates import parse_day
from assistant.domain import Document
from assistant.errors import BadRequest
from assistant.french import nfc
from assistant.ingest.catalogue import STATUSES

ASKED = ("id", "title", "publisher", "date", "kind", "status")
"""In the order they are asked for."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def said(document: Document, field: str, text: str) -> Document:
    """The document with a field of `ASKED` as it was said; "" empties it. Raises BadRequest."""
    value = " ".join(nfc(text).split())
    return replace(document, **_READERS.get(field, _plain)(document, field, value))


def _plain(document: Document, field: str, value: str) -> dict[str, Any]:
    return {field: value or None}


def _title(document: Document, field: str, value: str) -> dict[str, Any]:
    if not value:
        raise BadRequest(wording.CURATE_NEEDS_TITLE)
    return {field: value}


def _id(document: Document, field: str, value: str) -> dict[str, Any]:
    if not _ID.fullmatch(value):
        raise BadRequest(wording.CURATE_BAD_ID.format(value=value))
    return {field: value}


def _date(document: Document, field: str, value: str) -> dict[str, Any]:
    """A date that did not change keeps its precision: « 2020-11 » may be a season."""
    if value == document.date:
        return {}
    day = parse_day(value)
    if value and day is None:
        raise BadRequest(wording.CURATE_BAD_DATE.format(value=value))
    return {
        "date": day.value if day else None,
        "date_precision": day.precision if day else None,
    }


def _status(document: Document, field: str, value: str) -> dict[str, Any]:
    status = value.lower()
    if value and status not in STATUSES:
        choices = ", ".join(STATUSES)
        raise BadRequest(wording.CURATE_BAD_STATUS.format(value=value, choices=choices))
    if status == "remplacé" and document.replaced_by is None:
        raise BadRequest(wording.CURATE_BAD_REPLACED)
    return {field: status or None}


_READERS = {"title": _title, "id": _id, "date": _date, "status": _status}
