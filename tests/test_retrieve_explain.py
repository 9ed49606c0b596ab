from __future__ import annotations

from dataclasses import replace

from assistant.core import Assistant
from assistant.domain import GlossaryUse, LegScore, Matched, WordRead
from assistant.french import stem
from assistant.retrieve.explain import explain
from assistant.retrieve.terms import Terms
from query_samples import hit

BOITE = GlossaryUse("boîte", ("entreprises",), 0.8)
READ = (
    WordRead("aliance", "mended", ("alliance",), "phonetic", 0.87),
    WordRead("boîte", "missing", ("boîte",), entries=(BOITE,)),
)


def searched(*words: str, text: str, heading: str = "") -> Matched:
    found = replace(
        hit(text, heading=heading),
        legs=(LegScore("lexical", 1, 3.0, tuple(map(stem, words))), LegScore("dense", 2, 0.4)),
    )
    result = explain("aliance boîte", Terms((), READ, "alliance boîte"), [found])
    (matched,) = result.matched
    assert result.hits == (found,)
    return matched


def test_words_are_told_as_they_stand_in_the_passage() -> None:
    matched = searched("alliance", "territoires", text="Les Alliances.", heading="Un territoire")
    assert matched == Matched(("Alliances", "territoire"), ())


def test_what_the_passage_lacks_is_told_apart_in_words_of_the_question() -> None:
    matched = searched("alliance", "entreprises", text="Les alliances.")
    assert matched == Matched(("alliances",), ("entreprises",))


def test_a_stem_that_nobody_spelled_is_told_as_it_is() -> None:
    assert searched("collectif", text="Rien.") == Matched((), (stem("collectif"),))


def test_the_reading_comes_with_the_search() -> None:
    result = explain("aliance boîte", Terms((), READ, "alliance boîte"), [])
    assert (result.query, result.hits, result.matched) == ("aliance boîte", (), ())
    assert (result.reading.text, result.reading.words) == ("alliance boîte", READ)


def test_an_assistant_explains_the_ranking_it_gives(assistant_built: Assistant) -> None:
    query = "c koi la fondacion dé teritoires"
    found = assistant_built.explain(query, 5)
    assert found.hits == assistant_built.search(query, 5)
    assert len(found.matched) == len(found.hits)
    assert found.reading.text == "c'est quoi la fondation dé territoires"
    assert {"Fondation", "Territoires"} <= set(found.matched[0].words)
    assert all(leg.rank >= 1 and leg.weight is not None for h in found.hits for leg in h.legs)
