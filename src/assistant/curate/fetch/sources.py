"""The public documents that can be downloaded: `corpus/sources.toml`, one [[source]] block each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.curate.fetch.address import AddressRefused, checked, same_key
from assistant.curate.fetch.values import Source
from assistant.errors import SourcesInvalid
from assistant.ingest.catalogue import entry_problem

FILE = "sources.toml"
_REQUIRED = ("id", "address", "title")
_FIELDS = (*_REQUIRED, "publisher", "date", "date_precision", "kind", "status")
_LONGEST_ID = 80
_FAULTLESS = {"id": "a", "address": "https://a.fr", "title": "A"}
_HEADER = re.compile(r"^\s*\[\[\s*source\s*\]\]")


class _Problem(Exception):
    """What is wrong, in French, and on which line (0: none in particular)."""

    def __init__(self, text: str, line: int = 0) -> None:
        super().__init__(text)
        self.line = line


def load_sources(path: Path) -> tuple[Source, ...]:
    """In the file's order. Raises SourcesInvalid, which names the line."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return _read(text)
    except FileNotFoundError:
        raise SourcesInvalid(wording.SOURCES_MISSING.format(path=path)) from None
    except OSError as error:
        problem = wording.SOURCES_UNREADABLE.format(path=path, detail=error.strerror)
        raise SourcesInvalid(problem) from error
    except UnicodeDecodeError:
        found = _Problem(wording.SOURCES_NOT_UTF8)
    except _Problem as problem:
        found = problem
    said = str(found)
    if found.line:
        said = wording.SOURCES_LINE.format(line=found.line, problem=said)
    raise SourcesInvalid(wording.SOURCES_INVALID.format(path=path, problem=said))


def _read(text: str) -> tuple[Source, ...]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        raise _Problem(wording.SOURCES_NOT_TOML, line) from None
    lines = text.splitlines()
    for key in data:
        if key != "source":
            problem = wording.SOURCES_UNKNOWN_KEY.format(key=key)
            raise _Problem(problem, _line_of(lines, key, 0))
    rows = data.get("source", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _Problem(wording.SOURCES_NOT_LIST, _line_of(lines, "source", 0))
    starts = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    starts = starts if len(starts) == len(rows) else [0] * len(rows)
    sources = [_source(row, lines, start) for row, start in zip(rows, starts, strict=True)]
    _check_unique(sources, lines)
    return tuple(sources)


def _source(row: Mapping[str, Any], lines: Sequence[str], start: int) -> Source:
    for key in row:
        if key not in _FIELDS:
            problem = wording.CATALOGUE_FIELD_UNKNOWN.format(field=key)
            raise _Problem(problem, _line_of(lines, key, start))
    for key in _REQUIRED:
        if key not in row:
            raise _Problem(wording.CATALOGUE_FIELD_MISSING.format(field=key), start + 1)
    _check_entry(row, lines, start)
    if len(row["id"]) > _LONGEST_ID:
        problem = wording.SOURCES_ID_LONG.format(value=row["id"], limit=_LONGEST_ID)
        raise _Problem(problem, _line_of(lines, "id", start))
    values = {k: v.isoformat() if type(v) is date else v.strip() for k, v in row.items()}
    return Source(values["id"], checked(values.pop("address")), values, start + 1)


def _check_entry(row: Mapping[str, Any], lines: Sequence[str], start: int) -> None:
    """The address first, for it says more; the rest as the catalogue would judge it."""
    address = row["address"]
    if isinstance(address, str) and address.strip():
        try:
            row = {**row, "address": checked(address.strip())}
        except AddressRefused as refused:
            raise _Problem(str(refused), _line_of(lines, "address", start)) from None
    problem = entry_problem({"file": "document", **row})
    if problem is None:
        return
    to_blame = (key for key in row if entry_problem(_without(row, key)) != problem)
    key = next(to_blame, "")
    raise _Problem(problem, _line_of(lines, key, start) if key else start + 1)


def _without(row: Mapping[str, Any], key: str) -> dict[str, Any]:
    """An entry as it would be if nothing were wrong with this field."""
    others = {name: value for name, value in row.items() if name != key}
    return {"file": "document", **_FAULTLESS, **others}


def _check_unique(sources: Sequence[Source], lines: Sequence[str]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for source in sources:
        for field, value, key in (
            ("id", source.id, source.id),
            ("address", source.address, same_key(source.address)),
        ):
            line = _line_of(lines, field, source.line - 1)
            if (field, key) in seen:
                text = wording.SOURCES_DUPLICATE
                first = seen[field, key]
                raise _Problem(text.format(field=field, value=value, line=first), line)
            seen[field, key] = line


def _line_of(lines: Sequence[str], key: str, start: int) -> int:
    """The first line from `start` on that sets `key` (or opens a table of that name)."""
    form = re.compile(rf"""^\s*(?:\[+\s*)?["']?{re.escape(key)}["']?\s*[=.\]]""")
    numbers = (n for n, line in enumerate(lines[start:], start + 1) if form.match(line))
    return next(numbers, start + 1)
