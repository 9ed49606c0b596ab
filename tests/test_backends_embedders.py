from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.backends.embedders import (
    HashingEmbedder,
    Model2VecEmbedder,
    SentenceTransformersEmbedder,
)
from assistant.errors import SettingsInvalid
from assistant.ports import Embedder

TEXTS = ["La Fondation des Territoires", "le budget de la commune", "une alliance locale"]


@pytest.fixture(scope="session")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers model of one embedding table with a handful of words."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Whitespace

    words = "[UNK] [PAD] la fondation des territoires le budget de commune une alliance locale"
    tokenizer = Tokenizer(
        WordLevel({word: n for n, word in enumerate(words.split())}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = Whitespace()
    table = np.random.default_rng(7).standard_normal((len(words.split()), 16)).astype(np.float32)
    folder = tmp_path_factory.mktemp("models") / "static"
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=table)], device="cpu"
    )
    model.save(str(folder), create_model_card=False)
    return folder


@pytest.fixture(params=["hashing", "model2vec", "sentence-transformers"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "hashing":
        return HashingEmbedder(128)
    folder = request.getfixturevalue("static_model")
    if request.param == "model2vec":
        return Model2VecEmbedder(folder)
    return SentenceTransformersEmbedder(folder)


class TestEveryEmbedder:
    def test_gives_unit_rows_of_the_announced_shape(self, embedder: Embedder) -> None:
        vectors = embedder.embed_passages(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimensions)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, rtol=1e-5)

    @pytest.mark.parametrize("text", ["", "   ", "?!…", "\x00", "🙂", "\ud800"])
    def test_text_without_words_still_gives_a_unit_vector(
        self, embedder: Embedder, text: str
    ) -> None:
        vector = embedder.embed_query(text)
        assert vector.shape == (embedder.dimensions,)
        assert np.linalg.norm(vector) == pytest.approx(1.0, rel=1e-5)

    def test_no_text_gives_no_rows(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimensions)

    def test_a_text_is_nearest_to_itself(self, embedder: Embedder) -> None:
        vectors = embedder.embed_passages(TEXTS)
        for number, text in enumerate(TEXTS):
            assert int(np.argmax(vectors @ embedder.embed_query(text))) == number


def test_hashing_forgives_accents_case_and_typing_errors() -> None:
    embedder = HashingEmbedder()
    meant = embedder.embed_query("Évaluation du partenariat")
    np.testing.assert_array_equal(meant, embedder.embed_query("evaluation DU partenariat"))
    other = embedder.embed_query("Budget de la commune")
    assert meant @ embedder.embed_query("évalution du partenarait") > 2 * abs(meant @ other)


def test_hashing_fingerprint_tells_the_parameters() -> None:
    prints = {
        HashingEmbedder().fingerprint,
        HashingEmbedder(256).fingerprint,
        HashingEmbedder(ngrams=(3, 4)).fingerprint,
    }
    assert len(prints) == 3
    assert HashingEmbedder().fingerprint in prints


def test_hashing_is_the_same_in_another_process() -> None:
    code = (
        "import json; from assistant.backends.embedders import HashingEmbedder;"
        "print(json.dumps(HashingEmbedder(32).embed_query('faire alliance').tolist()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    np.testing.assert_array_equal(
        np.array(json.loads(done.stdout), dtype=np.float32),
        HashingEmbedder(32).embed_query("faire alliance"),
    )


def test_repeated_words_weigh_less_than_their_count() -> None:
    embedder = HashingEmbedder(4096)
    both = embedder.embed_query("alliance commune commune commune commune commune commune")
    assert both @ embedder.embed_query("alliance") > 0.25


@pytest.mark.parametrize("kind", [Model2VecEmbedder, SentenceTransformersEmbedder])
class TestModelsOnDisk:
    def test_prefixes_tell_queries_from_passages(
        self,
        kind: type[Model2VecEmbedder | SentenceTransformersEmbedder],
        static_model: Path,
    ) -> None:
        embedder = kind(static_model, query_prefix="fondation ", passage_prefix="alliance ")
        plain = kind(static_model)
        np.testing.assert_allclose(
            embedder.embed_query("budget"), plain.embed_query("fondation budget"), rtol=1e-5
        )
        np.testing.assert_allclose(
            embedder.embed_passages(["budget"])[0], plain.embed_query("alliance budget"), rtol=1e-5
        )
        assert embedder.fingerprint != plain.fingerprint

    def test_fingerprint_follows_the_weights_and_not_the_place(
        self,
        kind: type[Model2VecEmbedder | SentenceTransformersEmbedder],
        static_model: Path,
        tmp_path: Path,
    ) -> None:
        moved = tmp_path / static_model.name
        shutil.copytree(static_model, moved)
        assert kind(moved).fingerprint == kind(static_model).fingerprint
        weights = next(moved.rglob("*.safetensors"))
        data = bytearray(weights.read_bytes())
        data[-1] ^= 1
        weights.write_bytes(bytes(data))
        assert kind(moved).fingerprint != kind(static_model).fingerprint

    def test_a_model_that_is_not_there_is_a_setting_to_mend(
        self, kind: type[Model2VecEmbedder | SentenceTransformersEmbedder], tmp_path: Path
    ) -> None:
        for model in (tmp_path / "nowhere", "aucun/modele-de-ce-nom"):
            with pytest.raises(SettingsInvalid, match="ASSISTANT_EMBEDDER_MODEL"):
                kind(model)
        (tmp_path / "empty").mkdir()
        with pytest.raises(SettingsInvalid, match="ASSISTANT_EMBEDDER_MODEL"):
            kind(tmp_path / "empty")


def test_both_readers_of_a_static_model_agree(static_model: Path) -> None:
    """On words that the model knows: model2vec leaves the others out of the mean."""
    texts = ["la fondation des territoires", "une alliance locale"]
    np.testing.assert_allclose(
        Model2VecEmbedder(static_model).embed_passages(texts),
        SentenceTransformersEmbedder(static_model).embed_passages(texts),
        atol=1e-5,
    )
