"""Whatever a model does, the reader gets an answer and one line that says why it is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import build, wiring, wording
from assistant.domain import Fallback
from assistant.testing.model_scripts import SCRIPTS
from assistant.testing.model_server import ModelServer
from enrich_samples import small_home, small_settings
from writing_samples import Judge

__all__ = ["small_home"]

QUESTION = "Combien finance le fonds départemental ?"
QUOTE = "Le fonds départemental finance la moitié des dépenses d’animation"
WHY: dict[str, Fallback | None] = {
    "faithful": None,
    "fragments": None,
    "leaks": None,
    "leaks-aside": None,
    "slow": None,
    "echo": Fallback.UNSUPPORTED,
    "no-marks": Fallback.UNSUPPORTED,
    "english": Fallback.UNSUPPORTED,
    "refuses": Fallback.REFUSED,
    "empty": Fallback.RUBBISH,
    "stalls": Fallback.SLOW,
    "stalls-midway": Fallback.SLOW,
    "breaks": Fallback.TRUNCATED,
    "breaks-in-event": Fallback.DOWN,
    "drops": Fallback.DOWN,
    "truncated": Fallback.TRUNCATED,
    "filtered": Fallback.TRUNCATED,
    "error-429": Fallback.DOWN,
    "error-500": Fallback.DOWN,
    "error-401": Fallback.DOWN,
    "error-in-stream": Fallback.DOWN,
    "rubbish-html": Fallback.RUBBISH,
    "rubbish-json": Fallback.RUBBISH,
    "rubbish-binary": Fallback.RUBBISH,
    "rubbish-shape": Fallback.RUBBISH,
    "rubbish-null": Fallback.RUBBISH,
    "rubbish-not-stream": Fallback.RUBBISH,
}


@pytest.fixture(autouse=True)
def _this_machine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy; and a simple check of sentences, which has tests of its own."""
    monkeypatch.setattr(wiring, "_sentences_verifier", lambda embedder: Judge())
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")


@pytest.mark.parametrize("name", WHY)
def test_the_reader_gets_an_answer(small_home: Path, name: str) -> None:
    with ModelServer(SCRIPTS[name], pace=0.002) as server:
        settings = small_settings(
            small_home,
            chat="openai-compatible",
            chat_url=server.url,
            chat_model="essai",
            chat_first_seconds=2,
            chat_between_seconds=1,
            chat_timeout=8,
        )
        answer = build(settings).ask(QUESTION)
    assert answer.fallback is WHY[name]
    assert answer.verdict == "answered"
    assert QUOTE in answer.text
    assert answer.citations[0].quote.startswith(QUOTE)
    assert answer.support == 1
    said = [line for line in answer.notices if line in wording.FALLBACKS.values()]
    assert said == ([] if answer.fallback is None else [wording.FALLBACKS[answer.fallback]])
    assert "think" not in answer.text
