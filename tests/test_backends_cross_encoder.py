from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.backends.cross_encoder import LEG, CrossEncoderReranker
from assistant.backends.embedders import SentenceTransformersEmbedder
from assistant.domain import Hit
from assistant.errors import SettingsInvalid
from assistant.testing import sample_hit, sample_passage
from transformer_samples import make_cross_encoder, make_embedder, read_by

TEXTS = ["le budget de la commune", "une alliance locale", "la fondation des territoires"]


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reranking")
    make_cross_encoder(folder / "reclassement")
    make_cross_encoder(folder / "trois-notes", labels=3)
    make_embedder(folder / "plongement")
    return folder


@pytest.fixture(scope="module")
def reranker(models: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(models / "reclassement", depth=7, batch=2)


def hits(texts: list[str], heading: str = "") -> tuple[Hit, ...]:
    return tuple(
        replace(
            sample_hit(score=9.0 - n),
            passage=sample_passage(id=f"p{n}", text=text, heading=heading),
        )
        for n, text in enumerate(texts)
    )


def test_the_order_is_the_model_s(models: Path, reranker: CrossEncoderReranker) -> None:
    """Against the bare transformer, one pair at a time."""
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    folder = models / "reclassement"
    words = AutoTokenizer.from_pretrained(folder)
    bare = AutoModelForSequenceClassification.from_pretrained(folder).eval()
    with torch.no_grad():
        expected = [
            float(torch.sigmoid(bare(**words("faire alliance", text, return_tensors="pt")).logits))
            for text in TEXTS
        ]
    found = reranker.rerank("faire alliance", hits(TEXTS))
    order = np.argsort(expected)[::-1]
    assert [hit.passage.id for hit in found] == [f"p{n}" for n in order]
    assert [hit.score for hit in found] == pytest.approx(sorted(expected, reverse=True), abs=1e-5)
    assert len({round(score, 4) for score in expected}) == 3


def test_each_hit_keeps_its_legs_and_gains_one(reranker: CrossEncoderReranker) -> None:
    given = hits(TEXTS)
    found = reranker.rerank("faire alliance", given)
    for rank, hit in enumerate(found, 1):
        assert hit.legs[:-1] == given[0].legs
        assert (hit.legs[-1].leg, hit.legs[-1].rank) == (LEG, rank)
        assert hit.legs[-1].score == hit.score


def test_equal_scores_keep_their_order(reranker: CrossEncoderReranker) -> None:
    given = hits(["une alliance"] * 5)
    found = reranker.rerank("faire alliance", given)
    assert [hit.passage.id for hit in found] == ["p0", "p1", "p2", "p3", "p4"]


def test_the_heading_is_read_with_the_passage(reranker: CrossEncoderReranker) -> None:
    with read_by(reranker._model) as read:
        reranker.rerank("comment faire", hits(["le budget"], heading="titre : la commune"))
        reranker.rerank("comment faire", hits(["le budget"]))
    assert read == [
        "[CLS] comment faire [SEP] titre : la commune le budget [SEP]",
        "[CLS] comment faire [SEP] le budget [SEP]",
    ]


def test_nothing_and_what_is_no_unicode_are_taken(reranker: CrossEncoderReranker) -> None:
    assert reranker.rerank("comment", ()) == ()
    assert len(reranker.rerank("\ud800", hits(["caf\udce9", ""]))) == 2


def test_a_passage_longer_than_the_model_can_read_is_cut(reranker: CrossEncoderReranker) -> None:
    with read_by(reranker._model) as read:
        reranker.rerank("comment faire", hits(["la commune " * 500]))
    assert read[0].startswith("[CLS] comment faire [SEP] la commune")
    assert len(read[0].split()) == 64


def test_without_the_library_the_extra_is_named(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(SettingsInvalid, match="EXTRAS=sentence-transformers"):
        CrossEncoderReranker(models / "reclassement")
    with pytest.raises(SettingsInvalid, match="EXTRAS=sentence-transformers"):
        SentenceTransformersEmbedder(models / "plongement")


def test_a_score_that_is_no_number_comes_last(
    models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reranker = CrossEncoderReranker(models / "reclassement")
    scores = np.array([np.nan, 0.2, 0.4], dtype=np.float32)
    monkeypatch.setattr(reranker._model, "predict", lambda *_, **__: scores)
    found = reranker.rerank("comment", hits(TEXTS))
    assert [hit.passage.id for hit in found] == ["p2", "p1", "p0"]


def test_the_depth_is_the_one_set(reranker: CrossEncoderReranker) -> None:
    assert reranker.depth == 7


def test_a_model_that_is_not_there_is_a_setting_to_mend(models: Path, tmp_path: Path) -> None:
    (tmp_path / "vide").mkdir()
    broken = tmp_path / "abîmé"
    shutil.copytree(models / "reclassement", broken)
    (broken / "model.safetensors").write_bytes(b"rien")
    for model in (tmp_path / "nulle-part", "aucun/modele-de-ce-nom", tmp_path / "vide", broken):
        with pytest.raises(SettingsInvalid, match="ASSISTANT_RERANKER_MODEL"):
            CrossEncoderReranker(model)


def test_another_kind_of_model_is_not_taken_for_one(models: Path) -> None:
    """The library would add a layer of random weights and say nothing."""
    for name in ("plongement", "plongement-bert"):
        with pytest.raises(SettingsInvalid, match="n’est pas un modèle de reclassement"):
            CrossEncoderReranker(models / name)
    with pytest.raises(SettingsInvalid, match="3 notes"):
        CrossEncoderReranker(models / "trois-notes")


def test_one_saved_by_the_library_is_taken(models: Path, tmp_path: Path) -> None:
    CrossEncoderReranker(models / "reclassement")._model.save(str(tmp_path / "copie"))
    again = CrossEncoderReranker(tmp_path / "copie")
    assert len(again.rerank("comment", hits(TEXTS))) == 3
