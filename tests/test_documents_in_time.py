"""Documents that replace, contradict and leave each other, from the catalogue to the citation."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.domain import Answer
from assistant.settings import Settings
from assistant.wiring import build, make_builder, make_curator
from conftest import built_settings_at

OLD = """# Règlement du fonds commun

Le fonds commun de Bellerive soutient les projets portés ensemble par une association et une
entreprise du canton. Il finance au plus 40 % du budget de chaque projet, dans la limite de
8 000 euros par an, après l’avis de la commission locale.
"""
NEW = OLD.replace("40 %", "60 %").replace("8 000", "12 000")
APART = """# Le théâtre de Bellerive

Le théâtre municipal prête ses salles aux troupes d’amateurs pendant la fermeture estivale, sous
réserve d’une assurance et d’un gardien. La demande se fait en mairie avant le premier mai.
"""
CATALOGUE = """
[[document]]
file = "ancien.md"
id = "reglement-2018"
title = "Règlement du fonds commun (2018)"
date = "2018-03"
status = "{status}"
{more}

[[document]]
file = "nouveau.md"
id = "reglement-2023"
title = "Règlement du fonds commun (2023)"
date = "2023-05"
status = "en vigueur"

[[document]]
file = "theatre.md"
id = "theatre"
title = "Le théâtre de Bellerive"
date = "2021"
"""
QUESTION = "Quelle part du budget d’un projet le fonds commun finance-t-il ?"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in (("ancien.md", OLD), ("nouveau.md", NEW), ("theatre.md", APART)):
        (corpus / name).write_text(text, encoding="utf-8")
    catalogue(tmp_path, "archive")
    return tmp_path


def catalogue(home: Path, status: str, more: str = "") -> None:
    text = CATALOGUE.format(status=status, more=more)
    (home / "corpus" / "catalogue.toml").write_text(text, encoding="utf-8")


def asked(home: Path) -> Answer:
    settings = built_settings_at(home)
    make_builder(settings).build()
    return build(settings).ask(QUESTION)


def test_the_newer_is_cited_first_and_both_are_shown_where_they_disagree(home: Path) -> None:
    answer = asked(home)
    assert answer.citations[0].document.id == "reglement-2023"
    assert "60" in answer.text.split("[1]")[0]
    assert {c.document.id for c in answer.citations} == {"reglement-2018", "reglement-2023"}
    (conflict,) = answer.conflicts
    assert "60" in conflict
    assert "40" in conflict
    assert conflict.index("mai 2023") < conflict.index("mars 2018")
    assert answer.support == 1.0


def test_a_document_that_was_replaced_says_by_what(home: Path) -> None:
    catalogue(home, "remplacé", 'replaced_by = "reglement-2023"')
    answer = asked(home)
    assert answer.citations[0].document.id == "reglement-2023"
    (notice,) = [n for n in answer.notices if "remplacé" in n]
    assert "Règlement du fonds commun (2023)" in notice


def test_what_the_catalogue_says_anew_shows_in_the_next_citation(home: Path) -> None:
    asked(home)
    path = home / "corpus" / "catalogue.toml"
    path.write_text(path.read_text().replace("(2023)", "révisé").replace("2023-05", "2024-01"))
    document = asked(home).citations[0].document
    assert (document.title, document.date) == ("Règlement du fonds commun révisé", "2024-01")


def test_a_document_taken_out_is_cited_no_more_and_its_original_stays(home: Path) -> None:
    asked(home)
    settings = built_settings_at(home)
    sha256 = hashlib.sha256((home / "corpus" / "nouveau.md").read_bytes()).hexdigest()
    make_curator(settings).remove(["reglement-2023"])
    answer = asked(home)
    assert {c.document.id for c in answer.citations} == {"reglement-2018"}
    assert answer.conflicts == ()
    kept = list((home / "corpus" / ".archives").rglob("nouveau.md"))
    assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in kept] == [sha256]


def test_a_running_assistant_sees_the_change(home: Path) -> None:
    settings: Settings = built_settings_at(home)
    make_builder(settings).build()
    running: Assistant = build(settings)
    assert running.ask(QUESTION).citations[0].document.id == "reglement-2023"
    (home / "corpus" / "nouveau.md").write_text(NEW.replace("60 %", "55 %"), encoding="utf-8")
    make_builder(settings).build()
    assert "55" in running.ask(QUESTION).text.split("[1]")[0]
