"""The lexical leg: what is counted in a passage, and how a question weighs its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from assistant.domain import IndexEntry
from assistant.french import stems, words
from assistant.ports import Index

FIELD_REPEATS: Mapping[str, int] = {"text": 1, "heading": 2, "summary": 1, "questions": 1}
"""How often a field's words count: term frequencies of the fields are added before BM25's
saturation (the simple BM25F of Robertson, Zaragoza & Taylor 2004)."""

_TYPO_CUTOFF = 80.0
_TYPO_WEIGHT = 0.7
_MIN_TYPO_LENGTH = 4


def entry_tokens(entry: IndexEntry) -> list[str]:
    """Stems of every field. Of the raw text only the words that repair changed are added, so
    that both spellings find the passage and none counts twice."""
    tokens: list[str] = []
    for name, repeats in FIELD_REPEATS.items():
        tokens.extend(stems(entry.fields.get(name, "")) * repeats)
    known = set(tokens)
    tokens.extend(s for s in stems(entry.fields.get("raw", "")) if s not in known and len(s) > 2)
    return tokens


def dense_text(entry: IndexEntry) -> str:
    """What the dense leg embeds of a passage."""
    return f"{entry.fields.get('heading', '')}\n{entry.fields.get('text', '')}".strip()


def query_weights(query: str, index: Index) -> dict[str, float]:
    """The question's stems and their weights; a stem the index lacks is replaced by the
    nearest ones it has (typing errors), at a penalty."""
    weights: dict[str, float] = {}
    for stem in stems(query) or stems(" ".join(words(query))):
        if index.document_frequency(stem):
            weights[stem] = 1.0
        elif len(stem) >= _MIN_TYPO_LENGTH and stem.isalpha():
            for near in nearest_stems(stem, index.vocabulary()):
                weights[near] = max(weights.get(near, 0.0), _TYPO_WEIGHT)
    return weights


def nearest_stems(stem: str, vocabulary: Iterable[str], limit: int = 2) -> Sequence[str]:
    """Stems of the index within about one typing error in five letters."""
    candidates = [v for v in vocabulary if abs(len(v) - len(stem)) <= 2 and v.isalpha()]
    found = process.extract(
        stem, candidates, scorer=fuzz.ratio, score_cutoff=_TYPO_CUTOFF, limit=limit
    )
    return [name for name, score, _ in found if score >= found[0][1] - 5]
