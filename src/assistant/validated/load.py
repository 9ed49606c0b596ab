"""The folder of validated answers: every file of it, and a digest that stands for them all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import wording
from assistant.validated.format import Parsed, Problem, Written, asked_form, parse

FOLDER = "validated"
SUFFIX = ".md"
RULES = 1
"""Bumped when the same files would give other answers."""
_MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """`read` is what could be read, `written` what nothing is wrong with so far; `digest` is ""
    where there is no file."""

    files: tuple[str, ...]
    read: tuple[Written, ...]
    written: tuple[Written, ...]
    problems: tuple[Problem, ...]
    digest: str


def load(corpus: Path) -> Loaded:
    """Every file in the order of the names. A bad one is a problem and nothing else."""
    paths = list(_paths(corpus / FOLDER))
    contents = [_bytes(path) for path in paths]
    parsed = [_parsed(path.name, data) for path, data in zip(paths, contents, strict=True)]
    kept, taken = _apart([one.usable for one in parsed if one.usable])
    problems = [problem for one in parsed for problem in one.problems]
    return Loaded(
        tuple(path.name for path in paths),
        tuple(one.written for one in parsed if one.written),
        tuple(kept),
        tuple(sorted([*problems, *taken], key=lambda p: (p.file, p.line))),
        _digest(zip((path.name for path in paths), contents, strict=True)),
    )


def digest(corpus: Path) -> str:
    """`Loaded.digest`, without reading the files for what they say."""
    return _digest((path.name, _bytes(path)) for path in _paths(corpus / FOLDER))


def _paths(folder: Path) -> Iterator[Path]:
    """Editors' own files are no answers."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        name = path.name.lower()
        hidden = name.startswith((".", "~", "_")) or name == "readme.md"
        if name.endswith(SUFFIX) and not hidden:
            yield path


def _bytes(path: Path) -> bytes | str:
    """The content, or why there is none (French)."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        return wording.VALIDATED_UNREADABLE.format(reason=error.strerror or type(error).__name__)
    if len(data) > _MOST_BYTES:
        return wording.VALIDATED_TOO_LONG.format(most=_MOST_BYTES // 1000)
    return data


def _parsed(name: str, data: bytes | str) -> Parsed:
    if isinstance(data, str):
        return Parsed(None, (Problem(name, 0, data),))
    try:
        return parse(name, data.decode("utf-8"))
    except UnicodeDecodeError:
        return Parsed(None, (Problem(name, 0, wording.VALIDATED_NOT_UTF8),))


def _apart(written: Sequence[Written]) -> tuple[list[Written], list[Problem]]:
    """No two answers to the same readers' same question: the later file is refused."""
    owners: dict[tuple[str, object], str] = {}
    kept: list[Written] = []
    problems: list[Problem] = []
    for one in written:
        forms = {(asked_form(question), one.profile) for question in one.questions}
        others = sorted({owners[form] for form in forms if form in owners})
        if others:
            said = wording.VALIDATED_QUESTION_TAKEN.format(file=", ".join(others))
            problems.append(Problem(one.file, 1, said))
            continue
        owners.update(dict.fromkeys(forms, one.file))
        kept.append(one)
    return kept, problems


def _digest(files: Iterable[tuple[str, bytes | str]]) -> str:
    whole = hashlib.sha256(str(RULES).encode())
    empty = True
    for name, data in files:
        empty = False
        content = data if isinstance(data, bytes) else b""
        whole.update(f"\n{name}\n{hashlib.sha256(content).hexdigest()}".encode())
    return "" if empty else whole.hexdigest()
