"""The editors' file: what is read, and that each mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CatalogueInvalid
from assistant.guided.content import MARK, load_content
from guided_samples import GUIDE, content_of

ROOT = Path(__file__).resolve().parents[1]


def test_a_file_is_read(tmp_path: Path) -> None:
    content = content_of(tmp_path)
    assert [q.id for q in content.questions] == ["pour", "stade", "avec", "besoin", "sujet"]
    assert [s.id for s in content.steps] == ["un", "deux", "perdue"]
    assert content.steps[1].conditions == {"besoin": ("cadre",)}
    assert content.question("stade").otherwise == "debut"  # type: ignore[union-attr]
    assert content.lines[0].section == "proposition"


def test_the_path_of_the_project_is_sound() -> None:
    content = load_content(ROOT / "corpus")
    assert len(content.steps) >= 40
    assert all(MARK.search(step.text) for step in content.steps)
    assert {q.id for q in content.questions} >= {"pour", "stade", "avec", "besoin", "sujet"}


def test_its_absence_is_told(tmp_path: Path) -> None:
    with pytest.raises(CatalogueInvalid, match="absent"):
        load_content(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('titre = "Comment ?"', "titre = 3", "titre"),
        ('titre = "Comment ?"', 'titre = "Comment', "Illegal|Expected|Unterminated|expected"),
        ("[mots]", "[mot]", "mot"),
        ('id = "sujet"', 'id = "autre"', "sujet"),
        ('sinon = "autre"', 'sinon = "absent"', "absent"),
        ("plusieurs = true", 'plusieurs = "oui"', "plusieurs"),
        ("libre = true", "libre = false", "deux choix"),
        ('besoin = ["cadre"]', 'besoin = ["cadres"]', "cadres"),
        ('besoin = ["cadre"]', 'besoins = ["cadre"]', "besoins"),
        ('quand = "mois"', 'quand = "demain"', "demain"),
        ("seul [1].", "seul.", "renvoi"),
        ("seul [1].", "seul [1]. Une phrase sans renvoi.", "sans renvoi"),
        ("d’autres [2].", "d’autres [3].", r"\[3\]"),
        (", et d’autres [2].", ".", "source 2"),
        ('id = "deux"', 'id = "un"', "déjà pris"),
        ('rubrique = "proposition"', 'rubrique = "divers"', "divers"),
        ('pour = ["elu"]', 'pour = ["roi"]', "roi"),
        ('quand = "mois"', 'quand = "mois"\npoids = 9', "0 à 3"),
    ],
)
def test_each_mistake_is_told(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GUIDE.count(old) >= 1
    with pytest.raises(CatalogueInvalid, match=said):
        content_of(tmp_path, GUIDE.replace(old, new, 1))
