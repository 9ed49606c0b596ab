"""Sources that disagree: values of one thing, wordings of one item."""

from __future__ import annotations

import pytest

from assistant.answer.quantities import differing, quantities
from assistant.answer.units import units
from assistant.answer.wordings import same_item
from assistant.core import Assistant
from assistant.french import stems
from query_samples import passage


def things(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(q.number, q.sign, q.thing) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("17 espaces numériques en ligne", [("17", "", tuple(stems("espaces numériques")))]),
        ("84 % des dirigeants d’entreprise", [("84", "%", tuple(stems("dirigeants entreprise")))]),
        ("8 000 euros par projet", [("8000", "", tuple(stems("euros projet")))]),
        ("L’ODD 17 et la mesure 18 du programme d’action", []),
        ("• 7. Faire des ODD l’occasion d’agir", []),
        ("En 2019, 15 essais locaux", [("15", "", tuple(stems("essais locaux")))]),
        ("le 23/11/20 à Paris même", []),
    ],
)  # fmt: skip
def test_a_number_comes_with_what_it_counts(
    text: str, expected: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    assert things(text) == expected


ASKED = frozenset(stems("Combien d’espaces numériques ?"))


def test_two_numbers_of_the_thing_asked_differ() -> None:
    found = differing("Il y a 17 espaces numériques.", "et 15 espaces numériques utiles", ASKED)
    assert found == ("17 espaces numériques", "15 espaces numériques utiles")


@pytest.mark.parametrize(
    "other",
    [
        "et 17 espaces numériques",
        "15 espaces verts de la ville",
        "15 % d’espaces numériques",
        "17 puis 15 espaces numériques",
        "des espaces numériques",
    ],
)
def test_what_is_no_other_value_of_the_same_thing(other: str) -> None:
    assert differing("Il y a 17 espaces numériques.", other, ASKED) is None


def test_what_is_not_asked_is_left_alone() -> None:
    said, other = "Il y a 17 espaces numériques.", "15 espaces numériques"
    assert differing(said, other, frozenset(stems("Combien de maires ?"))) is None


LIST = (
    "• 16. Créer une conférence\n• 17. Inciter à croiser\n• 18. {item}\n• 19. Instruire un statut"
)


def test_the_same_item_worded_otherwise_is_found_in_the_same_list() -> None:
    mine = units(passage("a", LIST.format(item="Expérimenter un droit de l’alliance")))
    theirs = units(passage("b", LIST.format(item="Créer une liberté d’essai partenarial")))
    assert same_item(mine[2], mine, theirs) == theirs[2]
    assert same_item(mine[1], mine, theirs) is None
    assert same_item(mine[2], mine, mine) is None


def test_another_list_is_no_other_wording() -> None:
    mine = units(passage("a", LIST.format(item="Expérimenter un droit de l’alliance")))
    apart = "• 16. Acheter du pain\n• 17. Peindre un mur\n• 18. Laver le sol\n• 19. Chanter fort"
    assert same_item(mine[2], mine, units(passage("b", apart))) is None


def test_the_corpus_disagrees_openly(assistant_built: Assistant) -> None:
    spaces = assistant_built.ask("Combien y a-t-il de rapports régionaux ?")
    assert any("12 rapports" in line and "13 rapports" in line for line in spaces.conflicts)
    pages = {(c.document.id, c.passage.page) for c in spaces.citations}
    assert {page for _, page in pages} >= {4, 8}
    worded = assistant_built.ask("Que dit la mesure 18 ?")
    (line,) = worded.conflicts
    assert "“droit de l’alliance”" in line
    assert "“droit d’expérimentation partenariale”" in line
    assert line.index("automne 2020") < line.index("mai 2020"), "the newer first"
