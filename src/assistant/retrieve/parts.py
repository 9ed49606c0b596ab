"""The pieces of a passage that a question is compared with one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain import IndexEntry

SENTENCE_WORDS = 20
_END = re.compile(r"(?<=[.!?;…])\s+|\n+")


def entry_parts(entry: IndexEntry) -> tuple[list[str], list[str]]:
    """The heading and the sentences; the summary and the questions, one a line."""
    heading = entry.fields.get("heading", "")
    added = f"{entry.fields.get('summary', '')}\n{entry.fields.get('questions', '')}"
    return (
        [text for text in (heading, *sentences(entry.fields.get("text", ""))) if text],
        [line for line in added.split("\n") if line],
    )


def sentences(text: str) -> Iterator[str]:
    """Sentences, short ones joined to the next until they hold SENTENCE_WORDS words."""
    held: list[str] = []
    for part in _END.split(text):
        held += part.split()
        if len(held) >= SENTENCE_WORDS:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)
