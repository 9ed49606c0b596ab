"""Writing to a terminal or a pipe, whatever their encoding."""

from __future__ import annotations

import json
import shutil
import sys
from typing import Any, TextIO

from assistant.faces.render import typeset, visible

_MAX_WIDTH = 100


def write(text: str, *, end: str = "\n") -> None:
    _write(sys.stdout, text + end)


def tell(text: str) -> None:
    """To whoever sits at the terminal; never mixed with the result on standard output."""
    _write(sys.stderr, text + "\n")


def write_json(value: Any) -> None:
    """One JSON value on one line, escaped to ASCII where the output is not Unicode."""
    unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    _write(sys.stdout, json.dumps(value, ensure_ascii=not unicode) + "\n")


def print_error(code: str, message: str, *, as_json: bool) -> None:
    shown = typeset(visible(message))
    if as_json:
        write_json({"error": {"code": code, "message": shown}})
    else:
        tell(shown)


def width() -> int:
    return min(shutil.get_terminal_size().columns, _MAX_WIDTH)


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()
