from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.french import fold, stem, words
from assistant.ports import Index
from assistant.retrieve.glossary import Entry, Glossary, load_glossary, typed_stems
from assistant.retrieve.terms import Concept, QueryReader, Terms, nearest_stems
from query_samples import StemIndex

INDEX = StemIndex(
    {
        stem(w): n
        for w, n in {
            "mesures": 20, "alliance": 60, "territoires": 30, "fondation": 12, "entreprises": 25,
            "associations": 25, "collectivites": 10, "responsabilite": 3, "societale": 4, "kit": 2,
        }.items()
    }
)  # fmt: skip


def entry(word: str, *means: str, weight: float = 0.8) -> Entry:
    return Entry(typed_stems(word), tuple(typed_stems(text) for text in means), weight)


def read(question: str, *entries: Entry) -> Terms:
    return QueryReader(Glossary(entries)).read(question, INDEX)


def of(terms: Terms, word: str) -> Concept:
    return next(c for c in terms.concepts if c.typed == stem(fold(word)))


def test_a_word_of_the_index_stands_for_itself() -> None:
    assert of(read("les mesures ?"), "mesures").alternatives == {stem("mesures"): 1.0}


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    terms = read("le kit des alliances")
    assert of(terms, "kit").weight > of(terms, "alliances").weight > 0


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("alliannce", "alliance"),
        ("teritoires", "territoires"),
        ("entrepises", "entreprises"),
        ("aliance", "alliance"),
        ("assosiations", "associations"),
        ("colectivites", "collectivites"),
        ("mezures", "mesures"),
    ],
)
def test_a_typing_error_is_mended(typed: str, meant: str) -> None:
    found = of(read(f"quelles {typed} ?"), typed)
    assert stem(meant) in found.alternatives
    assert 0 < found.alternatives[stem(meant)] < 1


@pytest.mark.parametrize(
    "word", ["dentelles", "mesurette", "alliage", "contrepoids", "territorial"]
)
def test_a_usual_word_is_no_typing_error_of_another(word: str) -> None:
    index = StemIndex({stem("denteles"): 3, stem("mesurettes"): 1, stem("alliance"): 3})
    terms = QueryReader().read(word, index)
    own = [c for c in terms.concepts if c.typed == stem(word)]
    assert all(set(c.alternatives) <= {c.typed} for c in own)


@pytest.mark.parametrize("word", ["xyz", "odd", "r2d2", "2019"])
def test_short_words_and_numbers_are_not_guessed(word: str) -> None:
    assert of(read(word), word).alternatives == {}


def test_a_word_that_nothing_answers_is_missing() -> None:
    terms = read("les mesures sur le parapluie")
    assert [c.typed for c in terms.missing] == [stem("parapluie")]
    assert of(terms, "parapluie").weight >= max(c.weight for c in terms.concepts)


def test_the_glossary_gives_a_word_the_documents_own() -> None:
    terms = read("les boîtes", entry("boîte", "entreprises"))
    assert of(terms, "boîtes").alternatives == {stem("entreprises"): 0.8}
    assert terms.expansions == ((stem("boite"), stem("entreprises")),)


def test_a_phrase_of_the_glossary_is_one_whole() -> None:
    known = entry("chef de boîte", "entreprises")
    assert of(read("le chef de boîte", known), "chef").alternatives
    assert not of(read("le chef de gare", known), "chef").alternatives


def test_a_meaning_of_several_words_is_as_sure_together() -> None:
    terms = read("la RSE", entry("RSE", "responsabilité sociétale", weight=0.9))
    values = of(terms, "rse").alternatives.values()
    assert list(values) == pytest.approx([0.9 / 2**0.5] * 2)


def test_a_meaning_that_the_index_lacks_serves_nothing() -> None:
    terms = read("la RSE", entry("RSE", "inconnu au bataillon"))
    assert terms.expansions == ()
    assert [c.typed for c in terms.missing] == ["rse"]


def test_the_surest_of_two_entries_counts() -> None:
    terms = read(
        "patron", entry("patron", "entreprises", weight=0.4), entry("patron", "entreprises")
    )
    assert of(terms, "patron").alternatives == {stem("entreprises"): 0.8}


def test_a_repeated_word_is_one_concept() -> None:
    assert len(read("mesures, mesures, mesures !").concepts) == 1


def test_small_words_alone_are_still_words() -> None:
    assert [c.typed for c in read("et nous ?").concepts] == [stem(w) for w in words("et nous")]


def test_nothing_typed_is_nothing_asked() -> None:
    terms = read("?!")
    assert terms == Terms(())
    assert terms.mass == 0
    assert terms.share(frozenset({"x"})) == 0.0
    assert terms.lexical() == {}


def test_share_is_the_part_of_the_weight_held() -> None:
    terms = Terms(
        (Concept("a", 3.0, {"a": 1.0}), Concept("b", 1.0, {"c": 0.5}), Concept("d", 4.0, {}))
    )
    assert terms.share(frozenset()) == 0
    assert terms.share(frozenset({"a"})) == pytest.approx(3 / 8)
    assert terms.share(frozenset({"a", "c", "d"})) == pytest.approx(3.5 / 8)


@given(
    st.lists(st.sampled_from("mesures boîtes fondacion parapluie kit alliance 18 le de".split()))
)
def test_shares_stay_between_zero_and_one_and_grow(typed: list[str]) -> None:
    terms = read(" ".join(typed), entry("boîte", "entreprises"))
    every = frozenset(s for c in terms.concepts for s in c.alternatives)
    some = frozenset(sorted(every)[::2])
    assert 0.0 <= terms.share(some) <= terms.share(every) <= 1.0
    assert terms.share(every) < 1.0 or not terms.missing


def test_lexical_weights_are_positive_and_the_typed_word_leads() -> None:
    terms = read("les entreprises", entry("entreprise", "associations", "fondation", "alliance"))
    weights = terms.lexical()
    assert weights[stem("entreprises")] == 1.0
    others = [value for name, value in weights.items() if name != stem("entreprises")]
    assert len(others) == 3
    assert all(0 < value < 0.8 for value in others)


def test_many_synonyms_do_not_drown_the_other_words() -> None:
    few = read("les boîtes", entry("boîte", "entreprises")).lexical()
    many = read("les boîtes", entry("boîte", "entreprises", "associations", "fondation")).lexical()
    assert many[stem("entreprises")] < few[stem("entreprises")]


def test_near_stems_are_at_most_two_and_no_further_than_the_best() -> None:
    assert nearest_stems("mezur", ["mesur", "mesurag", "masur", "menu"]) == ["mesur"]
    assert nearest_stems("zzzzz", ["mesur"]) == []
    assert len(nearest_stems("mesur", ["mesure", "mesura", "mesuro", "mesuri"])) == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("c koi la fondation dé teritoires", "territoires"),
        ("kel son lé mesures", "mesures"),
        ("cb d'entreprise fon d partenaria", "partenariat"),
        ("koment fer une aliance", "alliance"),
        ("pr les assos", "associations"),
    ],
)
def test_what_is_typed_in_haste_still_meets_the_corpus(
    typed: str, meant: str, built_index: Index, built_home: Path
) -> None:
    reader = QueryReader(load_glossary(built_home / "corpus"))
    assert stem(meant) in reader.read(typed, built_index).lexical()
