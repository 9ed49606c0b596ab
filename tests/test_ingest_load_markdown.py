"""Markdown: structure, front matter, notes; anything typed ends well."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain import Document
from assistant.errors import UnreadableFile
from assistant.ingest.pipeline import read_document
from office_samples import OLE, ends_well, lines, load, mutated, said, texts

GUIDE = """\
---
title: Préparer une alliance
auteur: Le Relais
date: 2021-11
---
# Préparer une alliance

Une *alliance* se **prépare**[^1] : [le guide](https://exemple.fr) le dit.

## Les étapes

1. Écouter
2. Choisir
   - les partenaires
3. Décider

| Région | Maires |
|---|--:|
| Bretagne | 12 |
| Alsace | 4 |

Sous-titre souligné
-------------------

> Nous avons appris à nous parler.

- [ ] à faire
- [x] fait

[^1]: D’après la charte
    de 2021.
"""


def read(text: str) -> list[tuple[str | None, str]]:
    return said(load(text.encode(), ".md"))


def test_structure() -> None:
    loaded = load(GUIDE.encode(), ".md")
    assert said(loaded) == [
        ("heading", "Préparer une alliance"),
        ("text", "Une alliance se prépare : le guide le dit."),
        ("note", "D’après la charte de 2021."),
        ("heading", "Les étapes"),
        ("item", "1. Écouter"),
        ("item", "2. Choisir"),
        ("item", "• les partenaires"),
        ("item", "3. Décider"),
        ("row", "Région : Bretagne ; Maires : 12"),
        ("row", "Région : Alsace ; Maires : 4"),
        ("heading", "Sous-titre souligné"),
        ("text", "Nous avons appris à nous parler."),
        ("item", "• à faire"),
        ("item", "• fait"),
    ]
    assert [line.level for line in lines(loaded) if line.role == "heading"] == [1, 2, 2]
    assert loaded.pages[0].engine == "markdown"


def test_front_matter_is_what_the_file_says_of_itself() -> None:
    about = load(GUIDE.encode(), ".markdown").about
    assert (about.title, about.author, about.date) == (
        "Préparer une alliance", "Le Relais", "2021-11",
    )  # fmt: skip


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert read("---\n\nBonjour à tous.") == [("text", "Bonjour à tous.")]


def test_a_list_goes_on_from_its_own_number() -> None:
    assert read("4. Quatre\n5. Cinq") == [("item", "4. Quatre"), ("item", "5. Cinq")]


def test_code_is_kept_as_written() -> None:
    assert [t for _, t in read("```\nun [^1] mot\n[^1]: deux\n```")] == [
        "un [^1] mot",
        "[^1]: deux",
    ]


def test_inner_html_is_read_and_scripts_are_not() -> None:
    assert [t for _, t in read("<p>Un mot</p>\n\n<script>FUITE</script>\n\nFin <b>ici</b>.")] == [
        "Un mot", "Fin ici.",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    text = "# Élèves\n\nL’œuvre de l’école coûte 12 € à chacun des élèves de la commune."
    assert texts(load(text.encode(encoding), ".md"))[0] == "Élèves"


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"", "vide"), (b"%PDF-1.7", "PDF"), (OLE, "ancien format"), (b"---\n", "aucun mot")],
)
def test_what_cannot_be_read_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        load(data, ".md")
    assert words in caught.value.message


@pytest.mark.parametrize("seed", range(40))
def test_mutants_end_in_text_or_in_a_refusal(seed: int) -> None:
    ends_well(mutated(GUIDE.encode(), seed), ".md")


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("#*_-+>|`[]()^:! \n\t1.abé<>&"), max_size=200))
def test_anything_typed_ends_well(text: str) -> None:
    ends_well(text.encode(), ".md")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.from_regex(r"[a-zéèàç]{2,12}", fullmatch=True), min_size=1), min_size=1)
)
def test_every_word_is_read_in_order(paragraphs: list[list[str]]) -> None:
    found = texts(load("\n\n".join(" ".join(p) for p in paragraphs).encode(), ".md"))
    assert found == [" ".join(words) for words in paragraphs]


def test_passages_of_a_guide(tmp_path: Path) -> None:
    path = tmp_path / "guide.md"
    path.write_text(GUIDE, encoding="utf-8")
    found = read_document(path, Document(id="guide", title="", catalogued=False))
    assert found.document.title == "Préparer une alliance"
    assert {p.heading for p in found.passages} == {
        "Préparer une alliance", "Les étapes", "Sous-titre souligné",
    }  # fmt: skip
