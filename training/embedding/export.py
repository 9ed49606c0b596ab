"""Write the student as a folder that model2vec reads, and check what was written.

The pooled vectors are spread more evenly over their principal axes first (`--whiten`, a linear
map, so it goes into the subword vectors). int8 keeps one scale a subword as `weights`; float16
needs none, and sentence-transformers reads it too.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
from model2vec import StaticModel
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

UNKNOWN = "[UNK]"
SAMPLE, CHECKED = 12_000, 300
MODULES = [
    {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]

Rows = NDArray[np.float32]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--student", type=Path, default=Path("build/student.npz"))
    parser.add_argument("--tokenizer", type=Path, default=Path("build/tokenizer.json"))
    parser.add_argument("--retrieval", type=Path, default=Path("build/retrieval.jsonl"))
    parser.add_argument("--output", type=Path, default=Path("build/model"))
    parser.add_argument("--dimensions", type=int, default=None, help="keep the first axes only")
    parser.add_argument("--whiten", type=float, default=0.3, help="0 leaves the axes as they are")
    parser.add_argument("--storage", choices=("float16", "int8"), default="int8")
    options = parser.parse_args()
    held = np.load(options.student)
    tokenizer = Tokenizer.from_file(str(options.tokenizer))
    texts = passages(options.retrieval)
    vectors = held["vectors"] * held["weights"][:, None]
    axes = spread_axes(pooled(vectors, tokenizer, texts), options.whiten)
    vectors = (vectors @ axes[:, : options.dimensions]).astype(np.float32)
    save(options.output, vectors, options.tokenizer, options.storage)
    likeness = check(options.output, pooled(vectors, tokenizer, texts[:CHECKED]), texts[:CHECKED])
    size = sum(path.stat().st_size for path in options.output.rglob("*") if path.is_file())
    print(f"{options.output}: {vectors.shape}, {size / 1e6:.1f} MB, least cosine {likeness:.5f}")


def passages(path: Path) -> list[str]:
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row["passage"] for row in rows[:SAMPLE]]


def pooled(vectors: Rows, tokenizer: Tokenizer, texts: list[str]) -> Rows:
    """Unit vectors of texts, as the training makes them."""
    unknown = tokenizer.token_to_id(UNKNOWN)
    sums = np.zeros((len(texts), vectors.shape[1]), np.float32)
    for number, encoding in enumerate(tokenizer.encode_batch(texts, add_special_tokens=False)):
        ids = [token for token in encoding.ids if token != unknown]
        if ids:
            sums[number] = vectors[ids].sum(axis=0)
    unit: Rows = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return unit


def spread_axes(units: Rows, strength: float) -> Rows:
    """Principal axes of the texts, widest first, each divided by spread ** (2 * strength)."""
    values, axes = np.linalg.eigh(np.cov(units.T.astype(np.float64)))
    scaled: Rows = (axes * np.maximum(values, 1e-6) ** -strength)[:, ::-1].astype(np.float32)
    return scaled


def save(folder: Path, vectors: Rows, tokenizer: Path, storage: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    tensors = whole_numbers(vectors) if storage == "int8" else half(vectors)
    save_file(tensors, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    config = {
        "model_type": "model2vec",
        "architectures": ["StaticModel"],
        "hidden_dim": vectors.shape[1],
        "normalize": True,
        "max_length": None,
        "embedding_dtype": storage,
    }
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    if storage == "float16":
        modules = json.dumps(MODULES, indent=1) + "\n"
        (folder / "modules.json").write_text(modules, encoding="utf-8")
        (folder / "1_Normalize").mkdir(exist_ok=True)
        (folder / "1_Normalize" / "config.json").write_text("{}\n", encoding="utf-8")


def whole_numbers(vectors: Rows) -> dict[str, NDArray[Any]]:
    scales = np.maximum(np.abs(vectors).max(axis=1) / 127, 1e-12).astype(np.float32)
    rounded = np.rint(vectors / scales[:, None]).clip(-127, 127).astype(np.int8)
    return {"embeddings": rounded, "weights": scales}


def half(vectors: Rows) -> dict[str, NDArray[Any]]:
    return {"embeddings": np.ascontiguousarray((vectors / np.abs(vectors).max()), np.float16)}


def check(folder: Path, expected: Rows, texts: list[str]) -> float:
    """The least cosine between what the folder gives and what the training gave."""
    model = StaticModel.from_pretrained(folder, force_download=False)
    rows = np.asarray(model.encode(texts, use_multiprocessing=False), np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    least = float((rows * expected).sum(axis=1).min())
    if least < 0.999:
        raise SystemExit(f"{folder} does not give the trained vectors: cosine {least:.4f}")
    return least


if __name__ == "__main__":
    main()
