from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Document, Turn
from assistant.errors import BadQuestion, BadRequest
from assistant.intake import check_history, check_question, is_text
from assistant.sources import date_text, heading, page_text
from query_samples import passage


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0", "\u2028", "\r\n\r\n"])
def test_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadQuestion, match="vide"):
        check_question(text, 100)


def test_too_long_says_how_long_and_how_long_it_may_be() -> None:
    with pytest.raises(BadQuestion, match=r"50000.*4000"):
        check_question("é" * 50_000, 4_000)
    assert check_question("é" * 4_000, 4_000)


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "a\x1b[31m", "\ufffd\ufffd\ufffda", "\x7f"])
def test_what_is_not_text_is_refused(text: str) -> None:
    assert not is_text(text)
    with pytest.raises(BadQuestion, match="caractères"):
        check_question(text, 100)
    with pytest.raises(BadRequest, match="conversation"):
        check_history([Turn("user", text)], 5)


def test_marks_are_text_until_they_bury_the_letters() -> None:
    assert is_text("Le me\u0301ce\u0301nat a\u0300 l’e\u0301chelle locale")
    assert is_text("הַאִם אֶפְשָׁר")
    assert is_text("tiếng Việt")
    assert not is_text("a\u0300\u0301\u0302\u0303b\u0300\u0301\u0302\u0303")


def test_line_ends_become_one_kind_and_edges_are_trimmed() -> None:
    assert check_question("  a\r\nb\u2028c\rd \n", 100) == "a\nb\nc\nd"


@given(st.text(max_size=200))
def test_any_text_is_taken_or_refused(text: str) -> None:
    try:
        taken = check_question(text, 100)
    except BadQuestion:
        return
    assert 0 < len(taken) <= 100
    assert check_question(taken, 100) == taken


def test_the_newest_turns_are_kept() -> None:
    turns = [Turn("user", str(n)) for n in range(5)]
    assert check_history(turns, 2) == (turns[3], turns[4])
    assert check_history(turns, 0) == ()
    assert check_history((), 5) == ()
    assert check_history([Turn("user", "\x00"), *turns], 5) == tuple(turns)


@pytest.mark.parametrize(
    ("date", "precision", "shown"),
    [
        ("2020-05-07", "day", "7\u00a0mai 2020"),
        ("2020-05-01", "day", "1er\u00a0mai 2020"),
        ("2020-10", "month", "octobre 2020"),
        ("2020-11", "season", "automne 2020"),
        ("2020-01", "season", "hiver 2020"),
        ("2020-12", "season", "hiver 2020"),
        ("2020-07", "season", "été 2020"),
        ("2022", "year", "2022"),
        ("2020-05-07", "year", "2020"),
        ("2020-05-07", "month", "mai 2020"),
        ("vers 1900", None, "vers 1900"),
        (None, None, ""),
    ],
)
def test_a_date_is_given_as_precisely_as_it_is_known(
    date: str | None, precision: str | None, shown: str
) -> None:
    assert date_text(Document("d", "T", date=date, date_precision=precision)) == shown  # type: ignore[arg-type]


def test_a_source_is_named_by_title_date_and_page() -> None:
    document = Document("d", "Le rapport", date="2022")
    assert heading(document, passage(page=3)) == "Le rapport (2022, p.\u00a03)"
    assert heading(document, passage()) == "Le rapport (2022)"
    assert heading(Document("d", "Le rapport"), passage()) == "Le rapport"
    assert page_text(passage(page=3, page_label="3")) == "p.\u00a03"
    assert "iv" in page_text(passage(page=3, page_label="iv"))
