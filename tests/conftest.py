"""The real corpus, indexed once for the whole session in a folder of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from assistant import Settings, build
from assistant.core import Assistant
from assistant.ports import Index
from assistant.wiring import make_builder

ROOT = Path(__file__).resolve().parents[1]

hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session")
def built_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a copy of `corpus/` and its index. Read it, never write in it."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(ROOT / "corpus", home / "corpus")
    make_builder(built_settings_at(home)).build()
    return home


@pytest.fixture(scope="session")
def built_settings(built_home: Path) -> Settings:
    return built_settings_at(built_home)


@pytest.fixture(scope="session")
def assistant_built(built_settings: Settings) -> Assistant:
    return build(built_settings)


@pytest.fixture(scope="session")
def built_index(assistant_built: Assistant) -> Iterator[Index]:
    with assistant_built._generations.lease() as index:
        yield index


def built_settings_at(home: Path) -> Settings:
    """The defaults, whatever the surrounding environment says."""
    defaults = {
        name: field.get_default(call_default_factory=True)
        for name, field in Settings.model_fields.items()
    }
    return Settings(**{**defaults, "home": home})


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No ASSISTANT_* variable, and a working directory without .env; that directory."""
    for name in list(os.environ):
        if name.upper().startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path
