"""The process that reads files, asked through the pool as the product asks it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.backends.reader_pool import Limits, ReaderPool
from assistant.backends.readings_codec import Garbled, decode, encode
from assistant.domain import (
    Box,
    Change,
    Document,
    PageLine,
    PageText,
    Passage,
    Quality,
    ReadDocument,
    Span,
)
from assistant.errors import UnreadableFile
from assistant.ingest.reading_here import ReadHere
from assistant.ports import Outcome, ReadTask
from assistant.settings import readers_environment
from assistant.wiring import make_readings
from conftest import ROOT, built_settings_at

NBSP = "\u00a0"
ODD = """
import ctypes, os, resource, subprocess, sys, tempfile
from assistant import worker

def eat(args, reply):
    return len(bytearray(args["mb"] << 20))

def nested(args, reply):
    def deeper(level):
        return deeper(level + 1)
    deeper(0)

def chat(args, reply):
    print("progress [1, 1]")
    os.write(1, b"result 3\\n")
    subprocess.run(["echo", "result 4"], check=True)
    sys.stderr.write("result 5\\n")
    return {"read": sys.stdin.read(), "picture": worker.as_json("\\ud800é").decode()}

def fault(args, reply):
    ctypes.string_at(0)

def settings(args, reply):
    names = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    limits = {name: resource.getrlimit(getattr(resource, name))[0] for name in names}
    return {"limits": limits, "names": sorted(os.environ), "folder": os.getcwd(),
            "temporary": tempfile.gettempdir(), "path": sys.path}

def write(args, reply):
    with open("large", "wb") as file:
        for _ in range(400):
            file.write(bytes(1 << 20))

worker.VERBS = {**worker.VERBS, "eat": eat, "nested": nested, "chat": chat, "fault": fault,
    "settings": settings, "write": write}
sys.exit(worker.main())
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    pool = make_readings(built_settings_at(ROOT).model_copy(update={"read_jobs": 1}))
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def odd() -> Iterator[ReaderPool]:
    """The worker with more verbs, and little memory."""
    command = (sys.executable, "-P", "-c", ODD)
    pool = ReaderPool(1, Limits(memory_mb=300), environment=readers_environment(), command=command)
    yield pool
    pool.close()


def read_one(pool: Any, path: Path, **known: Any) -> Outcome:
    task = ReadTask(path, Document(path.stem, "", source=path.name, **known))
    (outcome,) = pool.read([task], lambda *told: None)
    assert isinstance(outcome, Outcome)
    return outcome


@pytest.mark.parametrize(
    "name", ["21-mesures-odd17-2020", "mission-accelerer-les-alliances-2020-ocr"]
)
def test_a_process_apart_reads_what_this_one_reads(pool: ReaderPool, name: str) -> None:
    path = ROOT / "corpus" / f"{name}.txt"
    apart, here = read_one(pool, path), read_one(ReadHere(), path)
    assert apart.failure == here.failure == ""
    assert apart.read == here.read
    assert apart.read is not None
    assert apart.read.passages


@pytest.mark.parametrize(
    ("name", "content"), [("vide.txt", b""), ("image.txt", bytes(range(256)) * 9), ("a.md", b" ")]
)
def test_a_file_without_text_is_one_line_the_same_everywhere(
    pool: ReaderPool, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    apart, here = read_one(pool, tmp_path / name), read_one(ReadHere(), tmp_path / name)
    assert apart.failure == here.failure != ""
    assert apart.lasting is here.lasting is True


def test_a_file_that_vanished_may_come_back(tmp_path: Path) -> None:
    outcome = read_one(ReadHere(), tmp_path / "absent.txt")
    assert outcome.failure
    assert not outcome.lasting


def test_what_goes_wrong_unforeseen_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.ingest import reading_here

    (tmp_path / "a.txt").write_text("Bonjour.", encoding="utf-8")
    expected = {
        RecursionError("x"): ("imbriqué", True),
        MemoryError(): ("mémoire", True),
        KeyError("x"): ("KeyError", True),
        OSError("broken picture"): ("OSError", True),
        OSError(5, "Input/output error"): ("Input/output error", False),
        PermissionError(13, "Permission denied"): ("refusé", False),
    }
    for error, (words, lasting) in expected.items():

        def fail(*args: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(reading_here, "read_document", fail)
        outcome = read_one(ReadHere(), tmp_path / "a.txt")
        assert words in outcome.failure
        assert outcome.lasting is lasting


# --- limits --------------------------------------------------------------------------------


def test_too_much_memory_is_said_and_the_next_request_is_answered(odd: ReaderPool) -> None:
    assert odd.call("eat", {"mb": 100}) == 100 << 20
    with pytest.raises(UnreadableFile, match=f"300{NBSP}Mo de mémoire"):
        odd.call("eat", {"mb": 400})
    assert odd.call("eat", {"mb": 100}) == 100 << 20


def test_a_fault_of_the_machine_is_said_and_the_next_request_is_answered(odd: ReaderPool) -> None:
    with pytest.raises(UnreadableFile, match="échouer"):
        odd.call("fault", {})
    assert odd.call("eat", {"mb": 1}) == 1 << 20


@pytest.mark.parametrize(
    ("verb", "words"), [("nested", "imbriqué"), ("write", "File too large"), ("none", "KeyError")]
)
def test_other_failures_are_one_line(odd: ReaderPool, verb: str, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        odd.call(verb, {})


def test_what_libraries_print_does_not_break_the_answer(odd: ReaderPool) -> None:
    assert odd.call("chat", {}) == {"read": "", "picture": '"?é"'}


def test_it_limits_itself_and_knows_no_setting(
    odd: ReaderPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = odd.call("settings", {})
    limits = said["limits"]
    assert limits["RLIMIT_CORE"] == 0
    assert limits["RLIMIT_NOFILE"] <= 256
    assert limits["RLIMIT_FSIZE"] <= 256 << 20
    assert 300 << 20 <= limits["RLIMIT_AS"] <= 1 << 30
    assert 0 < limits["RLIMIT_CPU"] <= 1_800 + 60 + 60
    assert said["folder"] == said["temporary"] != str(Path.cwd())
    assert "" not in said["path"]


def test_keys_and_settings_stay_with_us(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ASSISTANT_CHAT_KEY", "MY_API_KEY", "DB_PASSWORD", "GITHUB_TOKEN", "https_proxy"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    seen = readers_environment()
    assert "secret" not in seen.values()
    assert seen["LC_ALL"] == "C.UTF-8"
    assert seen["PATH"] == os.environ["PATH"]


def test_the_settings_reach_the_readers() -> None:
    settings = built_settings_at(ROOT)
    known = {make_readings(settings).conditions}
    for name in ("read_seconds", "read_stall", "read_memory_mb", "read_file_mb", "ocr_dpi"):
        known.add(make_readings(settings.model_copy(update={name: 123})).conditions)
    assert len(known) == 6
    assert make_readings(settings)._jobs in range(1, 5)
    assert make_readings(settings.model_copy(update={"read_jobs": 7}))._jobs == 7
    assert make_readings(settings.model_copy(update={"read_jobs": 7})).conditions in known


def test_it_ends_when_nobody_asks() -> None:
    for said in (b"", b'{"args": {"memory_mb": 100, "folder": "/tmp"}}\n'):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "assistant.worker"],
            input=said, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (0, b"ready null\n" if said else b"")


# --- what travels -----------------------------------------------------------------------------

DOCUMENT = Document("d", "Titre", source="d.pdf", date="2020-05", sha256="0" * 64)
READ = ReadDocument(
    DOCUMENT,
    tuple(
        Passage(f"d:{i}", "d", "Où\n« Là »", "Ou", "Titre", 1, "iv", "note", (Span(0, 2, 0, 2),))
        for i in range(120)
    ),
    tuple(
        PageText(
            "d", i, (PageLine("fi", "fi", Box(1, 2.5, 3, 4)), PageLine("", "")), "iv", "pdfium",
            "read", Quality(0.5, 3, 0.9), (Change(0, "ligature", "ﬁ", "fi"),), (595.0, 842.0),
        )
        for i in range(1, 26)
    ),
    furniture_lines=3,
    noise_lines=1,
)  # fmt: skip


def test_a_reading_comes_back_as_it_was() -> None:
    parts = list(encode(READ))
    assert decode(parts, DOCUMENT) == READ
    assert not any(b"\n" in value for _, value in parts)
    assert len(parts) == 1 + 3 + 3


def test_half_a_character_travels_as_another_of_its_length() -> None:
    odd = replace(READ.passages[0], text="Où\ud800?", raw="\udfff" * 4)
    read = decode(encode(replace(READ, passages=(odd,))), DOCUMENT)
    assert (read.passages[0].text, read.passages[0].raw) == ("Où??", "????")


@pytest.mark.parametrize(
    "change",
    [
        lambda parts: parts[1:],
        lambda parts: [parts[0], *parts],
        lambda parts: [*parts, parts[1]],
        lambda parts: [*parts, (b"code", b"[]")],
        lambda parts: [*parts, (b"pages", b"[")],
        lambda parts: [*parts, (b"pages", b'[{"document_id": "e", "number": 1, "lines": []}]')],
        lambda parts: [*parts, (b"pages", b'[{"document_id": "d", "number": "1", "lines": []}]')],
        lambda parts: [*parts, (b"pages", b'[{"document_id": "d", "number": true, "lines": []}]')],
        lambda parts: [*parts, (b"pages", b'[{"document_id": "d", "number": 1}]')],
        lambda parts: [
            *parts,
            (b"pages", b'[{"document_id": "d", "number": 1, "lines": [], "size": [1, NaN]}]'),
        ],
        lambda parts: [
            *parts,
            (b"pages", b'[{"document_id": "d", "number": 1, "lines": [], "engine": "autre"}]'),
        ],
    ],
)
def test_what_is_no_reading_of_this_document_is_refused(change: Any) -> None:
    with pytest.raises(Garbled):
        decode(change(list(encode(READ))), DOCUMENT)


def test_a_reading_of_another_document_is_refused() -> None:
    for other in (replace(DOCUMENT, id="e"), replace(DOCUMENT, source="e.pdf")):
        with pytest.raises(Garbled):
            decode(encode(READ), other)
