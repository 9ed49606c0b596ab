"""What became of each page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.audit.pages import audit_pages, page_signs
from assistant.domain import Change, Quality
from page_samples import page_text, passage

GOOD = Quality(score=0.95, words=10)


def test_coverage_counts_the_characters_that_ended_in_a_passage() -> None:
    page = page_text(["Un deux", "écarté du texte"], quality=GOOD)
    (found,) = audit_pages([page], [passage("p", ["Un deux"])])
    assert found.coverage == pytest.approx(6 / 19)
    assert page_signs(page, frozenset({0})) == (6, 19)


def test_a_line_in_two_passages_counts_once() -> None:
    page = page_text(["Un deux"], quality=GOOD)
    twice = [passage("p", ["Un deux"]), passage("q", ["Un deux"])]
    assert audit_pages([page], twice)[0].coverage == 1.0


def test_a_sound_page_has_no_flaw() -> None:
    (found,) = audit_pages([page_text(["Un deux"], quality=GOOD)], [passage("p", ["Un deux"])])
    assert found.flaws == ()
    assert found.badness == 0
    assert found.grade == "good"


def test_each_flaw_is_named() -> None:
    lines = [f"mots lus de la ligne {n}" for n in range(4)]
    bad = Quality(
        score=0.3, words=20, glued=0.1, spaced=0.1, accents=0.1, ligatures=0.1, strange=0.1
    )
    changes = tuple(Change(0, "repair", "a", "à") for _ in range(9))
    (found,) = audit_pages([page_text(lines, quality=bad, changes=changes)], [])
    assert found.flaws == (
        "poor", "glued", "spaced", "ligatures", "accents", "strange", "uncovered", "repaired",
    )  # fmt: skip
    (fair,) = audit_pages([page_text(["Un"], quality=replace(bad, score=0.6, glued=0))], [])
    assert fair.flaws == ("fair", "spaced", "ligatures", "accents", "strange")


def test_an_unread_page_is_the_worst() -> None:
    poor = page_text(["x" * 90], quality=Quality(score=0.0, words=1))
    pages = [page_text([], state="unread"), poor, page_text([], number=3, state="empty")]
    unread, bad, empty = audit_pages(pages, [])
    assert unread.flaws == ("unread",)
    assert (unread.coverage, unread.score) == (None, None)
    assert unread.badness > bad.badness > empty.badness == 0
