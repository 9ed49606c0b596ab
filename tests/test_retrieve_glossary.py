from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CatalogueInvalid
from assistant.french import fold, stem
from assistant.ports import Index
from assistant.retrieve.glossary import FILE, Glossary, entry_words, load_glossary, meant_stems

ROOT = Path(__file__).resolve().parents[1]


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


def found(glossary: Glossary, typed: str) -> list[tuple[tuple[int, ...], str]]:
    return [(places, entry.text) for places, entry in glossary.find(fold(typed).split())]


def meanings(glossary: Glossary, typed: str) -> set[str]:
    words = fold(typed).replace("'", " ").replace("-", " ").split()
    return {meaning.text for _, entry in glossary.find(words) for meaning in entry.means}


def row(mots: str = '["boîte"]', sens: str = '["entreprises"]', rest: str = "") -> str:
    return f"[[entrees]]\nmots = {mots}\nsens = {sens}\n{rest}\n"


def test_the_shipped_glossary_loads() -> None:
    glossary = load_glossary(ROOT / "corpus")
    assert len(glossary.entries) > 200
    assert all(0 < entry.weight <= 1 for entry in glossary.entries)
    assert all(entry.words and all(m.stems for m in entry.means) for entry in glossary.entries)


def test_a_word_of_the_shipped_glossary_is_in_two_entries_only_to_weigh_otherwise() -> None:
    said: dict[tuple[tuple[str, ...], float], set[tuple[str, ...]]] = {}
    for entry in load_glossary(ROOT / "corpus").entries:
        means = tuple(meaning.text for meaning in entry.means)
        said.setdefault((entry.words, entry.weight), set()).add(means)
    assert [words for words, means in said.items() if len(means) > 1] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("le maire", "élus locaux"),
        ("ma boîte", "entreprises"),
        ("se mettre ensemble", "faire alliance"),
        ("nous mettre tous ensemble", "faire alliance"),
        ("l’EPCI", "collectivités territoriales"),
        ("le CRTE", "Contrats de Relance et de Transition Ecologique"),
        ("les ODD", "Objectifs de Développement Durable"),
        ("la RSE", "responsabilité sociétale de l’entreprise"),
        ("l’AMRF", "associations d’élus"),
        ("l’ANCT", "Cohésion des Territoires"),
        ("chez nous", "localement"),
        ("les élues", "élus locaux"),
        ("s’unir", "alliance"),
        ("des assos", "associations"),
    ],
)
def test_the_shipped_glossary_knows_the_words_of_the_movement(typed: str, meant: str) -> None:
    assert meant in meanings(load_glossary(ROOT / "corpus"), typed)


@pytest.mark.parametrize(
    ("typed", "not_meant"),
    [
        ("vision commune", "bien commun"),
        ("en face", "acteurs académiques"),
        ("le commun des mortels", "maires"),
        ("vis-à-vis", "objectifs"),
        ("quel impact", "ARPEA"),
        ("un billet d’avion", "blog"),
        ("quel vaccin pour le Sénégal", "principe actif"),
        ("aujourd’hui en bourse", "prime à l’alliance"),
        ("l’état d’esprit", "services de l’Etat"),
    ],
)
def test_the_shipped_glossary_is_silent_elsewhere(typed: str, not_meant: str) -> None:
    assert not_meant not in meanings(load_glossary(ROOT / "corpus"), typed)


def test_most_of_the_shipped_meanings_are_words_of_the_corpus(built_index: Index) -> None:
    entries = load_glossary(ROOT / "corpus").entries
    meant = {s for entry in entries for meaning in entry.means for s in meaning.stems}
    known = sum(bool(built_index.document_frequency(s)) for s in meant)
    assert known > 0.9 * len(meant)


def test_no_glossary_expands_nothing(tmp_path: Path) -> None:
    assert load_glossary(tmp_path) == Glossary()
    assert list(Glossary().find(["a", "b"])) == []


def test_an_empty_file_expands_nothing(tmp_path: Path) -> None:
    assert load_glossary(written(tmp_path, "")) == Glossary()


def test_an_entry_is_found_where_its_words_stand(tmp_path: Path) -> None:
    glossary = load_glossary(written(tmp_path, row('["chef de boîte", "boîte"]')))
    assert found(glossary, "petit chef de boîte") == [((1, 3), "chef de boîte")]
    assert found(glossary, "petite boîte") == [((1,), "boîte")]
    assert found(glossary, "chef de gare") == []


def test_the_longest_entry_silences_what_is_inside_it(tmp_path: Path) -> None:
    text = row('["bien commun"]') + row('["commun"]', '["communs"]') + row('["projet"]')
    glossary = load_glossary(written(tmp_path, text))
    said = found(glossary, "projet de bien commun")
    assert said == [((0,), "projet"), ((2, 3), "bien commun")]
    assert found(glossary, "le projet commun") == [((1,), "projet"), ((2,), "commun")]


def test_all_entries_of_one_word_speak(tmp_path: Path) -> None:
    text = row('["boîte"]') + row('["boîte"]', '["outils"]')
    glossary = load_glossary(written(tmp_path, text))
    assert meanings(glossary, "la boîte") == {"entreprises", "outils"}


def test_small_words_may_stand_between_and_are_asked_for_when_written(tmp_path: Path) -> None:
    text = row('["mettre en commun", "avant IMPACT", "mettre l’argent"]')
    glossary = load_glossary(written(tmp_path, text))
    assert found(glossary, "mettre tout en commun") == [((0, 3), "mettre en commun")]
    assert found(glossary, "mettre vite commun") == []
    assert found(glossary, "mettre de l argent") == [((0, 3), "mettre l’argent")]
    assert found(glossary, "que dit IMPACT") == []
    assert found(glossary, "avant IMPACT") == [((0, 1), "avant IMPACT")]


@pytest.mark.parametrize("typed", ["boîte", "boîtes", "BOITE", "boite"])
def test_an_entry_answers_to_the_forms_of_its_word(tmp_path: Path, typed: str) -> None:
    assert found(load_glossary(written(tmp_path, row())), typed) == [((0,), "boîte")]


@pytest.mark.parametrize("typed", ["boit", "boiterie", "boitier"])
def test_an_entry_is_deaf_to_another_word(tmp_path: Path, typed: str) -> None:
    assert found(load_glossary(written(tmp_path, row())), typed) == []


def test_both_sides_call_each_other_when_told(tmp_path: Path) -> None:
    text = row('["RSE"]', '["responsabilité sociétale"]', "dans_les_deux_sens = true")
    entries = load_glossary(written(tmp_path, text)).entries
    whole = ("responsabilite", "societale")
    assert {(e.words, e.means[0].stems) for e in entries} == {
        (("rse",), tuple(map(stem, whole))),
        (whole, ("rse",)),
    }


def test_the_weight_has_a_default_and_may_be_one(tmp_path: Path) -> None:
    text = row() + row('["firme"]', rest="poids = 1")
    assert [e.weight for e in load_glossary(written(tmp_path, text)).entries] == [0.6, 1.0]


def test_articles_are_left_out_and_other_small_words_kept() -> None:
    assert entry_words("nous") == ("nous",)
    assert entry_words("chez nous") == ("chez", "nous")
    assert entry_words("le chef de l’entreprise") == ("chef", "entreprise")
    assert entry_words("start-up") == ("start", "up")


def test_a_meaning_is_its_content_words() -> None:
    assert meant_stems("services de l’Etat") == (stem("services"), stem("etat"))
    assert meant_stems("nous") == ("nous",)


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
        row(rest="a_la_place = 1"),
        row(rest="a_la_place = true\ndans_les_deux_sens = true"),
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
