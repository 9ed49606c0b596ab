"""Pages loaded, read and indexed per second, and the memory that it takes, beside others.

    python benchmarks/loading.py [--quick] [--json FILE]

Everything in one run, in turn: bare pypdf on the same files; our loading alone (a process apart
each time, as in use), with one job and with two; our whole reading (repair, cutting, what crosses
between processes); the whole ingestion beside llama-index's SimpleDirectoryReader,
SentenceSplitter and Chroma with the same embedder (`make bench` installs it); and one PDF of
1,600 pages read within a memory limit.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from machine import described, versions
from public import ROOT, shared_data
from pypdf import PdfReader
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph
from results import show
from texts import passages

from assistant.backends.reader_pool import Limits, ReaderPool
from assistant.domain import Document
from assistant.ports import ReadTask
from assistant.settings import Settings, readers_environment
from assistant.wiring import reading_options

HERE = Path(__file__).parent
PEERS = ROOT / "build" / "bench" / "peers" / "bin" / "python"
WORKER = (sys.executable, "-P", str(HERE / "loading_worker.py"))
MARGIN, GUTTER = 60, 20
PASSAGES_A_PAGE = 5
LARGE_PAGES = 1_600


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the pages, one round")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    logging.disable()  # pypdf and pdfium have much to say of the samples
    tenth = 10 if options.quick else 1
    with TemporaryDirectory() as name:
        folder = Path(name)
        result = {
            "machine": described() | {"versions": versions(("pypdf", "pypdfium2", "reportlab"))},
            "memory": memory(folder, LARGE_PAGES // tenth),
            "sets": {},
        }
        rounds = 1 if options.quick else 2
        for label, files in sets(folder, 200 // tenth).items():
            result["sets"][label] = throughput(files, rounds)
        result["ingestion"] = ingestion(folder / "made", rounds)
    show(result, told(result), options.json)


# --- files -----------------------------------------------------------------------------------


def sets(folder: Path, pages: int) -> dict[str, list[Path]]:
    """Made from public texts, and the public samples that pypdf finds words in."""
    samples = sorted((shared_data() / "adversarial" / "pdf").glob("*.pdf"))
    return {"made": made(folder / "made", pages), "samples": [p for p in samples if has_words(p)]}


def made(folder: Path, pages: int) -> list[Path]:
    """Files of about twenty pages, in one column and in two in turn."""
    folder.mkdir()
    texts = [text.text for text in passages(pages * PASSAGES_A_PAGE * 2)]
    files: list[Path] = []
    written = used = 0
    while written < pages:
        path = folder / f"{len(files):02}.pdf"
        columns = 1 + len(files) % 2
        take = texts[used : used + 20 * PASSAGES_A_PAGE]
        written += printed(path, take, columns)
        used += len(take)
        files.append(path)
    return files


def printed(path: Path, texts: Sequence[str], columns: int = 1) -> int:
    """The number of pages."""
    width, height = A4
    wide = (width - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    frames = [
        Frame(MARGIN + i * (wide + GUTTER), MARGIN, wide, height - 2 * MARGIN)
        for i in range(columns)
    ]
    template = BaseDocTemplate(str(path), pagesize=A4)
    template.addPageTemplates(PageTemplate(frames=frames))
    styles = getSampleStyleSheet()
    flow = []
    for number, text in enumerate(texts):
        if number % 8 == 0:
            flow.append(Paragraph(f"{number // 8 + 1}. Partie", styles["Heading2"]))
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        flow.append(Paragraph(safe, styles["BodyText"]))
    template.build(flow)
    return int(template.page)


def has_words(path: Path) -> bool:
    try:
        return any(page.extract_text().strip() for page in PdfReader(path).pages)
    except Exception:
        return False


# --- pages a second ----------------------------------------------------------------------------


def throughput(files: Sequence[Path], rounds: int) -> dict[str, Any]:
    """Medians over the rounds of pages a second, and of each round's ratios to pypdf."""
    ways: dict[str, Callable[[], int]] = {"pypdf": lambda: bare(files)}
    pools = []
    for jobs in (1, 2):
        loaders, readers = pool(jobs, WORKER), pool(jobs)
        pools += [loaders, readers]
        ways[f"loading, {jobs} jobs"] = lambda p=loaders, j=jobs: loaded(p, j, files)
        ways[f"reading, {jobs} jobs"] = lambda p=readers: read(p, files)
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for round_ in range(rounds + 1):
        for name, way in ways.items():
            started = time.perf_counter()
            pages = way()
            if round_ or rounds == 1:  # the first one starts the processes
                rates[name].append(pages / (time.perf_counter() - started))
    for one in pools:
        one.close()
    ratios = {
        name: round(median(a / b for a, b in zip(found, rates["pypdf"], strict=True)), 2)
        for name, found in rates.items()
    }
    return {
        "files": len(files),
        "pages": bare(files),
        "rates": {name: round(median(found), 1) for name, found in rates.items()},
        "ratios": ratios,
    }


def pool(jobs: int, command: Sequence[str] | None = None, **limits: int) -> ReaderPool:
    """As the product makes it, but for recognition: pages without text are not compared."""
    options = reading_options(Settings(ocr="off"))
    more = {"command": command} if command else {}
    return ReaderPool(jobs, Limits(**limits), options, readers_environment(), **more)


def bare(files: Sequence[Path]) -> int:
    pages = 0
    for path in files:
        for page in PdfReader(path).pages:
            page.extract_text()
            pages += 1
    return pages


def loaded(readers: ReaderPool, jobs: int, files: Sequence[Path]) -> int:
    with ThreadPoolExecutor(jobs) as threads:
        found = threads.map(lambda path: readers.call("load", {"path": str(path)}), files)
        return sum(one["pages"] for one in found)


def read(readers: ReaderPool, files: Sequence[Path]) -> int:
    tasks = [ReadTask(path, Document(path.stem, "", source=path.name)) for path in files]
    outcomes = readers.read(tasks, lambda *told: None)
    return sum(len(outcome.read.pages) if outcome.read else 0 for outcome in outcomes)


# --- the whole ingestion -------------------------------------------------------------------------


def ingestion(files: Path, rounds: int) -> dict[str, Any]:
    """From a folder of PDFs to an index on the disk, each in a process of its own, start to end."""
    if not PEERS.is_file():
        return {}
    model = ROOT / "models" / "fr-static"
    theirs = (str(PEERS), str(HERE / "peers" / "llama_ingest.py"), str(files), str(model))
    ours = (sys.executable, "-m", "assistant", "index")
    seconds: dict[str, list[float]] = {"assistant": [], "llama-index": []}
    counts: dict[str, Any] = {}
    for _ in range(rounds):
        with TemporaryDirectory() as name:
            home = Path(name)
            shutil.copytree(files, home / "corpus")
            settings = {"ASSISTANT_HOME": str(home), "ASSISTANT_EMBEDDER_MODEL": str(model)}
            seconds["assistant"].append(timed(ours, settings))
            counts["assistant"] = manifest(home / "indexes")
        with TemporaryDirectory() as name:
            seconds["llama-index"].append(timed((*theirs, name), {}, counts))
    pairs = zip(seconds["llama-index"], seconds["assistant"], strict=True)
    return {
        "seconds": {name: round(median(found), 1) for name, found in seconds.items()},
        "ratio": round(median(a / b for a, b in pairs), 2),
        "counts": counts,
    }


def timed(
    command: Sequence[str], settings: Mapping[str, str], counts: dict[str, Any] | None = None
) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        command, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stderr)
    if counts is not None:
        counts["llama-index"] = json.loads(done.stdout.splitlines()[-1])
    return taken


def manifest(indexes: Path) -> dict[str, int]:
    (path,) = indexes.glob("*/manifest.json")
    values = json.loads(path.read_text(encoding="utf-8"))
    return {"documents": len(values["documents"]), "chunks": values["entries"]}


# --- memory --------------------------------------------------------------------------------------


def memory(folder: Path, pages: int) -> dict[str, Any]:
    """The most that the process that read a long PDF had resident. Comes first: the system tells
    of the largest process that has ended so far."""
    path = folder / "large.pdf"
    written = printed(path, [text.text for text in passages(pages * 20 // 3)])
    limit = 1_000
    readers = pool(1, memory_mb=limit)
    started = time.perf_counter()
    (outcome,) = readers.read(
        [ReadTask(path, Document("large", "", source=path.name))], lambda *told: None
    )
    seconds = time.perf_counter() - started
    readers.close()
    size = path.stat().st_size
    path.unlink()
    if outcome.read is None:
        raise SystemExit(outcome.failure)
    return {
        "pages": len(outcome.read.pages),
        "written": written,
        "file_mb": round(size / 2**20, 1),
        "limit_mb": limit,
        "peak_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**10),
        "seconds": round(seconds, 1),
    }


# --- telling -------------------------------------------------------------------------------------


def told(result: Mapping[str, Any]) -> str:
    lines = []
    for name, found in result["sets"].items():
        lines.append(f"{name}: {found['files']} files, {found['pages']} pages")
        for way, rate in found["rates"].items():
            lines.append(f"  {way:18} {rate:8.1f} pages/s  × {found['ratios'][way]:.2f} pypdf")
    ingested = result["ingestion"]
    if ingested:
        seconds = ingested["seconds"]
        lines.append(f"ingestion: {seconds}, llama-index / assistant {ingested['ratio']:.2f}")
    held = result["memory"]
    lines.append(
        f"{held['pages']} pages ({held['file_mb']} MB): {held['peak_mb']} MB at most"
        f" under a limit of {held['limit_mb']}, {held['seconds']} s"
    )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
