"""Sentences of a text that comes in pieces."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.cutting import LONGEST, Cutter, Piece, cut

TEXT = """Voici. La charte repose sur la confiance. [2] Elle date de 2015 [1].
M. Dupont, art. L. 12, l’a dit « oui ».[3] Fin de la ligne [1, 2].

## Les leviers
- un point [1]
- deux points. Et leur suite [2].
1. premier [4]

| a | b |
|---|---|
| 12 | maires [1] |
sans point final [2]"""


def texts(text: str) -> list[str]:
    return [piece.text for piece in cut(text)]


def test_every_sentence_keeps_the_marks_that_follow_it() -> None:
    assert texts(TEXT) == [
        "Voici.",
        "La charte repose sur la confiance. [2]",
        "Elle date de 2015 [1].",
        "M. Dupont, art. L. 12, l’a dit « oui ».[3]",
        "Fin de la ligne [1, 2].",
        "Les leviers",
        "un point [1]",
        "deux points.",
        "Et leur suite [2].",
        "premier [4]",
        "| a | b |",
        "| 12 | maires [1] |",
        "sans point final [2]",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un. [1][2] Deux.", ["Un. [1][2]", "Deux."]),
        ("Un. **[1]** Deux.", ["Un. [1]", "Deux."]),
        ("Un (selon [1]). Deux.", ["Un (selon [1]).", "Deux."]),
        ("« Un. » [1] Deux.", ["« Un. » [1]", "Deux."]),
        ("[1] Un.", ["[1] Un."]),
        ("Un [1]. [2]", ["Un [1]. [2]"]),
    ],
)
def test_where_marks_belong(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def test_list_signs_and_empty_lines_are_told_apart_from_the_text() -> None:
    assert cut("Intro :\n\n- a b c. D e f.\n2) g h i") == (
        Piece("Intro :"),
        Piece("a b c.", "- ", gap=True),
        Piece("D e f.", first=False),
        Piece("g h i", "2. "),
    )


@given(st.lists(st.integers(1, 9), min_size=1, max_size=60))
def test_how_the_text_comes_does_not_matter(sizes: list[int]) -> None:
    cutter, found, start, turn = Cutter(), list[Piece](), 0, 0
    while start < len(TEXT):
        size = sizes[turn % len(sizes)]
        found += cutter.feed(TEXT[start : start + size])
        start, turn = start + size, turn + 1
    found += cutter.close()
    assert tuple(found) == cut(TEXT)


@given(st.text(max_size=200), st.integers(0, 200))
def test_no_text_is_too_odd_and_no_letter_is_lost(text: str, place: int) -> None:
    cutter = Cutter()
    found = [*cutter.feed(text[:place]), *cutter.feed(text[place:]), *cutter.close()]
    letters = [c for piece in found for c in piece.text if c.isalpha()]
    assert letters == [c for c in text if c.isalpha()]


def test_a_line_without_end_is_not_kept_for_ever() -> None:
    cutter = Cutter()
    found = [piece for _ in range(3) for piece in cutter.feed("a" * LONGEST)]
    assert found


def test_a_sentence_is_given_once_the_next_one_has_begun() -> None:
    cutter = Cutter()
    assert not list(cutter.feed("La charte repose sur la confiance."))
    assert not list(cutter.feed(" [2"))
    assert [p.text for p in cutter.feed("] Elle")] == ["La charte repose sur la confiance. [2]"]
