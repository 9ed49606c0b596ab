"""Passages to what the retrieval legs index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.domain import IndexEntry, Passage, twin_ids
from assistant.ingest.expansion import Expansion


def make_entries(
    passages: Sequence[Passage], expansions: Mapping[str, Sequence[Expansion]] | None = None
) -> tuple[IndexEntry, ...]:
    """One entry for each canonical passage; its raw field holds its twins' raw text too, so
    that a wording that only a twin has still finds it. `expansions` are rows by passage id."""
    by_id = {p.id: p for p in passages}
    twins = twin_ids(passages)
    return tuple(
        IndexEntry(
            passage=p,
            fields={
                "text": p.text,
                "heading": p.heading,
                "raw": "\n".join([p.raw, *(by_id[t].raw for t in p.twins if t in by_id)]),
                **_expanded((expansions or {}).get(p.id, ())),
            },
        )
        for p in passages
        if p.id not in twins
    )


def _expanded(rows: Sequence[Expansion]) -> dict[str, str]:
    """One question, one summary a line; nothing for a passage without rows."""
    fields = {
        "summary": "\n".join(_line(row.summary) for row in rows if row.summary.strip()),
        "questions": "\n".join(_line(text) for row in rows for text in row.questions),
    }
    return {name: text for name, text in fields.items() if text}


def _line(text: str) -> str:
    return " ".join(text.split())
