"""A scripted model server that a test starts, away from the proxies of the machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from assistant.testing.model_server import Call, ModelServer, Reply, embeddings, hashed

Script = Callable[[Call], Reply]
Start = Callable[[Script], ModelServer]


@pytest.fixture
def start(monkeypatch: pytest.MonkeyPatch) -> Iterator[Start]:
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1")
    with ExitStack() as stack:
        yield lambda script: stack.enter_context(ModelServer(script))


def embed(call: Call) -> Reply:
    return embeddings([hashed(text) for text in call.texts])


def in_turn(*replies: Reply) -> Script:
    """One reply after the other; the last one for ever."""
    left = list(replies)
    return lambda call: left.pop(0) if len(left) > 1 else left[0]
