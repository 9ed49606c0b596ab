"""The list of public documents: what it may say, and where a mistake is."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.curate.fetch.address import AddressRefused, checked, host_of, redirected, same_key
from assistant.curate.fetch.sources import FILE, load_sources
from assistant.errors import SourcesInvalid
from conftest import ROOT

HEAD = "# La liste.\n\n"
PUBLIC = ROOT / "corpus" / FILE


def block(name: str = "a", address: str = "https://un.example/a", more: str = "") -> str:
    return f'[[source]]\nid = "{name}"\naddress = "{address}"\ntitle = "Titre"\n{more}\n'


def listed(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / FILE
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_documents_come_in_the_files_order(tmp_path: Path) -> None:
    more = 'publisher = "Le RAMEAU"\ndate = 2021-11-30\nkind = "article"\nstatus = "archive"'
    text = HEAD + block("b", "https://deux.example/b#haut", more) + block("a")
    one, other = load_sources(listed(tmp_path, text))
    assert (one.id, one.address, one.line) == ("b", "https://deux.example/b", 3)
    assert one.fields == {
        "id": "b",
        "title": "Titre",
        "publisher": "Le RAMEAU",
        "date": "2021-11-30",
        "kind": "article",
        "status": "archive",
    }
    assert (other.id, other.host) == ("a", "un.example")


def test_an_empty_list_offers_nothing(tmp_path: Path) -> None:
    assert load_sources(listed(tmp_path, HEAD)) == ()


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("[[source]]\nid = a\n", 2, "TOML"),
        ("[[source]\n", 1, "TOML"),
        (HEAD + "[[sources]]\nid = 'a'\n", 3, "sources"),
        (HEAD + "titre = 'x'\n", 3, "titre"),
        ("source = 'x'\n", 1, "[[source]]"),
        ("[source]\nid = 'a'\n", 1, "[[source]]"),
        (block() + block("b", "https://deux.example", "adresse = 'x'"), 10, "adresse"),
        ("[[source]]\nid = 'a'\naddress = 'https://un.example'\n", 1, "title"),
        (HEAD + "[[source]]\nid = 'a'\ntitle = 'x'\n", 3, "address"),
        (block("Été"), 2, "Été"),
        (block("../a"), 2, "../a"),
        (block("a" * 81), 2, "80 caractères"),
        (block("a", "ftp://un.example/a"), 3, "http://"),
        (block("a", "file:///etc/passwd"), 3, "http://"),
        (block("a", "/etc/passwd"), 3, "http://"),
        (block("a", "https://moi:secret@un.example/"), 3, "mot de passe"),
        (block("a", "https://un.example/a b"), 3, "mal écrite"),
        (block("a", "https://"), 3, "mal écrite"),
        (block("a", "https://un.example:0/"), 3, "mal écrite"),
        (block("a", "https://un.example:99999/"), 3, "mal écrite"),
        (block("a", "https://[::1/"), 3, "mal écrite"),
        (block("a", "https://un.example/" + "a" * 3000), 3, "mal écrite"),
        ("[[source]]\nid = 'a'\ntitle = 'x'\naddress = 3\n", 4, "address"),
        (block(more="date = '2021-13'"), 5, "2021-13"),
        (block(more="date = '2021'\ndate_precision = 'day'"), 5, "2021"),
        (block(more="date_precision = 'day'"), 5, "sans date"),
        (block(more="status = 'ancien'"), 5, "ancien"),
        (block(more="kind = ''"), 5, "kind"),
        (block(more="kind = 3"), 5, "kind"),
        (block() + block("a", "https://deux.example"), 7, "à la ligne 2"),
        (block() + block("b"), 8, "à la ligne 3"),
        (block() + block("b", "HTTPS://UN.example:443/a#b"), 8, "à la ligne 3"),
        (block("a", "http://un.example") + block("b", "http://un.example/"), 8, "à la ligne 3"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int, word: str, tmp_path: Path) -> None:
    path = listed(tmp_path, text)
    with pytest.raises(SourcesInvalid) as caught:
        load_sources(path)
    assert f"ligne {line}, " in caught.value.message, caught.value.message
    assert word in caught.value.message
    assert str(path) in caught.value.message
    assert "secret" not in caught.value.message


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourcesInvalid, match="UTF-8"):
        load_sources(listed(tmp_path, block().encode("utf-16")))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert len(load_sources(listed(tmp_path, "\ufeff" + block()))) == 1


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourcesInvalid, match="manque"):
        load_sources(tmp_path / FILE)
    (tmp_path / FILE).mkdir()
    with pytest.raises(SourcesInvalid, match="ne peut pas être lue"):
        load_sources(tmp_path / FILE)


def test_the_projects_own_list_is_right() -> None:
    sources = load_sources(PUBLIC)
    assert len(sources) == 20
    assert {urlsplit(source.address).scheme for source in sources} <= {"http", "https"}
    assert all(source.fields.get("kind") for source in sources)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://un.example/b"),
        ("b?c=1#d", "https://un.example/x/b?c=1"),
        ("//deux.example/b", "https://deux.example/b"),
        ("?c", "https://un.example/x/a?c"),
        (" https://deux.example/é ", "https://deux.example/é"),
    ],
)
def test_where_a_redirect_leads(location: str, target: str) -> None:
    assert redirected("https://un.example/x/a", location) == target


@pytest.mark.parametrize(
    "address", ["https://un.example\n/", "https://un\\.example/", "\thttps://a.fr"]
)
def test_characters_that_hide_are_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        checked(address)


def test_a_host_is_named_with_an_unusual_port() -> None:
    assert host_of("https://Un.example:443/") == "un.example"
    assert host_of("https://un.example:8443/") == "un.example:8443"
    assert host_of("http://[::1]:80/") == "[::1]"
    assert same_key("https://un.example./") == same_key("https://UN.EXAMPLE")
