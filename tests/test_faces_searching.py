from __future__ import annotations

from assistant.faces.searching import search
from assistant.schema import to_json
from assistant.testing import FakeAssistant, sample_document, sample_hit


def test_a_search_names_its_documents_and_its_schema() -> None:
    other = sample_document(id="autre")
    assistant = FakeAssistant(hits=[sample_hit()], documents=[sample_document(), other])
    result = search(assistant, "alliance", 3)
    assert [document.id for document in result.documents] == ["mesures-2020"]
    assert (result.reading, result.matched) == (None, ())
    assert next(iter(to_json(result).items())) == ("schema", "assistant.search/1")


def test_an_explained_search_adds_how_it_was_read() -> None:
    assistant = FakeAssistant(hits=[sample_hit()])
    result = search(assistant, "faire alliance", 3, explain=True)
    assert result.reading is not None
    assert [word.typed for word in result.reading.words] == ["faire", "alliance"]
    assert result.matched[0].words == ("alliance", "faire")
    assert result.hits == search(assistant, "faire alliance", 3).hits
