"""Versions of the reading stages; apart, so that answering needs not import them."""

from collections.abc import Mapping

STAGES: Mapping[str, int] = {"load": 1, "clean": 2, "chunk": 6, "twins": 2, "entries": 10}
"""Bumped when a stage's output changes: a stored document read by older stages is read anew."""
