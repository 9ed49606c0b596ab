"""What a model writes, checked as it comes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant import wording
from assistant.answer.compose import Piece
from assistant.answer.written import Checked
from assistant.domain import Passage, Sentence
from writing_samples import CHARTER, INDEX, MAYORS, PASSAGES, Judge

TRUE = "92 % des maires souhaitent travailler avec d’autres [1]."
ALSO = "La charte repose sur la confiance [2]."
FALSE = "Le budget est de 3 millions d’euros [1]."
WEAK = "Les entreprises sont 47 % peut-être [1]."


def checked(text: str, step: int = 5) -> tuple[Checked, list[Piece]]:
    check = Checked(Judge(), PASSAGES, INDEX)
    pieces = [p for i in range(0, len(text), step) for p in check.feed(text[i : i + step])]
    return check, [*pieces, *check.close()]


def shown(text: str) -> str:
    return "".join(piece.text for piece in checked(text)[1])


def test_what_holds_is_shown_and_what_does_not_is_left_out() -> None:
    check, pieces = checked(f"{TRUE} {FALSE} {ALSO}")
    assert "".join(p.text for p in pieces) == f"{TRUE} {ALSO}"
    assert [s.verdict for s in check.tally.sentences] == ["supported"] * 2
    assert [s.text for s in check.tally.removed] == ["Le budget est de 3 millions d’euros."]


def test_marks_are_given_anew_and_leave_no_gap() -> None:
    check, pieces = checked(f"{ALSO} {FALSE} {TRUE}")
    assert "".join(p.text for p in pieces) == (
        "La charte repose sur la confiance [1]."
        " 92 % des maires souhaitent travailler avec d’autres [2]."
    )
    assert [(c.mark, c.passage) for c in check.tally.citations] == [(1, CHARTER), (2, MAYORS)]
    assert [s.marks for s in check.tally.sentences] == [(1,), (2,)]
    assert [g.mark for s in check.tally.sentences for g in s.grounds] == [1, 2]


def test_a_citation_quotes_the_words_that_uphold_the_sentence() -> None:
    check, _ = checked(TRUE)
    (citation,) = check.tally.citations
    assert citation.quote == "92 % des maires souhaitent travailler avec les associations."
    assert citation.passage.text[slice(*citation.span)] == citation.quote


def test_two_sentences_of_one_passage_have_a_mark_each_and_one_quote_keeps_its_mark() -> None:
    other = "Les entreprises sont 47 % à le vouloir [1]."
    assert shown(f"{TRUE} {other} {TRUE}").count("[1]") == 2
    assert "[2]" in shown(f"{TRUE} {other}")


def test_a_weak_sentence_waits_for_a_supported_one_and_says_what_it_is() -> None:
    text = shown(f"{WEAK} {TRUE}")
    assert text.startswith(f"Les entreprises sont 47 % peut-être {wording.WEAK} [1]. 92 %")
    assert not shown(WEAK)
    assert checked(WEAK)[0].tally.removed


def test_a_list_keeps_its_form_and_its_introduction() -> None:
    text = "Deux points :\n- 92 % des maires souhaitent ceci [1]\n- La charte repose sur la vie [2]"
    assert shown(text) == text
    assert shown(f"Deux points :\n- {FALSE}\n- {FALSE}") == ""


def test_an_introduction_whose_points_are_gone_is_not_left_hanging() -> None:
    assert shown(f"{TRUE}\n\nDe plus :\n- {FALSE}") == TRUE


def test_paragraphs_stay_apart() -> None:
    assert shown(f"{TRUE}\n\n{ALSO}") == f"{TRUE}\n\n{ALSO.replace('[2]', '[2]')}"


def test_nothing_is_shown_before_it_is_whole() -> None:
    check = Checked(Judge(), PASSAGES, INDEX)
    assert not list(check.feed("92 % des maires souhaitent travailler avec d’autres [1]"))
    assert [p.text for p in check.feed(". La")] == [TRUE]


def test_a_text_that_breaks_off_loses_its_unfinished_sentence() -> None:
    check = Checked(Judge(), PASSAGES, INDEX)
    assert len(list(check.feed(f"{TRUE} La charte repose sur la [2"))) == 1
    check.abandon()
    assert len(check.tally.sentences) == 1


def test_a_model_that_never_stops_is_not_followed() -> None:
    check, _ = checked(f"{TRUE}\n" * 200, step=400)
    assert len(check.tally.sentences) == 40


@pytest.mark.parametrize("step", [1, 3, 7, 1_000])
def test_how_the_text_comes_does_not_matter(step: int) -> None:
    text = f"{TRUE} {FALSE}\n\n- {ALSO}\n- {WEAK}"
    assert [p.text for p in checked(text, step)[1]] == [p.text for p in checked(text, 2)[1]]


def test_a_row_of_a_table_becomes_a_line() -> None:
    row = "| 92 % des maires | souhaitent ceci [1] |"
    assert shown(f"{TRUE}\n\n{row}").endswith("\n\n92 % des maires — souhaitent ceci [1]")


def test_an_item_whose_first_sentence_is_gone_stays_an_item() -> None:
    text = shown(f"- {TRUE}\n- {FALSE} {ALSO}")
    assert text == f"- {TRUE}\n- {ALSO}"


def test_a_paragraph_whose_first_sentence_is_gone_stays_a_paragraph() -> None:
    assert shown(f"{TRUE}\n\n{FALSE} {ALSO}") == f"{TRUE}\n\n{ALSO}"


def test_an_introduction_does_not_introduce_the_next_paragraph() -> None:
    assert shown(f"{TRUE}\n\nDe plus :\n- {FALSE}\n\n{ALSO}") == f"{TRUE}\n\n{ALSO}"
    assert shown(f"Deux points :\n\n- {TRUE}") == f"Deux points :\n\n- {TRUE}"


def test_what_has_no_words_to_stand_on_is_not_shown() -> None:
    class Vague(Judge):
        def verify(self, text: str, passages: Sequence[Passage]) -> tuple[Sentence, ...]:
            return (Sentence(text, (1,), "supported"),)

    check = Checked(Vague(), PASSAGES, INDEX)
    assert not [*check.feed(TRUE), *check.close()]
    assert len(check.tally.removed) == 1
