"""Passages to what the retrieval legs index."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain import IndexEntry, Passage


def make_entries(passages: Sequence[Passage]) -> tuple[IndexEntry, ...]:
    """One entry for each canonical passage; its raw field holds its twins' raw text too, so
    that a wording that only a twin has still finds it."""
    by_id = {p.id: p for p in passages}
    twins = {name for p in passages for name in p.twins}
    return tuple(
        IndexEntry(
            passage=p,
            fields={
                "text": p.text,
                "heading": p.heading,
                "raw": "\n".join([p.raw, *(by_id[t].raw for t in p.twins if t in by_id)]),
            },
        )
        for p in passages
        if p.id not in twins
    )
