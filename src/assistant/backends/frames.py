"""What the processes that read files and the one that asks say to each other: lines.

A line is a kind, a space and a JSON value. JSON, and not pickle: a process that a hostile file
has taken over must not be able to run anything here.
"""

from __future__ import annotations

import json
from typing import Any

READY, PROGRESS, RESULT, ERROR = b"ready", b"progress", b"result", b"error"
"""Other kinds are parts of a result, sent before it."""


def frame(kind: bytes, value: bytes) -> bytes:
    """`value` is JSON without line breaks."""
    return kind + b" " + value + b"\n"


def parted(line: bytes) -> tuple[bytes, bytes]:
    kind, _, value = line.partition(b" ")
    return kind, value


def as_json(value: Any) -> bytes:
    """Half a character (a lone surrogate), which UTF-8 cannot say, becomes « ? »: as long."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
