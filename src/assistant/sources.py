"""How a source is named to a reader: its date and its page, in French."""

from __future__ import annotations

import re

from assistant import wording
from assistant.domain import DatePrecision, Document, Passage

NBSP = "\u00a0"


def date_text(document: Document) -> str:
    """The document's date in words; "" without one."""
    return day_text(document.date, document.date_precision) if document.date else ""


def day_text(date: str, precision: DatePrecision | None = None) -> str:
    """« 7 mai 2020 », « octobre 2020 », « automne 2020 », « 2022 »: an ISO 8601 date, cut to
    what is known."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", date)
    month = int(match.group(2) or 0) if match else 0
    if match is None or month > 12:
        return date
    year, day = match.group(1), int(match.group(3) or 0)
    if not month or precision == "year":
        return year
    if precision == "season":
        return f"{wording.SEASONS[month % 12 // 3]} {year}"
    name = wording.MONTHS[month - 1]
    if not day or precision == "month":
        return f"{name} {year}"
    return f"{wording.FIRST_OF_MONTH if day == 1 else day}{NBSP}{name} {year}"


def page_text(passage: Passage) -> str:
    """« p. 3 », with the printed number where it differs; "" where there is no page."""
    if passage.page is None:
        return ""
    page = wording.PAGE.format(page=passage.page)
    if passage.page_label and passage.page_label != str(passage.page):
        page += " " + wording.PAGE_LABEL.format(label=passage.page_label)
    return page


def heading(document: Document, passage: Passage | None = None) -> str:
    """« Titre (date, p. 3) »: what stands above the points taken from one source."""
    page = page_text(passage) if passage is not None else ""
    details = ", ".join(d for d in (date_text(document), page) if d)
    return f"{document.title} ({details})" if details else document.title
