"""Files of drafted rows: written line by line, read again by an editor, then put in service."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant import wording
from assistant.domain import Passage
from assistant.enrichment import quote as quotes
from assistant.enrichment.drafts import MOST, question_faults, summary_fault
from assistant.errors import BadRequest, StorageUnwritable
from assistant.ingest.expansion import FOLDER, Expansion, parse_row, resolve

REVIEW = "a-relire"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a review file: the row it holds, or what is wrong with it (French)."""

    number: int
    text: str
    row: Expansion | str


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that was left where it is."""

    line: int
    problem: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """What accepting a review file did: rows now in service, by file, and lines refused."""

    moved: int
    files: tuple[str, ...]
    refused: tuple[Refused, ...]


def review_folder(corpus: Path) -> Path:
    return corpus / FOLDER / REVIEW


def rows_in(files: Iterable[Path]) -> tuple[Expansion, ...]:
    """The rows that can be read; an editor may be in the midst of a line."""
    return tuple(
        line.row
        for path in files
        if path.is_file()
        for line in read_lines(path)
        if isinstance(line.row, Expansion)
    )


def read_lines(path: Path) -> tuple[Line, ...]:
    """Empty lines left out. Raises BadRequest when the file cannot be read."""
    try:
        texts = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadRequest(wording.ENRICH_UNREADABLE.format(path=path)) from error
    return tuple(Line(n, t, parse_row(t)) for n, t in enumerate(texts, 1) if t.strip())


def append(path: Path, row: Expansion) -> None:
    """One whole line, on the disk when this returns; a line cut short by a full disk goes.

    Raises StorageUnwritable, and OSError when the disk is full.
    """
    data = (json.dumps(asdict(row), ensure_ascii=False) + "\n").encode()
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+b", buffering=0) as file:
            size = file.seek(0, os.SEEK_END)
            if size:
                file.seek(-1, os.SEEK_END)
                data = data if file.read(1) == b"\n" else b"\n" + data
            try:
                if file.write(data) != len(data):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
                os.fsync(file.fileno())
            except BaseException:
                os.ftruncate(file.fileno(), size)
                raise


def accept(path: Path, corpus: Path, passages: Sequence[Passage]) -> Accepted:
    """Move the sound rows of a review file into service; the others stay, each with its reason.

    Rows are in service before they leave the file: a run cut short loses none, and is taken up.
    """
    service = corpus / FOLDER
    if path.parent.resolve() == service.resolve():
        raise BadRequest(wording.ENRICH_IN_SERVICE.format(path=path))
    lines = read_lines(path)
    by_document = _by_document(passages)
    sound: dict[str, list[Expansion]] = {}
    refused: list[tuple[Line, str]] = []
    for line in lines:
        problem = line.row if isinstance(line.row, str) else row_problem(line.row, by_document)
        if problem is not None:
            refused.append((line, problem))
        elif isinstance(line.row, Expansion):
            sound.setdefault(line.row.document, []).append(line.row)
    files = tuple(_add(service / f"{name}.jsonl", rows) for name, rows in sound.items())
    if sound:
        _leave(path, [line.text for line, _ in refused])
    return Accepted(
        moved=sum(map(len, sound.values())),
        files=files,
        refused=tuple(Refused(line.number, problem) for line, problem in refused),
    )


def row_problem(row: Expansion, by_document: dict[str, list[Passage]]) -> str | None:
    """What keeps a row out of service (French), None when nothing does. An editor may have left
    fewer questions than a model must give."""
    if row.document not in by_document:
        return wording.ENRICH_DOCUMENT.format(id=row.document)
    if not quotes.FEWEST <= len(row.quote.split()) <= quotes.MOST:
        return wording.ENRICH_QUOTE_WORDS.format(fewest=quotes.FEWEST, most=quotes.MOST)
    found = _home(row, by_document[row.document])
    if found is None:
        return wording.ENRICH_QUOTE_GONE
    if not 1 <= len(row.questions) <= MOST:
        return wording.ENRICH_COUNT.format(count=len(row.questions), most=MOST)
    faults = question_faults(row.questions, found.text, any_form=True)
    for number, fault in enumerate(faults, 1):
        if fault is not None:
            return wording.ENRICH_QUESTION.format(number=number, fault=fault)
    return summary_fault(row.summary)


def _home(row: Expansion, document: Sequence[Passage]) -> Passage | None:
    """The passage of the document that the row belongs to; twins count for themselves."""
    bare = [p for p in document if resolve([row], [p]).rows]
    return bare[0] if bare else None


def _by_document(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.document_id, []).append(passage)
    return found


def _add(path: Path, rows: Sequence[Expansion]) -> str:
    present = set(rows_in([path]))
    for row in rows:
        if row not in present:
            append(path, row)
    return str(path)


def _leave(path: Path, texts: Sequence[str]) -> None:
    """The file with these lines only; no file when there are none."""
    with _writing(path):
        if not texts:
            path.unlink()
            return
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text("\n".join(texts) + "\n", encoding="utf-8")
        os.replace(fresh, path)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """A full disk keeps its own name: the faces know it."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageUnwritable(wording.ENRICH_UNWRITABLE.format(path=path)) from error
