"""What embedding models expect before a text, and that it really reaches them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.backends.embedders import SentenceTransformersEmbedder
from assistant.backends.prefixes import Prefixes, by_name, by_prompts
from transformer_samples import make_embedder, read_by


@pytest.mark.parametrize(
    ("name", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", "query: ", "passage: "),
        ("intfloat/multilingual-e5-base", "query: ", "passage: "),
        ("/modeles/multilingual-e5-large/", "query: ", "passage: "),
        (r"C:\modeles\e5-base-v2", "query: ", "passage: "),
        ("BAAI/bge-m3", "", ""),
        ("BAAI/bge-multilingual-gemma2", "", ""),
        ("OrdalieTech/Solon-embeddings-large-0.1", "query : ", ""),
        ("Snowflake/snowflake-arctic-embed-l-v2.0", "query: ", ""),
        ("snowflake-arctic-embed2:568m", "query: ", ""),
        ("nomic-ai/nomic-embed-text-v1.5", "search_query: ", "search_document: "),
        ("embeddinggemma:300m", "task: search result | query: ", "title: none | text: "),
        ("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", "", ""),
        ("text-embedding-3-small", "", ""),
        ("/e5-base/mon-modele", "", ""),
        ("models/fr-static", "", ""),
        ("", "", ""),
    ],
)
def test_known_names(name: str, query: str, passage: str) -> None:
    assert by_name(name) == (query, passage)


@pytest.mark.parametrize(
    "name", ["intfloat/multilingual-e5-large-instruct", "Qwen/Qwen3-Embedding-0.6B"]
)
def test_models_that_take_an_instruction_take_it_before_questions_only(name: str) -> None:
    prefixes = by_name(name)
    assert prefixes.query.startswith("Instruct: ")
    assert prefixes.query.rstrip().endswith("\nQuery:")
    assert prefixes.passage == ""


@pytest.mark.parametrize(
    ("prompts", "expected"),
    [
        ({}, None),
        ({"query": "", "document": ""}, None),
        ({"clustering": "Groupe : "}, None),
        ({"query": "q ", "document": "d "}, ("q ", "d ")),
        ({"query": "q ", "passage": "p ", "document": ""}, ("q ", "p ")),
        ({"query": "q ", "corpus": "c "}, ("q ", "c ")),
        ({"query": "q "}, ("q ", "")),
        ({"query": None, "passage": "p "}, ("", "p ")),
    ],
)
def test_a_model_s_own_prompts(prompts: dict[str, Any], expected: Prefixes | None) -> None:
    assert by_prompts(prompts) == expected


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("transformers")
    make_embedder(folder / "sans-consigne")
    make_embedder(folder / "multilingual-e5-tiny")
    make_embedder(folder / "multilingual-e5-small")
    own = {"query": "recherche : ", "passage": "document : "}
    make_embedder(folder / "e5-base", own)
    make_embedder(folder / "consigne-hors-moyenne", own, include_prompt=False)
    return folder


@pytest.mark.parametrize(
    ("name", "given", "query", "passage"),
    [
        ("sans-consigne", {}, "", ""),
        ("multilingual-e5-tiny", {}, "", ""),
        ("multilingual-e5-small", {}, "query : ", "passage : "),
        ("e5-base", {}, "recherche : ", "document : "),
        ("sans-consigne", {"query_prefix": "comment "}, "comment ", ""),
        (
            "e5-base",
            {"query_prefix": "comment ", "passage_prefix": "titre "},
            "comment ",
            "titre ",
        ),
        ("e5-base", {"passage_prefix": "titre "}, "", "titre "),
    ],
)
def test_the_texts_reach_the_model_with_their_prefix(
    models: Path, name: str, given: dict[str, str], query: str, passage: str
) -> None:
    embedder = SentenceTransformersEmbedder(models / name, **given)
    with read_by(embedder._model) as read:
        embedder.embed_query("la commune")
        embedder.embed_passages(["le budget", "une alliance locale"])
    assert read[0] == f"[CLS] {query}la commune [SEP]"
    assert sorted(read[1:]) == sorted(
        f"[CLS] {passage}{text} [SEP]" for text in ("le budget", "une alliance locale")
    )


def test_rows_are_those_of_the_library_itself(models: Path) -> None:
    """Written out by hand: the prefix, the mean over the tokens, the length 1."""
    embedder = SentenceTransformersEmbedder(models / "multilingual-e5-small")
    bare = embedder._model.encode(["query: la commune", "passage: le budget"])
    bare /= np.linalg.norm(bare, axis=1, keepdims=True)
    np.testing.assert_allclose(embedder.embed_query("la commune"), bare[0], atol=1e-5)
    np.testing.assert_allclose(embedder.embed_passages(["le budget"])[0], bare[1], atol=1e-5)
    assert not np.allclose(bare[0], embedder.embed_passages(["la commune"])[0], atol=1e-2)


def test_a_model_that_leaves_its_prompt_out_of_the_mean_may(models: Path) -> None:
    embedder = SentenceTransformersEmbedder(models / "consigne-hors-moyenne")
    with_prompt = SentenceTransformersEmbedder(models / "e5-base")
    own, other = embedder.embed_query("la commune"), with_prompt.embed_query("la commune")
    assert not np.allclose(own, other, atol=1e-3)
    expected = embedder._model.encode_query(["la commune"])[0]
    np.testing.assert_allclose(own, expected / np.linalg.norm(expected), atol=1e-5)


def test_the_fingerprint_follows_the_prefixes_in_use(models: Path) -> None:
    name = models / "multilingual-e5-small"
    preset = SentenceTransformersEmbedder(name)
    same = SentenceTransformersEmbedder(name, "query: ", "passage: ")
    other = SentenceTransformersEmbedder(name, "query: ", "")
    assert preset.fingerprint == same.fingerprint != other.fingerprint
