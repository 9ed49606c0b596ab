from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CatalogueInvalid
from assistant.french import stem
from assistant.ports import Index
from assistant.retrieve.glossary import FILE, Glossary, load_glossary, typed_stems

ROOT = Path(__file__).resolve().parents[1]


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def row(mots: str = '["boîte"]', sens: str = '["entreprises"]', rest: str = "") -> str:
    return f"[[entrees]]\nmots = {mots}\nsens = {sens}\n{rest}\n"


def test_the_shipped_glossary_loads() -> None:
    glossary = load_glossary(ROOT / "corpus")
    assert len(glossary.entries) > 200
    assert all(0 < entry.weight <= 1 for entry in glossary.entries)
    assert all(entry.word and all(entry.means) for entry in glossary.entries)


def test_most_of_the_shipped_meanings_are_words_of_the_corpus(built_index: Index) -> None:
    meant = {s for e in load_glossary(ROOT / "corpus").entries for run in e.means for s in run}
    known = sum(bool(built_index.document_frequency(s)) for s in meant)
    assert known > 0.8 * len(meant)


def test_no_glossary_expands_nothing(tmp_path: Path) -> None:
    assert load_glossary(tmp_path) == Glossary()
    assert list(Glossary().expand(["a", "b"])) == []


def test_an_empty_file_expands_nothing(tmp_path: Path) -> None:
    assert load_glossary(written(tmp_path, "")) == Glossary()


def test_an_entry_is_found_where_its_words_stand(tmp_path: Path) -> None:
    glossary = load_glossary(written(tmp_path, row('["chef de boîte", "boîte"]')))
    typed = ["petit", stem("chef"), stem("boite")]
    assert [(i, e.word) for i, e in glossary.expand(typed)] == [
        (1, (stem("chef"), stem("boite"))),
        (2, (stem("boite"),)),
    ]


def test_both_sides_call_each_other_when_told(tmp_path: Path) -> None:
    text = row('["RSE"]', '["responsabilité sociétale"]', "dans_les_deux_sens = true")
    entries = load_glossary(written(tmp_path, text)).entries
    rse, whole = ("rse",), (stem("responsabilite"), stem("societale"))
    assert {(e.word, e.means) for e in entries} == {(rse, (whole,)), (whole, (rse,))}


def test_the_weight_has_a_default_and_may_be_one(tmp_path: Path) -> None:
    text = row() + row('["firme"]', rest="poids = 1")
    assert [e.weight for e in load_glossary(written(tmp_path, text)).entries] == [0.6, 1.0]


def test_small_words_are_kept_when_there_is_nothing_else() -> None:
    assert typed_stems("nous") == ("nous",)
    assert typed_stems("chez nous") == ("chez", "nous")
    assert typed_stems("chef de boîte") == (stem("chef"), stem("boite"))


@pytest.mark.parametrize(
    "text",
    [
        "[[entrees]\nmots = ",
        "mots = [",
        "\x00",
        row(rest="poids = 0"),
        row(rest="poids = -0.2"),
        row(rest="poids = 1.2"),
        row(rest="poids = nan"),
        row(rest='poids = "beaucoup"'),
        row(rest="poids = []"),
        row(mots='"boîte"'),
        row(mots="[1, 2]"),
        row(mots='[""]'),
        row(mots="[]"),
        row(sens='"entreprises"'),
        row(sens="{}"),
        row(sens="[]"),
        row(rest='dans_les_deux_sens = "oui"'),
        '[[entrees]]\nmots = ["a"]\n',
        '[[entrees]]\nsens = ["a"]\n',
        'entrees = ["a"]',
        "entrees = 3",
        '[entrees]\nmots = ["a"]\nsens = ["b"]\n',
        row(rest="poid = 0.3"),
        '[[entree]]\nmots = ["a"]\nsens = ["b"]\n',
    ],
)
def test_a_broken_glossary_is_refused_in_french(tmp_path: Path, text: str) -> None:
    with pytest.raises(CatalogueInvalid) as caught:
        load_glossary(written(tmp_path, text))
    assert caught.value.message.startswith("Le glossaire corpus/glossary.toml")
    assert not any(word in caught.value.message for word in ("Traceback", "object", "NoneType"))


def test_what_is_not_text_is_refused_in_french(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00mots")
    with pytest.raises(CatalogueInvalid, match="glossaire"):
        load_glossary(tmp_path)
