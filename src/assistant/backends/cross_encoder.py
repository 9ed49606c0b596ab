"""Reranking by a model that reads the question and a passage together; needs torch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant import wording
from assistant.backends.embedders import encodable, model_folder, silence_loading
from assistant.domain import Hit, LegScore, Passage
from assistant.errors import SettingsInvalid

LEG = "cross-encoder"


class CrossEncoderReranker:
    """Any sentence-transformers CrossEncoder present on this machine. Nothing is downloaded.

    `depth` is how many candidates it wants to read. Raises SettingsInvalid when made.
    """

    def __init__(self, model: str | Path, depth: int = 30, batch: int = 16) -> None:
        self._depth, self._batch = depth, batch
        self._model = _load(model)

    @property
    def depth(self) -> int:
        return self._depth

    def rerank(self, query: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """By the model's score; equal ones in the order they came. Each hit keeps what the other
        legs said and gains this one's."""
        if not hits:
            return ()
        scores = self._scores(encodable(query), [encodable(_text(hit.passage)) for hit in hits])
        order = sorted(range(len(hits)), key=lambda n: -scores[n])
        return tuple(
            replace(hits[n], score=scores[n], legs=(*hits[n].legs, LegScore(LEG, rank, scores[n])))
            for rank, n in enumerate(order, 1)
        )

    def _scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """What is no number counts least."""
        scores = self._model.predict(
            [(query, text) for text in texts],
            batch_size=self._batch,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        numbers: list[float] = np.nan_to_num(np.asarray(scores, np.float64), nan=-np.inf).tolist()
        return numbers


def _text(passage: Passage) -> str:
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def _load(model: str | Path) -> Any:
    folder = model_folder(model, wording.RERANKER_MODEL_MISSING)
    try:
        from sentence_transformers import CrossEncoder

        silence_loading()
    except ImportError as error:
        raise SettingsInvalid(wording.SENTENCE_TRANSFORMERS_MISSING) from error
    if not _is_cross_encoder(folder):
        raise SettingsInvalid(wording.RERANKER_OTHER_KIND.format(model=model))
    try:
        found = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    except Exception as error:
        raise SettingsInvalid(wording.RERANKER_MODEL_MISSING.format(model=model)) from error
    if found.num_labels != 1:
        raise SettingsInvalid(wording.RERANKER_LABELS.format(model=model, found=found.num_labels))
    return found


def _is_cross_encoder(folder: Path) -> bool:
    """The library would give any other model a head of random weights, and rank at random."""
    try:
        config = json.loads((folder / "config.json").read_bytes())
    except (OSError, ValueError):
        return True  # loading it says what is wrong
    kinds = config.get("architectures") or ()
    if any(str(kind).endswith("ForSequenceClassification") for kind in kinds):
        return True
    with suppress(OSError, ValueError):
        own = json.loads((folder / "config_sentence_transformers.json").read_bytes())
        return bool(own.get("model_type") == "CrossEncoder")
    return False
