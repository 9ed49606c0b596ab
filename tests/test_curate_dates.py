from __future__ import annotations

from datetime import date

import pytest

from assistant.curate.dates import Day, days_in, of_iso, parse_day

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("17 octobre 2020", "2020-10-17", "day"),
        ("1er août 2021", "2021-08-01", "day"),
        ("1ER AOUT 2021", "2021-08-01", "day"),
        ("17/10/2020", "2020-10-17", "day"),
        ("7.5.2020", "2020-05-07", "day"),
        ("2020-10-17", "2020-10-17", "day"),
        ("Octobre 2020", "2020-10", "month"),
        ("décembre\u00a02019", "2019-12", "month"),
        ("2020-10", "2020-10", "month"),
        ("automne 2020", "2020-11", "season"),
        ("Été 2019", "2019-07", "season"),
        ("hiver 2019", "2019-01", "season"),
        ("2020", "2020", "year"),
    ],
)
def test_dates_are_read_as_they_are_written(text: str, value: str, precision: str) -> None:
    day = parse_day(text)
    assert day is not None
    assert (day.value, day.precision) == (value, precision)


@pytest.mark.parametrize(
    "text", ["", "hier", "31/02/2020", "2020-13", "17 octobre", "1789", "le 2020"]
)
def test_what_is_no_date(text: str) -> None:
    assert parse_day(text) is None


def found(text: str) -> list[str]:
    return [day.value for day, _, _ in days_in(text, TODAY)]


def test_dates_in_a_line() -> None:
    assert found("Publié le 7 mai 2020 - 19:00 - mis à jour en juin 2021") == [
        "2020-05-07",
        "2021-06",
    ]
    assert found("© Le RAMEAU / 2020 Page 3") == ["2020"]


def test_what_looks_like_a_date_and_is_none() -> None:
    assert found("programme 2018-2022, tél. 01.02.2020.30, art. 12/2020/4, n° 20201017") == []
    assert found("Agenda 2030") == []


def test_places_are_those_of_the_line() -> None:
    line = "Évreux, le 7 mai 2020"
    ((_, start, end),) = days_in(line, TODAY)
    assert line[start:end] == "7 mai 2020"


def test_dates_of_files() -> None:
    assert of_iso("2020-10-17T10:00:00+02:00") == Day("2020-10-17", "day")
    assert of_iso("") is None
    assert of_iso("D:2020") is None
