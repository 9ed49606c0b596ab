"""Models of one's own choosing, from the settings to an answer."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assistant import build
from assistant.backends.cross_encoder import LEG
from assistant.errors import IndexIncompatible, ModelUnavailable, SettingsInvalid
from assistant.settings import Settings
from assistant.testing.model_server import Call, Reply, embeddings, failing
from assistant.wiring import make_builder, make_chat
from enrich_samples import home, small_home, small_settings
from model_samples import Start, embed, in_turn, start
from transformer_samples import make_cross_encoder, make_embedder

__all__ = ["home", "small_home", "start"]

MODEL = "intfloat/multilingual-e5-small"


def served(home: Path, url: str, **changes: Any) -> Settings:
    return small_settings(
        home, embedder="openai", embedder_url=url, embedder_model=MODEL, embedder_timeout=5
    ).model_copy(update=changes)


# --- embeddings from a server -------------------------------------------------------------


def test_an_index_is_built_and_searched_with_a_server(start: Start, home: Path) -> None:
    server = start(embed)
    settings = served(home, server.url, embedder_key=SecretStr("sk-secret"))
    make_builder(settings).build(rebuild=True)
    passages = [text for call in server.calls for text in call.texts]
    assert sum(text.startswith("passage: ") for text in passages) >= 5
    server.calls.clear()
    hits = build(settings).search("permanence du mardi")
    assert {"lexical", "dense"} <= {leg.leg for hit in hits for leg in hit.legs}
    assert [call.texts for call in server.calls if "query: " in call.texts[0]] == [
        ["query: permanence du mardi"]
    ]
    assert {call.headers["Authorization"] for call in server.calls} == {"Bearer sk-secret"}


def test_the_index_follows_the_model_and_not_the_address(start: Start, home: Path) -> None:
    make_builder(served(home, start(embed).url)).build(rebuild=True)
    moved = served(home, start(embed).url)
    assert build(moved).search("permanence")
    with pytest.raises(IndexIncompatible, match="--rebuild"):
        build(served(home, start(embed).url, embedder_model="autre")).search("permanence")
    other = start(lambda call: embeddings([[1.0] * 9 for _ in call.texts]))
    with pytest.raises(IndexIncompatible):
        build(served(home, other.url)).search("permanence")


def test_a_server_that_goes_down_is_told_as_503(start: Start, home: Path) -> None:
    server = start(embed)
    settings = served(home, server.url)
    make_builder(settings).build(rebuild=True)
    assistant = build(settings)
    assert assistant.search("permanence")
    server.script = in_turn(failing(503))
    with pytest.raises(ModelUnavailable, match="ASSISTANT_EMBEDDER_URL") as caught:
        assistant.ask("Où se tient la permanence du mardi ?")
    assert caught.value.status == 503
    server.script = embed
    assert assistant.search("permanence")


def test_with_the_dimensions_set_documents_can_be_read_without_the_server(
    start: Start, home: Path
) -> None:
    make_builder(served(home, start(embed).url, embedder_dimensions=8)).build(rebuild=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
        assistant = build(served(home, url, embedder_dimensions=8))
        assert {one.id for one in assistant.documents()} == {"charte", "guide"}
        with pytest.raises(ModelUnavailable):
            assistant.search("permanence")


def test_a_build_that_the_server_breaks_leaves_the_index_as_it_was(
    start: Start, home: Path
) -> None:
    server = start(embed)
    settings = served(home, server.url, embedder_batch=2)
    make_builder(settings).build(rebuild=True)
    before = build(settings).generation()
    left = iter([embed, embed])

    def dying(call: Call) -> Reply:
        return next(left, lambda call: failing(400))(call)

    server.script = dying
    (home / "corpus" / "note.txt").write_text("Une note. " * 40, encoding="utf-8")
    (home / "indexes" / "vectors.sqlite").unlink()
    with pytest.raises(ModelUnavailable):
        make_builder(settings).build(rebuild=True)
    server.script = embed
    assert build(settings).generation() == before


@pytest.mark.parametrize("name", ["embedder_url", "embedder_model"])
def test_a_server_not_wholly_set_is_refused_at_start(home: Path, name: str) -> None:
    """The model that comes with the project is no name for a server."""
    values = ("", " ") if name == "embedder_url" else ("", "models/fr-static")
    for value in values:
        with pytest.raises(SettingsInvalid, match=f"ASSISTANT_{name.upper()}"):
            build(served(home, "http://localhost:9/v1").model_copy(update={name: value}))


def test_keys_show_nowhere() -> None:
    settings = Settings(embedder_key="sk-secret", chat_key="sk-secret")
    assert "sk-secret" not in f"{settings} {settings!r} {settings.model_dump_json()}"


# --- models on this machine ---------------------------------------------------------------


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("modeles")
    make_embedder(folder / "multilingual-e5-small")
    make_cross_encoder(folder / "reclassement")
    return folder


def test_a_transformer_embeds(models: Path, home: Path) -> None:
    settings = small_settings(
        home,
        embedder="sentence-transformers",
        embedder_model=str(models / "multilingual-e5-small"),
    )
    make_builder(settings).build(rebuild=True)
    assert build(settings).search("permanence du mardi")


def test_a_cross_encoder_reads_more_than_is_shown_and_says_so(models: Path, home: Path) -> None:
    settings = small_settings(home, hits=2)
    plain = build(settings).search("permanence des alliances", 2)
    reranking = settings.model_copy(
        update={
            "reranker": "cross-encoder",
            "reranker_model": str(models / "reclassement"),
            "reranker_depth": 5,
        }
    )
    assistant = build(reranking)
    found = assistant.search("permanence des alliances", 2)
    everything = assistant.search("permanence des alliances", 5)
    assert len(plain) == len(found) == 2
    assert found == everything[:2]
    for hits in (found, everything):
        scores = [hit.legs[-1].score for hit in hits]
        assert {hit.legs[-1].leg for hit in hits} == {LEG}
        assert scores == sorted(scores, reverse=True)
    assert len(assistant.ask("Où se tient la permanence du mardi ?").hits) <= 2


def test_a_cross_encoder_may_come_with_the_project(models: Path, home: Path) -> None:
    shutil.copytree(models / "reclassement", home / "models" / "reclassement")
    settings = small_settings(home, reranker="cross-encoder", reranker_model="models/reclassement")
    assert build(settings).search("permanence")[0].legs[-1].leg == LEG


def test_a_cross_encoder_that_is_not_named_is_refused_at_start(home: Path) -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_RERANKER_MODEL"):
        build(small_settings(home, reranker="cross-encoder"))


# --- the chat model -----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["chat_url", "chat_model"])
def test_a_chat_model_not_wholly_set_is_refused(home: Path, name: str) -> None:
    settings = small_settings(home, chat_url="http://localhost:9/v1", chat_model="essai")
    with pytest.raises(SettingsInvalid, match=f"ASSISTANT_{name.upper()}.*assistant enrich"):
        make_chat(settings.model_copy(update={name: ""}), "assistant enrich")
