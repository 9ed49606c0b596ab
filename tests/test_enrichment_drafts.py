from __future__ import annotations

import json
from typing import Any

import pytest

from assistant.enrichment.drafts import LONGEST, Draft, question_faults, read_draft, summary_fault
from enrich_samples import good_reply

PASSAGE = (
    "Les membres du réseau promettent de partager leurs outils, de publier leurs échecs et de "
    "répondre sous huit jours aux demandes des autres territoires."
)


def questions(**changes: Any) -> tuple[str, ...]:
    found = read_draft(good_reply(**changes), PASSAGE)
    assert isinstance(found, Draft)
    return found.questions


def test_a_good_reply_is_kept_whole() -> None:
    given = json.loads(good_reply())
    assert read_draft(good_reply(), PASSAGE) == Draft(tuple(given["questions"]), given["summary"])


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "Voici :\n```json\n{}\n```\nBonne lecture !",
        '<think>Je pourrais écrire {{"questions": ["a ?"]}}, ou {{ autre chose.</think>\n{}',
        "{} {{ et {{[",
        '{{"resultat": {} }}',
    ],
)
def test_the_object_is_found_in_what_a_model_says_around_it(around: str) -> None:
    assert isinstance(read_draft(around.format(good_reply()), PASSAGE), Draft)


@pytest.mark.parametrize(
    "reply",
    ["", "Désolé, je ne peux pas.", "[]", '["Qui ?"]', '{"question": "Qui ?"}', "{" * 50_000,
     '{"questions": ["Qui ?", ', good_reply()[:-1]],
)  # fmt: skip
def test_rubbish_is_no_draft(reply: str) -> None:
    assert read_draft(reply, PASSAGE) == "la réponse n’est pas l’objet JSON demandé"


@pytest.mark.parametrize("value", [None, "Qui ?", 3, {"un": "Qui ?"}, ["Qui ?", None]])
def test_questions_that_are_no_list_of_texts(value: Any) -> None:
    found = read_draft(good_reply(questions=value), PASSAGE)
    assert isinstance(found, str)
    assert "liste" in found


@pytest.mark.parametrize("value", [None, 3, "", "  ", "a" * (LONGEST + 1)])
def test_a_summary_that_is_no_line(value: Any) -> None:
    found = read_draft(good_reply(summary=value), PASSAGE)
    assert isinstance(found, str)
    assert str(LONGEST) in found
    assert summary_fault(value) == found


def test_texts_are_put_on_one_line_without_numbers_nor_marks() -> None:
    given = [
        "1. Qui\n  décide ?",
        "- Pourquoi ?",
        "2) Quand ?",
        '"Où ?"',
        "• Comment ?",
        "10 euros ?",
    ]
    assert questions(questions=given) == (
        "Qui décide ?", "Pourquoi ?", "Quand ?", "Où ?", "Comment ?", "10 euros ?",
    )  # fmt: skip
    found = read_draft(good_reply(summary=" Deux\n lignes. "), PASSAGE)
    assert isinstance(found, Draft)
    assert found.summary == "Deux lignes."


def test_what_cannot_serve_is_left_out_and_the_rest_kept() -> None:
    given = json.loads(good_reply())["questions"]
    bad = ["", "A" * LONGEST + " ?", "Il faut y aller.", "Que dit ce document ?"]
    assert questions(questions=[*bad, *given[:7], given[0].upper()]) == tuple(given[:7])


def test_no_more_than_eight_are_kept() -> None:
    assert len(questions(questions=[f"Combien de {n} ?" for n in range(20)])) == 8


def test_too_few_are_refused_with_the_reasons() -> None:
    given = ["Qui ?", "Qui ?", "Il faut y aller.", "Où ?", "Quand ?", "Comment ?", "Combien ?"]
    found = read_draft(good_reply(questions=given), PASSAGE)
    assert isinstance(found, str)
    assert found.startswith("5 questions utilisables sur 7, il en faut au moins 6 (")
    assert "1 × répète une autre question" in found
    assert "1 × ni question" in found
    assert "trop peu" in str(read_draft(good_reply(questions=["Qui ?"]), PASSAGE))


@pytest.mark.parametrize(
    "text",
    [
        "Qui paie ?",
        "Qui paie\u00a0?",
        "Tu connais « faire alliance ? »",
        "fonds départemental montant",
        "c koi la fondation des territoires",
        "C'est quoi l'ODD 17 à la française ?",
        "Que veut dire « réseau promettent de partager leurs outils » ?",
        "Que dit ce texte de loi ?",
        "En combien de temps ont-ils promis de répondre ?",
    ],
)
def test_good_questions(text: str) -> None:
    assert question_faults([text], PASSAGE) == [None]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "vide"),
        (" ?!", "vide"),
        ("Qui " * 60 + "?", "200"),
        ("Il faut demander au maire.", "mots-clés"),
        ("un exemple de projet mené à deux par une asso et une entreprise du coin", "mots-clés"),
        ("De quoi parle cet extrait ?", "se comprendre seule"),
        ("Que trouve-t-on dans l’extrait ?", "se comprendre seule"),
        ("Quel est le sujet de cette page ?", "se comprendre seule"),
        ("Promettent-ils de partager leurs outils et de publier leurs échecs ?", "recopie"),
        ("les membres du reseau promettent de partager leurs outils", "recopie"),
        ("Qui dit « partager leurs outils, de publier leurs échecs et répondre » ?", "recopie"),
    ],
)  # fmt: skip
def test_questions_that_cannot_serve(text: str, fault: str) -> None:
    (found,) = question_faults([text], PASSAGE)
    assert found is not None
    assert fault in found


def test_a_few_words_in_common_are_no_copy() -> None:
    """A run counts only when it is nearly the whole question, and more than a name."""
    text = (
        "Si on publie nos échecs, est-ce que la préfecture, les élus et les journaux le sauront ?"
    )
    assert question_faults([text, "huit jours autres territoires"], PASSAGE)[0] is None
    assert question_faults(["leurs outils ?", "demandes des autres territoires"], PASSAGE) == [
        None,
        None,
    ]


def test_an_editor_may_write_as_he_likes() -> None:
    text = "Donnez un exemple de partenariat entre une association de quartier et une entreprise."
    assert question_faults([text], PASSAGE, any_form=True) == [None]
    assert question_faults([text, text], PASSAGE, any_form=True)[1] is not None
