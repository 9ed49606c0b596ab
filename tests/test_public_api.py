"""What a program that uses the assistant may count on."""

from __future__ import annotations

import inspect
import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

import assistant
from assistant import Settings, Turn, build
from assistant.domain import Answer, Citation, Hit, Passage, Profile
from assistant.schema import ANSWER_SCHEMA, answer_to_json

ROOT = Path(__file__).resolve().parents[1]


def test_the_names_are_these() -> None:
    assert set(assistant.__all__) == {
        "Answer", "Citation", "Hit", "Passage", "Profile", "Settings", "Turn", "build",
    }  # fmt: skip
    assert all(hasattr(assistant, name) for name in assistant.__all__)


def test_the_version_is_the_packages() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert re.search(rf'^version = "{re.escape(assistant.__version__)}"$', text, re.MULTILINE)


def test_a_question_with_history_and_profile(built_settings: Settings) -> None:
    history = [Turn("user", "Que dit la mesure 17 ?"), Turn("assistant", "17. Inciter…")]
    answer = build(built_settings).ask("et la 18 ?", history=history, profile=None)
    assert isinstance(answer, Answer)
    assert answer.verdict == "answered"
    assert answer.mode == "extractive"
    citation = answer.citations[0]
    assert isinstance(citation, Citation)
    assert citation.quote in citation.passage.text
    assert "21-mesures-odd17-2020" in {c.passage.document_id for c in answer.citations}
    assert isinstance(answer.hits[0], Hit)
    assert isinstance(answer.hits[0].passage, Passage)
    assert answer.hits[0].passage.text
    assert len(answer.hits) == 10
    scores = [hit.score for hit in answer.hits]
    assert scores == sorted(scores, reverse=True)


def test_build_takes_settings_or_none() -> None:
    (settings,) = inspect.signature(build).parameters.values()
    assert settings.default is None


def test_ask_takes_these_by_name() -> None:
    ask = inspect.signature(build(Settings()).ask)
    assert list(ask.parameters) == ["question", "history", "profile", "visitor"]
    assert ask.parameters["profile"].default is None
    assert tuple(ask.parameters["history"].default) == ()


def test_an_answer_has_these_fields() -> None:
    assert [f.name for f in fields(Answer)] == [
        "question", "text", "verdict", "mode", "citations", "hits", "reason", "notices",
        "sentences", "support", "conflicts", "next_questions", "documents", "fallback",
        "editorial", "trace",
    ]  # fmt: skip


def test_values_are_frozen(built_settings: Settings) -> None:
    answer = build(built_settings).ask("Bonjour")
    with pytest.raises(FrozenInstanceError):
        answer.text = ""  # type: ignore[misc]


def test_profiles_are_six() -> None:
    assert [str(p) for p in Profile] == [
        "elu", "catalyseur", "association", "entreprise", "agent", "citoyen",
    ]  # fmt: skip


def test_the_schema_is_named_and_versioned(built_settings: Settings) -> None:
    written = answer_to_json(build(built_settings).ask("mesure 18"))
    assert written["schema"] == ANSWER_SCHEMA == "assistant.answer/1"
    assert list(written)[1:] == [f.name for f in fields(Answer)]
    assert written["citations"][0]["span"] == list(written["citations"][0]["span"])
