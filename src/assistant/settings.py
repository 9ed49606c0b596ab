"""The one place that reads the environment.

Every default works without network, key or GPU. `ASSISTANT_HOME` finds corpus/, prompts/,
models/, indexes/ and eval/ whatever the working directory is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant import wording
from assistant.errors import SettingsInvalid

_PRIVATE = re.compile(r"^ASSISTANT_|KEY|TOKEN|SECRET|PASSW|CREDENTIAL|PROXY", re.IGNORECASE)
_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS")


def readers_environment() -> dict[str, str]:
    """The environment of a process that reads files of unknown origin: ours, without settings
    and keys, each process computing in one thread since several run at a time."""
    kept = {name: value for name, value in os.environ.items() if not _PRIVATE.search(name)}
    return kept | dict.fromkeys(_ONE_THREAD, "1")


def _default_home() -> Path:
    """The checkout this file lives in, else the working directory."""
    checkout = Path(__file__).resolve().parents[2]
    return checkout if (checkout / "corpus").is_dir() else Path.cwd()


class Settings(BaseSettings):
    """All settings, frozen. Environment names are ASSISTANT_<FIELD>; `.env` is read too."""

    model_config = SettingsConfigDict(
        env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True
    )

    home: Path = Field(default_factory=_default_home)
    corpus: Path = Path("corpus")
    indexes: Path = Path("indexes")
    prompts: Path = Path("prompts")
    gold: Path = Path("eval/gold.jsonl")

    embedder: str = "model2vec"
    embedder_model: str = "models/fr-static"
    query_prefix: str = ""
    passage_prefix: str = ""
    embedder_url: str = ""
    embedder_key: SecretStr = SecretStr("")
    embedder_dimensions: int = Field(default=0, ge=0)
    embedder_batch: int = Field(default=32, ge=1)
    embedder_timeout: int = Field(default=30, ge=1)
    reranker: str = "none"
    reranker_model: str = ""
    reranker_depth: int = Field(default=30, ge=1)
    reranker_batch: int = Field(default=16, ge=1)
    answerer: str = "extractive"
    validated: bool = True

    chat: str = "none"
    chat_url: str = ""
    chat_model: str = ""
    chat_key: SecretStr = SecretStr("")
    chat_connect_seconds: int = Field(default=5, ge=1)
    chat_first_seconds: int = Field(default=30, ge=1)
    chat_between_seconds: int = Field(default=15, ge=1)
    chat_timeout: int = Field(default=90, ge=1)
    chat_condense_seconds: int = Field(default=15, ge=1)
    chat_passages: int = Field(default=8, ge=1, le=20)
    chat_characters: int = Field(default=9_000, ge=500)
    chat_max_tokens: int = Field(default=1_000, ge=1)
    chat_temperature: float = Field(default=0.1, ge=0, le=2)
    chat_failures: int = Field(default=3, ge=0)
    chat_rest_seconds: int = Field(default=30, ge=1)
    chat_tokens_per_day: int = Field(default=0, ge=0)
    chat_tokens_per_visitor: int = Field(default=0, ge=0)

    judge: str = "none"
    judge_url: str = ""
    judge_model: str = ""
    judge_key: SecretStr = SecretStr("")
    judge_jobs: int = Field(default=4, ge=1, le=64)

    read_jobs: int = Field(default=0, ge=0)
    read_seconds: int = Field(default=1_800, ge=1)
    read_stall: int = Field(default=60, ge=1)
    read_memory_mb: int = Field(default=1_500, ge=100)
    read_file_mb: int = Field(default=300, ge=1)

    ocr: str = "auto"
    ocr_command: str = "tesseract"
    ocr_language: str = "fra"
    ocr_dpi: int = Field(default=300, ge=70)
    ocr_seconds: int = Field(default=60, ge=1)

    proxy: SecretStr = SecretStr("")
    ca_file: str = ""
    fetch_pause: int = Field(default=2, ge=1)
    fetch_max_mb: int = Field(default=100, ge=1)

    page_images_mb: int = Field(default=200, ge=0)

    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)

    max_question_chars: int = Field(default=4_000, ge=100)
    max_history_turns: int = Field(default=20, ge=0)
    hits: int = Field(default=10, ge=1, le=100)

    debug: bool = False

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except UnicodeDecodeError as error:
            raise SettingsInvalid(wording.SETTINGS_FILE_NOT_UTF8) from error
        except ValidationError as error:
            first = error.errors()[0]
            name = "ASSISTANT_" + "_".join(str(part) for part in first["loc"]).upper()
            raise SettingsInvalid(
                wording.SETTING_INVALID.format(name=name, value=first.get("input", ""))
            ) from error

    def path(self, name: str) -> Path:
        """`corpus`, `indexes`, `prompts` or `gold`, made absolute under `home`."""
        value: Path = getattr(self, name).expanduser()
        return value if value.is_absolute() else self.home.expanduser() / value
