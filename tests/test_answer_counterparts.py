"""What another document counts of the same thing."""

from __future__ import annotations

from assistant.answer.counterparts import counterpart
from assistant.domain import Document
from assistant.french import stems
from assistant.ports import Claim, Match
from assistant.retrieve.terms import Concept, Terms
from query_samples import StemIndex, passage

NOW = passage("now", "84% des dirigeants d’entreprises y croient.", document_id="now")
THEN = passage("then", "On compte 83% des dirigeants d’entreprises.", document_id="then")
OTHER = passage("other", "On compte 97% des responsables associatifs.", document_id="then")


def terms(word: str) -> Terms:
    (one,) = stems(word)
    return Terms((Concept(one, 1.0, {one: 1.0}),))


def index(**fields: str) -> StemIndex:
    return StemIndex(
        stored=(NOW, THEN, OTHER),
        known=(
            Document(id="now", title="Le diaporama", date="2020"),
            Document(id="then", title="La synthèse", date="2022", **fields),  # type: ignore[arg-type]
        ),
        lexical_matches=[Match(p.id, 1.0) for p in (NOW, OTHER, THEN)],
    )


def test_the_figure_of_the_same_thing_in_another_document_is_found() -> None:
    found = counterpart([Claim(NOW, NOW.text)], terms("dirigeants"), index())
    assert found == (Claim(THEN, THEN.text),)


def test_what_is_not_asked_has_no_counterpart() -> None:
    assert counterpart([Claim(NOW, NOW.text)], terms("maires"), index()) == ()


def test_two_documents_quoted_already_are_enough() -> None:
    claims = [Claim(NOW, NOW.text), Claim(THEN, THEN.text)]
    assert counterpart(claims, terms("dirigeants"), index()) == ()


def test_a_copy_of_the_document_is_no_other_document() -> None:
    assert counterpart([Claim(NOW, NOW.text)], terms("dirigeants"), index(same_as="now")) == ()
