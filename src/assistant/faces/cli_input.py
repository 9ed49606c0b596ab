"""Questions and histories from arguments, standard input and files: all untrusted."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.domain import Turn
from assistant.errors import BadQuestion, BadRequest
from assistant.faces.cli_output import tell
from assistant.settings import Settings

_MAX_HISTORY_BYTES = 4_000_000


def question(words: Sequence[str], settings: Settings) -> str:
    """The words given, or standard input for « - » and for nothing in a pipe."""
    if list(words) == ["-"] or (not words and not sys.stdin.isatty()):
        return _standard_input(settings.max_question_chars)
    if not words:
        raise BadQuestion(wording.CLI_NO_QUESTION)
    given = " ".join(words)
    try:
        given.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadQuestion(wording.CLI_NOT_UTF8) from error
    return given


def _standard_input(max_chars: int) -> str:
    limit = 4 * max_chars
    content = sys.stdin.buffer.read(limit + 1)
    if len(content) > limit:
        raise BadQuestion(wording.CLI_INPUT_TOO_LONG.format(limit=max_chars))
    try:
        return content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BadQuestion(wording.CLI_NOT_UTF8) from error


def line(prompt: str) -> str | None:
    """The next line, asked for with `prompt` at a terminal; None at the end."""
    try:
        if sys.stdin.isatty():
            return input(prompt)
        return sys.stdin.readline() or None
    except EOFError:
        tell("")
        return None
    except UnicodeDecodeError as error:
        raise BadQuestion(wording.CLI_NOT_UTF8) from error


def history(path: str | None) -> tuple[Turn, ...]:
    """The turns of a JSON file. Raises BadRequest."""
    if path is None:
        return ()
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_HISTORY_BYTES)
        turns = json.loads(content.decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BadRequest(wording.CLI_HISTORY_UNREADABLE.format(path=path)) from error
    if not isinstance(turns, list) or not all(map(_is_turn, turns)):
        raise BadRequest(wording.CLI_HISTORY_SHAPE.format(path=path))
    return tuple(Turn(role=turn["role"], content=turn["content"]) for turn in turns)


def _is_turn(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.get("role") in ("user", "assistant")
        and isinstance(value.get("content"), str)
    )
