"""A retrieval benchmark in BEIR's shape: documents, queries and what answers them.

    corpus.jsonl    {"id" | "_id", "title", "text"}
    queries.jsonl   {"id" | "_id", "question" | "text"}
    qrels.tsv       query, document, grade; with or without a header (BEIR's qrels/test.tsv too)

Whoever runs a benchmark reads what is wrong with a folder in French.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels.tsv"
QRELS_PLACES = (QRELS, "qrels/test.tsv", "qrels/dev.tsv", "qrels/train.tsv")

NO_FOLDER = "« {path} » n’est pas un dossier."
NO_FILE = "Il manque « {name} » dans « {path} ». Il faut corpus.jsonl, queries.jsonl et qrels.tsv."
NOT_READABLE = "« {name} » ne se lit pas\u00a0: {reason}."
NOT_UTF8 = "« {name} » n’est pas un texte en UTF-8."
NOT_JSON = "« {name} », ligne {line}\u00a0: ce n’est pas du JSON."
NOT_OBJECT = "« {name} », ligne {line}\u00a0: il faut un objet JSON."
NO_ID = "« {name} », ligne {line}\u00a0: il manque « id » (ou « _id »)."
NOT_TEXT = "« {name} », ligne {line}\u00a0: « {field} » doit être un texte."
NO_QUESTION = "« {name} », ligne {line}\u00a0: il manque « question » (ou « text »)."
TWICE = "« {name} », ligne {line}\u00a0: l’identifiant « {id} » désigne déjà autre chose."
NOT_QREL = (
    "« {name} », ligne {line}\u00a0: il faut une question, un document et une note entière,"
    " séparés par des tabulations."
)
EMPTY = "« {name} » est vide."
NOTHING_TO_ASK = (
    "Aucune question de « queries.jsonl » n’a de document pertinent dans « {name} »"
    "\u00a0: les identifiants ne se correspondent pas."
)


class FolderInvalid(Exception):
    """A folder that cannot be run. Its text is French, one line."""


@dataclass(frozen=True, slots=True)
class Text:
    """One document. Both parts may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    id: str
    text: str


Item = TypeVar("Item", Text, Query)


@dataclass(frozen=True, slots=True)
class Folder:
    """A benchmark. `relevant` maps each query to its documents' grades, all above zero; of
    the queries only those with a relevant document are kept."""

    name: str
    documents: tuple[Text, ...]
    queries: tuple[Query, ...]
    relevant: Mapping[str, Mapping[str, float]]
    notes: tuple[str, ...] = field(default=())
    """What was left out, in French."""

    def sample(self, count: int | None) -> Folder:
        """The same documents with `count` queries, evenly spread over the file."""
        if count is None or count >= len(self.queries):
            return self
        step = len(self.queries) / count
        chosen = tuple(self.queries[int(i * step)] for i in range(count))
        return Folder(self.name, self.documents, chosen, self.relevant, self.notes)


def read(path: Path) -> Folder:
    """Raises FolderInvalid."""
    if not path.is_dir():
        raise FolderInvalid(NO_FOLDER.format(path=path))
    documents = _documents(path)
    queries = _queries(path)
    name = next((place for place in QRELS_PLACES if (path / place).is_file()), QRELS)
    graded = _relevant(_lines(path, name), name, {query.id for query in queries})
    asked = tuple(query for query in queries if query.id in graded)
    if not asked:
        raise FolderInvalid(NOTHING_TO_ASK.format(name=name))
    relevant = {query.id: graded[query.id] for query in asked}
    notes = _notes(documents, relevant, len(queries) - len(asked), len(graded) - len(asked))
    return Folder(path.resolve().name, documents, asked, relevant, tuple(notes))


def write(
    path: Path,
    documents: Iterable[Text],
    queries: Iterable[Query],
    relevant: Mapping[str, Mapping[str, float]],
) -> None:
    """A folder that `read` reads."""
    path.mkdir(parents=True, exist_ok=True)
    _write_rows(path / CORPUS, ({"id": d.id, "title": d.title, "text": d.text} for d in documents))
    _write_rows(path / QUERIES, ({"id": q.id, "question": q.text} for q in queries))
    rows = [f"{q}\t{d}\t{grade:g}" for q, found in relevant.items() for d, grade in found.items()]
    (path / QRELS).write_text("\n".join(["query-id\tcorpus-id\tscore", *rows, ""]), "utf-8")


def _write_rows(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _documents(path: Path) -> tuple[Text, ...]:
    found: dict[str, Text] = {}
    for line, row in _rows(path, CORPUS):
        document = Text(
            _id(row, CORPUS, line),
            _text(row, "title", CORPUS, line),
            _text(row, "text", CORPUS, line),
        )
        _add(found, document, CORPUS, line)
    return tuple(found.values())


def _queries(path: Path) -> tuple[Query, ...]:
    found: dict[str, Query] = {}
    for line, row in _rows(path, QUERIES):
        key = next((name for name in ("question", "text", "query") if name in row), None)
        if key is None:
            raise FolderInvalid(NO_QUESTION.format(name=QUERIES, line=line))
        query = Query(_id(row, QUERIES, line), _text(row, key, QUERIES, line))
        _add(found, query, QUERIES, line)
    return tuple(found.values())


def _add(found: dict[str, Item], item: Item, name: str, line: int) -> None:
    if found.setdefault(item.id, item) != item:
        raise FolderInvalid(TWICE.format(name=name, line=line, id=item.id))


def _relevant(
    lines: Sequence[tuple[int, str]], name: str, known: set[str]
) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for number, (line, text) in enumerate(lines):
        row = _qrel(text)
        if row is None or (number == 0 and len(text.split("\t")) == 2 and row[0] not in known):
            if number == 0:  # a header
                continue
            raise FolderInvalid(NOT_QREL.format(name=name, line=line))
        query, document, grade = row
        if grade > 0:
            found.setdefault(query, {})[document] = grade
    return found


def _qrel(text: str) -> tuple[str, str, float] | None:
    """Two, three or (TREC: query, unused, document, grade) four columns."""
    parts = text.split("\t") if "\t" in text else text.split()
    parts = [part.strip() for part in parts]
    match parts:
        case [query, document]:
            return query, document, 1.0
        case [query, document, grade] | [query, _, document, grade]:
            try:
                return query, document, float(grade)
            except ValueError:
                return None
        case _:
            return None


def _notes(
    documents: Sequence[Text],
    relevant: Mapping[str, Mapping[str, float]],
    unasked: int,
    unknown: int,
) -> Iterator[str]:
    ids = {document.id for document in documents}
    missing = {name for found in relevant.values() for name in found} - ids
    empty = sum(not (document.title + document.text).strip() for document in documents)
    for count, note in (
        (empty, "{} document(s) sans titre ni texte"),
        (unasked, "{} question(s) sans document pertinent, non posée(s)"),
        (unknown, "{} question(s) notée(s) mais absente(s) de queries.jsonl"),
        (len(missing), "{} document(s) pertinent(s) absent(s) du corpus, comptés comme manqués"),
    ):
        if count:
            yield note.format(count)


def _rows(path: Path, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, text in _lines(path, name):
        try:
            row = json.loads(text)
        except ValueError as error:
            raise FolderInvalid(NOT_JSON.format(name=name, line=line)) from error
        if not isinstance(row, dict):
            raise FolderInvalid(NOT_OBJECT.format(name=name, line=line))
        yield line, row


def _lines(path: Path, name: str) -> list[tuple[int, str]]:
    """Lines that are not blank, with their numbers."""
    try:
        content = (path / name).read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise FolderInvalid(NO_FILE.format(name=name, path=path)) from error
    except UnicodeDecodeError as error:
        raise FolderInvalid(NOT_UTF8.format(name=name)) from error
    except OSError as error:
        raise FolderInvalid(NOT_READABLE.format(name=name, reason=error.strerror)) from error
    # Not splitlines(): a JSON string may hold U+2028 as it is.
    lines = [(n, line) for n, line in enumerate(content.split("\n"), 1) if line.strip()]
    if not lines:
        raise FolderInvalid(EMPTY.format(name=name))
    return [(n, line.rstrip("\r")) for n, line in lines]


def _id(row: Mapping[str, Any], name: str, line: int) -> str:
    """As text: some folders number their documents. Stripped, as a table's cells are."""
    value = row.get("_id", row.get("id"))
    if value is None or isinstance(value, (bool, list, dict)) or not str(value).strip():
        raise FolderInvalid(NO_ID.format(name=name, line=line))
    return _storable(str(value).strip())


def _text(row: Mapping[str, Any], key: str, name: str, line: int) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FolderInvalid(NOT_TEXT.format(name=name, line=line, field=key))
    return _storable(value)


def _storable(text: str) -> str:
    """Without lone surrogates, which JSON can spell and UTF-8 cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
