from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from assistant.domain import Document
from assistant.errors import CatalogueInvalid
from assistant.ingest.catalogue import FILE, STATUSES, Catalogue, load_catalogue

CORPUS = Path(__file__).resolve().parents[1] / "corpus"

ENTRY = """
[[document]]
file = "{file}"
id = "{id}"
title = "Un titre"
"""


def load(folder: Path, text: str) -> Catalogue:
    path = folder / FILE
    path.write_text(text, encoding="utf-8")
    return load_catalogue(path)


def entry(name: str = "a", more: str = "") -> str:
    return ENTRY.format(file=f"{name}.txt", id=name) + more + "\n"


class TestOurCatalogue:
    def test_every_document_is_listed_and_there(self) -> None:
        listed = set(load_catalogue(CORPUS / FILE).documents)
        assert listed == {path.name for path in CORPUS.glob("*.txt")}

    def test_says_what_is_known_of_each(self) -> None:
        by_id = {d.id: d for d in load_catalogue(CORPUS / FILE).documents.values()}
        assert {name: (d.date, d.date_precision) for name, d in by_id.items()} == {
            "fondation-des-territoires-2020": ("2020-11", "season"),
            "fondation-des-territoires-2020-ocr": ("2020-11", "season"),
            "mission-accelerer-les-alliances-2020-ocr": ("2020-10-17", "day"),
            "impact-odd17-synthese-2022-ocr": ("2022", "year"),
            "21-mesures-odd17-2020": ("2020-05-07", "day"),
        }
        deck = "fondation-des-territoires-2020"
        assert by_id["fondation-des-territoires-2020-ocr"].same_as == deck
        assert by_id["mission-accelerer-les-alliances-2020-ocr"].part_of == deck
        assert all(d.publisher and d.kind and d.status in STATUSES for d in by_id.values())

    def test_its_readme_explains_every_field_and_status(self) -> None:
        text = (CORPUS / "README.md").read_text(encoding="utf-8")
        for field in ("file", "id", "title", "publisher", "date", "date_precision", "kind"):
            assert f"| `{field}` |" in text
        for status in STATUSES:
            assert f"| `{status}` |" in text
        for name in load_catalogue(CORPUS / FILE).documents:
            assert f"`{name}`" in text


def test_no_catalogue_is_an_empty_one(tmp_path: Path) -> None:
    assert load_catalogue(tmp_path / FILE).documents == {}
    assert load(tmp_path, "").documents == {}


def test_reads_all_fields(tmp_path: Path) -> None:
    more = (
        'publisher = "É"\ndate = "2021-03"\ndate_precision = "season"\nkind = "k"\n'
        'status = "remplacé"\nreplaced_by = "b"\nsame_as = "b"\npart_of = "b"\n'
        'address = "https://un.example/a?b#c"\nretrieved = 2026-03-02'
    )
    catalogue = load(tmp_path, "\ufeff" + entry("a", more) + entry("b"))
    assert catalogue.documents["a.txt"] == Document(
        id="a",
        title="Un titre",
        publisher="É",
        date="2021-03",
        date_precision="season",
        kind="k",
        status="remplacé",
        replaced_by="b",
        same_as="b",
        part_of="b",
        address="https://un.example/a?b#c",
        retrieved="2026-03-02",
        source="a.txt",
    )
    assert catalogue.documents["b.txt"].catalogued


@pytest.mark.parametrize(
    ("date", "precision"),
    [('"2020"', "year"), ('"2020-02"', "month"), ('"2020-02-29"', "day"), ("2020-05-07", "day")],
)
def test_the_precision_is_read_from_the_date(tmp_path: Path, date: str, precision: str) -> None:
    document = load(tmp_path, entry(more=f"date = {date}")).documents["a.txt"]
    assert document.date == date.strip('"')
    assert document.date_precision == precision


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[document", "TOML"),
        ("title = ", "TOML"),
        (entry() + "date = hier", "ligne 7, colonne 8"),
        ("documents = 1", "« documents » est inconnue"),
        ("document = 1", "[[document]]"),
        ("document = [1]", "[[document]]"),
        ('[[document]]\nfile = "a.txt"\nid = "a"', "« title » manque"),
        ('[[document]]\nid = "a"\ntitle = "t"', "« file » manque"),
        (entry(more='editor = "x"'), "« editor » est inconnu"),
        (entry(more="publisher = 3"), "« publisher » doit être un texte"),
        (entry(more='publisher = "  "'), "« publisher » doit être un texte"),
        (entry(more='status = "vieux"'), "en vigueur, archive, projet, remplacé"),
        (entry(more='status = "remplacé"'), "replaced_by"),
        (entry(more='date = "2020-13"'), "« 2020-13 »"),
        (entry(more='date = "2021-02-29"'), "« 2021-02-29 »"),
        (entry(more='date = "automne 2020"'), "« automne 2020 »"),
        (entry(more='date = "2020"\ndate_precision = "day"'), "« 2020 »"),
        (entry(more='date = "2020"\ndate_precision = "siècle"'), "« siècle »"),
        (entry(more='date_precision = "day"'), "sans date"),
        (entry(more="date = 2020-05-07T10:00:00"), "« date » doit être un texte"),
        (entry(more='retrieved = "2026-03"'), "« 2026-03 »"),
        (entry(more='address = "javascript:alert(1)"'), "« javascript:alert(1) »"),
        (entry(more='address = "https://moi:secret@un.example/"'), "mot de passe"),
        (entry(more='address = "https://un.example/a b"'), "sans espace"),
        (entry("A"), "« A »"),
        (entry("a/b"), "nom de fichier simple"),
        (entry("..\\\\b"), "nom de fichier simple"),
        (entry() + entry(), "déjà donné"),
        (entry() + entry().replace('id = "a"', 'id = "b"'), "« a.txt », déjà donné"),
        (entry() + entry().replace("a.txt", "b.txt"), "« a », déjà donné"),
        (entry(more='replaced_by = "b"'), "« b », qui n’est pas dans le catalogue"),
        (entry(more='same_as = "a"'), "lui-même"),
        (entry("a", 'replaced_by = "b"') + entry("b", 'replaced_by = "a"'), "revenir"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(CatalogueInvalid) as caught:
        load(tmp_path, text)
    assert said in caught.value.message.replace("\u00a0", " ")
    assert FILE in caught.value.message


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"\x00\x01", b"title = '\xe9'"])
def test_rubbish_is_no_catalogue(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(CatalogueInvalid, match="TOML"):
        load_catalogue(tmp_path / FILE)


def test_a_folder_in_its_place_is_no_catalogue(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(CatalogueInvalid, match="lu"):
        load_catalogue(tmp_path / FILE)


class TestMatch:
    def test_catalogued_files_come_first_and_in_order(self, tmp_path: Path) -> None:
        catalogue = load(tmp_path, entry("z") + entry("y") + entry("absent"))
        found = catalogue.match(["a.txt", "y.txt", "z.txt"])
        assert list(found) == ["z.txt", "y.txt", "a.txt"]
        assert [document.catalogued for document in found.values()] == [True, True, False]

    def test_an_unknown_file_gets_an_id_and_no_title(self, tmp_path: Path) -> None:
        found = Catalogue({}).match(["Été à l’École (v2).TXT"])
        (document,) = found.values()
        assert document == Document(
            id="ete-a-l-ecole-v2", title="", source="Été à l’École (v2).TXT", catalogued=False
        )

    def test_ids_never_meet(self, tmp_path: Path) -> None:
        catalogue = load(tmp_path, entry("a"))
        names = ["a.txt", "A.txt", "a.md", "à.md", "!!.txt", "??.txt", "A!.txt"]
        found = catalogue.match(names)
        identifiers = [document.id for document in found.values()]
        assert sorted(found) == sorted(names)
        assert len(set(identifiers)) == len(names)
        assert all(identifiers)
        assert found["a.txt"].id == "a"

    def test_an_absent_entry_keeps_its_id(self, tmp_path: Path) -> None:
        catalogue = load(tmp_path, entry("a"))
        assert [d.id for d in catalogue.match(["a.md"]).values()] == ["a-md"]

    def test_names_typed_with_decomposed_accents_are_the_same(self, tmp_path: Path) -> None:
        name = unicodedata.normalize("NFD", "été")
        catalogue = load(tmp_path, ENTRY.format(file=f"{name}.txt", id="ete"))
        assert list(catalogue.documents) == ["été.txt"]
