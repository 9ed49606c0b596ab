"""`assistant corpus fetch` from the command line, into a corpus kept by the real curator."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from assistant.curate.fetch.part import Part
from assistant.faces import cli_corpus_fetch
from assistant.faces.cli import main
from assistant.ingest.catalogue import load_catalogue
from fetch_samples import HTML, PDF, PLAIN, Reply, Site, pdf, with_ranges

N = "\u00a0"
TEXT = (
    "La Charte du faire alliance\n\n"
    "Faire alliance, c’est réunir des acteurs différents autour de l’intérêt général, dans la "
    "durée et sur un territoire. La confiance en est la première condition.\n"
)
SOURCES = """# liste
[[source]]
id = "charte"
address = "{charte}"
title = "La Charte"
publisher = "Le RAMEAU"
date = "2021-11-30"
kind = "article"

[[source]]
id = "perdu"
address = "{perdu}"
title = "Perdu"
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with Site({"/charte": Reply(body=TEXT.encode(), headers=PLAIN)}) as site:
        yield site


@pytest.fixture
def corpus(site: Site, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, whose list offers one good address and a dead one."""
    folder = clean_environment / "corpus"
    folder.mkdir()
    (folder / "sources.toml").write_text(
        SOURCES.format(charte=site.at("/charte"), perdu=site.at("/perdu")), encoding="utf-8"
    )
    monkeypatch.setenv("ASSISTANT_HOME", str(clean_environment))
    monkeypatch.setenv("ASSISTANT_EMBEDDER", "hashing")
    monkeypatch.setenv("ASSISTANT_OCR", "off")
    monkeypatch.setattr("assistant.curate.fetch.roads.Roads._wait_turn", lambda self, host: None)
    return folder


def fetch(*options: str) -> int:
    return main(["corpus", "fetch", "--allow-private", *options])


def out_of(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_document_joins_the_corpus_and_its_catalogue(
    corpus: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch("charte", "--yes") == 0
    shown = capsys.readouterr()
    assert "[1/1] charte" in shown.err
    assert f"Téléchargé{N}: charte (charte.txt, 1 Ko)" in shown.out
    assert "assistant index" in shown.out
    document = load_catalogue(corpus / "catalogue.toml").documents["charte.txt"]
    assert (document.id, document.title, document.publisher) == ("charte", "La Charte", "Le RAMEAU")
    assert (document.date, document.kind) == ("2021-11-30", "article")
    assert document.address == site.at("/charte")
    assert document.retrieved is not None
    assert (corpus / "charte.txt").read_text(encoding="utf-8") == TEXT
    assert fetch("charte", "--yes") == 0
    assert f"Inchangé{N}: charte" in capsys.readouterr().out


def test_a_new_version_takes_the_place_of_the_old_one_which_is_kept(
    corpus: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch("charte", "--yes")
    catalogue = corpus / "catalogue.toml"
    edited = catalogue.read_text(encoding="utf-8").replace("La Charte", "La Charte, corrigée")
    catalogue.write_text(edited, encoding="utf-8")
    site.pages["/charte"] = Reply(body=(TEXT + "Deuxième édition.\n").encode(), headers=PLAIN)
    capsys.readouterr()
    assert fetch("charte", "--yes") == 0
    assert "--update" in capsys.readouterr().out
    assert (corpus / "charte.txt").read_text(encoding="utf-8") == TEXT
    assert fetch("charte", "--yes", "--update") == 0
    assert f"Remplacé{N}: charte" in capsys.readouterr().out
    assert "Deuxième" in (corpus / "charte.txt").read_text(encoding="utf-8")
    (document,) = load_catalogue(catalogue).documents.values()
    assert (document.source, document.title) == ("charte.txt", "La Charte, corrigée")
    archived = list((corpus / ".archives").rglob("charte.txt"))
    assert [path.read_text(encoding="utf-8") for path in archived] == [TEXT]


def test_failures_come_last_with_what_to_do_and_an_exit_code(
    corpus: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch("--all", "--yes") == 12
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Téléchargé")
    assert lines[1] == "1 document n’a pas été téléchargé"
    assert lines[2] == f"Échec{N}: perdu, {site.at('/perdu')}"
    assert "Cherchez sa nouvelle adresse" in lines[3]
    assert (corpus / "charte.txt").is_file()


def test_json_says_everything(corpus: Path, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch("--all", "--yes", "--json") == 12
    good, bad = out_of(capsys)["documents"]
    assert good == {
        "id": "charte",
        "address": site.at("/charte"),
        "state": "fetched",
        "file": "charte.txt",
        "bytes": len(TEXT.encode()),
        "sha256": sha256(TEXT.encode()).hexdigest(),
        "problem": "",
    }
    assert (bad["state"], bad["file"]) == ("failed", "")
    assert "404" in bad["problem"]


def test_a_file_that_nothing_can_read_does_not_join(
    corpus: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    site.pages["/charte"] = pdf(b"%PDF-1.4 but no page\n%%EOF")
    assert fetch("charte", "--yes") == 12
    assert "n’a pas pu être ajouté" in capsys.readouterr().out
    assert not (corpus / "catalogue.toml").exists()
    assert list(corpus.glob("charte*")) == []


def test_a_full_disk_stops_the_run_and_is_told(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Part, version: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Part, "begin", full)
    assert fetch("--all", "--yes", "--json") == 7
    assert out_of(capsys)["error"]["code"] == "storage_full"


def test_a_file_that_went_missing_comes_back_under_its_entry(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch("charte", "--yes")
    entry = load_catalogue(corpus / "catalogue.toml").documents["charte.txt"]
    (corpus / "charte.txt").unlink()
    assert fetch("charte", "--yes") == 0
    assert (corpus / "charte.txt").read_text(encoding="utf-8") == TEXT
    assert load_catalogue(corpus / "catalogue.toml").documents == {"charte.txt": entry}


def test_what_was_removed_can_be_downloaded_again(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fetch("charte", "--yes")
    entry = load_catalogue(corpus / "catalogue.toml").documents["charte.txt"]
    assert main(["corpus", "remove", "charte", "--yes", "--no-index"]) == 0
    assert not (corpus / "charte.txt").exists()
    assert fetch("charte", "--yes") == 0
    assert load_catalogue(corpus / "catalogue.toml").documents == {"charte.txt": entry}


def test_the_list_asks_nobody_anything(
    corpus: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch("--list") == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in ("charte", "Perdu", "2021-11-30", "à télécharger"))
    assert fetch("--list", "--json") == 0
    first, second = out_of(capsys)["documents"]
    assert (first["id"], first["state"], first["address"]) == (
        "charte",
        "absent",
        site.at("/charte"),
    )
    assert second["title"] == "Perdu"
    assert site.asked == []


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ((), "--list"),
        (("--yes",), "--all"),
        (("charte", "--all"), "pas les deux"),
        (("charte", "--list"), "--list"),
        (("inconnu", "--yes"), "inconnu"),
        (("charte",), "--yes"),
        (("charte", "--json"), "--yes"),
    ],
)
def test_nothing_is_asked_of_anybody_before_all_is_clear(
    options: tuple[str, ...],
    word: str,
    corpus: Path,
    site: Site,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert fetch(*options) == 2
    shown = capsys.readouterr()
    assert word in shown.out + shown.err
    assert site.asked == []


@pytest.mark.parametrize(
    ("typed", "asked"), [("o", True), ("Oui ", True), ("", False), ("n", False)]
)
def test_a_person_is_asked_first(
    typed: str,
    asked: bool,
    corpus: Path,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda prompt: typed)
    assert fetch("charte") == 0
    shown = capsys.readouterr()
    assert "1 document à demander à 1 site" in shown.err
    assert "127.0.0.1" in shown.err
    assert bool(site.asked) is asked
    assert ("Rien n’a été téléchargé" in shown.err) is not asked


def test_a_bar_is_shown_at_a_terminal(
    corpus: Path,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    site.pages["/charte"] = with_ranges(PDF)
    assert fetch("charte", "--yes") == 12  # no true PDF
    assert f"[1/1] charte{N}: 103 Ko sur 103" in capsys.readouterr().err.replace("\x1b[0m", "")


def test_this_machine_is_refused_unless_allowed(
    corpus: Path, site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["corpus", "fetch", "charte", "--yes"]) == 12
    assert "--allow-private" in capsys.readouterr().out
    assert site.asked == []


def test_a_mistake_in_the_list_is_named(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "sources.toml").write_text("[[source]]\nid = 3", encoding="utf-8")
    assert fetch("--list", "--json") == 4
    error = out_of(capsys)["error"]
    assert error["code"] == "sources_invalid"
    assert "ligne 1" in error["message"]


def test_ctrl_c_says_that_nothing_is_lost(
    corpus: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Impatient:
        def __call__(self, now: Any) -> None:
            if now.state == "body":
                raise KeyboardInterrupt

    site.pages["/charte"] = with_ranges(PDF)
    monkeypatch.setattr(cli_corpus_fetch, "_Lines", Impatient)
    assert fetch("charte", "--yes") == 130
    assert "reprendra" in capsys.readouterr().err
    assert (corpus / ".fetch" / "charte.part").stat().st_size > 0
    assert fetch("--list", "--json") == 0
    assert out_of(capsys)["documents"][0]["state"] == "partial"


def test_titles_cannot_steer_the_terminal(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = corpus / "sources.toml"
    steering = path.read_text(encoding="utf-8").replace('"Perdu"', '"Per\\u001b[31mdu [red]x"')
    path.write_text(steering, encoding="utf-8")
    assert fetch("--list") == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "[red]x" in shown


def test_a_page_keeps_its_bytes(corpus: Path, site: Site) -> None:
    page = (
        "<!doctype html><html lang=fr><head><meta charset=utf-8><title>Charte</title></head><body>"
        f"<article><h1>La Charte</h1><p>{TEXT}</p></article></body></html>"
    ).encode()
    site.pages["/charte"] = Reply(body=page, headers=HTML)
    assert fetch("charte", "--yes") == 0
    assert (corpus / "charte.html").read_bytes() == page
