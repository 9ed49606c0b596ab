"""Versions of the reading stages; apart, so that answering needs not import them."""

from collections.abc import Mapping

STAGES: Mapping[str, int] = {"load": 2, "clean": 3, "chunk": 7, "twins": 3, "entries": 10}
"""Bumped when a stage's output changes: a stored document read by older stages is read anew."""
