from __future__ import annotations

import pytest

from assistant.answer.verify.statements import statements


def read(text: str, count: int = 5) -> list[tuple[str, tuple[int, ...]]]:
    return [(s.plain, s.marks) for s in statements(text, count)]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Une chose est dite [1].", (1,)),
        ("Une chose est dite [1, 2].", (1, 2)),
        ("Une chose est dite [1][2].", (1, 2)),
        ("Une chose est dite [1-3].", (1, 2, 3)),
        ("Une chose est dite [1–3].", (1, 2, 3)),
        ("Une chose est dite [^1].", (1,)),
        ("Une chose est dite¹.", (1,)),
        ("Une chose est dite (1).", (1,)),
        ("Une chose est dite 【4†source】.", (4,)),
        ("Une chose est dite **[2]**.", (2,)),
        ("Une chose est dite [extrait 2].", (2,)),
        ("Une chose est dite [0].", (0,)),
        ("Une chose est dite [99].", (99,)),
        ("Une surface de 12 m² est louée [3].", (3,)),
        ("Les présents (50) sont venus.", ()),
    ],
)
def test_marks_are_read_however_they_are_written(text: str, marks: tuple[int, ...]) -> None:
    assert [found for _, found in read(text)] == [marks]


def test_a_mark_after_the_end_belongs_to_the_sentence_before() -> None:
    assert read("L’alliance aide le territoire. [2] La suite vient. [1]") == [
        ("L’alliance aide le territoire.", (2,)),
        ("La suite vient.", (1,)),
    ]
    assert read("Ils disent « agir ensemble. » [2] La suite vient [3].")[0][1] == (2,)
    assert read("**Les maires sont prêts. [2]** La suite vient [1].")[0][1] == (2,)


def test_beside_brackets_a_raised_figure_calls_a_footnote() -> None:
    assert read("La loi définit l’alliance ¹ [4].") == [("La loi définit l’alliance.", (4,))]
    assert read("La loi définit l’alliance* [4].") == [("La loi définit l’alliance.", (4,))]
    assert read("Le budget est voté (1) [4].")[0][1] == (4,)


def test_list_items_and_rows_are_statements() -> None:
    assert read("- Observer les faits [1] ;\n2. Relier les gens [2]") == [
        ("Observer les faits ;", (1,)),
        ("Relier les gens", (2,)),
    ]
    rows = statements("| Public | Part |\n|---|---|\n| Maires | 92 % [2] |", 3)
    assert [(s.plain, s.marks, s.heading) for s in rows] == [
        ("Public : Part", (), True),
        ("Maires : 92 %", (2,), False),
    ]


def test_text_keeps_its_decoration_and_loses_its_marks() -> None:
    (said,) = statements("- **Important** : agir [1] vite.", 1)
    assert said.text == "- **Important** : agir vite."
    assert said.plain == "Important : agir vite."


def test_halves_are_cut_where_marks_stand() -> None:
    (said,) = statements("Ceci est vrai [1], cela aussi [2].", 2)
    assert [marks for _, marks in said.halves] == [(1,), (2,)]
