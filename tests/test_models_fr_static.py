"""The shipped static model loads without torch and brings a French sentence to its English one."""

from __future__ import annotations

from pathlib import Path

from assistant import Settings, wiring
from assistant.backends.embedders import Model2VecEmbedder

MODEL = Path(__file__).parents[1] / "models" / "fr-static"


def test_translations_are_nearer_than_other_sentences() -> None:
    embedder = Model2VecEmbedder(MODEL)
    french = embedder.embed_query("Les maires veulent travailler avec les entreprises.")
    texts = ["Mayors want to work with companies.", "The cat sleeps on the sofa."]
    same, other = embedder.embed_passages(texts) @ french
    assert same > other + 0.2


def test_a_relative_model_is_found_under_home() -> None:
    settings = Settings(
        home=MODEL.parents[1], embedder="model2vec", embedder_model="models/fr-static"
    )
    assert wiring.EMBEDDERS["model2vec"](settings).dimensions == 384
