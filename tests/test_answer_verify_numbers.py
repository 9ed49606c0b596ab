from __future__ import annotations

import pytest

from assistant.answer.verify.numbers import figures
from assistant.answer.verify.tokens import tokenize


def read(text: str) -> list[tuple[str, float]]:
    return [(f.kind, round(f.value, 2)) for f in figures(tokenize(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("92 % des maires", [("percent", 92)]),
        ("92% des maires", [("percent", 92)]),
        ("quatre-vingt-douze pour cent", [("percent", 92)]),
        ("deux tiers des maires", [("percent", 66.67)]),
        ("neuf maires sur dix", [("percent", 90)]),
        ("la moitié des maires", [("percent", 50)]),
        ("8 M€", [("money", 8e6)]),
        ("huit millions d’euros", [("money", 8e6)]),
        ("4 k€", [("money", 4e3)]),
        ("1 200 communes", [("count", 1200)]),
        ("cent quatre-vingt-treize pays", [("count", 193)]),
        ("vingt et une études", [("count", 21)]),
        ("une centaine d’acteurs", [("count", 100)]),
        ("18 à 36 mois", [("months", 18), ("months", 36)]),
        ("3/9 mois", [("months", 3), ("months", 9)]),
        ("un siècle et demi", [("months", 1800)]),
        ("dix-huit mois", [("months", 18)]),
        ("le dix-septième objectif", [("ordinal", 17)]),
        ("le 17ème objectif", [("ordinal", 17)]),
        ("au XXIème siècle", [("ordinal", 21)]),
        ("l’ODD 17", [("label", 17)]),
        ("la mesure 19", [("label", 19)]),
        ("un comité et une charte", []),
    ],
)
def test_figures_are_read_in_digits_and_words(text: str, found: list[tuple[str, float]]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("le 12 juillet 2018", (2018, 7, 12)),
        ("le 12/07/2018", (2018, 7, 12)),
        ("le 12-07-2018", (2018, 7, 12)),
        ("2018-07-12", (2018, 7, 12)),
        ("le 23/11/20", (2020, 11, 23)),
        ("le 1er janvier", (None, 1, 1)),
        ("en mai 2020", (2020, 5, None)),
        ("04-2018", (2018, 4, None)),
        ("en 2015", (2015, None, None)),
        ("le 8/07", (None, 7, 8)),
    ],
)
def test_dates_are_read_in_all_forms(text: str, date: tuple[int | None, ...]) -> None:
    (figure,) = figures(tokenize(text))
    assert (figure.kind, figure.date) == ("date", date)


def test_bounds_are_read() -> None:
    assert [f.bound for f in figures(tokenize("plus de 600 cas, au plus 12 %, environ 50 %"))] == [
        "least",
        "most",
        "about",
    ]
