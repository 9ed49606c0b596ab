from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.backends.embedders import HashingEmbedder
from assistant.backends.generations import DiskGenerations
from assistant.backends.quarantine import FileQuarantine
from assistant.backends.reading_cache import DiskReadingCache
from assistant.domain import (
    Change,
    Document,
    IndexEntry,
    PageText,
    Passage,
    ReadDocument,
    Report,
)
from assistant.errors import CatalogueInvalid, CorpusMissing, IndexBusy, UnreadableFile
from assistant.ingest.build import IndexBuilder
from assistant.ingest.expansion import Expansion
from assistant.ingest.progress import Progress
from assistant.ingest.reading_here import failure_of
from assistant.ingest.twins import Settled
from assistant.ports import Outcome, ReadTask
from index_samples import STAGES, generations, passage

CATALOGUE = """
[[document]]
file = "b.txt"
id = "second"
title = "Le second"

[[document]]
file = "a.txt"
id = "premier"
title = "Le premier"
"""


PAGES = (
    PageText("", 1, (), changes=(Change(0, "repair", "I’", "l’"),)),
    PageText("", 2, ()),
)


@dataclass
class Reader:
    """One passage per line; an unlisted document is called by its first line."""

    read: list[str] = field(default_factory=list)
    failures: dict[str, BaseException] = field(default_factory=dict)

    def __call__(self, path: Path, document: Document) -> ReadDocument:
        self.read.append(document.id)
        if path.name in self.failures:
            raise self.failures[path.name]
        data = path.read_bytes()
        if b"\x00" in data:
            raise UnreadableFile("contenu binaire")
        lines = data.decode().splitlines()
        sha256 = hashlib.sha256(data).hexdigest()
        titled = replace(document, title=document.title or lines[0], sha256=sha256)
        passages = tuple(
            replace(passage(document.id, n, text), id=f"{document.id}:{n}")
            for n, text in enumerate(lines, start=1)
        )
        pages = tuple(replace(page, document_id=document.id) for page in PAGES)
        return ReadDocument(titled, passages, pages, 3, 4)


def merge_twins(
    documents: Sequence[Document], passages: Sequence[Passage], settled: Settled
) -> tuple[Passage, ...]:
    """Equal texts are twins of the first. Only what is settled comes with its twins."""
    assert not any(item.twins for item in passages if item.document_id not in settled.documents)
    passages = [replace(item, twins=()) for item in passages]
    assert {item.document_id for item in passages} <= {document.id for document in documents}
    by_text: dict[str, list[str]] = {}
    for item in passages:
        by_text.setdefault(item.text, []).append(item.id)
    return tuple(
        replace(item, twins=tuple(by_text[item.text][1:]))
        if by_text[item.text][0] == item.id
        else item
        for item in passages
    )


def make_entries(
    passages: Sequence[Passage], expansions: Mapping[str, Sequence[Expansion]]
) -> tuple[IndexEntry, ...]:
    twins = {name for item in passages for name in item.twins}
    return tuple(IndexEntry(p, {"text": p.text}) for p in passages if p.id not in twins)


@pytest.fixture(autouse=True)
def _quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk is most of a small build, and no test can see its effect."""
    monkeypatch.setattr("assistant.backends.storage.os.fsync", lambda descriptor: None)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.txt").write_text("faire alliance\nune mesure")
    (folder / "b.txt").write_text("la commune\nfaire alliance")
    (folder / "catalogue.toml").write_text(CATALOGUE)
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DiskGenerations]:
    opened = generations(tmp_path / "indexes")
    yield opened
    opened.close()


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def builder(corpus: Path, store: DiskGenerations, reader: Reader) -> IndexBuilder:
    return make_builder(corpus, store, reader)


@dataclass
class Readings:
    """Reads in this process, the last file first: what is told must not depend on the order."""

    reader: Callable[[Path, Document], ReadDocument]
    stop_after: int | None = None

    def read(
        self, tasks: Sequence[ReadTask], tell: Callable[[ReadTask, int, int], None]
    ) -> Iterator[Outcome]:
        for number, task in enumerate(reversed(tasks)):
            if number == self.stop_after:
                raise KeyboardInterrupt
            tell(task, 1, 2)
            try:
                yield Outcome(task, self.reader(task.path, task.document))
            except Exception as error:
                failure, lasting = failure_of(error)
                yield Outcome(task, failure=failure, lasting=lasting)

    def rest(self) -> None:
        return


def make_builder(
    corpus: Path,
    store: DiskGenerations,
    reader: Callable[[Path, Document], ReadDocument],
    stages: dict[str, int] = STAGES,
    *,
    stop_after: int | None = None,
    scans: str = "",
    limits: str = "",
) -> IndexBuilder:
    indexes = store._root
    return IndexBuilder(
        corpus,
        store,
        readings=Readings(reader, stop_after),
        cache=DiskReadingCache(indexes / "readings.sqlite"),
        quarantine=FileQuarantine(indexes / "quarantine.json"),
        scans=lambda: scans,
        limits=limits,
        merge_twins=merge_twins,
        make_entries=make_entries,
        suffixes=[".txt", ".md", ".pdf"],
        stages=stages,
    )


def texts(store: DiskGenerations) -> dict[str, list[str]]:
    with store.lease() as index:
        found: dict[str, list[str]] = {document.id: [] for document in index.documents()}
        for item in index.all_passages():
            found[item.document_id].append(item.text)
        return found


def changes(report: Report) -> dict[str, tuple[str, ...]]:
    names = ("added", "updated", "unchanged", "removed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


class TestBuild:
    def test_reads_the_corpus_in_the_catalogues_order(
        self, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        report = builder.build()
        assert changes(report) == {"added": ("second", "premier")}
        assert report.generation == store.current()
        assert (report.passages, report.twins) == (4, 1)
        assert (report.pages, report.pages_repaired) == (4, 2)
        assert (report.furniture_lines, report.noise_lines) == (6, 8)
        assert not report.failed
        assert not report.uncatalogued
        assert report.seconds > 0
        assert texts(store) == {
            "second": ["la commune", "faire alliance"],
            "premier": ["faire alliance", "une mesure"],
        }
        with store.lease() as index:
            assert index.document("premier").title == "Le premier"
            assert index.document("premier").source == "a.txt"
            assert len(index.document("premier").sha256) == 64
            assert index.passage("second:2").twins == ("premier:1",)
            assert index.manifest.entries == 3

    def test_an_unchanged_corpus_is_not_read_again(
        self, builder: IndexBuilder, store: DiskGenerations, reader: Reader
    ) -> None:
        first = builder.build()
        reader.read.clear()
        second = builder.build()
        assert reader.read == []
        assert changes(second) == {"unchanged": ("second", "premier")}
        assert second.generation == first.generation == store.current()
        assert (second.passages, second.twins, second.pages) == (4, 1, 0)

    def test_only_what_changed_is_read(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations, reader: Reader
    ) -> None:
        builder.build()
        reader.read.clear()
        (corpus / "a.txt").write_text("un autre texte")
        (corpus / "c.txt").write_text("Un titre\nla commune")
        report = builder.build()
        assert sorted(reader.read) == ["c", "premier"]
        assert changes(report) == {
            "added": ("c",),
            "updated": ("premier",),
            "unchanged": ("second",),
        }
        assert report.uncatalogued == ("c",)
        with store.lease() as index:
            assert index.passage("second:2").twins == ()
            assert index.passage("second:1").twins == ("c:2",)
            assert index.document("c").title == "Un titre"
            assert not index.document("c").catalogued
            assert index.document_frequency("mesure") == 0

    def test_a_removed_file_leaves_the_index(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        builder.build()
        (corpus / "catalogue.toml").write_text(CATALOGUE.partition('[[document]]\nfile = "a')[0])
        (corpus / "a.txt").unlink()
        assert changes(builder.build()) == {"removed": ("premier",), "unchanged": ("second",)}
        assert texts(store) == {"second": ["la commune", "faire alliance"]}

    def test_a_new_catalogue_entry_is_a_change(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        builder.build()
        (corpus / "catalogue.toml").write_text(CATALOGUE.replace("Le premier", "L’autre titre"))
        assert changes(builder.build()) == {"updated": ("premier",), "unchanged": ("second",)}
        with store.lease() as index:
            assert index.document("premier").title == "L’autre titre"

    def test_new_stages_read_everything(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations, reader: Reader
    ) -> None:
        builder.build()
        newer = make_builder(corpus, store, reader, {**STAGES, "load": 2})
        assert newer.state() == "behind"
        assert changes(newer.build()) == {"updated": ("second", "premier")}
        assert newer.state() == "current"

    def test_rebuild_reads_everything(self, builder: IndexBuilder, reader: Reader) -> None:
        first = builder.build()
        reader.read.clear()
        second = builder.build(rebuild=True)
        assert sorted(reader.read) == ["premier", "second"]
        assert second.generation != first.generation
        assert changes(second) == {"added": ("second", "premier")}

    def test_tells_its_progress(self, builder: IndexBuilder) -> None:
        told: list[Progress] = []
        builder.build(told.append)
        steps = [progress.step for progress in told]
        assert list(dict.fromkeys(steps)) == ["read", "twins", "publish", "embed"]
        assert told[0] == Progress("read", 0, 2, "Lecture de b.txt")
        assert [(p.done, p.pages) for p in told if p.step == "read"] == [
            (0, 0), (0, 1), (1, 2), (1, 3), (2, 4), (2, 0),
        ]  # fmt: skip
        assert all(0 <= progress.done <= progress.total for progress in told)
        assert steps[-1] == "publish"
        assert told[-1].done == told[-1].total

    def test_one_build_at_a_time(self, builder: IndexBuilder, store: DiskGenerations) -> None:
        builder.build()
        with generations(store._root).writing(), pytest.raises(IndexBusy, match="déjà en cours"):
            builder.build()

    def test_editors_files_are_no_documents(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        for name in ("README.md", "glossary.toml", ".caché.txt", "~$a.txt", "a.txt~"):
            (corpus / name).write_text("rien à lire")
        for name in ("expansion", "validated"):
            (corpus / name).mkdir()
            (corpus / name / "x.txt").write_text("rien à lire")
        report = builder.build()
        assert report.failed == ()
        assert set(texts(store)) == {"premier", "second"}

    def test_a_file_without_a_title_is_called_by_its_name(
        self, corpus: Path, store: DiskGenerations
    ) -> None:
        def untitled(path: Path, document: Document) -> ReadDocument:
            return ReadDocument(document, (passage(document.id, 1, "texte"),), ())

        (corpus / "compte-rendu_2021.md").write_text("texte")
        make_builder(corpus, store, untitled).build()
        with store.lease() as index:
            assert index.document("compte-rendu-2021").title == "compte rendu 2021"

    def test_accents_of_file_names_may_be_decomposed(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        (corpus / unicodedata.normalize("NFD", "été.txt")).write_text("un texte")
        with (corpus / "catalogue.toml").open("a") as file:
            file.write('[[document]]\nfile = "été.txt"\nid = "ete"\ntitle = "Été"\n')
        report = builder.build()
        assert not report.failed
        assert not report.uncatalogued
        assert texts(store)["ete"] == ["un texte"]
        assert builder.state() == "current"


class TestReadingOnce:
    def test_another_catalogue_entry_needs_no_reading(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations, reader: Reader
    ) -> None:
        builder.build()
        reader.read.clear()
        path = corpus / "catalogue.toml"
        path.write_text(path.read_text().replace("Le premier", "Un autre titre"))
        report = builder.build()
        assert reader.read == []
        assert changes(report) == {"updated": ("premier",), "unchanged": ("second",)}
        with store.lease() as index:
            assert index.document("premier").title == "Un autre titre"
            assert index.document("premier").sha256
            assert len(index.pages("premier")) == 2
        assert builder.state() == "current"

    def test_a_document_struck_from_the_catalogue_is_read_for_its_own_title(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        builder.build()
        (corpus / "catalogue.toml").unlink()
        builder.build()
        with store.lease() as index:
            assert {document.title for document in index.documents()} == {
                "faire alliance", "la commune",
            }  # fmt: skip

    def test_an_interrupted_build_goes_on_where_it_stopped(
        self, corpus: Path, store: DiskGenerations, reader: Reader
    ) -> None:
        with pytest.raises(KeyboardInterrupt):
            make_builder(corpus, store, reader, stop_after=1).build()
        assert store.current() is None
        assert len(reader.read) == 1
        make_builder(corpus, store, reader).build()
        assert sorted(reader.read) == ["premier", "second"]
        assert set(texts(store)) == {"premier", "second"}

    def test_a_file_that_changed_while_it_was_read_is_not_kept_for_what_it_was(
        self, corpus: Path, store: DiskGenerations, reader: Reader
    ) -> None:
        def changing(path: Path, document: Document) -> ReadDocument:
            path.write_text("entretemps")
            return reader(path, document)

        before = {path: path.read_text() for path in corpus.glob("*.txt")}
        make_builder(corpus, store, changing).build()
        for path, text in before.items():
            path.write_text(text)
        builder = make_builder(corpus, store, reader)
        assert builder.state() == "behind"
        builder.build()
        assert "entretemps" not in str(texts(store))

    def test_scans_are_read_again_once_something_reads_them(
        self, corpus: Path, store: DiskGenerations, reader: Reader
    ) -> None:
        (corpus / "c.pdf").write_text("un scan")
        make_builder(corpus, store, reader).build()
        reader.read.clear()
        builder = make_builder(corpus, store, reader, scans="tesseract 5")
        assert builder.state() == "behind"
        assert changes(builder.build())["updated"] == ("c",)
        assert reader.read == ["c"]


class TestBadFiles:
    @pytest.mark.parametrize(
        ("failure", "said"),
        [
            (UnreadableFile("contenu binaire"), "contenu binaire"),
            (PermissionError(13, "Permission denied"), "l’accès au fichier est refusé"),
            (OSError(5, "Input/output error"), "Input/output error"),
            (UnicodeDecodeError("utf-8", b"x", 0, 1, "no"), "UnicodeDecodeError"),
            (RecursionError("deep"), "trop imbriqué"),
        ],
    )
    def test_one_is_a_line_of_the_report(
        self,
        builder: IndexBuilder,
        store: DiskGenerations,
        reader: Reader,
        failure: BaseException,
        said: str,
    ) -> None:
        reader.failures["a.txt"] = failure
        report = builder.build()
        assert changes(report) == {"added": ("second",)}
        assert [item.source for item in report.failed] == ["a.txt"]
        assert said in report.failed[0].message
        assert set(texts(store)) == {"second"}

    def test_what_it_said_before_leaves_the_index(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        builder.build()
        (corpus / "a.txt").write_bytes(b"\x00\x01\x02")
        report = builder.build()
        assert changes(report) == {"unchanged": ("second",), "removed": ("premier",)}
        assert [item.source for item in report.failed] == ["a.txt"]
        assert set(texts(store)) == {"second"}
        assert builder.state() == "current"

    def test_what_fails_for_good_is_set_apart_until_it_changes(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations, reader: Reader
    ) -> None:
        reader.failures["a.txt"] = UnreadableFile("contenu binaire")
        first = builder.build()
        reader.read.clear()
        again = builder.build()
        assert reader.read == []
        assert "en quarantaine depuis le" in again.failed[0].message
        assert "contenu binaire" in again.failed[0].message
        assert again.generation == first.generation
        assert builder.state() == "current"
        reader.failures.clear()
        (corpus / "a.txt").write_text("faire mieux")
        assert changes(builder.build()) == {"added": ("premier",), "unchanged": ("second",)}
        assert set(texts(store)) == {"premier", "second"}

    def test_what_is_set_apart_may_be_tried_again(
        self, corpus: Path, store: DiskGenerations, reader: Reader
    ) -> None:
        reader.failures["a.txt"] = UnreadableFile("plus de 1 500 Mo de mémoire")
        builder = make_builder(corpus, store, reader, limits="1500")
        builder.build()
        reader.failures.clear()
        assert changes(builder.build()) == {"unchanged": ("second",)}
        assert changes(make_builder(corpus, store, reader, limits="3000").build()) == {
            "added": ("premier",),
            "unchanged": ("second",),
        }
        reader.failures["b.txt"] = UnreadableFile("contenu binaire")
        (corpus / "b.txt").write_text("autre chose")
        builder.build()
        reader.failures.clear()
        assert changes(builder.build(retry=True))["added"] == ("second",)

    def test_a_passing_failure_is_tried_again_by_every_build(
        self, builder: IndexBuilder, store: DiskGenerations, reader: Reader
    ) -> None:
        reader.failures["a.txt"] = OSError(5, "Input/output error")
        first = builder.build()
        again = builder.build()
        assert [item.source for item in again.failed] == ["a.txt"]
        assert again.generation == first.generation
        assert builder.state() == "current"
        reader.failures.clear()
        assert changes(builder.build()) == {"added": ("premier",), "unchanged": ("second",)}
        assert set(texts(store)) == {"premier", "second"}

    def test_bytes_that_cannot_be_read(
        self, corpus: Path, builder: IndexBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        builder.build()
        really = Path.open

        def denied(path: Path, *args: Any, **named: Any) -> Any:
            if path.name == "a.txt":
                raise PermissionError(13, "Permission denied")
            return really(path, *args, **named)

        with monkeypatch.context() as patch:
            patch.setattr(Path, "open", denied)
            assert builder.state() == "behind"
            report = builder.build()
            assert builder.state() == "current"
        assert report.failed[0].message == "l’accès au fichier est refusé"
        assert report.removed == ("premier",)
        assert builder.state() == "behind"
        assert changes(builder.build()) == {"added": ("premier",), "unchanged": ("second",)}

    @pytest.mark.parametrize(
        ("make", "said"),
        [
            (lambda folder: (folder / "x.txt").mkdir(), "pas un fichier"),
            (lambda folder: (folder / "x.xls").write_bytes(b"%"), "« .xls » non pris en charge"),
            (lambda folder: (folder / "x").write_bytes(b"?"), "« x » non pris en charge"),
            (lambda folder: os.symlink("nowhere", folder / "x.txt"), "pas un fichier"),
            (lambda folder: os.mkfifo(folder / "x.txt"), "pas un fichier"),
        ],
    )
    def test_what_is_no_document_is_reported(
        self, corpus: Path, builder: IndexBuilder, make: Callable[[Path], object], said: str
    ) -> None:
        make(corpus)
        (failed,) = builder.build().failed
        assert failed.source.startswith("x")
        assert said in failed.message.replace("\u00a0", " ")
        assert builder.state() == "current"

    def test_a_listed_file_that_is_absent_is_reported(
        self, corpus: Path, builder: IndexBuilder
    ) -> None:
        (corpus / "a.txt").unlink()
        report = builder.build()
        assert [(item.source, "absent" in item.message) for item in report.failed] == [
            ("a.txt", True)
        ]
        assert changes(report) == {"added": ("second",)}


class TestNothingToIndex:
    def test_no_folder(self, tmp_path: Path, store: DiskGenerations, reader: Reader) -> None:
        with pytest.raises(CorpusMissing, match="ASSISTANT_CORPUS"):
            make_builder(tmp_path / "nowhere", store, reader).build()
        assert store.current() is None

    def test_empty_folder(self, tmp_path: Path, store: DiskGenerations, reader: Reader) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(CorpusMissing, match=r"\.md, \.pdf, \.txt"):
            make_builder(tmp_path / "empty", store, reader).build()

    def test_the_last_document_taken_out_is_cited_no_more(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        builder.build()
        for path in corpus.iterdir():
            path.unlink()
        with pytest.raises(CorpusMissing, match="aucun document"):
            builder.build()
        assert store.current() is None
        assert builder.state() == "absent"

    def test_nothing_readable(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        report = builder.build()
        for name in ("a.txt", "b.txt"):
            (corpus / name).write_bytes(b"\x00")
        with pytest.raises(CorpusMissing, match="contenu binaire"):
            builder.build()
        assert store.current() == report.generation
        assert builder.state() == "behind"

    def test_an_invalid_catalogue(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        report = builder.build()
        (corpus / "catalogue.toml").write_text("[[")
        with pytest.raises(CatalogueInvalid):
            builder.build()
        assert store.current() == report.generation
        assert builder.state() == "behind"
        assert set(texts(store)) == {"premier", "second"}


class TestState:
    def test_follows_the_index_and_the_corpus(self, corpus: Path, builder: IndexBuilder) -> None:
        assert builder.state() == "absent"
        builder.build()
        assert builder.state() == "current"
        (corpus / "a.txt").write_text("changé")
        assert builder.state() == "behind"
        builder.build()
        assert builder.state() == "current"
        (corpus / "c.txt").write_text("nouveau")
        assert builder.state() == "behind"
        (corpus / "c.txt").unlink()
        assert builder.state() == "current"

    def test_another_embedder(self, corpus: Path, builder: IndexBuilder, reader: Reader) -> None:
        builder.build()
        other = generations(corpus.parent / "indexes", HashingEmbedder(128))
        changed = make_builder(corpus, other, reader)
        assert changed.state() == "incompatible"
        assert changes(changed.build()) == {"added": ("second", "premier")}
        assert changed.state() == "current"
        assert builder.state() == "incompatible"
        other.close()

    def test_a_damaged_index_is_built_anew(
        self, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        live = store._root / builder.build().generation
        store.close()
        (live / "passages.sqlite").unlink()
        assert builder.state() == "corrupt"
        assert changes(builder.build()) == {"added": ("second", "premier")}
        assert builder.state() == "current"

    def test_the_corpus_may_be_away(self, corpus: Path, builder: IndexBuilder) -> None:
        builder.build()
        corpus.rename(corpus.parent / "away")
        assert builder.state() == "behind"


class TestExpansion:
    @staticmethod
    def expand(corpus: Path, quote: str) -> None:
        (corpus / "expansion").mkdir(exist_ok=True)
        row = {"document": "premier", "quote": quote, "questions": ["Qui ?"]}
        (corpus / "expansion" / "premier.jsonl").write_text(json.dumps(row))

    def test_new_questions_of_a_document_are_taken_up(
        self, corpus: Path, builder: IndexBuilder
    ) -> None:
        builder.build()
        self.expand(corpus, "une mesure")
        assert builder.state() == "behind"
        report = builder.build()
        assert (report.updated, report.unchanged) == (("premier",), ("second",))
        assert report.orphans == ()
        assert builder.state() == "current"

    def test_a_row_that_no_passage_holds_is_reported(
        self, corpus: Path, builder: IndexBuilder
    ) -> None:
        self.expand(corpus, "rien de tel")
        (orphan,) = builder.build().orphans
        assert "premier" in orphan
        assert "rien de tel" in orphan

    def test_a_bad_row_stops_the_build_and_spares_the_index(
        self, corpus: Path, builder: IndexBuilder, store: DiskGenerations
    ) -> None:
        builder.build()
        live = store.current()
        self.expand(corpus, " ")
        assert builder.state() == "behind"
        with pytest.raises(CatalogueInvalid, match="ligne 1"):
            builder.build()
        assert store.current() == live
