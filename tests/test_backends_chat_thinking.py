from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.chat_thinking import Thinking


def shown(*pieces: str) -> str:
    thinking = Thinking()
    return "".join(map(thinking.feed, pieces)) + thinking.end()


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Bonjour", "Bonjour"),
        ("<think>non</think>Oui", "Oui"),
        ("<think>\nnon\n</think>\n\nOui", "Oui"),
        ("<thinking>non</thinking> Oui", "Oui"),
        ("[THINK]non[/THINK]Oui", "Oui"),
        ("Oui<think>non</think> et oui", "Oui et oui"),
        ("<think>a</think>b<think>c</think>d", "bd"),
        ("<think>a <b> </thin d</think>Oui", "Oui"),
        ("<think><thinking></think>Oui", "Oui"),
        ("<think>sans fin", ""),
        ("<think></think>", ""),
        ("a < b et c > d", "a < b et c > d"),
        ("fin <thi", "fin <thi"),
        ("[1] et [T", "[1] et [T"),
        ("\n Oui \n", "Oui \n"),
        ("", ""),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 3, 100])
def test_thoughts_are_dropped_wherever_the_pieces_are_cut(
    said: str, expected: str, size: int
) -> None:
    assert shown(*(said[n : n + size] for n in range(0, len(said), size))) == expected


@given(st.lists(st.sampled_from(["<think>", "</think>", "[THINK]", "a", " ", "<", "t", "/", "é"])))
def test_the_cut_never_matters(parts: list[str]) -> None:
    whole = "".join(parts)
    assert shown(*parts) == shown(whole) == shown(*whole)


@given(st.text(alphabet="ab<>/[]1 \n", min_size=1))
def test_what_holds_no_thought_is_kept(text: str) -> None:
    assert shown(*text) == text.lstrip()


def test_nothing_is_held_that_cannot_begin_a_thought() -> None:
    thinking = Thinking()
    assert [thinking.feed(piece) for piece in ("Oui [1", "]. <", "b> ")] == [
        "Oui [1",
        "]. ",
        "<b> ",
    ]


def test_a_thought_that_was_not_seen_to_begin_is_told() -> None:
    thinking = Thinking()
    assert thinking.feed("Hum. ") == "Hum. "
    assert not thinking.spilt
    thinking.feed("Donc</thi")
    thinking.feed("nk>Oui")
    assert thinking.spilt
