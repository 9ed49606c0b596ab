"""Adding, replacing, removing and building, cut short at any moment by a kill, a full disk or a
read-only disk: nothing is lost, nothing is half visible, and the next command goes on."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import random
import subprocess
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from assistant import transactions
from assistant.curate.curator import Curator
from assistant.curate.values import Addition
from assistant.errors import AssistantError
from assistant.ingest.catalogue import FILE, load_catalogue
from curate_samples import Home, file, look, make_home, prose

State = dict[str, str]
"""Document id → SHA-256 of its file."""

_FAULTS = ("kill", "full", "read-only")
# On a full disk the vector store may lose a row without a word; a build finds that out before its
# index goes live.
_TOLD = {"full": ("StorageFull",), "read-only": ("StorageUnwritable",)}
_DISK_MB = 24
_LONGEST = 0.9


@dataclass(frozen=True)
class Disk:
    """`real`: a file system of its own, that can be filled and made read-only."""

    root: Path
    real: bool

    def fill(self) -> None:
        with suppress(OSError), (self.root / "ballast").open("wb", buffering=0) as ballast:
            for size in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while ballast.write(b"\0" * size) == size:
                        pass

    def lock(self, process: multiprocessing.process.BaseProcess) -> None:
        """Refused while a file is open for writing: tried until it is granted."""
        while process.is_alive() and not _mount("-o", "remount,ro", str(self.root)):
            time.sleep(0.001)

    def mend(self) -> None:
        if self.real:
            _mount("-o", "remount,rw", str(self.root))
        (self.root / "ballast").unlink(missing_ok=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    root = tmp_path / "disk"
    root.mkdir()
    real = _mount("-t", "tmpfs", "-o", f"size={_DISK_MB}m", "tmpfs", str(root))
    yield Disk(root, real)
    if real:
        subprocess.run(["umount", "--lazy", str(root)], check=True)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Children are forked from a server that has done the heavy imports once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "bm25s", "curate_samples"])
    return context


def test_cut_short_at_random_moments(
    tmp_path: Path, disk: Disk, processes: ForkServerContext
) -> None:
    check_cuts(tmp_path, disk, processes, cuts=6, seed=1)


@pytest.mark.soak
def test_cut_short_a_hundred_times(
    tmp_path: Path, disk: Disk, processes: ForkServerContext
) -> None:
    check_cuts(tmp_path, disk, processes, cuts=100, seed=2)


def check_cuts(
    tmp_path: Path, disk: Disk, processes: ForkServerContext, cuts: int, seed: int
) -> None:
    chance = random.Random(seed)
    home = make_home(disk.root / "home")
    incoming, log = tmp_path / "incoming", tmp_path / "states.jsonl"
    for number in range(12):
        file(incoming, f"note-{number}.txt", prose(number))
    home.builder().build()
    seen = set(corpus_state(home).values())
    for number in range(cuts):
        before = corpus_state(home)
        log.write_text(json.dumps(before) + "\n", encoding="utf-8")
        fault = _FAULTS[number % len(_FAULTS)]
        cut(disk, processes, (home.root, incoming, log, chance.random()), fault, chance)
        disk.mend()
        states = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
        check(home, states[-2:], seen)


def cut(
    disk: Disk,
    processes: ForkServerContext,
    work: tuple[Path, Path, Path, float],
    fault: str,
    chance: random.Random,
) -> None:
    """Let a process change the corpus until the fault stops it."""
    ours, theirs = processes.Pipe()
    shim = "" if disk.real or fault == "kill" else fault
    child = processes.Process(target=change_for_ever, args=(*work, shim, theirs))
    child.start()
    theirs.close()
    assert ours.recv() == "started"
    time.sleep(chance.uniform(0.0, _LONGEST))
    if fault == "kill":
        child.kill()
    elif disk.real:
        disk.fill() if fault == "full" else disk.lock(child)
    if fault != "kill":
        told = ours.recv()
        assert told.partition("\n")[0] in _TOLD[fault], told
    child.join(20)
    assert not child.is_alive()


def check(home: Home, last: list[State], seen: set[str]) -> None:
    """`last`: what the corpus was before the change that was cut short, and after it."""
    generations = home.generations()
    with generations.lease() as index:
        served = {one.id: one.sha256 for one in index.documents()}
        assert {p.document_id for p in index.all_passages()} == set(served)
    assert served in last
    curator = home.curator(generations)
    curator.recover()
    now = corpus_state(home)
    assert now in last
    seen.update(now.values())
    assert seen <= kept(home)
    rows = curator.list()
    assert {row.document.id for row in rows if row.state != "leaving"} == set(now)
    home.builder(generations).build()
    with generations.lease() as index:
        assert {one.id: one.sha256 for one in index.documents()} == now
    generations.verify()
    generations.close()
    assert not (home.corpus / transactions.JOURNAL).exists()


def corpus_state(home: Home) -> State:
    """Every file has its entry and every entry its file."""
    documents = load_catalogue(home.corpus / FILE).documents
    files = {p.name: sha(p) for p in home.corpus.iterdir() if p.suffix == ".txt"}
    assert set(files) == set(documents)
    return {document.id: files[name] for name, document in documents.items()}


def kept(home: Home) -> set[str]:
    """What is in the corpus or in the archives, where its digest is also its address."""
    archived = [p for p in home.corpus.glob(".archives/*/*") if p.is_file()]
    assert all(sha(path).startswith(path.parent.name) for path in archived)
    return {sha(p) for p in [*home.corpus.glob("*.txt"), *archived]}


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _mount(*arguments: str) -> bool:
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


# --- what the child process runs ---------------------------------------------------------


def change_for_ever(
    root: Path, incoming: Path, log: Path, seed: float, shim: str, pipe: Connection
) -> None:
    home, chance = Home(root), random.Random(seed)
    generations = home.generations()
    curator, builder = home.curator(generations), home.builder(generations)
    try:
        pipe.send("started")
        if shim:
            refuse_later(shim, chance.randrange(200))
        while True:
            change_once(home, incoming, log, chance, curator)
            builder.build(rebuild=chance.random() < 0.2)
    except AssistantError as error:
        pipe.send(f"{type(error).__name__}\n{traceback.format_exc()}")
    except BaseException:
        pipe.send(traceback.format_exc())
        raise


def change_once(
    home: Home, incoming: Path, log: Path, chance: random.Random, curator: Curator
) -> None:
    files = load_catalogue(home.corpus / FILE).documents
    state = {document.id: sha(home.corpus / name) for name, document in files.items()}
    notes = sorted(incoming.iterdir())
    spare = [path for path in notes if sha(path) not in state.values()]
    verb = chance.choice(("add", "add", "replace", "remove"))
    if verb == "remove" and len(state) > 2:
        gone = chance.choice(sorted(state))
        promise(log, {name: digest for name, digest in state.items() if name != gone})
        curator.remove([gone], force=True)
    elif spare:
        path = chance.choice(spare)
        (candidate,) = look(curator, path)
        instead = verb == "replace"
        identifier = chance.choice(sorted(state)) if instead else f"n-{chance.getrandbits(64)}"
        promise(log, {**state, identifier: sha(path)})
        document = replace(candidate.document, id=identifier)
        curator.add([Addition(candidate, document, instead=instead)])


def promise(log: Path, state: State) -> None:
    """What the corpus will be, written down before it changes."""
    with log.open("a", encoding="utf-8") as file_:
        file_.write(json.dumps(state) + "\n")


def refuse_later(fault: str, calls: int) -> None:
    """Where no disk of its own can be had: every write fails after so many calls."""
    import errno

    number = errno.ENOSPC if fault == "full" else errno.EROFS
    left = [calls]

    def failing(really):  # type: ignore[no-untyped-def]
        def call(*args: object, **kwargs: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise OSError(number, os.strerror(number), str(args[0]))
            return really(*args, **kwargs)

        return call

    for name in ("replace", "rename", "fsync", "mkdir", "unlink"):
        setattr(os, name, failing(getattr(os, name)))
