"""Writes one generation's folder, taking over from the live one what did not change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from assistant import wording
from assistant.backends.chroma import VectorStore, copy_vectors
from assistant.backends.index import LEXICAL, PASSAGES, VECTORS, StoredEntry, write_passages
from assistant.backends.lexical import write_lexical
from assistant.backends.records import fields_digest, text_hash
from assistant.backends.storage import is_full, is_unwritable, remove_tree
from assistant.backends.units import Parts, UnitCutter, count, pack, unpack
from assistant.backends.vector_cache import VectorCache
from assistant.domain import Document, IndexEntry, PageText, Passage, ValidatedAnswer
from assistant.errors import IndexIncompatible
from assistant.ports import Embedder, Numbers, Subwords, Vector, Vectors

_EMBED_BATCH = 256
_CACHE_FLOOR = 50_000
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Base:
    """What a new generation may take over from the live one."""

    entries: Mapping[str, StoredEntry] = field(default_factory=dict)
    same_stages: bool = False
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class _Dense:
    """What the vector store holds of an entry: whose it is and the hash of its text."""

    document_id: str
    text: str


class GenerationWriter:
    """`tokenize`, `dense_text` and `parts` say what the legs index of an entry."""

    def __init__(
        self,
        embedder: Embedder,
        tokenize: Callable[[IndexEntry], Sequence[str]],
        dense_text: Callable[[IndexEntry], str],
        cache: Path,
        k1: float,
        b: float,
        parts: Callable[[IndexEntry], Parts] | None = None,
        subwords: Subwords | None = None,
    ) -> None:
        self._embedder = embedder
        self._tokenize = tokenize
        self._dense_text = dense_text
        self._cache = cache
        self._k1, self._b = k1, b
        self._parts = parts
        self._cutter = UnitCutter(subwords) if subwords is not None else None

    def write(
        self,
        folder: Path,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        entries: Sequence[IndexEntry],
        pages: Sequence[PageText],
        base: Base,
        progress: Progress | None,
        validated: Sequence[ValidatedAnswer] = (),
    ) -> None:
        digests = [fields_digest(entry.fields) for entry in entries]
        stored = [
            _unchanged(base, entry, digest) for entry, digest in zip(entries, digests, strict=True)
        ]
        tokens = [
            known.tokens if known else list(self._tokenize(entry))
            for entry, known in zip(entries, stored, strict=True)
        ]
        texts = [self._dense_text(entry) for entry in entries]
        hashes = [text_hash(text) for text in texts]
        units, counts = self._units(entries, stored)
        write_passages(
            folder / PASSAGES,
            documents,
            passages,
            entries,
            digests,
            tokens,
            hashes,
            units,
            counts,
            pages,
            base.folder / PASSAGES if base.folder else None,
            validated,
        )
        write_lexical(folder / LEXICAL, tokens, k1=self._k1, b=self._b)
        dense = {
            entry.passage.id: _Dense(entry.passage.document_id, text)
            for entry, text in zip(entries, hashes, strict=True)
        }
        by_hash = dict(zip(hashes, texts, strict=True))
        self._write_vectors(folder / VECTORS, base, dense, by_hash, progress)

    def probe(self, entry: IndexEntry) -> Vector:
        """The vector of an entry, to ask a new index with."""
        vector: Vector = self._embed_texts([self._dense_text(entry)])[0]
        return vector

    def _units(
        self, entries: Sequence[IndexEntry], stored: Sequence[StoredEntry | None]
    ) -> tuple[list[bytes], Numbers | None]:
        """Packed units of every entry, and in how many entries each subword stands."""
        cutter, parts = self._cutter, self._parts
        if cutter is None or parts is None:
            return [], None
        packed: list[bytes] = []
        counts = np.zeros(cutter.vocabulary, np.int32)
        for start in range(0, len(entries), _EMBED_BATCH):
            batch = entries[start : start + _EMBED_BATCH]
            known = [one.units if one else None for one in stored[start : start + _EMBED_BATCH]]
            fresh = iter(
                cutter.cut([parts(e) for e, data in zip(batch, known, strict=True) if not data])
            )
            made = [unpack(data) if data else next(fresh) for data in known]
            packed.extend(data or pack(one) for data, one in zip(known, made, strict=True))
            counts += count(made, cutter.vocabulary)
        return packed, counts

    def _write_vectors(
        self,
        folder: Path,
        base: Base,
        after: Mapping[str, _Dense],
        texts: Mapping[str, str],
        progress: Progress | None,
    ) -> None:
        """Copy and change the live collection where that is less work than a new one."""
        before = {name: _Dense(row.document_id, row.dense) for name, row in base.entries.items()}
        changed = [name for name, dense in after.items() if before.get(name) != dense]
        removed = [name for name in before if name not in after]
        if base.folder is not None and len(changed) + len(removed) <= len(after) // 2:
            vectors = self._embed([after[name].text for name in changed], texts, progress)
            try:
                copy_vectors(base.folder / VECTORS, folder)
                _fill(folder, False, changed, removed, after, vectors)
                return
            except Exception as error:
                if is_full(error) or is_unwritable(error):
                    raise
                _log.warning("live vectors not reusable, made anew: %s", error)
                remove_tree(folder)
        everything = list(after)
        vectors = self._embed([after[name].text for name in everything], texts, progress)
        _fill(folder, True, everything, [], after, vectors)

    def _embed(
        self, hashes: Sequence[str], texts: Mapping[str, str], progress: Progress | None
    ) -> dict[str, Vector]:
        """A vector per text hash, from the cache or made now."""
        cache = VectorCache(self._cache, self._embedder.fingerprint)
        try:
            vectors = cache.get(hashes)
            missing = [name for name in dict.fromkeys(hashes) if name not in vectors]
            for start in range(0, len(missing), _EMBED_BATCH):
                batch = missing[start : start + _EMBED_BATCH]
                made = self._embed_texts([texts[name] for name in batch])
                new = dict(zip(batch, made, strict=True))
                cache.put(new)
                vectors.update(new)
                if progress is not None:
                    progress(start + len(batch), len(missing))
            cache.keep_newest(max(_CACHE_FLOOR, 3 * len(texts)))
            return vectors
        finally:
            cache.close()

    def _embed_texts(self, texts: Sequence[str]) -> Vectors:
        vectors = np.asarray(self._embedder.embed_passages(texts), dtype=np.float32)
        expected = (len(texts), self._embedder.dimensions)
        if vectors.shape != expected or not np.isfinite(vectors).all():
            raise IndexIncompatible(
                wording.EMBEDDER_DIMENSIONS.format(found=vectors.shape, expected=expected)
            )
        return vectors


def _unchanged(base: Base, entry: IndexEntry, digest: str) -> StoredEntry | None:
    """What the live index holds of an entry that did not change, made by the same stages."""
    stored = base.entries.get(entry.passage.id) if base.same_stages else None
    return stored if stored is not None and stored.fields == digest else None


def _fill(
    folder: Path,
    create: bool,
    names: Sequence[str],
    removed: Sequence[str],
    dense: Mapping[str, _Dense],
    vectors: Mapping[str, Vector],
) -> None:
    store = VectorStore(folder, create=create, size=len(names))
    try:
        store.delete(removed)
        if names:
            store.upsert(
                names,
                np.stack([vectors[dense[name].text] for name in names]),
                [dense[name].document_id for name in names],
            )
    finally:
        store.close()
