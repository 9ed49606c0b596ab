"""`assistant corpus show` on a real index."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.audit.values import PageReview
from assistant.errors import UnknownDocument, UnknownPage
from assistant.faces import cli_corpus_show
from assistant.faces.cli import main
from assistant.faces.show_page import review_page
from corpus_home_samples import PDF_LINES, make_home
from test_audit_auditor import auditor_of, corpus
from test_faces_cli_corpus_audit import checked

__all__ = ["corpus"]  # a fixture


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("show")
    make_home(home)
    return home


@pytest.fixture(autouse=True)
def settled(home: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(home))


@pytest.fixture
def review(corpus: Path) -> PageReview:
    return auditor_of(corpus).page("un", 2)


def test_without_a_page_the_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "show", "charte"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("La charte de Bellerive (charte)\n")
    assert any(line.split()[:3] == ["1", "pdfium", "lue"] for line in said.split("\n"))


def test_a_page_as_it_was_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "show", "charte", "--page", "1"]) == 0
    said = capsys.readouterr().out
    assert "Page 1, lue (pdfium)" in said
    assert "Qualité de lecture" in said
    for line in PDF_LINES:
        assert line.split(" :")[0] in said
    assert "\x1b" not in said


def test_a_document_without_pages_has_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "show", "recit", "--page", "1"]) == 0
    assert "Texte du document, lue (texte)" in capsys.readouterr().out


def test_differences_are_marked_without_colours(review: PageReview) -> None:
    said = "\n".join(cli_corpus_show._review(review, cli_corpus_show._MARKS))
    assert "[-Bruit illisible-]" in said
    assert "[-théme-] {+thème+}" in said
    assert "1 ligne écartée" in said
    assert "accents\u00a0: 1 (théme → thème)" in said


def test_differences_are_coloured_at_a_terminal(review: PageReview) -> None:
    said = "\n".join(cli_corpus_show._review(review, cli_corpus_show._COLOURS))
    assert "\x1b[9;31mthéme\x1b[0m \x1b[4;32mthème\x1b[0m" in said
    assert "[-" not in said


def test_json_is_versioned(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "show", "charte", "--page", "1", "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["schema"] == "assistant.page/1"
    assert body["lines"][0]["pieces"][0]["kind"] == "same"
    assert main(["corpus", "show", "charte", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "assistant.document/1"


def test_the_page_shows_both_sides_and_the_picture(tmp_path: Path, review: PageReview) -> None:
    target = tmp_path / "page.html"
    assert main(["corpus", "show", "charte", "--page", "1", "--html", str(target)]) == 0
    found = checked(target.read_text(encoding="utf-8"))
    assert len(found.all("img")) == 1
    page = review_page(review, b"")
    checked(page)
    assert "<del>théme</del> <ins>thème</ins>" in page
    assert main(["corpus", "show", "charte", "--html", str(target)]) == 0
    checked(target.read_text(encoding="utf-8"))


def test_a_name_nearly_right_is_helped(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "show", "chartes"]) == UnknownDocument.exit_code
    assert "Vouliez-vous dire\u00a0: charte\u00a0?" in capsys.readouterr().err
    assert main(["corpus", "show", "zzz", "--page", "1"]) == UnknownDocument.exit_code
    assert "n’existe pas" in capsys.readouterr().err


def test_a_page_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "show", "charte", "--page", "9"]) == UnknownPage.exit_code
    assert "n’a pas de page 9" in capsys.readouterr().err
    assert main(["corpus", "show", "charte", "--page", "0"]) == 2
