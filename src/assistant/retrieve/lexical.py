"""What the legs count in a passage."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain import IndexEntry
from assistant.french import stems

FIELD_REPEATS: Mapping[str, int] = {"text": 1, "heading": 2, "summary": 1, "questions": 1}
"""How often a field's words count: term frequencies of the fields are added before BM25's
saturation (the simple BM25F of Robertson, Zaragoza & Taylor 2004)."""


def entry_tokens(entry: IndexEntry) -> list[str]:
    """Stems of every field. Of the raw text only the words that repair changed are added, so
    that both spellings find the passage and none counts twice."""
    tokens: list[str] = []
    for name, repeats in FIELD_REPEATS.items():
        tokens.extend(stems(entry.fields.get(name, "")) * repeats)
    raw = entry.fields.get("raw", "")
    if raw != entry.fields.get("text"):
        known = set(tokens)
        tokens.extend(s for s in stems(raw) if s not in known and len(s) > 2)
    return tokens


def dense_text(entry: IndexEntry) -> str:
    """What the dense leg embeds of a passage."""
    return f"{entry.fields.get('heading', '')}\n{entry.fields.get('text', '')}".strip()
