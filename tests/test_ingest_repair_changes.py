"""Changes are whole words in their place, and lead back to what was read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain import Change, PageLine, PageText
from assistant.ingest.repair import Repaired, difference, per_thousand, undo, undone
from assistant.ingest.repair.changes import Edit, applied, recorded


def test_a_change_is_of_whole_words_in_its_line() -> None:
    text = "La fin.\nIl dit que I'action vaut"
    edits = [Edit(19, 21, "l’", "elision")]
    assert applied(text, edits).endswith("que l’action vaut")
    assert list(recorded(text, edits)) == [Change(1, "elision", "I'action", "l’action", 11)]


def test_two_edits_of_one_word_are_one_change() -> None:
    text = "la que1que1 fin"
    edits = [Edit(6, 7, "l", "letter"), Edit(10, 11, "", "letter")]
    assert list(recorded(text, edits)) == [Change(0, "letter", "que1que1", "quelque", 3)]


def test_an_edit_over_two_lines_is_a_change_of_each() -> None:
    text = "www.exemple.\nfr ici"
    changes = list(recorded(text, [Edit(0, 15, "www.exemple.fr\n", "address")]))
    assert [(c.line, c.before, c.after) for c in changes] == [
        (0, "www.exemple.", "www.exemple.fr"),
        (1, "fr", ""),
    ]


def test_later_changes_are_undone_first() -> None:
    changes = [Change(0, "space", "del’eau", "de l’eau", 3), Change(0, "letter", "li", "la", 0)]
    assert undo("la de l’eau", changes) == "li del’eau"


def test_what_is_no_change_of_the_line_is_refused() -> None:
    with pytest.raises(ValueError, match="not a change"):
        undo("la mairie", [Change(0, "letter", "1oi", "loi", 3)])


@given(st.lists(st.text(max_size=30), max_size=5), st.data())
def test_any_difference_of_lines_can_be_undone(before: list[str], data: st.DataObject) -> None:
    lines = [line.replace("\n", " ") for line in before]
    after = [data.draw(st.text(max_size=30)).replace("\n", " ") for _ in lines]
    assert undone(Repaired(tuple(after), difference("mark", lines, after))) == tuple(lines)


def test_the_rate_is_per_thousand_words_read() -> None:
    change = Change(0, "letter", "1oi", "loi", 3)
    page = PageText("d", 1, (PageLine("la 1oi du pays", "la loi du pays"),), changes=(change,))
    assert per_thousand([page]) == 250
    assert per_thousand([]) == 0
