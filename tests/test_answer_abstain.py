"""« Je ne sais pas »: when, why, and what is said then."""

from __future__ import annotations

import math

import pytest

from assistant import wording
from assistant.answer.abstain import FEATURES, WEIGHTS, Evidence, measure, weigh
from assistant.answer.elsewhere import names_other_subject
from assistant.answer.language import language
from assistant.answer.suggest import questions
from assistant.core import Assistant
from assistant.domain import Answer, Reason
from assistant.french import stem
from assistant.retrieve.terms import Concept, Terms
from query_samples import hit

NAMED_ONLY = [
    "Quels sont les articles de la Charte ?",
    "Quels sont les articles de la Charte du faire alliance ?",
    "Que contient le kit ?",
    "Combien d’articles compte la loi Hamon ?",
]
OFF_TOPIC = [
    "Où acheter du pain ?",
    "Quel temps fera-t-il demain à Lyon ?",
    "Quelle est la capitale de l’Australie ?",
    "Comment réparer une chaudière ?",
    "Donne-moi une recette de crêpes.",
    "Quels films passent au cinéma ce week-end ?",
    "What movies are playing in theaters this weekend?",
    "Help me with a recipe for a vegetarian lasagna.",
    "What are the major risks associated with investing in cryptocurrency?",
]
NOT_FOUND = [
    "Quelle est l’adresse du RAMEAU ?",
    "Quel est le numéro de téléphone de la Fondation des Territoires ?",
    "Que dit la mesure 22 ?",
    "Que pensez-vous de la mission ministérielle ?",
    "Quel est le salaire du président du RAMEAU ?",
]
EVERY = [*NAMED_ONLY, *OFF_TOPIC, *NOT_FOUND]


@pytest.fixture(scope="module")
def abstained(assistant_built: Assistant) -> dict[str, Answer]:
    return {question: assistant_built.ask(question) for question in EVERY}


@pytest.mark.parametrize("question", EVERY)
def test_what_the_corpus_does_not_hold_is_not_answered(
    question: str, abstained: dict[str, Answer]
) -> None:
    answer = abstained[question]
    assert answer.verdict == "abstained"
    assert answer.citations == ()
    assert answer.sentences == ()
    assert answer.support is None
    assert "[" not in answer.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        *((q, Reason.NAMED_ONLY) for q in NAMED_ONLY),
        *((q, Reason.OFF_TOPIC) for q in OFF_TOPIC),
        *((q, Reason.NOT_FOUND) for q in NOT_FOUND),
    ],
)
def test_the_reason_is_the_right_one(
    question: str, reason: Reason, abstained: dict[str, Answer]
) -> None:
    assert abstained[question].reason is reason


@pytest.mark.parametrize("question", NAMED_ONLY + NOT_FOUND)
def test_it_says_what_was_looked_at(question: str, abstained: dict[str, Answer]) -> None:
    answer = abstained[question]
    opening = wording.NAMED_ONLY if answer.reason is Reason.NAMED_ONLY else wording.NOT_FOUND
    assert answer.text.startswith(opening)
    assert "J’ai cherché" in answer.text
    assert "dans 5 documents" in answer.text
    assert 1 <= len(answer.documents) <= 3
    assert all(document.title in answer.text for document in answer.documents)


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_is_off_topic_is_declined_in_a_word(
    question: str, abstained: dict[str, Answer]
) -> None:
    assert abstained[question].text == wording.DECLINE_OFF_TOPIC


def test_the_words_searched_are_told_as_typed(assistant_built: Assistant) -> None:
    text = assistant_built.ask("Quels sont les articles de la Charte ?").text.replace("\u00a0", " ")
    assert "J’ai cherché : « articles », « Charte », dans 5 documents." in text


@pytest.mark.parametrize("question", NAMED_ONLY + NOT_FOUND)
def test_two_or_three_questions_are_offered(question: str, abstained: dict[str, Answer]) -> None:
    offered = abstained[question].next_questions
    assert 2 <= len(offered) <= 3
    assert len(set(offered)) == len(offered)
    assert all(one.endswith("?") and one.count("«") <= 1 for one in offered)


@pytest.mark.parametrize("question", EVERY)
def test_the_questions_offered_are_answered(
    question: str, abstained: dict[str, Answer], assistant_built: Assistant
) -> None:
    for offered in abstained[question].next_questions:
        assert assistant_built.ask(offered).verdict == "answered", offered


@pytest.mark.parametrize("question", EVERY)
def test_the_evidence_is_in_the_trace(question: str, abstained: dict[str, Answer]) -> None:
    trace = abstained[question].trace
    assert set(trace.evidence) == set(FEATURES)
    assert all(math.isfinite(value) and -1 <= value <= 1 for value in trace.evidence.values())
    assert trace.generation
    if language(question) == "fr":
        assert trace.query == question


def test_every_feature_has_its_weight_and_no_other() -> None:
    assert list(WEIGHTS) == list(FEATURES)
    assert set(measure("mesures ?", Terms(()), [])) == set(FEATURES)


def test_missing_words_never_make_an_answer_surer() -> None:
    assert WEIGHTS["missing"] < 0
    assert WEIGHTS["elsewhere"] < 0
    assert WEIGHTS["names"] < 0
    assert WEIGHTS["inside"] < 0
    assert WEIGHTS["outside"] < 0


def test_nothing_found_is_never_enough() -> None:
    terms = Terms((Concept("mesur", 2.0, {}),))
    assert not weigh("mesures ?", terms, []).suffices
    assert not weigh("mesures ?", terms, [hit("Tout autre chose.")]).suffices


def test_a_probability_alone_is_not_enough() -> None:
    features = dict.fromkeys(FEATURES, 0.0)
    assert not Evidence(0.99, features).suffices
    assert Evidence(0.99, features | {"union": 0.9}).suffices
    assert not Evidence(0.01, features | {"union": 0.9}).suffices


def test_another_language_must_be_known_for_most_of_it() -> None:
    features = dict.fromkeys(FEATURES, 0.0) | {"union": 0.9}
    assert Evidence(0.99, features).suffices_abroad
    assert not Evidence(0.99, features | {"missing": 0.6}).suffices_abroad


def test_other_peoples_subjects_are_told_by_their_words() -> None:
    assert names_other_subject("météo", [stem("meteo"), stem("vanille"), stem("mesures")]) >= 1
    assert names_other_subject("Quelles sont les 21 mesures ?", []) == 0


# --- what to ask next --------------------------------------------------------------------


def test_questions_come_from_headings_that_read_well() -> None:
    hits = [
        hit(
            "Texte.", name="a", heading="Encadré 3 : Du « faire ensemble » au contrat de confiance"
        ),
        hit("Texte.", name="b", heading="Comment faire alliance en territoire ?"),
        hit("Texte.", name="c", heading="Titre"),
        hit("Texte.", name="d", heading="|| _ = ~ [ ] lm rg xz"),
        hit("Texte.", name="e", heading="Une note de bas de page", kind="note"),
        hit("Texte.", name="f", heading="Comment faire alliance en territoire ?"),
    ]
    asked = [one.replace("\u00a0", " ") for one in questions(hits, lambda q: True, limit=2)]
    assert asked[1] == "Comment faire alliance en territoire ?"
    assert asked[0].count("«") == 1
    assert "“faire ensemble”" in asked[0]


def test_only_what_is_answered_is_offered() -> None:
    hits = [hit("T.", name=n, heading=f"Les alliances du territoire {n}") for n in ("un", "deux")]
    assert questions(hits, lambda q: False) == ()
    assert questions(hits, lambda q: "deux" in q) == questions(hits[1:], lambda q: "deux" in q)


def test_the_examples_make_up_for_headings_that_say_nothing() -> None:
    assert questions([], lambda q: True) == wording.EXAMPLE_QUESTIONS[:3]


def test_at_most_three_are_offered() -> None:
    names = ("un", "deux", "trois", "quatre", "cinq")
    hits = [hit("T.", name=n, heading=f"Les alliances du territoire {n}") for n in names]
    assert len(questions(hits, lambda q: True)) == 3
