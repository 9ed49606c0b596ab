"""The text of catalogue.toml, changed block by block: what an editor wrote elsewhere (comments,
order, spacing) stays as it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit.items import Table

from assistant import wording
from assistant.domain import Document
from assistant.errors import CatalogueInvalid

FIELDS = (
    "id",
    "title",
    "publisher",
    "date",
    "date_precision",
    "kind",
    "status",
    "replaced_by",
    "same_as",
    "part_of",
    "address",
    "retrieved",
)
"""The catalogue's fields but `file`, in the order they are written."""
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*document[ \t]*\]\]")
_COMMENT = re.compile(r"^[ \t]*#")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Blocks:
    """`head` and the blocks, in order; joined they are the file, byte for byte. A comment that
    stands right above a block belongs to it."""

    head: str
    blocks: tuple[str, ...]

    def __str__(self) -> str:
        return self.head + "".join(self.blocks)

    def find(self, identifier: str) -> str | None:
        return next((block for block in self.blocks if _row(block)["id"] == identifier), None)

    def with_block(self, block: str) -> Blocks:
        """One more, at the end, parted by an empty line."""
        end = "\r\n" if "\r\n" in str(self) else "\n"
        before = str(self)
        gap = "" if not before.strip(_BOM) else end if before.endswith("\n") else end * 2
        gap = "" if before.endswith(end * 2) else gap
        new = gap + block.replace("\r\n", "\n").strip("\n").replace("\n", end) + end
        return Blocks(self.head, (*self.blocks, new))

    def without(self, identifier: str) -> Blocks:
        return self._replaced(identifier, "")

    def changed(self, identifier: str, values: Mapping[str, str | None]) -> Blocks:
        """The block of one document, `edited`."""
        block = self.find(identifier)
        return self if block is None else self._replaced(identifier, edited(block, values))

    def _replaced(self, identifier: str, new: str) -> Blocks:
        kept = (new if _row(block)["id"] == identifier else block for block in self.blocks)
        return Blocks(self.head, tuple(block for block in kept if block))


def split(text: str) -> Blocks:
    """Raises CatalogueInvalid when the file is not made of [[document]] blocks."""
    lines = text.splitlines(keepends=True)
    starts = [_lead(lines, n) for n, line in enumerate(lines) if _HEADER.match(line.lstrip(_BOM))]
    bounds = [*starts, len(lines)]
    found = Blocks(
        "".join(lines[: bounds[0]]),
        tuple("".join(lines[a:b]) for a, b in pairwise(bounds)),
    )
    if [_parsed(block) for block in found.blocks] != [[row] for row in _parsed(text)]:
        raise CatalogueInvalid(wording.CURATE_CATALOGUE_FORM)
    return found


def block_of(document: Document) -> str:
    """A document's block, as an editor would write it."""
    table = tomlkit.table()
    table.add("file", document.source)
    for name in FIELDS:
        value = getattr(document, name)
        if value:
            table.add(name, value)
    return "[[document]]\n" + tomlkit.dumps(table)


def edited(block: str, values: Mapping[str, str | None]) -> str:
    """Fields set, or taken out where the value is None; the others are left alone."""
    parsed = tomlkit.parse(block)
    table: Table = parsed["document"][0]  # type: ignore[index, assignment]
    new = {key: value for key, value in values.items() if value and key not in table}
    for key in set(values) - set(new):
        if values[key] is None:
            table.pop(key, None)
        else:
            table[key] = values[key]
    return _with_lines(tomlkit.dumps(parsed), tomlkit.dumps(new))


def differences(before: Document, after: Document) -> dict[str, str | None]:
    """The fields to edit in a block that says `before` so that it says `after`. A precision
    that the date tells by itself is not written where it was not."""
    found = {
        name: getattr(after, name)
        for name in FIELDS
        if getattr(before, name) != getattr(after, name)
    }
    if before.source != after.source:
        found["file"] = after.source
    return found


def fields_of(block: str) -> dict[str, str]:
    """What a block says; TOML's own dates as text."""
    return {
        key: value.isoformat() if type(value) is date else str(value)
        for key, value in _row(block).items()
    }


def _lead(lines: Sequence[str], header: int) -> int:
    """The first of the comment lines right above a header; those of the file's top are not the
    first block's unless an empty line parts them."""
    start = header
    while start > 0 and _COMMENT.match(lines[start - 1]):
        start -= 1
    return header if start == 0 else start


def _with_lines(block: str, new: str) -> str:
    """`new` below the block's last field; what parts the block from the next one stays last."""
    lines = block.splitlines(keepends=True)
    last = max(n for n, line in enumerate(lines) if line.strip() and not _COMMENT.match(line))
    end = "\r\n" if lines[last].endswith("\r\n") else "\n"
    lines[last] = lines[last].rstrip("\r\n") + end
    return "".join([*lines[: last + 1], new.replace("\n", end), *lines[last + 1 :]])


def _parsed(text: str) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(text.removeprefix(_BOM)).get("document", [])
    except tomllib.TOMLDecodeError:
        return []
    return rows if isinstance(rows, list) else []


def _row(block: str) -> dict[str, Any]:
    return _parsed(block)[0]
