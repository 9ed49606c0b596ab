"""`assistant corpus audit` on a real index."""

from __future__ import annotations

import json
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from assistant.domain import Quality
from assistant.errors import IndexMissing, StorageUnwritable
from assistant.faces import audit_words
from assistant.faces.audit_page import audit_page, thumbnails
from assistant.faces.cli import main
from assistant.faces.cli_table import table
from assistant.settings import Settings
from assistant.wiring import make_auditor, make_page_viewer
from corpus_home_samples import make_home
from test_audit_auditor import auditor_of, corpus

__all__ = ["corpus"]  # a fixture
VOID = {"meta", "img", "br", "link"}


class Checker(HTMLParser):
    """Every element closed in its turn; what the page loads, names and links to."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def checked(page: str) -> Checker:
    checker = Checker()
    checker.feed(page)
    assert checker.open == []
    return checker


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("audit")
    make_home(home)
    return home


@pytest.fixture
def settled(home: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    return home


def test_the_table_says_what_the_index_holds(
    settled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", "audit"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Audit du corpus\nIndex ")
    (row,) = re.findall(r"^charte +à jour +1 .*$", said, re.MULTILINE)
    assert "pdfium" in row
    assert "Aucun document dépassé." in said
    assert max(map(len, said.split("\n"))) <= 140


def test_json_is_versioned(settled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["corpus", "audit", "--json", "--shown", "1"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["schema"] == "assistant.audit/1"
    assert [item["document"]["id"] for item in body["documents"]] == ["charte", "recit"]
    assert body["documents"][0]["coverage"] > 0.9
    assert len(body["longest"]) == 1
    assert body["totals"]["documents"] == 2


def test_the_page_stands_alone(settled: Path, tmp_path: Path) -> None:
    assert main(["corpus", "audit", "--html", str(tmp_path / "audit.html")]) == 0
    page = (tmp_path / "audit.html").read_text(encoding="utf-8")
    found = checked(page)
    assert found.all("html") == [{"lang": "fr"}]
    assert found.all("script") == found.all("link") == []
    assert not re.search(r"https?:|url\(", page.replace("http-equiv", ""))
    assert len(found.all("h1")) == 1
    assert all("scope" in head for head in found.all("th"))
    ids = {attributes.get("id") for _, attributes in found.tags}
    targets = [str(link["href"]) for link in found.all("a")]
    assert targets
    assert {target.removeprefix("#") for target in targets} <= ids
    assert "@media print" in page


def test_a_file_that_cannot_be_written_is_said(
    settled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "nowhere" / "audit.html"
    assert main(["corpus", "audit", "--html", str(target)]) == StorageUnwritable.exit_code
    assert "Impossible d’écrire" in capsys.readouterr().err


def test_without_an_index_it_says_what_to_do(
    home: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(home / "corpus", clean_environment / "bare" / "corpus")
    monkeypatch.setenv("ASSISTANT_HOME", str(clean_environment / "bare"))
    assert main(["corpus", "audit"]) == IndexMissing.exit_code


@pytest.mark.parametrize("option", ["--years=0", "--shown=-1", "--years=x"])
def test_options_out_of_range(settled: Path, option: str) -> None:
    assert main(["corpus", "audit", option]) == 2


def test_the_worst_pages_have_their_pictures(home: Path) -> None:
    settings = Settings(home=home)
    audit = make_auditor(settings).audit()
    page = audit.worst_pages[0] if audit.worst_pages else None
    (pdf,) = [item for item in audit.documents if item.document.id == "charte"]
    review = make_auditor(settings).page("charte", 1)
    from dataclasses import replace

    bad = replace(review.page, flaws=("poor",), badness=1.0)
    shown = replace(audit, worst_pages=(bad, replace(bad, document_id="recit", number=None)))
    pictures = thumbnails(shown, make_page_viewer(settings))
    assert set(pictures) == {("charte", 1)}
    found = checked(audit_page(shown, pictures))
    (image,) = found.all("img")
    assert str(image["src"]).startswith("data:image/png;base64,")
    assert image["alt"] == "La charte de Bellerive, page 1"
    assert "image indisponible" in audit_page(shown, {})
    assert pdf.pages == 1
    assert page is None or page.flaws


def test_every_finding_is_worded(corpus: Path) -> None:
    audit = auditor_of(corpus).audit()
    for _, lines, _ in audit_words.findings(audit)[1:]:
        assert lines
    page = audit_page(audit, {})
    checked(page)
    for words in (
        "10 ans de plus",
        "fichier chiffré",
        "absent.txt",
        "neuf.txt",
        "2\u00a0janvier 2026",
    ):
        assert words in page


def test_nothing_of_a_document_is_markup(corpus: Path) -> None:
    nasty = '<img src=x onerror="alert(1)">'
    file = corpus / "catalogue.toml"
    written = file.read_text(encoding="utf-8").replace('title = "Un"', f"title = '{nasty}'")
    file.write_text(written, encoding="utf-8")
    page = audit_page(auditor_of(corpus).audit(), {})
    assert "<img" not in page
    assert "&lt;img" in page


@pytest.mark.parametrize(
    ("share", "shown"), [(None, "—"), (0.0, "0"), (0.001, "1"), (0.999, "99"), (1.0, "100")]
)
def test_percentages_never_lie_at_the_ends(share: float | None, shown: str) -> None:
    assert audit_words.percent(share).split("\u00a0")[0] == shown
    assert audit_words.score(share) == shown


def test_a_narrow_terminal_gets_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = [(f"Colonne {n}", "left") for n in range(8)]
    row = [[f"valeur {n}" for n in range(8)]]
    wide = table(columns, row)  # type: ignore[arg-type]
    assert len(wide.split("\n")) == 3
    monkeypatch.setattr("assistant.faces.cli_table._width", lambda: 60)
    narrow = table(columns, row).split("\n")  # type: ignore[arg-type]
    assert narrow[0] == "valeur 0"
    assert all(len(line) <= 60 for line in narrow)
    assert "Colonne 7\u00a0: valeur 7" in " ".join(line.strip() for line in narrow)


def test_the_grades_are_counted_by_name(corpus: Path) -> None:
    un = auditor_of(corpus).audit().documents[0]
    assert audit_words.grades(un) == f"{audit_words.score(un.score)} (1/0/1)"
    assert audit_words.pages(un) == "3, 1 non lue"
    assert audit_words.engines(un) == "texte\u00a01, OCR\u00a01"
    assert Quality(score=0.8).grade == "good"
