"""What was taken out of the corpus: `.archives/<sha256>/<file>`, and one line of
`.archives/journal.jsonl` for each time a file went there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from assistant.curate.files import digest
from assistant.curate.records import FOLDER, Record
from assistant.domain import Document
from assistant.transactions import Transaction

JOURNAL = f"{FOLDER}/journal.jsonl"


def record(document: Document, path: Path | None, block: str | None) -> Record:
    """Of a document about to leave, with its file when it has one. Raises OSError."""
    return Record(
        id=document.id,
        file=document.source,
        sha256=digest(path) if path is not None else "",
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        block=block or "",
    )


def records(corpus: Path) -> tuple[Record, ...]:
    """Oldest first; lines that are no record are passed over."""
    found = []
    for line in _content(corpus).decode("utf-8", "replace").splitlines():
        try:
            values = json.loads(line)
            found.append(Record(**{name: str(values[name]) for name in Record.__annotations__}))
        except (ValueError, KeyError, TypeError):
            continue
    return tuple(found)


def last_of(corpus: Path, sha256: str) -> Record | None:
    """The last time these bytes left the corpus."""
    return next((one for one in reversed(records(corpus)) if one.sha256 == sha256), None)


def move_away(change: Transaction, corpus: Path, record: Record, path: Path) -> None:
    """Plan to move a file of the corpus to the archives."""
    if (corpus / record.place).exists():  # the same bytes under the same name
        change.drop(path.name)
    else:
        change.move(path.name, record.place)


def write_down(change: Transaction, corpus: Path, new: Sequence[Record]) -> None:
    """Plan to add these records to the archives' journal."""
    content = _content(corpus)
    if content and not content.endswith(b"\n"):
        content += b"\n"
    lines = (json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in new)
    change.write(JOURNAL, content + "".join(lines).encode())


def _content(corpus: Path) -> bytes:
    try:
        return (corpus / JOURNAL).read_bytes()
    except FileNotFoundError:
        return b""
