from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from assistant import wiring
from assistant.core import Assistant
from assistant.errors import (
    CatalogueInvalid,
    CorpusMissing,
    IndexIncompatible,
    IndexMissing,
    SettingsInvalid,
)
from assistant.settings import Settings
from conftest import ROOT, built_settings_at

TABLES: dict[str, Mapping[str, Callable[[Settings], Any]]] = {
    "embedder": wiring.EMBEDDERS,
    "reranker": wiring.RERANKERS,
    "answerer": wiring.ANSWERERS,
}


def at(home: Path, **changes: Any) -> Settings:
    return built_settings_at(home).model_copy(update=changes)


def test_building_opens_nothing(tmp_path: Path) -> None:
    assert isinstance(wiring.build(at(tmp_path)), Assistant)
    assert list(tmp_path.iterdir()) == []


def test_the_defaults_are_known() -> None:
    settings = Settings()
    for role, table in TABLES.items():
        assert getattr(settings, role) in table


@pytest.mark.parametrize("role", TABLES)
def test_an_unknown_choice_is_refused_with_those_there_are(role: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        wiring.build(at(tmp_path, **{role: "magique"}))
    assert f"ASSISTANT_{role.upper()}" in caught.value.message
    assert "magique" in caught.value.message
    assert all(name in caught.value.message for name in TABLES[role])


@pytest.mark.parametrize("embedder", ["model2vec", "sentence-transformers"])
@pytest.mark.parametrize("model", ["", "models/absent"])
def test_an_embedder_that_needs_a_model_says_so(embedder: str, model: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        wiring.build(at(tmp_path, embedder=embedder, embedder_model=model))
    assert "ASSISTANT_EMBEDDER_MODEL" in caught.value.message


def test_a_home_without_models_gets_the_one_that_ships(tmp_path: Path) -> None:
    shipped = wiring._choose("embedder", wiring.EMBEDDERS, at(tmp_path))
    assert "fr-static" in shipped.fingerprint


def test_a_home_may_bring_its_own_model(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "models" / "fr-static", tmp_path / "models" / "fr-static")
    (tmp_path / "models" / "fr-static" / "note.txt").write_text("autre")
    own, shipped = (
        wiring._choose("embedder", wiring.EMBEDDERS, at(home)) for home in (tmp_path, ROOT)
    )
    assert own.fingerprint != shipped.fingerprint


def test_without_an_index_the_command_is_named(tmp_path: Path) -> None:
    assistant = wiring.build(at(tmp_path))
    for call in (
        lambda: assistant.ask("Quelles sont les 21 mesures ?"),
        lambda: assistant.search("mesures"),
        assistant.documents,
        assistant.generation,
        lambda: assistant.passage("x"),
    ):
        with pytest.raises(IndexMissing, match="assistant index"):
            call()


def test_courtesy_needs_no_index(tmp_path: Path) -> None:
    assert wiring.build(at(tmp_path)).ask("Bonjour").mode == "courtesy"


def test_another_embedder_is_refused_with_the_command(built_home: Path) -> None:
    class Other:
        fingerprint, dimensions = "other", 8

    generations = wiring._generations(at(built_home), Other())  # type: ignore[arg-type]
    with pytest.raises(IndexIncompatible, match="assistant index --rebuild"), generations.lease():
        pass


def test_a_broken_glossary_is_told_at_start(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "glossary.toml").write_text("mots = [", encoding="utf-8")
    with pytest.raises(CatalogueInvalid, match=r"glossary\.toml"):
        wiring.build(at(tmp_path))


def test_a_builder_needs_documents(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing):
        wiring.make_builder(at(tmp_path)).build()


def test_the_live_index_is_sound(built_settings: Settings) -> None:
    assert wiring.check_index(built_settings) == ()
    assert wiring.make_builder(built_settings).state() == "current"


def test_a_missing_index_is_a_problem_told_in_french(tmp_path: Path) -> None:
    (problem,) = wiring.check_index(at(tmp_path))
    assert "assistant index" in problem


def test_the_settings_reach_the_assistant(built_home: Path) -> None:
    assistant = wiring.build(at(built_home, hits=3, max_question_chars=100))
    assert len(assistant.ask("Quelles sont les 21 mesures ?").hits) == 3
    with pytest.raises(Exception, match="100"):
        assistant.ask("a" * 101)


def test_the_corpus_may_lie_elsewhere(built_home: Path, tmp_path: Path) -> None:
    settings = at(tmp_path, corpus=built_home / "corpus", indexes=built_home / "indexes")
    assert wiring.build(settings).ask("mesure 18").citations
