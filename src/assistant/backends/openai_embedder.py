"""Embeddings from any server that speaks OpenAI's protocol."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from assistant import wording
from assistant.backends import model_server
from assistant.backends.embedders import encodable, unit_rows
from assistant.backends.prefixes import Prefixes, by_name
from assistant.errors import IndexIncompatible
from assistant.ports import Vector, Vectors

_PROBE = "alliance"


class OpenAIEmbedder:
    """`POST <url>/embeddings`, by batches. The address may change, the fingerprint does not.

    `dimensions` 0 asks the server once, with a first text. Raises SettingsInvalid when made,
    ModelUnavailable when the server does not answer as it must.
    """

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        *,
        query_prefix: str = "",
        passage_prefix: str = "",
        dimensions: int = 0,
        batch: int = 32,
        timeout: float = 30,
        pause: float = 0.5,
    ) -> None:
        base = model_server.address("ASSISTANT_EMBEDDER_URL", url, "/embeddings")
        self._url = f"{base}/embeddings"
        self._model = model
        given = Prefixes(query_prefix, passage_prefix)
        self._prefixes = given if any(given) else by_name(model)
        self._dimensions, self._batch, self._timeout = dimensions, batch, timeout
        self._client = model_server.PatientClient(
            timeout, pause, model_server.key("ASSISTANT_EMBEDDER_KEY", key)
        )
        weakref.finalize(self, self._client.close)

    @property
    def fingerprint(self) -> str:
        prefixes = tuple(self._prefixes)
        return f"openai/1:{self._model}:prefixes={prefixes!r}:dimensions={self.dimensions}"

    @property
    def dimensions(self) -> int:
        if not self._dimensions:
            self._dimensions = len(self._ask([_PROBE])[0])
        return self._dimensions

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._prefixes.passage, texts)

    def embed_query(self, text: str) -> Vector:
        vector: Vector = self._embed(self._prefixes.query, [text])[0]
        return vector

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        """A text without a character to show is not sent: servers refuse it."""
        shown = [n for n, text in enumerate(texts) if text.strip().strip("\x00")]
        found = [
            self._checked(self._ask([encodable(prefix + texts[n]) for n in part]))
            for part in (shown[i : i + self._batch] for i in range(0, len(shown), self._batch))
        ]
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        if found:
            rows[shown] = np.concatenate(found)
        return unit_rows(rows)

    def _checked(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        self._dimensions = self._dimensions or rows.shape[1]
        if rows.shape[1] != self._dimensions:
            raise IndexIncompatible(
                wording.EMBEDDER_DIMENSIONS.format(
                    found=rows.shape, expected=(len(rows), self._dimensions)
                )
            )
        return rows

    def _ask(self, texts: list[str]) -> NDArray[np.float32]:
        try:
            answer = self._client.post(self._url, json={"model": self._model, "input": texts})
        except httpx.DecodingError as error:
            raise model_server.unreadable("EMBEDDER") from error
        except httpx.HTTPError as error:
            raise model_server.silent("EMBEDDER", error, self._timeout) from error
        if not answer.is_success:
            raise model_server.refused("EMBEDDER", answer.status_code)
        try:
            return _rows(answer.json(), len(texts))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise model_server.unreadable("EMBEDDER") from error


def _rows(body: Any, count: int) -> NDArray[np.float32]:
    """The vectors in the order of the texts. Raises ValueError, KeyError, TypeError."""
    data = body["data"]
    order = [item.get("index", place) for place, item in enumerate(data)]
    if sorted(order) != list(range(count)):
        raise ValueError("the rows are not those of the texts")
    rows = np.empty((count, len(data[0]["embedding"])), dtype=np.float32)
    for place, item in zip(order, data, strict=True):
        rows[place] = item["embedding"]
    if rows.shape[1] == 0 or not np.isfinite(rows).all():
        raise ValueError("not a vector")
    return rows
