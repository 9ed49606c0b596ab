"""Text to unit vectors: hashed character n-grams, or a model read from disk."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant import wording
from assistant.backends.prefixes import Prefixes, by_name, by_prompts
from assistant.errors import SettingsInvalid
from assistant.ports import Numbers, Vector, Vectors

_WORD = re.compile(r"[^\W_]+")
_SIGN_BIT = np.uint64(63)
_HASHED_WHOLE = 64 << 20
_SAMPLES, _SAMPLE = 256, 16 << 10


class HashingEmbedder:
    """Character n-grams of folded words, hashed into signed buckets: no model, no training.

    Forgives typing errors and lost accents. Weight of an n-gram: 1 + ln(count).
    """

    def __init__(self, dimensions: int = 512, ngrams: Sequence[int] = (3, 4, 5)) -> None:
        self._dimensions = dimensions
        self._ngrams = tuple(ngrams)

    @property
    def fingerprint(self) -> str:
        sizes = "-".join(map(str, self._ngrams))
        return f"hashing/1:dimensions={self._dimensions}:ngrams={sizes}"

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self._dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self.embed_query(text)
        return vectors

    def embed_query(self, text: str) -> Vector:
        parts = [_hashes(word, self._ngrams) for word in _WORD.findall(_fold(text))]
        if not parts:
            return _unit(np.zeros(self._dimensions))
        grams, counts = np.unique(np.concatenate(parts), return_counts=True)
        signs = 1.0 - 2.0 * (grams >> _SIGN_BIT).astype(np.float64)
        buckets = (grams % np.uint64(self._dimensions)).astype(np.intp)
        weights = signs * (1.0 + np.log(counts))
        return _unit(np.bincount(buckets, weights=weights, minlength=self._dimensions))


class _ModelEmbedder:
    """What the models read from disk share: prefixes, fingerprint, unit rows."""

    kind = ""

    def __init__(self, model: str | Path, query_prefix: str = "", passage_prefix: str = "") -> None:
        """`model` is a folder, or a name among what was already downloaded.

        Raises SettingsInvalid when it cannot be read.
        """
        folder = model_folder(model, wording.EMBEDDER_MODEL_MISSING)
        try:
            self._model = self._load(folder)
        except (ImportError, SettingsInvalid):  # a missing package is not a missing model
            raise
        except Exception as error:
            raise SettingsInvalid(wording.EMBEDDER_MODEL_MISSING.format(model=model)) from error
        prefixes = Prefixes(query_prefix, passage_prefix)
        if not any(prefixes):
            prefixes = self._own_prefixes(str(model))
        self._query_prefix, self._passage_prefix = prefixes
        self._fingerprint = _fingerprint(self.kind, folder, tuple(prefixes))

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    @property
    def dimensions(self) -> int:
        raise NotImplementedError

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._passage_prefix, texts)

    def embed_query(self, text: str) -> Vector:
        vector: Vector = self._embed(self._query_prefix, [text])[0]
        return vector

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return unit_rows(self._encode([encodable(prefix + text) for text in texts]))

    def _own_prefixes(self, model: str) -> Prefixes:
        """What the model expects when the settings say nothing."""
        return Prefixes()

    def _load(self, folder: Path) -> Any:
        raise NotImplementedError

    def _encode(self, texts: list[str]) -> NDArray[Any]:
        raise NotImplementedError


class StaticSubwords:
    """Implements `ports.Subwords` over a model2vec model."""

    def __init__(self, model: Any) -> None:
        self._model = model
        table = np.asarray(model.embedding, np.float32)
        if model.token_mapping is not None:
            table = table[np.asarray(model.token_mapping)]
        if model.weights is not None:
            table = table * np.asarray(model.weights, np.float32)[:, np.newaxis]
        self._table: Vectors = table

    @property
    def vectors(self) -> Vectors:
        return self._table

    def numbers(self, texts: Sequence[str]) -> list[Numbers]:
        return [
            np.array(ids, np.int32) for ids in self._model.tokenize(list(map(encodable, texts)))
        ]


class Model2VecEmbedder(_ModelEmbedder):
    """A static model (model2vec, or a static sentence-transformers one), read without torch."""

    kind = "model2vec"

    @cached_property
    def subwords(self) -> StaticSubwords:
        return StaticSubwords(self._model)

    @property
    def dimensions(self) -> int:
        return int(self._model.dim)

    def _load(self, folder: Path) -> Any:
        from model2vec import StaticModel

        return StaticModel.from_pretrained(folder, force_download=False)

    def _encode(self, texts: list[str]) -> NDArray[Any]:
        vectors: NDArray[Any] = self._model.encode(texts, use_multiprocessing=False)
        return vectors


class SentenceTransformersEmbedder(_ModelEmbedder):
    """Any sentence-transformers model present on this machine; needs torch."""

    kind = "sentence-transformers"

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension())

    def _load(self, folder: Path) -> Any:
        try:
            from sentence_transformers import SentenceTransformer

            silence_loading()
        except ImportError as error:
            raise SettingsInvalid(wording.SENTENCE_TRANSFORMERS_MISSING) from error

        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._rows(self._model.encode_document, self._passage_prefix, texts)

    def embed_query(self, text: str) -> Vector:
        vector: Vector = self._rows(self._model.encode_query, self._query_prefix, [text])[0]
        return vector

    def _own_prefixes(self, model: str) -> Prefixes:
        return by_prompts(self._model.prompts) or by_name(model)

    def _rows(self, encode: Callable[..., Any], prefix: str, texts: Sequence[str]) -> Vectors:
        """The prefix goes as a prompt: some models leave its tokens out of their mean."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        clean = [encodable(text) for text in texts]
        return unit_rows(
            encode(clean, prompt=prefix, convert_to_numpy=True, show_progress_bar=False)
        )


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


@lru_cache(maxsize=1 << 16)
def _hashes(word: str, sizes: tuple[int, ...]) -> NDArray[np.uint64]:
    """One stable 64-bit hash per n-gram of the word between its boundary marks."""
    marked = f"<{word}>"
    grams = [
        marked[start : start + size]
        for size in sizes
        for start in range(max(1, len(marked) - size + 1))
    ]
    digests = b"".join(
        hashlib.blake2b(gram.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for gram in grams
    )
    return np.frombuffer(digests, dtype="<u8")


def _unit(vector: NDArray[Any]) -> Vector:
    unit: Vector = unit_rows(vector[np.newaxis])[0]
    return unit


def unit_rows(vectors: NDArray[Any]) -> Vectors:
    """Rows of length 1. A row of zeros (no word known) becomes the even vector, which is
    nearest to nothing in particular."""
    rows = np.array(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.where(lengths > 0, rows, np.float32(1))
    units: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return units


def model_folder(model: str | Path, missing: str) -> Path:
    """The model's folder; a name is looked up among what was already downloaded.

    Raises SettingsInvalid with the sentence `missing`.
    """
    folder = Path(model).expanduser()
    if folder.is_dir():
        return folder
    try:
        from huggingface_hub import snapshot_download

        return Path(snapshot_download(str(model), local_files_only=True))
    except (ImportError, OSError, ValueError) as error:
        raise SettingsInvalid(missing.format(model=model)) from error


def silence_loading() -> None:
    """Its bars in English are not for a reader's terminal."""
    from transformers.utils import logging

    logging.disable_progress_bar()


def encodable(text: str) -> str:
    """Without lone surrogates: no tokenizer nor JSON takes them."""
    return text.encode("utf-8", "replace").decode()


def _fingerprint(kind: str, folder: Path, prefixes: tuple[str, ...]) -> str:
    """What the model's files and prefixes are, wherever the folder lies."""
    digest = hashlib.sha256(repr(prefixes).encode())
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and path.suffix != ".md" and not relative.parts[0].startswith("."):
            digest.update(f"\0{relative.as_posix()}\0{path.stat().st_size}\0".encode())
            _hash_file(path, digest.update)
    return f"{kind}/1:{folder.name}:{digest.hexdigest()[:16]}"


def _hash_file(path: Path, update: Callable[[bytes], None]) -> None:
    """A large file is sampled: training anew changes weights everywhere."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= _HASHED_WHOLE:
            update(file.read())
            return
        for number in range(_SAMPLES):
            file.seek(number * (size - _SAMPLE) // (_SAMPLES - 1))
            update(file.read(_SAMPLE))
