"""What the editors say of the corpus's files: `corpus/catalogue.toml`.

One `[[document]]` block per file, with the fields of `domain.Document` that a file cannot say
itself, and `file`. corpus/README.md explains them to editors.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, get_args
from unicodedata import normalize

from assistant import wording
from assistant.domain import DatePrecision, Document
from assistant.errors import CatalogueInvalid
from assistant.french import fold

FILE = "catalogue.toml"
STATUSES = ("en vigueur", "archive", "projet", "remplacé")
"""In force today; true at its date; not adopted yet; superseded (`replaced_by` says by what)."""

_REQUIRED = ("file", "id", "title")
_FIELDS = (
    *_REQUIRED,
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
_LINKS = ("replaced_by", "same_as", "part_of")
_ADDRESS = re.compile(r"https?://[^\s/@?#\\]+(?:[/?#][^\s\\]*)?")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATES: Mapping[DatePrecision, re.Pattern[str]] = {
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "month": re.compile(r"\d{4}-\d{2}"),
    "season": re.compile(r"\d{4}-\d{2}"),
    "year": re.compile(r"\d{4}"),
}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Documents by file name, in the catalogue's order."""

    documents: Mapping[str, Document]

    def match(self, names: Iterable[str]) -> dict[str, Document]:
        """A document per file: the catalogue's first, in its order, then the files it does
        not know, by name, with an id made from the name and the title left empty."""
        present = set(names)
        found = {name: doc for name, doc in self.documents.items() if name in present}
        taken = {document.id for document in self.documents.values()}
        for name in sorted(present - set(found)):
            identifier = _free_id(name, taken)
            taken.add(identifier)
            found[name] = Document(id=identifier, title="", source=name, catalogued=False)
        return found


def load_catalogue(path: Path) -> Catalogue:
    """An absent file is an empty catalogue. Raises CatalogueInvalid."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return Catalogue({})
    except UnicodeDecodeError as error:
        raise _invalid(path, wording.CATALOGUE_NOT_UTF8) from error
    except tomllib.TOMLDecodeError as error:
        raise _invalid(path, _toml_problem(error)) from error
    except OSError as error:
        raise _invalid(path, wording.CATALOGUE_UNREADABLE.format(detail=error.strerror)) from error
    try:
        documents = [_document(number, row) for number, row in enumerate(_rows(data), start=1)]
        _check_unique(documents)
        _check_links(documents)
    except _Problem as problem:
        raise _invalid(path, str(problem)) from None
    return Catalogue({document.source: document for document in documents})


def entry_problem(row: Mapping[str, Any]) -> str | None:
    """What is wrong with the fields of one entry, seen alone, in French; None when nothing is."""
    try:
        _check_values(_texts(row))
    except _Problem as problem:
        return str(problem)
    return None


class _Problem(Exception):
    """What is wrong, in French."""


def _toml_problem(error: tomllib.TOMLDecodeError) -> str:
    """The parser speaks English; the place is what an editor needs."""
    place = re.search(r"line (\d+), column (\d+)", str(error))
    if place is None:
        return wording.CATALOGUE_NOT_TOML
    return wording.CATALOGUE_NOT_TOML_AT.format(line=place[1], column=place[2])


def _rows(data: Mapping[str, Any]) -> Sequence[Any]:
    for key in data:
        if key != "document":
            raise _Problem(wording.CATALOGUE_UNKNOWN_KEY.format(key=key))
    rows = data.get("document", [])
    if not isinstance(rows, list):
        raise _Problem(wording.CATALOGUE_NOT_LIST)
    return rows


def _document(number: int, row: Any) -> Document:
    if not isinstance(row, dict):
        raise _Problem(wording.CATALOGUE_NOT_LIST)
    name = row.get("file") or row.get("id") or "?"
    try:
        values = _texts(row)
        _check_values(values)
    except _Problem as problem:
        raise _Problem(
            wording.CATALOGUE_ENTRY.format(number=number, name=name, problem=problem)
        ) from None
    precision = values.pop("date_precision", None) or precision_of(values.get("date"))
    source = normalize("NFC", values.pop("file"))
    return Document(**values, source=source, date_precision=precision)  # type: ignore[arg-type]


def _texts(row: Mapping[str, Any]) -> dict[str, str]:
    """TOML's own dates are taken as their text."""
    for key in row:
        if key not in _FIELDS:
            raise _Problem(wording.CATALOGUE_FIELD_UNKNOWN.format(field=key))
    for key in _REQUIRED:
        if key not in row:
            raise _Problem(wording.CATALOGUE_FIELD_MISSING.format(field=key))
    values = {k: v.isoformat() if type(v) is date else v for k, v in row.items()}
    for key, value in values.items():
        if not isinstance(value, str) or not value.strip():
            raise _Problem(wording.CATALOGUE_FIELD_TEXT.format(field=key))
    return {key: value.strip() for key, value in values.items()}


def _check_values(values: Mapping[str, str]) -> None:
    name = values["file"]
    if Path(name).name != name or "\\" in name:
        raise _Problem(wording.CATALOGUE_FILE_NAME)
    if not _ID.fullmatch(values["id"]):
        raise _Problem(wording.CATALOGUE_ID_FORM.format(value=values["id"]))
    _check_choice(values, "status", STATUSES)
    _check_choice(values, "date_precision", get_args(DatePrecision))
    if values.get("status") == "remplacé" and "replaced_by" not in values:
        raise _Problem(wording.CATALOGUE_REPLACED_WITHOUT)
    _check_date(values.get("date"), values.get("date_precision"))
    if "retrieved" in values:
        _check_date(values["retrieved"], "day")
    if "address" in values and not _ADDRESS.fullmatch(values["address"]):
        raise _Problem(wording.CATALOGUE_ADDRESS.format(value=values["address"]))


def _check_choice(values: Mapping[str, str], field: str, choices: Collection[str]) -> None:
    value = values.get(field)
    if value is not None and value not in choices:
        raise _Problem(
            wording.CATALOGUE_CHOICE.format(field=field, value=value, choices=", ".join(choices))
        )


def _check_date(value: str | None, precision: str | None) -> None:
    if value is None:
        if precision is not None:
            raise _Problem(wording.CATALOGUE_DATE_MISSING)
        return
    expected = precision or precision_of(value)
    right = any(name == expected and form.fullmatch(value) for name, form in _DATES.items())
    if not right or not _exists(value):
        raise _Problem(wording.CATALOGUE_DATE.format(value=value))


def _exists(value: str) -> bool:
    try:
        date.fromisoformat(value + "-01-01"[len(value) - len("AAAA") :])
    except ValueError:
        return False
    return True


def precision_of(value: str | None) -> DatePrecision | None:
    """The one that the date's form tells; a season must be said."""
    if value is None:
        return None
    return next((name for name, form in _DATES.items() if form.fullmatch(value)), None)


def _check_unique(documents: Sequence[Document]) -> None:
    for field, attribute in (("file", "source"), ("id", "id")):
        seen: set[str] = set()
        for document in documents:
            value = getattr(document, attribute)
            if value in seen:
                raise _Problem(wording.CATALOGUE_DUPLICATE.format(field=field, value=value))
            seen.add(value)


def _check_links(documents: Sequence[Document]) -> None:
    by_id = {document.id: document for document in documents}
    for number, document in enumerate(documents, start=1):
        for field in _LINKS:
            problem = _link_problem(document, field, by_id)
            if problem is not None:
                raise _Problem(
                    wording.CATALOGUE_ENTRY.format(
                        number=number, name=document.source, problem=problem
                    )
                )


def _link_problem(document: Document, field: str, by_id: Mapping[str, Document]) -> str | None:
    target = getattr(document, field)
    if target is None:
        return None
    if target not in by_id:
        return wording.CATALOGUE_LINK.format(field=field, value=target)
    if target == document.id:
        return wording.CATALOGUE_LINK_SELF.format(field=field)
    seen = {document.id}
    while target is not None and target not in seen:
        seen.add(target)
        target = getattr(by_id[target], field) if target in by_id else None
    return wording.CATALOGUE_LINK_LOOP.format(field=field) if target == document.id else None


def _free_id(name: str, taken: Collection[str]) -> str:
    """The slug of the stem; with the suffix, then a number, where it is taken."""
    path = Path(name)
    slug, suffix = _slug(path.stem) or "document", _slug(path.suffix)
    candidate, number = slug, 1
    while candidate in taken:
        candidate = f"{slug}-{suffix}" if number == 1 else f"{slug}-{suffix}-{number}"
        number += 1
    return candidate


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _invalid(path: Path, problem: str) -> CatalogueInvalid:
    return CatalogueInvalid(wording.CATALOGUE_INVALID.format(path=path, problem=problem))
