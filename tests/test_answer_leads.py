"""An answer opens on a sentence that stands alone, and a list inside a list can be asked."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer.extractive import _HANGING, _is_label
from assistant.answer.lists import candidates, sub_lists
from assistant.answer.units import units
from assistant.domain import Passage

LIST = Passage(
    id="d:1",
    document_id="d",
    text="Le plan a cinq actions :\n• 2 actions rapides\n1. Ouvrir la salle\n2. Prêter le four\n"
    "• 3 actions lentes\n3. Planter\n4. Bâtir\n5. Transmettre",
    raw="",
)


def test_sub_lists_are_the_items_under_an_unnumbered_one() -> None:
    first, second = sub_lists(units(LIST))
    assert [u.number for u in first] == [None, 1, 2]
    assert [u.number for u in second] == [None, 3, 4, 5]


def test_a_list_without_sub_lists_has_none() -> None:
    plain = replace(LIST, text="Voici :\n• pain\n• sel\n• eau")
    assert list(sub_lists(units(plain))) == []
    assert len(list(candidates(units(plain), None))) == 1  # type: ignore[arg-type]


def test_what_goes_on_from_before_hangs() -> None:
    for text in ("Elle repose sur la confiance.", "C’est en cela qu’il agit.", "… suite"):
        assert _HANGING.match(text)
    for text in ("Elles-mêmes" + " x", "La confiance repose sur elle.", "Celles du nord."):
        assert bool(_HANGING.match(text)) == text.startswith("Elles")


def test_labels_of_slides_are_scraps_but_names_and_numbers_are_not() -> None:
    slide = replace(LIST, text="LETTRE AUX VOISINS\nSe former\n81% des voisins\nAnna DUPONT")
    label, words, number, name = units(slide)
    assert _is_label(label)
    assert _is_label(words)
    assert not _is_label(number)
    assert not _is_label(name)
