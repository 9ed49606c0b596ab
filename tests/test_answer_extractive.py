"""Answers from the real corpus."""

from __future__ import annotations

import re

import pytest

from assistant.answer.extractive import ExtractiveAnswerer
from assistant.answer.units import is_legible
from assistant.answer.verify import MARK
from assistant.core import Assistant
from assistant.domain import Answer, Hit
from assistant.french import fold
from assistant.ports import Index
from assistant.retrieve.terms import QueryReader
from assistant.settings import Settings
from assistant.wiring import build
from query_samples import StemIndex, hit, passage

QUESTIONS = """
Comment faire alliance ?
Qu’est-ce que l’ODD 17 ?
Combien de Français trouvent utile de jouer collectif ?
Qui a reçu la députée Cathy Racon-Bouzon ?
Quelles sont les trois missions de la Fondation des Territoires ?
Comment la mission a-t-elle travaillé ?
Pourquoi les alliances sont-elles nécessaires ?
Quand le rapport de la mission a-t-il été remis ?
Quel est le rôle des catalyseurs ?
Quelle part des maires juge utile de jouer collectif ?
mesures opérationnelles
A quoi sert le fonds ODD 17 ?
""".strip().splitlines()


@pytest.fixture(scope="module")
def quoting(built_settings: Settings) -> Assistant:
    """Without the answers of editors."""
    return build(built_settings.model_copy(update={"validated": False}))


@pytest.fixture(scope="module")
def answers(quoting: Assistant) -> dict[str, Answer]:
    return {question: quoting.ask(question) for question in QUESTIONS}


def lines(answer: Answer) -> list[str]:
    """The marked lines, bare."""
    marked = [line for line in answer.text.split("\n") if MARK.search(line)]
    return [MARK.sub("", line).removeprefix("- ").strip() for line in marked]


def test_the_21_measures_come_whole_and_in_order(quoting: Assistant) -> None:
    answer = quoting.ask("Quelles sont les 21 mesures ?")
    numbers = [int(m.group(1)) for line in lines(answer) if (m := re.match(r"(\d{1,2})\. ", line))]
    assert numbers[:21] == list(range(1, 22))
    # the note of May 2020 and the presentation of autumn 2020 word the eighteenth apart
    assert numbers[21:] == [18]
    assert "droit de l’alliance" in answer.text
    assert "droit d’expérimentation" in answer.text
    assert answer.conflicts


@pytest.mark.parametrize(
    "question", ["mesure 18", "Que dit la mesure 18 ?", "la mesure n° 18", "c koi la mesure 18"]
)
def test_a_measure_is_given_as_each_source_words_it(
    assistant_built: Assistant, question: str
) -> None:
    answer = assistant_built.ask(question)
    said = " ".join(lines(answer))
    assert "18. Expérimenter un « droit de l’alliance »" in said.replace("\u00a0", " ")
    assert "droit d’expérimentation partenariale" in said
    assert len({c.document.id for c in answer.citations}) == 2


def test_a_measure_that_does_not_exist_is_not_given(assistant_built: Assistant) -> None:
    assert assistant_built.ask("Que dit la mesure 22 ?").verdict == "abstained"


@pytest.mark.parametrize(
    ("question", "figure", "label"),
    [
        ("Combien de Français trouvent utile de jouer collectif ?", "81%", "français"),
        ("Quelle part des maires juge utile de jouer collectif ?", "92%", "maires"),
        ("Combien d’entreprises développent des partenariats ?", "57%", "entreprises"),
    ],
)
def test_a_figure_comes_with_what_it_counts(
    assistant_built: Assistant, question: str, figure: str, label: str
) -> None:
    answer = assistant_built.ask(question)
    with_figure = [c for c in answer.citations if figure in c.quote]
    assert with_figure
    assert any(label in fold(c.quote).replace("francais", "français") for c in with_figure)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_verbatim_where_it_says(question: str, answers: dict[str, Answer]) -> None:
    for citation in answers[question].citations:
        start, end = citation.span
        assert citation.passage.text[start:end] == citation.quote
        assert citation.document.id == citation.passage.document_id


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_rubble_is_quoted(question: str, answers: dict[str, Answer]) -> None:
    answer = answers[question]
    assert answer.verdict == "answered"
    for line in lines(answer):
        assert is_legible(line), line


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_short_enough_to_be_read(question: str, answers: dict[str, Answer]) -> None:
    assert len(answers[question].text.split()) <= 450
    assert 1 <= len(answers[question].citations) <= 30


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_said_twice(question: str, answers: dict[str, Answer]) -> None:
    said = [fold(line) for line in lines(answers[question])]
    assert len(said) == len(set(said))


def test_it_is_the_same_each_time(quoting: Assistant, answers: dict[str, Answer]) -> None:
    for question in QUESTIONS[:4]:
        again = quoting.ask(question)
        assert again.text == answers[question].text
        assert again.citations == answers[question].citations


# --- by hand -----------------------------------------------------------------------------


def drafted(question: str, *hits: Hit) -> list[str]:
    every = [h.passage for h in hits]
    index = StemIndex(dict.fromkeys(("axe", "mission", "pilot", "alliance", "allianc"), 3), every)
    return [c.quote for c in ExtractiveAnswerer(QueryReader()).draft(question, hits, index).claims]


SLIDE = "La mission\n81% des citoyens\n92% des maires\nEnquête de mai 2020"
AXES = "Les axes de la mission :\n• Observer\n• Relier\n• Outiller"


def test_a_list_is_given_whole_after_what_introduces_it() -> None:
    quotes = drafted("Quels sont les trois axes de la mission ?", hit(AXES))
    assert "\n".join(quotes) == AXES


def test_a_list_cut_in_two_passages_is_joined() -> None:
    head = passage(
        "a", "Les axes de la mission :\n• 1. Observer\n• 2. Relier", list_id="l", next="b"
    )
    tail = passage("b", "• 3. Outiller\n• 4. Essaimer", list_id="l", prev="a")
    index = StemIndex({"axe": 3, "mission": 3}, (head, tail))
    for first in (head, tail):
        hits = [Hit(first, 1.0), Hit(tail if first is head else head, 0.5)]
        draft = ExtractiveAnswerer(QueryReader()).draft(
            "Quels sont les axes de la mission ?", hits, index
        )
        said = "\n".join(c.quote for c in draft.claims)
        assert [int(n) for n in re.findall(r"(\d)\.", said)] == [1, 2, 3, 4]


def test_a_slide_is_given_whole() -> None:
    assert drafted("Que dit la mission ?", hit(SLIDE)) == SLIDE.split("\n")


def test_nothing_legible_makes_no_claim() -> None:
    assert drafted("la mission ?", hit("|| _ = ~ [ ]\nlm rg xz bcdfg")) == []
    assert drafted("la mission ?") == []


def test_quotes_stand_in_the_passage_they_name(
    built_index: Index, assistant_built: Assistant
) -> None:
    hits = assistant_built.search("les alliances stratégiques entre associations et entreprises")
    reader = QueryReader()
    for question in QUESTIONS:
        for claim in ExtractiveAnswerer(reader).draft(question, hits, built_index).claims:
            assert claim.quote in claim.passage.text
