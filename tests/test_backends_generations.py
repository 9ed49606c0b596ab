from __future__ import annotations

import errno
import fcntl
import json
import multiprocessing
import os
import random
import resource
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import ClassVar

import pytest

from assistant.backends import generations as module
from assistant.backends.chroma import VectorStore
from assistant.backends.embedders import HashingEmbedder
from assistant.backends.generations import SCHEMA, DiskGenerations
from assistant.domain import Document, IndexEntry, Passage
from assistant.errors import (
    CorpusMissing,
    IndexBusy,
    IndexCorrupt,
    IndexIncompatible,
    IndexMissing,
    StorageFull,
    StorageUnwritable,
)
from assistant.ports import Index
from index_samples import (
    STAGES,
    CountingEmbedder,
    generations,
    passage,
    publish,
    random_passages,
    sample,
)

TEXTS = {
    "mesures": ["faire alliance dans les territoires", "une mesure pour la commune"],
    "rapport": ["impact de la mesure", "le rapport dit autre chose", "alliance et commune"],
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DiskGenerations]:
    opened = generations(tmp_path / "indexes")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Children are forked from a server that has done the heavy imports once."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "bm25s", "index_samples"])
    return context


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk is most of a small build, and no test can see its effect."""
    monkeypatch.setattr("assistant.backends.storage.os.fsync", lambda descriptor: None)


def ids(index: Index) -> list[str]:
    return [item.id for item in index.all_passages()]


def assert_answers(index: Index, passages: list[Passage]) -> None:
    """All parts of the index hold exactly these passages."""
    assert list(index.all_passages()) == passages
    word = passages[-1].text.split()[-1]
    holders = {item.id for item in passages if word in item.text.split()}
    assert {m.passage_id for m in index.lexical({word: 1.0}, len(passages))} == holders
    query = HashingEmbedder(64).embed_query(passages[0].text)
    found = index.nearest(query, len(passages))
    assert {m.passage_id for m in found} == {item.id for item in passages}
    assert found[0].score == pytest.approx(1.0, abs=1e-4)


class TestPublish:
    def test_before_the_first_build_there_is_nothing(self, store: DiskGenerations) -> None:
        assert store.names() == ()
        assert store.current() is None
        with pytest.raises(IndexMissing, match="assistant index"), store.lease():
            pass

    def test_makes_a_generation_and_switches_to_it(self, store: DiskGenerations) -> None:
        name = publish(store, sample(TEXTS))
        assert store.current() == name
        assert store.names() == (name,)
        with store.lease() as index:
            assert_answers(index, sample(TEXTS))
            manifest = index.manifest
        assert (manifest.generation, manifest.schema) == (name, SCHEMA)
        assert (manifest.passages, manifest.entries) == (5, 5)
        assert manifest.embedder == HashingEmbedder(64).fingerprint
        assert manifest.dimensions == 64
        assert manifest.stages == STAGES
        assert manifest.documents == {"mesures": "hash", "rapport": "hash"}
        store.verify()

    def test_keeps_the_live_one_and_the_one_before(self, store: DiskGenerations) -> None:
        made = [publish(store, sample(TEXTS)) for _ in range(4)]
        assert store.names() == tuple(made[-2:])
        assert store.current() == made[-1]
        assert not [p for p in store._root.iterdir() if p.name.startswith(("build", "disc"))]

    def test_nothing_to_index_is_refused(self, store: DiskGenerations) -> None:
        name = publish(store, sample(TEXTS))
        with pytest.raises(CorpusMissing):
            publish(store, [])
        assert store.names() == (name,)

    def test_twins_are_stored_and_not_ranked(self, store: DiskGenerations) -> None:
        first, twin = sample({"a": ["faire alliance"], "b": ["faire alliance"]})
        first = replace(first, twins=(twin.id,))
        store.publish(
            [Document(id="a", title="A"), Document(id="b", title="B")],
            [first, twin],
            [IndexEntry(first, {"text": first.text})],
            {},
        )
        with store.lease() as index:
            assert list(index.all_passages()) == [first, twin]
            assert [m.passage_id for m in index.lexical({"alliance": 1.0}, 5)] == [first.id]
            query = HashingEmbedder(64).embed_query("alliance")
            assert [m.passage_id for m in index.nearest(query, 5)] == [first.id]

    def test_progress_is_told(self, store: DiskGenerations) -> None:
        passages = random_passages(600, seed=2)
        told: list[tuple[int, int]] = []
        store.publish(
            [Document(id="doc0", title="")],
            passages,
            [IndexEntry(item, {"text": item.text}) for item in passages],
            {},
            progress=lambda done, total: told.append((done, total)),
        )
        assert told[-1] == (600, 600)
        assert told == sorted(told)
        assert len(told) > 1


class TestDifference:
    """What is published is the same whatever it was made from; only the work differs."""

    def test_only_new_texts_are_embedded(self, tmp_path: Path) -> None:
        embedder = CountingEmbedder()
        store = generations(tmp_path, embedder)
        before = random_passages(40, seed=1)
        publish(store, before)
        embedder.texts.clear()
        changed = passage("doc0", 0, "un texte changé")
        after = [changed, *before[2:], passage("doc9", 1, "un document de plus")]
        publish(store, after)
        assert {changed.text, "un document de plus"} == set(embedder.texts)
        with store.lease() as index:
            assert_answers(index, after)
            assert index.document_frequency("mot1") == 0
        store.verify()
        store.close()

    def test_texts_once_embedded_are_remembered(self, tmp_path: Path) -> None:
        embedder = CountingEmbedder()
        store = generations(tmp_path, embedder)
        publish(store, random_passages(40, seed=1))
        publish(store, random_passages(40, seed=2, word="autre"))
        embedder.texts.clear()
        publish(store, random_passages(40, seed=1), fresh=True)
        warmed = random_passages(40, seed=1)[0].text
        assert set(embedder.texts) <= {warmed}
        store.close()

    def test_another_embedder_remembers_nothing(self, tmp_path: Path) -> None:
        first, second = CountingEmbedder("one"), CountingEmbedder("two", dimensions=32)
        publish(generations(tmp_path, first), random_passages(10, seed=1))
        store = generations(tmp_path, second)
        publish(store, random_passages(10, seed=1))
        assert {item.text for item in random_passages(10, seed=1)} == set(second.texts)
        store.verify()
        store.close()

    def test_stems_are_made_anew_by_new_stages(self, tmp_path: Path) -> None:
        publish(generations(tmp_path), sample(TEXTS))
        store = DiskGenerations(
            tmp_path,
            HashingEmbedder(64),
            lambda entry: ["neuf"],
            lambda entry: entry.fields["text"],
            {**STAGES, "tokens": 2},
        )
        publish(store, sample(TEXTS))
        with store.lease() as index:
            assert list(index.vocabulary()) == ["neuf"]
        store.close()

    def test_a_passage_may_change_its_document(self, store: DiskGenerations) -> None:
        before = random_passages(12, seed=1)
        publish(store, before)
        moved = replace(before[4], document_id="ailleurs")
        publish(store, [*before[:4], moved, *before[5:]])
        query = HashingEmbedder(64).embed_query(moved.text)
        with store.lease() as index:
            assert [m.passage_id for m in index.nearest(query, 9, ["ailleurs"])] == [moved.id]

    @pytest.mark.parametrize("seed", range(4))
    def test_random_changes_give_the_same_index_as_a_new_one(
        self, tmp_path: Path, seed: int
    ) -> None:
        chance = random.Random(seed)
        store = generations(tmp_path / "changed")
        passages = random_passages(30, seed)
        publish(store, passages)
        for step in range(6):
            kept = [item for item in passages if chance.random() > 0.15]
            passages = [
                passage(p.document_id, p.page or 0, f"{p.text} {step}")
                if chance.random() < 0.15
                else p
                for p in kept
            ]
            more = chance.randrange(6)
            passages += [
                passage(f"plus{step}", n, f"alliance ajout{n} pas{step}") for n in range(more)
            ]
            publish(store, passages)
        anew = generations(tmp_path / "anew")
        publish(anew, passages)
        store.verify()
        query = HashingEmbedder(64).embed_query("alliance ajout1")
        with store.lease() as one, anew.lease() as other:
            assert list(one.all_passages()) == list(other.all_passages()) == passages
            weights = {"alliance": 1.0, "mesure": 0.5, "ajout1": 2.0}
            assert one.lexical(weights, 50) == other.lexical(weights, 50)
            same = [m.passage_id for m in one.nearest(query, 20)]
            scores = [m.score for m in other.nearest(query, 20)]
            assert [m.score for m in one.nearest(query, 20)] == pytest.approx(scores, abs=1e-5)
            assert len(same) == min(20, len(passages))
        store.close()
        anew.close()

    def test_thousands_then_a_few(self, store: DiskGenerations) -> None:
        """Past a thousand vectors Chroma saves its graph: it is copied and changed."""
        passages = random_passages(1500, seed=3)
        publish(store, passages)
        passages = [*passages[200:], *random_passages(1700, seed=4)[1600:]]
        publish(store, passages)
        store.verify()
        with store.lease() as index:
            assert_answers(index, passages)

    def test_live_vectors_that_cannot_be_copied_are_made_anew(
        self, store: DiskGenerations, caplog: pytest.LogCaptureFixture
    ) -> None:
        publish(store, random_passages(20, seed=1))
        database = store._root / str(store.current()) / "vectors" / "chroma.sqlite3"
        data = bytearray(database.read_bytes())
        data[4096:] = os.urandom(len(data) - 4096)
        database.write_bytes(bytes(data))
        publish(store, random_passages(21, seed=1))
        store.verify()
        assert "made anew" in caplog.text

    def test_a_damaged_vector_cache_is_started_anew(self, store: DiskGenerations) -> None:
        publish(store, random_passages(20, seed=1))
        (store._root / module.CACHE).write_bytes(b"rubbish " * 2000)
        publish(store, random_passages(30, seed=1))
        store.verify()

    def test_the_vector_cache_does_not_grow_for_ever(
        self, store: DiskGenerations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("assistant.backends.generation_writer._CACHE_FLOOR", 0)
        for seed in range(8):
            publish(store, random_passages(10, seed))
        cache = sqlite3.connect(store._root / module.CACHE)
        (count,) = cache.execute("SELECT count(*) FROM vectors").fetchone()
        cache.close()
        assert count <= 30


class TestLease:
    def test_readers_keep_theirs_while_another_goes_live(self, store: DiskGenerations) -> None:
        old, new = random_passages(20, seed=1), random_passages(25, seed=2)
        publish(store, old)
        with store.lease() as first:
            publish(store, new)
            publish(store, new)
            publish(store, new)
            with store.lease() as second:
                assert_answers(first, old)
                assert_answers(second, new)
            assert_answers(first, old)
            assert len(store.names()) == 3
        publish(store, new)
        assert len(store.names()) == 2

    def test_the_same_index_is_lent_until_it_is_replaced(self, store: DiskGenerations) -> None:
        publish(store, sample(TEXTS))
        with store.lease() as first, store.lease() as second:
            assert first is second
        with store.lease() as third:
            assert third is first
        publish(store, sample(TEXTS))
        with store.lease() as fourth:
            assert fourth is not first

    def test_a_replaced_index_is_closed_after_its_last_reader(self, store: DiskGenerations) -> None:
        publish(store, sample(TEXTS))
        with store.lease() as outer:
            with store.lease() as inner:
                publish(store, sample(TEXTS))
                assert inner is outer
            assert ids(outer) == [item.id for item in sample(TEXTS)]
        with pytest.raises(IndexCorrupt):
            ids(outer)

    def test_threads_never_notice_a_publish(self, store: DiskGenerations) -> None:
        versions = [random_passages(30, seed, word=f"version{seed}") for seed in range(5)]
        publish(store, versions[0])
        stop = threading.Event()
        seen: set[str] = set()
        failures: list[BaseException] = []
        query = HashingEmbedder(64).embed_query("alliance commune")

        def read() -> None:
            try:
                while not stop.is_set():
                    with store.lease() as index:
                        (version,) = {p.text.split()[0] for p in index.all_passages()}
                        assert len(index.lexical({version: 1.0}, 50)) == 30
                        assert len(index.nearest(query, 50)) == 30
                        seen.add(version)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        for passages in versions[1:]:
            publish(store, passages)
        deadline = time.monotonic() + 20
        while "version4" not in seen and not failures and time.monotonic() < deadline:
            time.sleep(0.01)
        stop.set()
        for thread in threads:
            thread.join()
        assert failures == []
        assert "version4" in seen
        publish(store, versions[0])
        assert len(store.names()) == 2

    def test_a_reader_in_another_process_is_not_disturbed(
        self, store: DiskGenerations, processes: ForkServerContext
    ) -> None:
        publish(store, random_passages(20, seed=1))
        ours, theirs = processes.Pipe()
        child = processes.Process(target=hold_lease, args=(store._root, theirs))
        child.start()
        held = ours.recv()
        for seed in (2, 3, 4):
            publish(store, random_passages(20, seed))
        assert held in store.names()
        ours.send("ask")
        assert ours.recv() == 20
        child.join(20)
        publish(store, random_passages(20, seed=5))
        assert held not in store.names()
        assert child.exitcode == 0

    def test_another_process_sees_the_switch(self, store: DiskGenerations) -> None:
        other = generations(store._root)
        publish(store, random_passages(5, seed=1))
        with other.lease() as index:
            assert len(ids(index)) == 5
        publish(store, random_passages(7, seed=1))
        with other.lease() as index:
            assert len(ids(index)) == 7
        other.close()


class TestRefusals:
    def test_another_embedder(self, store: DiskGenerations) -> None:
        publish(store, sample(TEXTS))
        other = generations(store._root, HashingEmbedder(128))
        with pytest.raises(IndexIncompatible, match="assistant index --rebuild"), other.lease():
            pass
        publish(other, sample(TEXTS))
        with other.lease() as index:
            assert index.manifest.dimensions == 128
        other.close()

    def test_another_schema(self, store: DiskGenerations, monkeypatch: pytest.MonkeyPatch) -> None:
        publish(store, sample(TEXTS))
        store.close()
        monkeypatch.setattr(module, "SCHEMA", SCHEMA + 1)
        with pytest.raises(IndexIncompatible, match="assistant index --rebuild"), store.lease():
            pass
        publish(store, sample(TEXTS))
        store.verify()

    def test_an_embedder_that_does_not_keep_its_word(self, store: DiskGenerations) -> None:
        publish(store, sample(TEXTS))
        liar = CountingEmbedder("liar", dimensions=32)
        liar.dimensions = 48
        other = generations(store._root, liar)
        with pytest.raises(IndexIncompatible, match="ASSISTANT_EMBEDDER"):
            publish(other, sample(TEXTS))
        with store.lease() as index:
            assert_answers(index, sample(TEXTS))

    DAMAGES: ClassVar[dict[str, Callable[[Path], object]]] = {
        "pointer is no JSON": lambda live: (live.parent / "current").write_text("{"),
        "pointer is binary": lambda live: (live.parent / "current").write_bytes(b"\xff\xfe\x00"),
        "pointer leads elsewhere": lambda live: (live.parent / "current").write_text(
            json.dumps({"generation": "../..", "previous": None, "manifest": ""})
        ),
        "pointer lacks a key": lambda live: (live.parent / "current").write_text("{}"),
        "folder gone": shutil.rmtree,
        "manifest gone": lambda live: (live / "manifest.json").unlink(),
        "manifest empty": lambda live: (live / "manifest.json").write_bytes(b""),
        "manifest changed": lambda live: (live / "manifest.json").write_text(
            (live / "manifest.json").read_text().replace('"entries": 5', '"entries": 6')
        ),
        "passages truncated": lambda live: os.truncate(live / "passages.sqlite", 5000),
        "passages changed": lambda live: overwrite(live / "passages.sqlite", b"alliance"),
        "passages gone": lambda live: (live / "passages.sqlite").unlink(),
        "lexical gone": lambda live: shutil.rmtree(live / "lexical"),
        "lexical truncated": lambda live: os.truncate(live / "lexical" / "data.csc.index.npy", 10),
        "vectors gone": lambda live: shutil.rmtree(live / "vectors"),
        "vectors truncated": lambda live: os.truncate(live / "vectors" / "chroma.sqlite3", 9000),
    }

    @pytest.mark.parametrize("damage", DAMAGES)
    def test_a_damaged_index_is_said_so_and_can_be_rebuilt(
        self, store: DiskGenerations, damage: str
    ) -> None:
        live = store._root / publish(store, sample(TEXTS))
        store.close()
        self.DAMAGES[damage](live)
        with pytest.raises(IndexCorrupt, match="assistant index --rebuild"), store.lease():
            pass
        publish(store, sample(TEXTS))
        store.verify()
        with store.lease() as index:
            assert_answers(index, sample(TEXTS))

    def test_damage_inside_the_vectors_is_found_when_they_are_asked(
        self, store: DiskGenerations
    ) -> None:
        live = store._root / publish(store, sample(TEXTS))
        store.close()
        database = live / "vectors" / "chroma.sqlite3"
        database.write_bytes(b"\x00" * database.stat().st_size)
        query = HashingEmbedder(64).embed_query("alliance")
        with store.lease() as index:
            assert index.lexical({"alliance": 1.0}, 5)
            with pytest.raises(IndexCorrupt, match="assistant index --rebuild"):
                index.nearest(query, 5)
        with pytest.raises(IndexCorrupt):
            store.verify()

    def test_vectors_that_lack_an_entry_do_not_pass_the_check(self, store: DiskGenerations) -> None:
        live = store._root / publish(store, sample(TEXTS))
        store.close()
        vectors = VectorStore(live / "vectors")
        vectors.delete(["rapport-1"])
        vectors.close()
        with pytest.raises(IndexCorrupt):
            store.verify()

    def test_a_large_file_is_hashed_by_verify_only(
        self, store: DiskGenerations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        live = store._root / publish(store, sample(TEXTS))
        store.close()
        monkeypatch.setattr(module, "_HASHED_ON_OPEN", 0)
        overwrite(live / "passages.sqlite", b"alliance dans", b"alliance sans")
        with store.lease() as index:
            assert "alliance sans" in index.passage("mesures-1").text
        with pytest.raises(IndexCorrupt, match=r"passages\.sqlite"):
            store.verify()


class TestWriting:
    def test_a_second_writer_is_told_who_is_writing(self, store: DiskGenerations) -> None:
        other = generations(store._root)
        publish(store, sample(TEXTS))
        with store.writing():
            with pytest.raises(IndexBusy, match=f"processus {os.getpid()}, depuis le") as caught:
                publish(other, sample(TEXTS))
            assert time.strftime("%d/%m/%Y") in str(caught.value)
            with other.lease() as index:
                assert_answers(index, sample(TEXTS))
        publish(other, sample(TEXTS))
        other.close()

    def test_another_thread_is_a_second_writer(self, store: DiskGenerations) -> None:
        caught: list[BaseException] = []

        def write() -> None:
            try:
                with store.writing():
                    pass
            except IndexBusy as error:
                caught.append(error)

        with store.writing():
            thread = threading.Thread(target=write)
            thread.start()
            thread.join()
        assert len(caught) == 1
        write()
        assert len(caught) == 1

    def test_the_holder_may_be_unknown(self, store: DiskGenerations) -> None:
        with store.writing():
            (store._root / module.WRITER).write_text("?")
            with pytest.raises(IndexBusy, match="déjà en cours"):
                publish(generations(store._root), sample(TEXTS))

    def test_what_a_killed_build_left_is_cleaned_up(self, store: DiskGenerations) -> None:
        publish(store, sample(TEXTS))
        root = store._root
        for name in ("building-0009-20200101T000000-aaaa", "discarded-x"):
            (root / name / "vectors").mkdir(parents=True)
        (root / "0008-20200101T000000-bbbb").mkdir()
        (root / module.WRITER).write_text('{"pid": 1, "since": "2020-01-01T00:00:00+00:00"}')
        name = publish(store, sample(TEXTS))
        assert store.current() == name
        left = {path.name for path in root.iterdir()} - {module.LOCK}
        assert left == {*store.names(), module.POINTER, module.CACHE}

    def test_a_folder_being_read_is_not_taken_for_a_leftover(self, store: DiskGenerations) -> None:
        publish(store, sample(TEXTS))
        busy = store._root / "0000-20200101T000000-cccc"
        busy.mkdir()
        (busy / "lease").touch()
        with (busy / "lease").open() as held:
            fcntl.flock(held, fcntl.LOCK_SH)
            publish(store, sample(TEXTS))
            assert busy.is_dir()
        publish(store, sample(TEXTS))
        assert not busy.exists()


class TestFullDisk:
    """The live index answers, nothing half-written stays, and the next build succeeds."""

    @staticmethod
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @staticmethod
    def refuse_sqlite(*args: object, **kwargs: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    @staticmethod
    def refuse_chroma(*args: object, **kwargs: object) -> None:
        from chromadb.errors import InternalError

        raise InternalError("error returned from database: (code: 13) database or disk is full")

    @pytest.mark.parametrize(
        ("target", "refusal"),
        [
            ("assistant.backends.storage.os.fsync", "refuse"),
            ("assistant.backends.generations.os.rename", "refuse"),
            ("assistant.backends.storage.os.replace", "refuse"),
            ("assistant.backends.generation_writer.write_lexical", "refuse"),
            ("assistant.backends.generation_writer.write_passages", "refuse_sqlite"),
            ("assistant.backends.vector_cache.VectorCache.put", "refuse_sqlite"),
            ("assistant.backends.chroma.VectorStore.upsert", "refuse_chroma"),
            ("assistant.backends.generation_writer.copy_vectors", "refuse"),
            ("pathlib.Path.mkdir", "refuse"),
        ],
    )
    def test_wherever_it_strikes(
        self,
        store: DiskGenerations,
        monkeypatch: pytest.MonkeyPatch,
        target: str,
        refusal: str,
    ) -> None:
        old = random_passages(20, seed=1)
        name = publish(store, old)
        before = {path.name for path in store._root.iterdir()}
        with monkeypatch.context() as patch:
            patch.setattr(target, getattr(self, refusal))
            with pytest.raises(StorageFull, match="Libérez de l’espace"):
                publish(store, random_passages(22, seed=1))
        assert {path.name for path in store._root.iterdir()} <= before
        assert store.current() == name
        with store.lease() as index:
            assert_answers(index, old)
        publish(store, random_passages(22, seed=1))
        store.verify()

    @pytest.mark.parametrize("limit", [2_000, 20_000, 60_000, 120_000, 400_000])
    def test_a_real_limit_on_what_can_be_written(
        self, store: DiskGenerations, processes: ForkServerContext, limit: int
    ) -> None:
        old = random_passages(20, seed=1)
        publish(store, old)
        ours, theirs = processes.Pipe()
        child = processes.Process(target=publish_under_limit, args=(store._root, limit, theirs))
        child.start()
        outcome = ours.recv()
        child.join(20)
        assert outcome in ("StorageFull", "StorageUnwritable")
        with generations(store._root).lease() as index:
            assert_answers(index, old)
        new = random_passages(400, seed=2)
        publish(store, new)
        store.verify()
        assert len(store.names()) == 2

    def test_questions_are_answered_where_nothing_can_be_written(
        self, store: DiskGenerations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Chroma writes when it opens; on a full disk it is given a copy elsewhere."""
        from assistant.backends import chroma

        publish(store, sample(TEXTS))
        store.close()
        place = store._root / str(store.current()) / "vectors"
        opened: list[Path] = []
        really = chroma._client

        def open_elsewhere_only(folder: Path) -> object:
            opened.append(folder)
            if folder == place:
                self.refuse_chroma()
            return really(folder)

        monkeypatch.setattr(chroma, "_client", open_elsewhere_only)
        with store.lease() as index:
            assert_answers(index, sample(TEXTS))
        assert opened[0] == place
        assert opened[1].is_dir()
        store.close()
        assert not opened[1].exists()

    def test_a_client_that_could_not_open_may_open_later(
        self, store: DiskGenerations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from chromadb.api.rust import RustBindingsAPI

        publish(store, sample(TEXTS))
        store.close()
        query = HashingEmbedder(64).embed_query("alliance")
        with monkeypatch.context() as patch:
            patch.setattr(RustBindingsAPI, "start", lambda self: self.refuse())
            with store.lease() as index, pytest.raises(IndexCorrupt):
                index.nearest(query, 3)
        with store.lease() as index:
            assert len(index.nearest(query, 3)) == 3

    @pytest.mark.parametrize(
        ("number", "reason"), [(errno.EROFS, "lecture seule"), (errno.EACCES, "accès est refusé")]
    )
    def test_a_folder_that_cannot_be_written_is_said_so(
        self, store: DiskGenerations, monkeypatch: pytest.MonkeyPatch, number: int, reason: str
    ) -> None:
        publish(store, sample(TEXTS))

        def refuse(*args: object) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr("assistant.backends.storage.os.replace", refuse)
        with pytest.raises(StorageUnwritable, match=reason):
            publish(store, sample(TEXTS))


def check_kills(root: Path, processes: ForkServerContext, kills: int, seed: int) -> None:
    """Kill a process that publishes without end, each time at another moment; the index must
    always be one that was published whole, and the next build must succeed."""
    chance = random.Random(seed)
    store = generations(root)
    versions = {n: random_passages(n, seed=n) for n in (40, 50, 60)}
    publish(store, versions[40])
    for _ in range(kills):
        ours, theirs = processes.Pipe()
        child = processes.Process(target=publish_for_ever, args=(root, theirs))
        child.start()
        ours.recv()
        time.sleep(chance.uniform(0.0, 0.7))
        child.kill()
        child.join()
        fresh = generations(root)
        with fresh.lease() as index:
            assert_answers(index, versions[index.manifest.passages])
        fresh.verify()
        fresh.close()
        publish(store, versions[chance.choice((40, 50, 60))])
        store.verify()
        unfinished = ("building-", "discarded-")
        assert not [p for p in root.iterdir() if p.name.startswith(unfinished)]
        assert len(store.names()) == 2
    store.close()


def test_kills_at_random_moments(tmp_path: Path, processes: ForkServerContext) -> None:
    check_kills(tmp_path, processes, kills=6, seed=1)


@pytest.mark.soak
def test_many_kills_at_random_moments(tmp_path: Path, processes: ForkServerContext) -> None:
    check_kills(tmp_path, processes, kills=60, seed=2)


# --- what child processes run ----------------------------------------------------------------


def publish_for_ever(root: Path, pipe: Connection) -> None:
    store = generations(root)
    for round_ in range(10_000):
        count = (40, 50, 60)[round_ % 3]
        if round_ == 0:
            pipe.send("started")
        publish(store, random_passages(count, seed=count), fresh=round_ % 2 == 0)


def hold_lease(root: Path, pipe: Connection) -> None:
    store = generations(root)
    with store.lease() as index:
        pipe.send(index.manifest.generation)
        pipe.recv()
        query = HashingEmbedder(64).embed_query("alliance")
        assert len(index.lexical({"alliance": 1.0}, 50)) == 20
        pipe.send(len(index.nearest(query, 50)))


def publish_under_limit(root: Path, limit: int, pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        publish(generations(root), random_passages(400, seed=2))
    except Exception as error:
        pipe.send(type(error).__name__)
    else:
        pipe.send("published")


def overwrite(path: Path, old: bytes, new: bytes | None = None) -> None:
    """Change bytes in place, keeping the size."""
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new or b"x" * len(old)))
