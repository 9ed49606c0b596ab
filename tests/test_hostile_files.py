"""No file, however made, takes the product down: each ends as text or as one clear line."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from assistant import wording
from assistant.backends.reader_pool import Limits, ReaderPool
from assistant.domain import Document
from assistant.ingest.load import LOADERS
from assistant.ports import Outcome, ReadTask
from assistant.settings import readers_environment
from assistant.wiring import reading_options
from conftest import ROOT, built_settings_at
from hostile_samples import ADVERSARIAL, bombs, mutants, naughty_samples, pdf_samples
from test_backends_reader_pool import children

pytestmark = pytest.mark.skipif(
    not ADVERSARIAL.is_dir() and "shared" not in os.environ.get("ASSISTANT_REQUIRE", ""),
    reason=f"public data absent: {ADVERSARIAL}",
)

GOOD = "Le maire fait alliance avec les associations de sa commune pour les jeunes.\n"
LIMITS = Limits(seconds=60, stall=20, memory_mb=300)
SLOW = frozenset({"flate.pdf", "deep.html"})
"""Within the limits, but not within the patience of a suite."""
UNFORESEEN = wording.FILE_UNEXPECTED.partition("(")[0]


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    settings = built_settings_at(ROOT).model_copy(update={"ocr": "off"})
    before = children()
    pool = ReaderPool(2, LIMITS, reading_options(settings), readers_environment())
    yield pool
    pool.close()
    assert children() <= before


def check(pool: ReaderPool, folder: Path, files: Mapping[str, bytes]) -> Counter[str]:
    """Reads them all; how they ended, by suffix and kind of end."""
    tasks = [ReadTask(folder / "good.txt", Document("good", "", source="good.txt"))]
    tasks[0].path.write_text(GOOD, encoding="utf-8")
    for number, (name, data) in enumerate(files.items()):
        if Path(name).suffix in LOADERS:
            (folder / name).write_bytes(data)
            tasks.append(ReadTask(folder / name, Document(f"d{number}", "", source=name)))
    ends: Counter[str] = Counter()
    wrong = []
    for outcome in pool.read([*tasks, tasks[0]], lambda *told: None):
        ends[f"{outcome.task.path.suffix} {'text' if outcome.read else 'line'}"] += 1
        wrong.extend(f"{outcome.task.path.name}: {fault}" for fault in faults(outcome))
    assert wrong == []
    assert ends.total() == len(tasks) + 1
    return ends


def faults(outcome: Outcome) -> Iterator[str]:
    """What is wrong with an end, whatever the file."""
    if outcome.seconds > LIMITS.seconds + 10:
        yield f"took {outcome.seconds:.0f} s"
    if outcome.task.path.name == "good.txt" and outcome.read is None:
        yield outcome.failure
    if outcome.read is None:
        if not outcome.failure or len(outcome.failure) > 300 or "\n" in outcome.failure:
            yield f"no clear line: {outcome.failure!r}"
        if outcome.failure.startswith(UNFORESEEN):
            yield outcome.failure
        return
    if outcome.failure:
        yield "text and line"
    if not outcome.read.passages:
        yield "nothing in it"
    for passage in outcome.read.passages:
        if not passage.text.strip() or re.search(r"[\x00-\x08\ud800-\udfff]", passage.text):
            yield f"no text: {passage.text[:50]!r}"


def small_samples() -> dict[str, bytes]:
    return {name: data for name, data in pdf_samples().items() if len(data) < 100_000}


def test_samples_and_naughty_strings(pool: ReaderPool, tmp_path: Path) -> None:
    samples = small_samples()
    check(pool, tmp_path, {n: samples[n] for n in sorted(samples)[::3]} | naughty_samples())


def test_damaged_files(pool: ReaderPool, tmp_path: Path) -> None:
    samples = small_samples() | naughty_samples()
    check(pool, tmp_path, dict(mutants(samples, 12)))


def test_small_bombs(pool: ReaderPool, tmp_path: Path) -> None:
    small = bombs(200)
    check(pool, tmp_path, {name: small[name]() for name in small.keys() - SLOW})


def test_a_document_cannot_ask_for_our_files(pool: ReaderPool, tmp_path: Path) -> None:
    (tmp_path / "curious.docx").write_bytes(bombs(200)["curious.docx"]())
    task = ReadTask(tmp_path / "curious.docx", Document("c", "", source="curious.docx"))
    (outcome,) = pool.read([task], lambda *told: None)
    assert outcome.read is None or "root:" not in str(outcome.read)


@pytest.mark.soak
def test_every_sample_and_500_damaged_ones(pool: ReaderPool, tmp_path: Path) -> None:
    samples = pdf_samples() | naughty_samples()
    started = time.monotonic()
    for name, files in {"samples": samples, "damaged": dict(mutants(samples, 500))}.items():
        print(name, dict(check(pool, tmp_path, files)), f"{time.monotonic() - started:.0f} s")


@pytest.mark.soak
@pytest.mark.parametrize("name", bombs(1))
def test_bombs(pool: ReaderPool, tmp_path: Path, name: str) -> None:
    started = time.monotonic()
    data = bombs(1)[name]()
    print(name, len(data), dict(check(pool, tmp_path, {name: data})), end=" ")
    print(f"{time.monotonic() - started:.0f} s")
