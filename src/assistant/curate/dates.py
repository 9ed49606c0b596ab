"""Dates as French writes them, read into what the catalogue holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from assistant import wording
from assistant.domain import DatePrecision
from assistant.french import fold, nfc

_MONTHS = {fold(name): number for number, name in enumerate(wording.MONTHS, 1)}
_SEASONS = dict(zip(map(fold, wording.SEASONS), ("01", "04", "07", "11"), strict=True))
"""A season is written as a month of it."""
_YEAR = r"(?:19|20)\d\d"
_FORMS = re.compile(
    rf"""
    (?<![\w/.-])(?:
      (?P<iso>{_YEAR}-\d\d(?:-\d\d)?)
    | (?P<day>\d\d?|1er)\ (?P<month>{"|".join(_MONTHS)})\ (?P<year>{_YEAR})
    | (?P<digits>\d\d?)(?P<sign>[/.-])(?P<number>\d\d?)(?P=sign)(?P<short>{_YEAR})
    | (?P<alone>{"|".join(_MONTHS)})\ (?P<its>{_YEAR})
    | (?P<season>{"|".join(_SEASONS)})\ (?P<of>{_YEAR})
    | (?P<bare>{_YEAR})
    )(?![\w/-]|\.\d)
    """,
    re.VERBOSE,
)
_EARLIEST = 1900


@dataclass(frozen=True, slots=True)
class Day:
    """A date cut to what is known, ISO 8601, and its precision."""

    value: str
    precision: DatePrecision

    @property
    def is_year(self) -> bool:
        return self.precision == "year"


def parse_day(text: str) -> Day | None:
    """What a person typed: the whole text must be one date."""
    plain = _plain(text).strip()
    match = _FORMS.fullmatch(plain)
    return _day(match) if match else None


def days_in(text: str, today: date) -> Iterator[tuple[Day, int, int]]:
    """Every date of a text that may be a document's, with where it stands in it."""
    plain = _plain(text)
    if len(plain) != len(text):
        return
    latest = (today + timedelta(days=1)).isoformat()
    for match in _FORMS.finditer(plain):
        day = _day(match)
        if day is not None and day.value <= latest[: len(day.value)]:
            yield day, match.start(), match.end()


def of_iso(value: str) -> Day | None:
    """A date as files hold it in their metadata."""
    return parse_day(value[:10]) if re.match(r"\d{4}", value) else None


def _plain(text: str) -> str:
    """Folded character by character, so that places stay where they are."""
    composed = nfc(text)
    return re.sub(r"\s", " ", "".join(map(_folded, composed)))


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    folded = fold(char)
    return folded if len(folded) == 1 else char


def _day(match: re.Match[str]) -> Day | None:
    found = match.groupdict()
    if found["iso"]:
        return _checked(found["iso"])
    if found["day"]:
        number = 1 if found["day"] == "1er" else int(found["day"])
        return _checked(f"{found['year']}-{_MONTHS[found['month']]:02}-{number:02}")
    if found["digits"]:
        return _checked(f"{found['short']}-{int(found['number']):02}-{int(found['digits']):02}")
    if found["alone"]:
        return _checked(f"{found['its']}-{_MONTHS[found['alone']]:02}")
    if found["season"]:
        return Day(f"{found['of']}-{_SEASONS[found['season']]}", "season")
    return _checked(found["bare"])


def _checked(value: str) -> Day | None:
    try:
        whole = date.fromisoformat(value + "-01-01"[len(value) - len("AAAA") :])
    except ValueError:
        return None
    if whole.year < _EARLIEST:
        return None
    precision: dict[int, DatePrecision] = {4: "year", 7: "month", 10: "day"}
    return Day(value, precision[len(value)])
