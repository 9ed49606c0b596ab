from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.errors import SettingsInvalid
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / ".env.example"

pytestmark = pytest.mark.usefixtures("clean_environment")


def test_the_defaults_need_nothing() -> None:
    settings = Settings()
    assert (settings.embedder, settings.reranker, settings.answerer) == (
        "model2vec",
        "none",
        "extractive",
    )
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.home == ROOT


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_its_variable(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    default = getattr(Settings(), name)
    value: Any = {bool: "true", int: "1234", float: "1.5", str: "autre"}.get(
        type(default), "/ailleurs"
    )
    value = {"hits": "42", "chat_passages": "12", "judge_jobs": "12"}.get(name, value)
    monkeypatch.setenv(f"ASSISTANT_{name.upper()}", value)
    assert getattr(Settings(), name) == type(default)(value if value != "true" else 1)


def test_other_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "1")
    monkeypatch.setenv("ASSISTANT_UNKNOWN", "x")
    assert (Settings().host, Settings().port) == ("127.0.0.1", 7860)


def test_the_env_file_is_read_and_the_environment_wins(
    clean_environment: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clean_environment / ".env").write_text(
        "# réglages\nASSISTANT_PORT=8000\nASSISTANT_HITS=5\nAUTRE=1\n", encoding="utf-8"
    )
    assert (Settings().port, Settings().hits) == (8000, 5)
    monkeypatch.setenv("ASSISTANT_PORT", "9000")
    assert (Settings().port, Settings().hits) == (9000, 5)
    assert Settings(port=9001).port == 9001


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "abc"), ("port", "-1"), ("port", "65536"), ("port", ""), ("hits", "0"),
        ("hits", "101"), ("hits", "1.5"), ("max_question_chars", "99"),
        ("max_history_turns", "-1"), ("debug", "peut-être"), ("chat_temperature", "2.1"),
        ("chat_first_seconds", "0"), ("chat_tokens_per_day", "-1"),
    ],
)  # fmt: skip
def test_a_bad_value_is_refused_in_french_by_its_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variable = f"ASSISTANT_{name.upper()}"
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsInvalid) as caught:
        Settings()
    assert variable in caught.value.message
    assert f"«\u00a0{value}\u00a0»" in caught.value.message
    assert "Corrigez" in caught.value.message
    assert "Input" not in caught.value.message


def test_a_bad_argument_is_refused_the_same_way() -> None:
    with pytest.raises(SettingsInvalid, match="ASSISTANT_PORT"):
        Settings(port="abc")


def test_an_env_file_that_is_not_text_is_refused_in_french(clean_environment: Path) -> None:
    (clean_environment / ".env").write_bytes(b"ASSISTANT_HOST=\xe9\xff\n")
    with pytest.raises(SettingsInvalid, match=r"\.env"):
        Settings()


def test_they_are_frozen() -> None:
    settings = Settings()
    with pytest.raises(ValidationError):
        settings.port = 1


@pytest.mark.parametrize("name", ["corpus", "indexes", "prompts", "gold"])
def test_relative_paths_start_at_home(name: str, tmp_path: Path) -> None:
    relative = getattr(Settings(), name)
    assert not relative.is_absolute()
    assert Settings(home=tmp_path).path(name) == tmp_path / relative


def test_absolute_paths_stay(tmp_path: Path) -> None:
    assert Settings(home=ROOT, corpus=tmp_path / "docs").path("corpus") == tmp_path / "docs"


def test_a_tilde_is_the_users_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Settings(home=Path("~/la")).path("corpus") == tmp_path / "la" / "corpus"
    assert Settings(corpus=Path("~/docs")).path("corpus") == tmp_path / "docs"


def test_home_does_not_depend_on_the_working_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before = Settings().path("corpus")
    monkeypatch.chdir(tmp_path)
    assert Settings().path("corpus") == before
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    assert Settings().path("corpus") == tmp_path / "corpus"


def documented() -> dict[str, str]:
    """The settings of the example file and their values."""
    found = re.findall(
        r"^# (ASSISTANT_\w+)=(.*)$", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(dict(found)) == len(found)
    return dict(found)


def test_the_example_names_every_setting_and_no_other() -> None:
    assert set(documented()) == {f"ASSISTANT_{name.upper()}" for name in Settings.model_fields}


def test_the_example_gives_the_defaults(clean_environment: Path) -> None:
    values = {name: value for name, value in documented().items() if name != "ASSISTANT_HOME"}
    text = "\n".join(f"{name}={value}" for name, value in values.items())
    (clean_environment / ".env").write_text(text, encoding="utf-8")
    read = Settings()
    (clean_environment / ".env").unlink()
    assert read == Settings()


def test_the_example_changes_nothing_as_it_is(clean_environment: Path) -> None:
    (clean_environment / ".env").write_bytes(EXAMPLE.read_bytes())
    read = Settings()
    (clean_environment / ".env").unlink()
    assert read == Settings()


def test_every_setting_of_the_example_is_explained() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for before, line in itertools.pairwise(lines):
        if re.match(r"# ASSISTANT_", line):
            assert before.startswith("# "), line
            assert not before.startswith("# ---"), line
