from __future__ import annotations

import itertools

import pytest

from assistant.answer.units import is_legible, is_running, units
from query_samples import passage

LIST = passage(
    text="Trois axes :\n• 1. Observer les besoins. Sans hâte.\n• 2. Relier\n- Outiller\n"
    "Voilà tout. Ou presque !"
)


def test_a_passage_is_cut_into_sentences_and_whole_items() -> None:
    assert [(u.text, u.is_item, u.line) for u in units(LIST)] == [
        ("Trois axes :", False, 0),
        ("• 1. Observer les besoins. Sans hâte.", True, 1),
        ("• 2. Relier", True, 2),
        ("- Outiller", True, 3),
        ("Voilà tout.", False, 4),
        ("Ou presque !", False, 4),
    ]


def test_pieces_are_verbatim_in_order_and_numbered() -> None:
    pieces = units(LIST)
    assert [u.index for u in pieces] == list(range(len(pieces)))
    assert all(LIST.text[u.start : u.end] == u.text for u in pieces)
    assert all(a.end <= b.start for a, b in itertools.pairwise(pieces))
    assert [u.number for u in pieces] == [None, 1, 2, None, None, None]
    assert pieces[1].words == 7


def test_abbreviations_do_not_cut() -> None:
    text = "L’art. L. 1234-5 du code dit cela. En 2024. Puis la suite, p. 3."
    assert [u.text for u in units(passage(text=text))] == [
        "L’art. L. 1234-5 du code dit cela.",
        "En 2024.",
        "Puis la suite, p. 3.",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "   "])
def test_nothing_has_no_piece(text: str) -> None:
    assert units(passage(text=text)) == ()


def test_running_text_has_full_stops() -> None:
    assert is_running(units(passage(text="Une phrase. Une autre.\nUn titre")))
    assert not is_running(units(passage(text="81% des citoyens\n92% des maires\nUn titre")))


@pytest.mark.parametrize(
    "text",
    [
        "18. Expérimenter un « droit de l’alliance »",
        "• 7 mesures opérationnelles, aux premiers effets à 3/9 mois,",
        "81% des citoyens",
        "L’ODD 17, c’est la capacité de s’allier.",
        "A.gir ensemble",
        "=> Une « usine » pour le « jouer collectif »",
        "La R&D d’intérêt général (2019-2022)",
        "Le 16 octobre 2019, à l’Élysée",
        "Cathy RACON-BOUZON, Députée de la 5e circonscription",
    ],
)
def test_readable_lines_are_legible(text: str) -> None:
    assert is_legible(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12 34 %",
        "|| _ = ~ [ ] { }",
        "Ja | pit 4 ES ii = aC uu tr",
        "a a a b c r t y u i p",
        "lm rg xz bcdfg hjklm",
        "RÉ ee iz © ~ tn | sL",
        "{S_ Va, [RO <> # ] oe",
    ],
)
def test_rubble_is_not_legible(text: str) -> None:
    assert not is_legible(text)
