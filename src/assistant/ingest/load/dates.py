"""Dates as files and pages write them, to ISO 8601 cut to what is known."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from assistant.french import fold

_ISO = re.compile(r"^\s*(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?![\d/-])")
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:\D|$)")
_SLASHED = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split()
)
_SHORT = {
    "janv": 1,
    "fevr": 2,
    "fev": 2,
    "avr": 4,
    "juil": 7,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_WRITTEN = re.compile(
    rf"\b(?:(\d{{1,2}})(?:er)? )?({'|'.join([*_MONTHS, *_SHORT])})\.? (\d{{4}})\b"
)
_BLANK_FILES = {"2013-12-23 23:15", "2013-01-27 09:14", "2013-01-27 09:15"}
"""When the files that python-docx and python-pptx begin from were made."""
_FIRST_YEAR = 1990


def iso(text: object) -> str:
    """The date that a field holds, "" when it holds none that can be true."""
    written = str(text or "")
    match = _ISO.match(written) or _COMPACT.match(written)
    if match:
        return sensible(*(int(part) if part else 0 for part in match.groups()))
    return found(written)


def of_file(modified: object, created: object) -> str:
    """The day a file was last saved, else made; "" for the libraries' own blank files."""
    days = (iso(day) for day in (modified, created) if str(day)[:16] not in _BLANK_FILES)
    return next((day for day in days if day), "")


def found(text: str) -> str:
    """The first date written in French words or figures, "" when there is none."""
    key = fold(text)
    match = _WRITTEN.search(key)
    if match:
        day, name, year = match.groups()
        month = _MONTHS.index(name) + 1 if name in _MONTHS else _SHORT[name]
        return sensible(int(year), month, int(day or 0))
    match = _SLASHED.search(key)
    if match:
        day, month_, year = (int(part) for part in match.groups())
        return sensible(year, month_, day)
    return ""


def sensible(year: int, month: int = 0, day: int = 0) -> str:
    """ISO date of what is known (0 where it is not), "" for one that does not exist, lies ahead
    or is older than files of this kind."""
    try:
        whole = date(year, month or 1, day or 1)
    except ValueError:
        return ""
    if year < _FIRST_YEAR or whole > datetime.now(UTC).date():
        return ""
    if not month:
        return f"{year:04}"
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}"
