"""What works on the shipped corpus works on a file that nobody has seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Settings, build, wiring
from assistant.core import Assistant

TEXT = """La cantine du village

La cantine sert cent repas par jour aux enfants de la commune. Elle achète ses légumes aux
fermes voisines depuis 2019.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home: Path = tmp_path_factory.mktemp("unseen")
    (home / "corpus").mkdir()
    (home / "corpus" / "cantine.txt").write_text(TEXT, encoding="utf-8")
    settings = Settings(home=home)
    report = wiring.make_builder(settings).build()
    assert report.uncatalogued == ("cantine",)
    return build(settings)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Combien de repas sert la cantine ?", "cent repas"),
        ("Où la cantine achète-t-elle ses légumes ?", "fermes voisines"),
    ],
)
def test_a_number_in_words_and_a_place_are_found(
    assistant: Assistant, question: str, expected: str
) -> None:
    answer = assistant.ask(question)
    assert answer.verdict == "answered"
    assert expected in answer.text
    assert not answer.citations[0].document.catalogued
    assert answer.citations[0].document.title == "La cantine du village"


def test_what_the_file_does_not_say_is_not_answered(assistant: Assistant) -> None:
    assert assistant.ask("Quel est le prix d'un repas à la cantine ?").verdict == "abstained"
