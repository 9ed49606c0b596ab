"""Repair of French text that extraction or recognition broke: rules and word frequencies.

`repair` is the entry; `table.RULES` holds the rules in their order. They speak of letters and
forms, never of a given document, and each waits for its diagnosis: good French goes through
unchanged.
"""

from assistant.ingest.repair.changes import (
    Repaired,
    difference,
    per_thousand,
    undo,
    undone,
)
from assistant.ingest.repair.hyphens import compounds, join_line_ends
from assistant.ingest.repair.lines import repair, repair_lines

__all__ = [
    "Repaired",
    "compounds",
    "difference",
    "join_line_ends",
    "per_thousand",
    "repair",
    "repair_lines",
    "undo",
    "undone",
]
