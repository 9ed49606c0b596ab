"""Quotes of editors, found again among passages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.guided.sources import find_sources, locate
from assistant.guided.values import Source
from guided_samples import QUOTE, TEXT, document, passage


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("Il faut du temps", "Il faut du temps"),
        ("IL FAUT  DU TEMPS", "Il faut du temps"),
        ("aucun acteur ne peut repondre seul", "aucun acteur ne peut répondre seul"),
        ("ou aucun acteur ne peut vraiment répondre", "où aucun acteur ne peut répondre"),
    ],
)
def test_the_words_are_found_as_the_passage_has_them(quote: str, found: str) -> None:
    span = locate(TEXT, quote)
    assert span is not None
    assert TEXT[slice(*span)] == found


@pytest.mark.parametrize("quote", ["tout autre chose", "aucun acteur 12 ne peut répondre seul"])
def test_other_words_are_not(quote: str) -> None:
    assert locate(TEXT, quote) is None


def test_guillemets_of_the_quote_are_kept() -> None:
    text = "On parle d’une « taille humaine » pour agir."
    span = locate(text, "« TAILLE humaine »")
    assert span is not None
    assert text[slice(*span)] == "« taille humaine »"


def test_a_source_belongs_to_its_document() -> None:
    here, elsewhere = Source("doc", QUOTE), Source("autre", QUOTE)
    found = find_sources([here, elsewhere], [passage()], [document()])
    assert set(found) == {here}
    citation = found[here].citation(4)
    assert citation.mark == 4
    assert citation.quote == passage().text[slice(*citation.span)] == QUOTE


def test_a_ranked_passage_comes_before_its_twin() -> None:
    twin = replace(passage(), id="doc:0")
    ranked = replace(passage(), twins=("doc:0",))
    found = find_sources([Source("doc", QUOTE)], [twin, ranked], [document()])
    assert found[Source("doc", QUOTE)].passage.id == "doc:1"
