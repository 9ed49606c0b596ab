"""Raw against read, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.audit.values import Piece
from assistant.audit.worddiff import compare
from assistant.domain import PageLine

WORDS = st.lists(st.sampled_from("le la dé de a à un mot lu".split()), max_size=12).map(" ".join)


def test_what_changed_stands_beside_what_it_was() -> None:
    found = compare(PageLine("le théme du  projet", "le thème du projet"))
    assert found.pieces == (
        Piece("same", "le"),
        Piece("removed", "théme"),
        Piece("added", "thème"),
        Piece("same", "du projet"),
    )
    assert not found.dropped


def test_a_dropped_line_is_removed_whole() -> None:
    found = compare(PageLine("page 3", ""))
    assert found.pieces == (Piece("removed", "page 3"),)
    assert found.dropped
    assert not compare(PageLine("", "")).dropped


@given(WORDS, WORDS)
def test_both_sides_can_be_told_from_the_pieces(raw: str, text: str) -> None:
    pieces = compare(PageLine(raw, text)).pieces
    assert " ".join(p.text for p in pieces if p.kind != "added") == raw
    assert " ".join(p.text for p in pieces if p.kind != "removed") == text
