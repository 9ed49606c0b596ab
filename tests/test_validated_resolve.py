"""Where the words of an editor's quote stand in a passage."""

from __future__ import annotations

from assistant.validated.resolve import locate
from query_samples import passage


def test_the_guillemet_that_closes_a_quote_comes_with_it() -> None:
    text = "On y apprend à « faire alliance », puis à « durer » ensemble."
    found = locate(passage("p", text), "apprend a « faire alliance »")
    assert found is not None
    assert text[slice(*found)] == "apprend à « faire alliance »"


def test_a_common_first_word_does_not_start_the_quote_too_early() -> None:
    text = "Les élus et les agents du pays. Les conditions étant réunies pour agir, il faut oser."
    found = locate(passage("p", text), "Les conditions etant reunies pour agir")
    assert found is not None
    assert text[slice(*found)] == "Les conditions étant réunies pour agir"
