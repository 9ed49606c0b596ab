"""What is indexed: canonical passages only, found by their twins' words too."""

from __future__ import annotations

from assistant.domain import Passage
from assistant.ingest.entries import make_entries
from ingest_samples import merged


def _passage(name: str, text: str, twins: tuple[str, ...] = ()) -> Passage:
    return Passage(id=name, document_id="doc", text=text, raw=text.upper(), twins=twins)


def test_a_twin_has_no_entry_but_its_raw_text_is_indexed() -> None:
    entries = make_entries([_passage("a", "un", ("b", "absent")), _passage("b", "deux")])
    assert [entry.passage.id for entry in entries] == ["a"]
    assert entries[0].fields == {"text": "un", "heading": "", "raw": "UN\nDEUX"}


def test_a_passage_without_twins_has_its_own_words() -> None:
    (entry,) = make_entries([_passage("a", "un")])
    assert entry.fields["raw"] == "UN"


def test_every_passage_of_the_corpus_is_indexed_or_a_twin_of_one_that_is() -> None:
    entries = make_entries(merged())
    held = {e.passage.id for e in entries} | {t for e in entries for t in e.passage.twins}
    assert held == {p.id for p in merged()}


def test_the_domain_s_expansion_fields_are_left_to_others() -> None:
    assert {name for e in make_entries(merged()) for name in e.fields} == {"text", "heading", "raw"}
