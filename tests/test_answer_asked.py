"""What a question asks of its subject, told from its wording alone."""

from __future__ import annotations

import json
import math
import tomllib
from pathlib import Path

import pytest

from assistant.answer.abstain import measure
from assistant.answer.asked import WEIGHTS_FILE, grams, leaning
from assistant.retrieve.terms import Terms
from query_samples import hit

ROOT = Path(__file__).resolve().parents[1]
SAME_SUBJECT = [
    (
        "Quel est le budget de la Fondation des Territoires ?",
        "À quoi sert la Fondation des Territoires ?",
    ),
    ("Combien de salariés compte Le RAMEAU ?", "Que fait Le RAMEAU ?"),
    ("Combien de participants au colloque ?", "De quoi parlait le colloque ?"),
    ("Qui préside l’Observatoire ?", "Quel est le rôle de l’Observatoire ?"),
    ("kel est ladresse du rameau", "c koi le rameau"),
]


@pytest.mark.parametrize(("left_open", "told"), SAME_SUBJECT)
def test_what_is_asked_tells_two_questions_of_one_subject_apart(left_open: str, told: str) -> None:
    assert leaning(left_open) < leaning(told)


def test_small_words_and_neighbours_count_whatever_the_case_and_accents() -> None:
    assert (
        grams("À quoi sert") == grams("a QUOI sert") == {"a", "quoi", "sert", "a quoi", "quoi sert"}
    )


def test_it_is_bounded_and_says_nothing_of_unknown_words() -> None:
    assert leaning("") == leaning("?!") == 0.0
    assert leaning("zzz yyy") == 0.0
    assert leaning("prix", {"prix": -1e9}) == -1.0
    assert leaning("prix", {"prix": 1e9}) == 1.0
    assert leaning("prix du pain", {"prix": -1.0}) == pytest.approx(-1 / math.sqrt(5) / 3)


def test_the_weights_that_ship_are_finite_grams_of_a_told_origin() -> None:
    data = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))
    assert (ROOT / data["origin"].split(",")[0]).is_file()
    assert len(data["weights"]) > 1_000
    assert all(math.isfinite(weight) and weight for weight in data["weights"].values())
    assert all(1 <= len(gram.split()) <= 2 for gram in data["weights"])


def test_every_question_left_open_names_its_thing_once() -> None:
    kinds = tomllib.loads((ROOT / "training" / "gaps.toml").read_text(encoding="utf-8"))["kind"]
    assert all(ask.count("{}") == 1 for kind in kinds for ask in kind["asks"])
    assert all(kind["things"] and len(set(kind["asks"])) == len(kind["asks"]) for kind in kinds)


@pytest.mark.parametrize(
    "question",
    ["jouer collectif c 1 choix ou 1 obligation", "le colloque du 12 janvier", "en 2030"],
)
def test_an_article_a_day_and_a_year_that_stands_are_no_missing_numbers(question: str) -> None:
    found = measure(question, Terms(()), [hit("Le cap de l’Agenda 2030, le 12-01-2018.")])
    assert found["numbers"] == 0.0


def test_a_number_that_stands_nowhere_is_missing() -> None:
    found = measure("les 14 étapes en 2035", Terms(()), [hit("Les 7 étapes.")])
    assert found["numbers"] == 1.0
