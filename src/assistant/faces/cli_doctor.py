"""`assistant doctor`: what is in order, what is not, and what to do about it."""

from __future__ import annotations

import argparse
import asyncio
import re
import shutil
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from assistant import wiring, wording
from assistant.errors import (
    AssistantError,
    CatalogueInvalid,
    CorpusMissing,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
    ModelUnavailable,
    StorageFull,
)
from assistant.faces.cli_output import write, write_json
from assistant.faces.render import counted, decimal, typeset, visible
from assistant.ports import ChatModel, Message
from assistant.settings import Settings

_DISTRIBUTION = "assistant-faire-alliance"
_OLDEST_PYTHON = (3, 11)
_ENOUGH_MEGABYTES = 200
_NOT_DOCUMENTS = ("readme.md",)
_SERVED_STATES = ("current", "behind")
_STATE_ERRORS: dict[str, type[AssistantError]] = {
    "absent": IndexMissing,
    "incompatible": IndexIncompatible,
    "corrupt": IndexCorrupt,
}


@dataclass(frozen=True, slots=True)
class Check:
    """One line. `exit_code` is not 0 when the assistant cannot answer because of it."""

    name: str
    ok: bool
    message: str
    exit_code: int = 0


def run(args: argparse.Namespace, settings: Settings) -> int:
    checks: list[Check] = []
    for check in diagnose(settings):
        checks.append(check)
        if not args.json:
            write(_line(check))
    code = next((check.exit_code for check in checks if check.exit_code), 0)
    if args.json:
        write_json({"ok": code == 0, "checks": [_json(check) for check in checks]})
    else:
        write("\n" + typeset(_verdict(checks, code)))
    return code


def diagnose(settings: Settings) -> Iterator[Check]:
    """Every check, one after the other; none stops the next."""
    yield from _guarded(wording.DOCTOR_PYTHON, _python, settings)
    yield from _guarded(wording.DOCTOR_PACKAGES, _packages, settings)
    yield from _guarded(wording.DOCTOR_CORPUS, _corpus, settings)
    yield from _guarded(wording.DOCTOR_CATALOGUE, _catalogue, settings)
    index = list(_guarded(wording.DOCTOR_INDEX, _index, settings))
    yield from index
    if not any(check.exit_code for check in index):
        yield from _guarded(wording.DOCTOR_CHECKSUMS, _checksums, settings)
        yield from _guarded(wording.DOCTOR_EMBEDDER, _embedder, settings)
    yield from _guarded(wording.DOCTOR_CHAT, _chat, settings)
    yield from _guarded(wording.DOCTOR_OCR, _recognition, settings)
    yield from _guarded(wording.DOCTOR_WRITE, _write_rights, settings)
    yield from _guarded(wording.DOCTOR_DISK, _disk, settings)


def _guarded(
    name: str, checks: Callable[[Settings], Iterator[Check]], settings: Settings
) -> Iterator[Check]:
    try:
        yield from checks(settings)
    except AssistantError as error:
        yield Check(name, False, error.message, error.exit_code)
    except Exception as error:
        if settings.debug:
            raise
        message = wording.DOCTOR_UNEXPECTED.format(kind=type(error).__name__)
        yield Check(name, False, message, AssistantError.exit_code)


def _python(settings: Settings) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    ok = sys.version_info >= _OLDEST_PYTHON
    message = version if ok else wording.DOCTOR_PYTHON_OLD.format(version=version)
    yield Check(wording.DOCTOR_PYTHON, ok, message, 0 if ok else AssistantError.exit_code)


def _packages(settings: Settings) -> Iterator[Check]:
    groups = _requirements()
    missing = [name for name in groups.pop("", [_DISTRIBUTION]) if not _installed(name)]
    message = wording.DOCTOR_PACKAGES_OK
    if missing:
        message = wording.DOCTOR_PACKAGES_MISSING.format(names=", ".join(missing))
    essential = missing and missing != [_DISTRIBUTION]
    code = AssistantError.exit_code if essential else 0
    yield Check(wording.DOCTOR_PACKAGES, not missing, message, code)
    for extra, names in sorted(groups.items()):
        present = all(map(_installed, names))
        message = wording.DOCTOR_EXTRA_PRESENT if present else wording.DOCTOR_EXTRA_ABSENT
        yield Check(wording.DOCTOR_EXTRA.format(name=extra), True, message)


def _requirements() -> dict[str, list[str]]:
    """Names by extra; "" holds what is always needed. Empty when not installed at all."""
    groups: dict[str, list[str]] = {}
    try:
        required = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return groups
    for requirement in required:
        name = re.match(r"[\w.-]+", requirement)
        extra = re.search(r"extra\s*==\s*[\"']([^\"']+)", requirement)
        if name:
            groups.setdefault(extra.group(1) if extra else "", []).append(name.group())
    return groups


def _installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _corpus(settings: Settings) -> Iterator[Check]:
    folder = settings.path("corpus")
    files = [path for path in _entries(folder) if path.is_file() and _is_document(path)]
    if not files:
        raise CorpusMissing(wording.DOCTOR_CORPUS_MISSING.format(path=folder))
    unreadable = [path.name for path in files if not _readable(path)]
    message = counted(wording.DOCTOR_CORPUS_OK, len(files)).format(path=folder)
    if unreadable:
        message = wording.DOCTOR_CORPUS_UNREADABLE.format(names=", ".join(unreadable))
    yield Check(wording.DOCTOR_CORPUS, not unreadable, message)


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _is_document(path: Path) -> bool:
    name = path.name.lower()
    return not name.startswith(".") and not name.endswith(".toml") and name not in _NOT_DOCUMENTS


def _readable(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            file.read(1)
    except OSError:
        return False
    return True


def _catalogue(settings: Settings) -> Iterator[Check]:
    path = settings.path("corpus") / "catalogue.toml"
    if not path.is_file():
        message = wording.DOCTOR_CATALOGUE_MISSING.format(path=path)
        yield Check(wording.DOCTOR_CATALOGUE, False, message)
        return
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = wording.DOCTOR_CATALOGUE_INVALID.format(path=path, reason=error)
        raise CatalogueInvalid(message) from error
    yield Check(wording.DOCTOR_CATALOGUE, True, wording.DOCTOR_CATALOGUE_OK)


def _index(settings: Settings) -> Iterator[Check]:
    state = wiring.make_builder(settings).state()
    if state not in _SERVED_STATES:
        raise _STATE_ERRORS[state](wording.INDEX_STATES[state])
    yield Check(wording.DOCTOR_INDEX, state == "current", wording.INDEX_STATES[state])


def _checksums(settings: Settings) -> Iterator[Check]:
    problems = wiring.check_index(settings)
    if problems:
        raise IndexCorrupt(" ".join(problems))
    yield Check(wording.DOCTOR_CHECKSUMS, True, wording.DOCTOR_CHECKSUMS_OK)


def _embedder(settings: Settings) -> Iterator[Check]:
    found = wiring.build(settings).search("faire alliance", 1)
    message = wording.DOCTOR_EMBEDDER_OK if found else wording.DOCTOR_EMBEDDER_SILENT
    yield Check(wording.DOCTOR_EMBEDDER, bool(found), message.format(name=settings.embedder))


def _chat(settings: Settings) -> Iterator[Check]:
    """A model that does not answer is no obstacle: answers then quote the documents."""
    chat = wiring.make_writer_chat(settings)
    if chat is None:
        yield Check(wording.DOCTOR_CHAT, True, wording.DOCTOR_CHAT_NONE)
        return
    start = time.monotonic()
    try:
        said = asyncio.run(_reply(chat))
        spent = wiring.chat_tokens_spent(settings)
    except ModelUnavailable as error:
        yield Check(wording.DOCTOR_CHAT, False, error.message)
        return
    message = wording.DOCTOR_CHAT_OK if said.strip() else wording.DOCTOR_CHAT_SILENT
    if spent is not None:
        message += wording.DOCTOR_CHAT_BUDGET
    seconds = decimal(time.monotonic() - start, 1)
    values = {"model": chat.name, "seconds": seconds, "spent": spent}
    yield Check(wording.DOCTOR_CHAT, bool(said.strip()), message.format(**values))


async def _reply(chat: ChatModel) -> str:
    async with aclosing(chat.stream([Message("user", wording.DOCTOR_CHAT_ASK)])) as pieces:
        return "".join([piece async for piece in pieces])


def _recognition(settings: Settings) -> Iterator[Check]:
    """Optional: without it, the pages of a scan are reported as unread."""
    if settings.ocr == "off":
        yield Check(wording.DOCTOR_OCR, True, wording.DOCTOR_OCR_OFF)
        return
    recognizer = wiring.make_recognizer(settings)
    message = wording.DOCTOR_OCR_ABSENT.format(language=settings.ocr_language)
    if recognizer is not None:
        message = wording.DOCTOR_OCR_OK.format(name=recognizer.name)
    yield Check(wording.DOCTOR_OCR, True, message)


def _write_rights(settings: Settings) -> Iterator[Check]:
    folder = _nearest_existing(settings.path("indexes"))
    try:
        with tempfile.TemporaryFile(dir=folder):
            message, ok = wording.DOCTOR_WRITE_OK.format(path=folder), True
    except OSError:
        message, ok = wording.DOCTOR_WRITE_DENIED.format(path=folder), False
    yield Check(wording.DOCTOR_WRITE, ok, message)


def _disk(settings: Settings) -> Iterator[Check]:
    free = shutil.disk_usage(_nearest_existing(settings.path("indexes"))).free // 1_000_000
    ok = free >= _ENOUGH_MEGABYTES
    message = (wording.DOCTOR_DISK_OK if ok else wording.DOCTOR_DISK_LOW).format(free=free)
    yield Check(wording.DOCTOR_DISK, ok, message, 0 if free else StorageFull.exit_code)


def _nearest_existing(path: Path) -> Path:
    return next((folder for folder in (path, *path.parents) if folder.exists()), Path("/"))


def _line(check: Check) -> str:
    sign = "✓" if check.ok else "✗"
    return typeset(visible(f"{sign} {check.name}\u00a0: {check.message}"))


def _json(check: Check) -> dict[str, object]:
    return {
        "name": check.name,
        "ok": check.ok,
        "essential": check.exit_code != 0,
        "message": typeset(visible(check.message)),
    }


def _verdict(checks: list[Check], code: int) -> str:
    if code:
        return wording.DOCTOR_PROBLEMS
    everything = all(check.ok for check in checks)
    return wording.DOCTOR_OK if everything else wording.DOCTOR_WARNINGS
