"""Answers and plans written to a file whose name says in which form."""

from __future__ import annotations

from pathlib import Path

from assistant import wording
from assistant.errors import BadRequest, StorageUnwritable
from assistant.faces.cli_output import tell
from assistant.faces.exports.export import MEDIA
from assistant.faces.render import visible


def form(path: str) -> str:
    """« plan.docx » → "docx". Raises BadRequest for what is no form of ours."""
    found = Path(path).suffix.lower().removeprefix(".")
    if found not in MEDIA:
        raise BadRequest(wording.CLI_EXPORT_SUFFIX.format(path=visible(path)))
    return found


def save(path: str, content: bytes) -> None:
    """Raises StorageUnwritable."""
    try:
        Path(path).write_bytes(content)
    except OSError as error:
        raise StorageUnwritable(
            wording.CLI_EXPORT_UNWRITABLE.format(path=visible(path), detail=error.strerror)
        ) from error
    tell(wording.CLI_EXPORT_WRITTEN.format(path=visible(path)))
