"""One call for every document to take along and every format."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from datetime import date

from assistant import wording
from assistant.domain import Answer
from assistant.errors import BadRequest
from assistant.faces.exports.sheets import answer_sheet, note_sheet, plan_sheet
from assistant.guided.values import Note, Plan

MEDIA = {
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_WRITERS = {"md": "markdown", "docx": "word", "pdf": "pdf"}


@dataclass(frozen=True, slots=True)
class Exported:
    name: str
    media_type: str
    content: bytes


def export(what: Plan | Note | Answer, form: str, on: date | None = None) -> Exported:
    """`what` as a file named `name`; `form` is a key of MEDIA. Raises BadRequest for another."""
    if form not in MEDIA:
        shown = form if form.isprintable() else "?"
        raise BadRequest(wording.EXPORT_UNKNOWN.format(format=shown[:20], known=", ".join(MEDIA)))
    on = on or date.today()
    if isinstance(what, Plan):
        kind, sheet = "plan", plan_sheet(what, on)
    elif isinstance(what, Note):
        kind, sheet = "note", note_sheet(what, on)
    else:
        kind, sheet = "answer", answer_sheet(what, on)
    # the libraries of a format are loaded when it is asked for
    writer = importlib.import_module(f"assistant.faces.exports.{_WRITERS[form]}")
    content: bytes = writer.write(sheet)
    return Exported(f"{wording.EXPORT_FILES[kind]}.{form}", MEDIA[form], content)
