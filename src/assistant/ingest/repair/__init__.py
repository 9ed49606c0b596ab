"""Repair of French text read by optical recognition: rules and word frequencies.

`repair_lines` is the entry. Rules speak of letters and forms, never of a given document, and
every one of them waits for a diagnosis: text that is good French goes through unchanged.
"""

from assistant.ingest.repair.changes import recorded
from assistant.ingest.repair.hyphens import compounds, join_line_ends
from assistant.ingest.repair.lines import repair_lines

__all__ = ["compounds", "join_line_ends", "recorded", "repair_lines"]
