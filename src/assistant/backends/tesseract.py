"""Optical recognition by the `tesseract` command, where the machine has it."""

from __future__ import annotations

import csv
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from assistant import wording
from assistant.domain import Box
from assistant.errors import UnreadableFile
from assistant.ports import RecognizedLine

_SEGMENTATION = "3"
"""Columns and blocks found by tesseract itself; the page's way up (« 1 ») wants another model
and helped nothing on upright pages."""
_ASKED_AT_START = 20
"""Seconds for the questions about version and languages."""
_LEAST_CONFIDENCE = 0.3
_POINTS = 72
_WORD_LEVEL = "5"
_TESSDATA = re.compile(r'"(.+)"')
_THREADS = ("env", "OMP_THREAD_LIMIT=1")
"""Several pages are read at a time: threads inside one only make them wait for each other."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the answer: `line` and `paragraph` name where it stands, the box is in pixels."""

    paragraph: tuple[str, str]
    line: str
    left: int
    top: int
    width: int
    height: int
    confidence: float
    text: str


class TesseractRecognizer:
    """Reads each picture in a process of its own, which ends with ours."""

    def __init__(self, command: str, name: str, language: str, seconds: int = 60) -> None:
        self._command = command
        self._name = name
        self._language = language
        self._seconds = seconds

    @property
    def name(self) -> str:
        return self._name

    def recognize(self, picture: bytes, dpi: int) -> tuple[RecognizedLine, ...]:
        arguments = ("stdin", "stdout", "-l", self._language, "--dpi", str(dpi))
        options = ("--oem", "1", "--psm", _SEGMENTATION, "-c", "tessedit_create_tsv=1")
        try:
            answer = _ask(
                [*_threads(), self._command, *arguments, *options], picture, self._seconds
            )
        except subprocess.TimeoutExpired as error:
            message = wording.OCR_TOO_LONG.format(seconds=self._seconds)
            raise UnreadableFile(message) from error
        except OSError as error:
            message = wording.OCR_FAILED.format(reason=error.strerror or type(error).__name__)
            raise UnreadableFile(message) from error
        except subprocess.CalledProcessError as error:
            raise UnreadableFile(wording.OCR_FAILED.format(reason=_last_line(error))) from error
        try:
            return tuple(_lines(_words(answer), _POINTS / dpi))
        except ValueError as error:
            raise UnreadableFile(wording.OCR_FAILED.format(reason=error)) from error


def find_tesseract(
    language: str = "fra", command: str = "tesseract", seconds: int = 60
) -> TesseractRecognizer | None:
    """The recognizer, None where the command or the language's model is not installed."""
    path = shutil.which(command)
    if path is None:
        return None
    try:
        version = _ask([path, "--version"], b"", _ASKED_AT_START)
        listed = _ask([path, "--list-langs"], b"", _ASKED_AT_START)
    except (OSError, subprocess.SubprocessError):
        return None
    first, *languages = listed.splitlines() or [""]
    if not set(language.split("+")) <= set(languages):
        return None
    folder = _TESSDATA.search(first)
    model = _fingerprint(Path(folder.group(1)), language) if folder else ""
    engine = (version.splitlines() or [command])[0]
    name = " ".join(filter(None, (engine, language, model)))
    return TesseractRecognizer(path, name, language, seconds)


def _ask(command: Sequence[str], said: bytes, seconds: int) -> str:
    """What a command answers. Killed, it is not waited for by its pipes, which what it started
    may still hold; that ends with our group of processes."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:
        try:
            out, errors = process.communicate(said, timeout=seconds)
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out, errors)
    return out.decode("utf-8", "replace")


def _threads() -> tuple[str, ...]:
    return _THREADS if shutil.which(_THREADS[0]) else ()


def _last_line(error: subprocess.CalledProcessError) -> str:
    said = error.stderr.decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(said) if line.strip()), str(error.returncode))


def _fingerprint(folder: Path, language: str) -> str:
    """Which of the models published for a language this is: they read differently."""
    digest = hashlib.sha256()
    for name in language.split("+"):
        try:
            digest.update((folder / f"{name}.traineddata").read_bytes())
        except OSError:
            return ""
    return digest.hexdigest()[:8]


def _words(answer: str) -> Iterator[_Word]:
    rows = csv.reader(answer.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in rows:
        if len(row) != 12 or row[0] != _WORD_LEVEL or not row[11].strip():
            continue
        _, _, block, paragraph, line, _, left, top, width, height, confidence, text = row
        box = (int(left), int(top), int(width), int(height))
        yield _Word((block, paragraph), line, *box, float(confidence) / 100, text.strip())


def _lines(words: Iterator[_Word], scale: float) -> Iterator[RecognizedLine]:
    """Lines that were read with some confidence, an empty one between two paragraphs."""
    last: tuple[tuple[str, str], RecognizedLine] | None = None
    for (paragraph, _), row in groupby(words, lambda word: (word.paragraph, word.line)):
        line = _line(list(row), scale)
        if line.confidence < _LEAST_CONFIDENCE:
            continue
        if last is not None and last[0] != paragraph:
            yield RecognizedLine("", _between(last[1].box, line.box), 1.0)
        yield line
        last = paragraph, line


def _line(words: Sequence[_Word], scale: float) -> RecognizedLine:
    weights = [len(word.text) for word in words]
    confidence = sum(w * word.confidence for w, word in zip(weights, words, strict=True))
    box = Box(
        min(word.left for word in words) * scale,
        min(word.top for word in words) * scale,
        max(word.left + word.width for word in words) * scale,
        max(word.top + word.height for word in words) * scale,
    )
    return RecognizedLine(" ".join(word.text for word in words), box, confidence / sum(weights))


def _between(above: Box, below: Box) -> Box:
    """Where an empty line stands: under the line before it."""
    return Box(above.left, above.bottom, above.right, max(above.bottom, below.top))
