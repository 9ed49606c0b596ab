"""Files that could not be read, set aside so that no build spends its time on them again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from assistant.backends.storage import read_json, storage_errors, write_json
from assistant.ports import Quarantined

FILE = "quarantine.json"
_SCHEMA = 1
_ENTRIES: TypeAdapter[list[Quarantined]] = TypeAdapter(list[Quarantined])


class FileQuarantine:
    """One JSON file, replaced as a whole. What it holds can be found out again: a file that
    nobody can read any more is an empty quarantine."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entries = {entry.key: entry for entry in _load(path)}

    def entries(self) -> tuple[Quarantined, ...]:
        return tuple(sorted(self._entries.values(), key=lambda entry: entry.source))

    def get(self, key: str) -> Quarantined | None:
        return self._entries.get(key)

    def put(self, key: str, source: str, message: str) -> None:
        """Since its first failure under this key. Raises StorageFull, StorageUnwritable."""
        before = self.get(key)
        now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        entry = Quarantined(key=key, source=source, message=message, since=now)
        if before is not None:
            entry = replace(entry, since=before.since, tries=before.tries + 1)
        self._write({**self._entries, key: entry})

    def drop(self, key: str) -> None:
        self.keep(self._entries.keys() - {key})

    def keep(self, keys: Iterable[str]) -> None:
        wanted = set(keys)
        kept = {key: entry for key, entry in self._entries.items() if key in wanted}
        if len(kept) < len(self._entries):
            self._write(kept)

    def _write(self, entries: dict[str, Quarantined]) -> None:
        rows = [asdict(entry) for entry in entries.values()]
        with storage_errors(self._path.parent):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_json(self._path, {"schema": _SCHEMA, "entries": rows})
        self._entries = entries


def _load(path: Path) -> list[Quarantined]:
    try:
        values: dict[str, Any] = read_json(path)
        if values.get("schema") != _SCHEMA:
            return []
        return _ENTRIES.validate_python(values.get("entries"))
    except (OSError, ValueError, RecursionError, ValidationError):
        return []
