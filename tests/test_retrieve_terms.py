from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.french import content_words, fold, stem, words
from assistant.ports import Index
from assistant.retrieve.glossary import (
    Entry,
    Glossary,
    Meaning,
    entry_words,
    load_glossary,
    meant_stems,
)
from assistant.retrieve.terms import Concept, QueryReader, Terms
from misspelt_samples import MISSPELT, OTHER_SUBJECTS
from query_samples import StemIndex, passage

ROOT = Path(__file__).resolve().parents[1]
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
    meant = tuple(Meaning(text, meant_stems(text)) for text in means)
    return Entry(word, entry_words(word), meant, weight)


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
    assert terms.words[-1].entries == ()
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
    assert terms == Terms((), (), "?!")
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


def test_a_mended_word_leads_as_a_typed_one() -> None:
    terms = read("les entrepises", entry("entreprise", "associations", "fondation", "alliance"))
    weights = terms.lexical()
    lead = max(weights, key=lambda name: weights[name])
    assert lead == stem("entreprises")
    assert all(value < 0.6 * weights[lead] for name, value in weights.items() if name != lead)


def test_a_compound_that_the_index_lacks_is_said_by_its_parts() -> None:
    terms = read("l’alliance-fondation")
    assert [c.typed for c in terms.concepts] == [stem("alliance"), stem("fondation")]
    assert terms.missing == ()


def test_glued_and_cut_words_are_concepts_of_their_own() -> None:
    index = StemIndex(
        {stem(w): 20 for w in ("construction", "jouer", "collectif")},
        [passage(text="La construction, c’est jouer collectif.")],
    )
    terms = QueryReader().read("jouercollectif en costru ction", index)
    assert [c.typed for c in terms.concepts] == [
        stem("jouer"),
        stem("collectif"),
        stem("construction"),
    ]
    assert terms.missing == ()
    assert terms.text == "jouer collectif en construction"


def test_small_words_of_the_glossary_are_a_concept_together() -> None:
    terms = read("la fondation chez nous", entry("chez nous", "territoires"))
    assert of(terms, "fondation").alternatives
    assert terms.lexical()[stem("territoires")] == 0.8
    assert [c.typed for c in terms.concepts] == [stem("fondation"), "chez nous"]


# --- how it was read -----------------------------------------------------------------------


def test_each_word_says_how_it_was_read() -> None:
    terms = read("c koi les aliances pr ma boîte sans parapluie", entry("boîte", "entreprises"))
    assert [(w.typed, w.how, w.words, w.why) for w in terms.words] == [
        ("c koi", "sms", ("c'est quoi",), None),
        ("les", "small", ("les",), None),
        ("aliances", "mended", ("alliances",), "phonetic"),
        ("pr", "sms", ("pour",), None),
        ("ma", "small", ("ma",), None),
        ("boîte", "missing", ("boîte",), None),
        ("sans", "small", ("sans",), None),
        ("parapluie", "missing", ("parapluie",), None),
    ]
    (use,) = terms.words[5].entries
    assert (use.words, use.means, use.weight) == ("boîte", ("entreprises",), 0.8)
    assert 0.5 <= terms.words[2].sure < 1


def test_an_entry_is_told_with_each_of_its_words_and_known_meanings_only() -> None:
    terms = read("notre chef de boîte", entry("chef de boîte", "entreprises", "inconnu"))
    uses = {word.typed: [use.means for use in word.entries] for word in terms.words}
    assert uses == {
        "notre": [], "chef": [("entreprises",)], "de": [], "boîte": [("entreprises",)]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Les mesures, c koi ?", "Les mesures, c'est quoi ?"),
        ("L’aliance d'entrepises !", "L’alliance d'entreprises !"),
        ("l'alliance", "l'alliance"),
        ("  quelles   mesures ", "quelles mesures"),
        ("", ""),
    ],
)
def test_the_text_is_the_question_with_its_errors_mended(typed: str, text: str) -> None:
    assert read(typed).text == text


@pytest.mark.parametrize("mark", "'’‘ʼ`´")
def test_accents_capitals_and_apostrophes_never_matter(mark: str) -> None:
    one = read(f"L{mark}ALLIANCE DES SOCIÉTÉS D{mark}ASSOCIATIONS")
    assert one.concepts == read("l'alliance des societes d'associations").concepts


def test_a_question_is_read_once() -> None:
    reader = QueryReader()
    assert reader.read("les mesures", INDEX) is reader.read("les mesures", INDEX)
    assert reader.read("les mesures", StemIndex({"x": 1})).missing


# --- on the corpus -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped(built_home: Path) -> QueryReader:
    return QueryReader(load_glossary(built_home / "corpus"))


def test_misspelt_questions_meet_the_words_they_mean(
    shipped: QueryReader, built_index: Index
) -> None:
    unmet = {
        question: lost
        for question, meant in MISSPELT
        if (
            lost := {
                w
                for w in content_words(meant)
                if stem(w) not in shipped.read(question, built_index).lexical()
            }
        )
    }
    words = sum(len(content_words(meant)) for _, meant in MISSPELT)
    # a word that expansion spells as badly is not mended: it finds its passage as it is
    assert len(unmet) <= 0.12 * len(MISSPELT), unmet
    assert sum(map(len, unmet.values())) <= 0.08 * words, unmet


def test_other_subjects_are_not_mended_into_ours(shipped: QueryReader, built_index: Index) -> None:
    questions = [*OTHER_SUBJECTS, *off_topic()]
    assert len(questions) > 100
    wrong = {
        (word.typed, *word.words)
        for question in questions
        for word in shipped.read(question, built_index).words
        if word.how == "mended"
        if any(built_index.document_frequency(stem(fold(w))) for w in word.words)
    }
    assert len(wrong - SAME_FAMILY) <= 0.01 * len(questions), wrong


SAME_FAMILY = {("traduis", "traduit"), ("bloqueur", "bloquer")}
"""Not the word typed, but one that says the same."""


def off_topic() -> list[str]:
    rows = (ROOT / "eval" / "calibration.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(row) for row in rows]
    return [item["question"] for item in items if item["kind"] == "off-topic"]


def test_a_word_that_readers_use_for_another_counts_little_itself() -> None:
    plain = entry("mesure", "alliance", weight=0.9)
    terms = read("les mesures", plain)
    instead = read("les mesures", replace(plain, instead=True))
    own, other = stem("mesures"), stem("alliance")
    assert terms.lexical()[own] > terms.lexical()[other]
    assert instead.lexical()[own] < 0.3 < instead.lexical()[other]
    assert (plain.instead, instead.text) == (False, "les alliance")
