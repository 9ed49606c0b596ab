"""Models that write well and badly, over the corpus and with the check that readers get."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant.core import Assistant
from assistant.domain import Answer
from assistant.settings import Settings
from assistant.testing.model_scripts import SCRIPTS
from assistant.testing.model_server import ModelServer
from assistant.wiring import build
from conftest import ROOT

QUESTIONS = (
    "Combien de maires veulent travailler avec les associations et les entreprises ?",
    "Quelles sont les catégories de partenariats ?",
    "Que dit la mesure 7 ?",
)
WELL = ("faithful", "paraphrase-lite", "fragments", "leaks", "leaks-aside")
BADLY = ("invents-figures", "invents-names", "no-marks", "english", "echo")
_MARK = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(r"\d+")


@pytest.fixture(params=[*WELL, *BADLY, "cites-wrongly"])
def script(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def writing(
    script: str, built_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Assistant]:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    with ModelServer(SCRIPTS[script]) as server:
        served = {
            "chat": "openai-compatible",
            "chat_url": server.url,
            "chat_model": "essai",
            "validated": False,
            "prompts": ROOT / "prompts",
        }
        yield build(built_settings.model_copy(update=served))


def check(answer: Answer) -> None:
    """Every sentence is upheld or says that it is doubtful, every figure stands in a quote."""
    assert answer.citations
    assert {int(n) for n in _MARK.findall(answer.text)} == {c.mark for c in answer.citations}
    assert all(s.marks and s.verdict != "unsupported" for s in answer.sentences)
    quotes = " ".join(citation.quote for citation in answer.citations)
    for sentence in answer.sentences:
        assert set(_FIGURE.findall(sentence.text)) <= set(_FIGURE.findall(quotes)), sentence
    for citation in answer.citations:
        assert citation.passage.text[slice(*citation.span)] == citation.quote


def test_only_what_holds_reaches_the_reader(script: str, writing: Assistant) -> None:
    for question in QUESTIONS:
        answer = writing.ask(question)
        assert answer.verdict == "answered"
        check(answer)
        near_its_quotes(answer)
        if script in WELL:
            assert (answer.mode, answer.fallback) == ("generated", None), question
        elif script in BADLY:
            assert answer.fallback is not None or answer.trace.removed, question


def near_its_quotes(answer: Answer) -> None:
    """A wrong mark was moved, or its sentence left out."""
    for sentence in answer.sentences:
        cited = [c.quote for c in answer.citations if c.mark in sentence.marks]
        words = set(re.findall(r"\w{5,}", sentence.text.lower()))
        held = set(re.findall(r"\w{5,}", " ".join(cited).lower()))
        assert len(words & held) >= len(words) / 2, sentence
