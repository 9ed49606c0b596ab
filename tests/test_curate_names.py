from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.curate.names import free_id, is_apart, safe_name, slug


@pytest.mark.parametrize(
    ("given_name", "safe"),
    [
        ("Rapport d’activité 2022.PDF", "Rapport d’activité 2022.pdf"),
        (unicodedata.normalize("NFD", "Été à Nîmes.docx"), "Été à Nîmes.docx"),
        ("a/b\\c:d*e?.txt", "a-b-c-d-e-.txt"),
        ("deux\u00a0\u202fmots\t.txt", "deux mots.txt"),
        ("caché\u202e.txt", "caché.txt"),
        (".profil.txt", "profil.txt"),
        ("~brouillon.docx", "document-brouillon.docx"),
        ("CON.txt", "document-CON.txt"),
        ("README.md", "document-README.md"),
        ("...", "document"),
        ("fin. .txt", "fin.txt"),
    ],
)
def test_safe_name(given_name: str, safe: str) -> None:
    assert safe_name(given_name, ()) == safe


def test_a_taken_name_is_numbered_capitals_or_not() -> None:
    taken = ["Note.txt", "note-2.txt", unicodedata.normalize("NFD", "Été.txt")]
    assert safe_name("NOTE.txt", taken) == "NOTE-3.txt"
    assert safe_name("été.txt", taken) == "été-2.txt"


@given(st.text(max_size=300), st.sets(st.text(max_size=10), max_size=3))
def test_any_name_is_made_safe(name: str, taken: set[str]) -> None:
    safe = safe_name(name, taken)
    assert safe == unicodedata.normalize("NFC", safe)
    assert re.search(r'[<>:"/\\|?*\x00-\x1f]', safe) is None
    assert len(safe.encode()) <= 160
    assert not is_apart(safe)
    assert safe == safe.strip()
    assert safe not in taken


def test_slug() -> None:
    assert slug("L’Étude d’impact : « ODD 17 » !") == "l-etude-d-impact-odd-17"
    assert slug("…") == ""
    long = slug("mot " * 40)
    assert len(long) <= 60
    assert not long.endswith("-")


def test_free_id() -> None:
    assert free_id("note", {"note", "note-2"}) == "note-3"
    assert free_id("", ()) == "document"


@pytest.mark.parametrize("name", [".x.txt", "~x", "x~", "catalogue.toml", "README.md"])
def test_editors_files_are_apart(name: str) -> None:
    assert is_apart(name)
    assert not is_apart("note.txt")
