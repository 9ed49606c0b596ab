from __future__ import annotations

import re

import pytest

from assistant.answer.compose import compose, sound
from assistant.answer.verify import MARK, VerbatimVerifier, holds, is_exact
from assistant.domain import Citation, Document, Passage
from assistant.ports import Claim
from query_samples import StemIndex, passage

FIRST = passage("p1", "Faire alliance, c’est agir. 81% des Français le disent.", page=3)
LIST = passage("p2", "Trois axes :\n• Observer\n• Relier\n• Outiller", page=4)
OTHER = passage("p3", "La mission a rendu 21 mesures.", document_id="autre")
INDEX = StemIndex(
    stored=(FIRST, LIST, OTHER),
    known=(Document("doc", "Le document", date="2020"), Document("autre", "L’autre", date="2022")),
)
CLAIMS = (
    Claim(FIRST, "Faire alliance, c’est agir."),
    Claim(FIRST, "81% des Français le disent."),
    Claim(LIST, "• Observer\n• Relier\n• Outiller"),
    Claim(OTHER, "La mission a rendu 21 mesures."),
)


def composed(*claims: Claim) -> tuple[str, list[Citation]]:
    pieces = list(compose(claims, INDEX))
    return "".join(p.text for p in pieces), [c for p in pieces for c in p.citations]


def verdicts(text: str, *passages: Passage) -> list[str]:
    return [s.verdict for s in VerbatimVerifier().verify(text, passages)]


def test_the_answer_reads_as_it_is_meant_to() -> None:
    text, _ = composed(*CLAIMS)
    assert text.replace("\u00a0", " ") == (
        "Faire alliance, c’est agir. [1]\n"
        "\n"
        "- 81% des Français le disent. [2]\n"
        "\n"
        "Le document (2020, p. 4) :\n"
        "- Observer [3]\n"
        "- Relier [3]\n"
        "- Outiller [3]\n"
        "\n"
        "L’autre (2022) :\n"
        "- La mission a rendu 21 mesures. [4]\n"
    )


def test_marks_run_from_one_and_each_names_its_citation() -> None:
    text, citations = composed(*CLAIMS)
    assert list(dict.fromkeys(int(n) for n in MARK.findall(text))) == [1, 2, 3, 4]
    assert [c.mark for c in citations] == [1, 2, 3, 4]
    assert [(c.passage, c.quote) for c in citations] == [(c.passage, c.quote) for c in CLAIMS]
    assert all(is_exact(c) for c in citations)
    assert [c.document.id for c in citations] == ["doc", "doc", "doc", "autre"]


def test_every_line_of_a_quote_carries_its_mark() -> None:
    text, _ = composed(CLAIMS[2])
    assert re.findall(r"- \w+ \[1\]", text) == ["- Observer [1]", "- Relier [1]", "- Outiller [1]"]


def test_what_is_composed_is_supported() -> None:
    text, citations = composed(*CLAIMS)
    assert set(verdicts(text, *(c.passage for c in citations))) == {"supported"}


def test_a_source_of_the_same_name_is_named_once() -> None:
    again = passage("p4", "Encore une phrase. Et une autre.", page=4)
    text, _ = composed(CLAIMS[0], CLAIMS[2], Claim(again, "Encore une phrase."))
    assert text.count("Le document (2020") == 1


def test_no_claim_composes_nothing() -> None:
    assert composed() == ("", [])


@pytest.mark.parametrize(
    "claim",
    [
        Claim(FIRST, "Faire alliance, ce n’est pas agir."),
        Claim(FIRST, "82% des Français le disent."),
        Claim(FIRST, "81% des Français ne le disent pas."),
        Claim(OTHER, "La mission a rendu 12 mesures."),
        Claim(OTHER, "Faire alliance, c’est agir."),
        Claim(FIRST, ""),
        Claim(FIRST, "  \n"),
    ],
)
def test_a_claim_that_its_passage_does_not_hold_is_left_out(claim: Claim) -> None:
    assert sound((CLAIMS[0], claim, CLAIMS[3]), VerbatimVerifier()) == (CLAIMS[0], CLAIMS[3])


def test_sound_claims_all_stay() -> None:
    assert sound(CLAIMS, VerbatimVerifier()) == CLAIMS


# --- the check itself --------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "Faire alliance, c’est agir. [1]",
        "- Faire alliance, c’est agir. [1]",
        "• Faire alliance,   c’est agir. [1]",
        "81% des Français le disent. [1]",
    ],
)
def test_a_quote_with_its_mark_is_supported(line: str) -> None:
    assert verdicts(line, FIRST) == ["supported"]


@pytest.mark.parametrize(
    "line",
    [
        "Faire alliance, c’est agir.",
        "Faire alliance, c’est agir. [0]",
        "Faire alliance, c’est agir. [2]",
        "Faire alliance, c’est agir. [99]",
        "Faire alliance, c’est agir. [1] [2]",
        "Faire alliance, c’est réagir. [1]",
        "82% des Français le disent. [1]",
        "8% des Français le disent. [1]",
        "1% des Français le disent. [1]",
        "liance, c’est agir. [1]",
        "Faire alli [1]",
        "81% des Français le disent et le répètent. [1]",
        "[1]",
        "- [1]",
    ],
)
def test_anything_else_is_not(line: str) -> None:
    assert verdicts(line, FIRST) == ["unsupported"]


def test_a_line_that_only_names_a_source_claims_nothing() -> None:
    assert verdicts("L’autre (2022)\u00a0:\n\n- La mission a rendu 21 mesures. [1]", OTHER) == [
        "supported"
    ]


def test_a_claim_cannot_pass_for_the_name_of_a_source() -> None:
    assert verdicts("La mission a rendu 12 mesures [1]\u00a0:", OTHER) == ["unsupported"]


def test_no_text_has_no_verdict() -> None:
    assert verdicts("", FIRST) == []
    assert verdicts("\n \n", FIRST) == []


def test_a_number_is_not_a_part_of_another() -> None:
    text = passage(text="Un taux de 12,5 % sur 21 mesures, 3.14 au plus.")
    for part in ("5 % sur 21 mesures", "Un taux de 12", "1 mesures", "14 au plus."):
        assert not holds(text, part)
    for whole in ("12,5 %", "21 mesures", "3.14 au plus.", ", 3.14"):
        assert holds(text, whole)


def test_the_quote_of_another_passage_is_not_in_this_one() -> None:
    assert holds(FIRST, "81% des Français")
    assert not holds(OTHER, "81% des Français")
    assert not holds(FIRST, "")


def test_a_citation_must_be_its_passages_text() -> None:
    citation = Citation(1, FIRST, INDEX.document("doc"), "Faire alliance", (0, 14))
    assert is_exact(citation)
    assert not is_exact(Citation(1, FIRST, INDEX.document("doc"), "Faire alliance", (1, 15)))
    assert not is_exact(Citation(1, FIRST, INDEX.document("doc"), "", (0, 0)))
