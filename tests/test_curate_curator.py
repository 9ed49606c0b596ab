"""curate: documents looked at, added, replaced, listed and removed in a corpus of files."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.curate.values import Addition, State
from assistant.domain import Document
from assistant.errors import (
    BadRequest,
    CatalogueInvalid,
    CorpusMissing,
    IndexBusy,
    UnknownDocument,
    UnreadableFile,
)
from assistant.ingest.catalogue import FILE, load_catalogue
from assistant.ingest.pipeline import read_document
from assistant.transactions import JOURNAL, STAGED
from curate_samples import CATALOGUE, Home, add, additions, file, look, make_home, prose


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return make_home(tmp_path / "home")


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    return tmp_path / "incoming"


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def entry(home: Home, identifier: str) -> Document:
    documents = load_catalogue(home.corpus / FILE).documents.values()
    return next(one for one in documents if one.id == identifier)


def states(home: Home) -> dict[str, State]:
    return {row.document.id: row.state for row in home.curator().list()}


def archived(home: Home) -> list[str]:
    return sorted(p.name for p in home.corpus.glob(".archives/*/*"))


class TestLook:
    def test_a_file_is_read_and_described_and_nothing_changes(
        self, home: Home, incoming: Path
    ) -> None:
        text = "Rapport d’activité\n\nOctobre 2023\n\n" + prose(7)
        (candidate,) = look(home.curator(), file(incoming, "Rapport 2023.txt", text))
        assert candidate.document.title == "Rapport d’activité"
        assert candidate.document.id == "rapport-d-activite-2023"
        assert (candidate.document.date, candidate.document.kind) == ("2023-10", "rapport")
        assert candidate.passages > 0
        assert not candidate.failure
        assert home.catalogue() == CATALOGUE
        assert sorted(p.name for p in home.corpus.iterdir()) == [
            FILE, "charte.txt", "rapport-2022.txt",
        ]  # fmt: skip

    def test_what_cannot_be_read_says_why(self, home: Home, incoming: Path) -> None:
        empty = file(incoming, "vide.txt", "")
        blank = file(incoming, "blanc.txt", "…\n")
        image = file(incoming, "photo.png", "x")
        failures = [one.failure for one in look(home.curator(), empty, blank, image)]
        assert "vide" in failures[0]
        assert "aucun mot" in failures[1]
        assert ".png" in failures[2]

    def test_the_same_content_is_known_whatever_its_name(self, home: Home, incoming: Path) -> None:
        copy = file(incoming, "autre.txt", prose(100))
        (candidate,) = look(home.curator(), copy)
        assert candidate.present == entry(home, "charte")

    def test_the_same_content_twice_in_one_go(self, home: Home, incoming: Path) -> None:
        file(incoming, "a.txt", prose(1))
        file(incoming, "b.txt", prose(1))
        candidates, skipped = home.curator().look([incoming])
        assert [one.path.name for one in candidates] == ["a.txt"]
        assert [one.path.name for one in skipped] == ["b.txt"]
        assert "a.txt" in skipped[0].reason

    def test_ids_of_one_go_do_not_collide(self, home: Home, incoming: Path) -> None:
        paths = [file(incoming / str(n), "note du jour.txt", prose(n)) for n in range(3)]
        ids = [one.document.id for one in look(home.curator(), *paths)]
        assert len(set(ids)) == 3

    def test_nearly_the_same_text_is_told(self, home: Home, incoming: Path) -> None:
        home.builder().build()
        text = prose(100, paragraphs=6)
        (candidate,) = look(home.curator(), file(incoming, "charte-bis.txt", text))
        assert candidate.like is not None
        assert candidate.like.document_id == "charte"
        (other,) = look(home.curator(), file(incoming, "autre.txt", prose(3)))
        assert other.like is None

    def test_nearly_the_same_text_in_one_go(self, home: Home, incoming: Path) -> None:
        first = file(incoming, "a.txt", prose(5, paragraphs=6))
        second = file(incoming, "b.txt", prose(5, paragraphs=6) + "\nUne phrase de plus.\n")
        one, other = look(home.curator(), first, second)
        assert one.like is None
        assert other.like is not None
        assert other.like.document_id == one.document.id

    def test_progress_is_told(self, home: Home, incoming: Path) -> None:
        file(incoming, "a.txt", prose(1))
        file(incoming, "b.txt", prose(2))
        told: list[tuple[int, int]] = []
        home.curator().look([incoming], lambda now: told.append((now.done, now.total)))
        assert told[-1] == (2, 2)

    def test_no_corpus(self, tmp_path: Path) -> None:
        with pytest.raises(CorpusMissing):
            Home(tmp_path).curator().look([tmp_path])


class TestAdd:
    def test_the_file_is_copied_and_the_catalogue_says_so(self, home: Home, incoming: Path) -> None:
        path = file(incoming, "Note.TXT", prose(1))
        (added,) = add(home.curator(), [path], id="note-1", title="La note « 1 »")
        assert (home.corpus / "Note.txt").read_bytes() == path.read_bytes()
        document = entry(home, "note-1")
        assert (document.title, document.source) == ("La note « 1 »", "Note.txt")
        assert added.document.sha256 == sha(path)
        assert home.catalogue().startswith(CATALOGUE)
        assert not (home.corpus / STAGED).exists()
        home.builder().build()
        assert states(home)["note-1"] == "current"

    def test_a_taken_name_is_not_overwritten(self, home: Home, incoming: Path) -> None:
        before = sha(home.corpus / "charte.txt")
        (added,) = add(home.curator(), [file(incoming, "CHARTE.txt", prose(1))], id="n")
        assert added.document.source == "CHARTE-2.txt"
        assert sha(home.corpus / "charte.txt") == before

    def test_the_name_of_an_absent_file_is_taken_too(self, home: Home, incoming: Path) -> None:
        (home.corpus / "charte.txt").unlink()
        (added,) = add(home.curator(), [file(incoming, "charte.txt", prose(1))], id="n")
        assert added.document.source == "charte-2.txt"

    def test_several_at_once_or_none(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        paths = [file(incoming, f"n{n}.txt", prose(n)) for n in range(3)]
        wanted = additions(look(curator, *paths))
        paths[2].write_text(prose(9))
        with pytest.raises(UnreadableFile, match="a changé"):
            curator.add(wanted)
        assert home.catalogue() == CATALOGUE
        assert sorted(p.name for p in home.corpus.glob("*.txt")) == [
            "charte.txt", "rapport-2022.txt",
        ]  # fmt: skip
        curator.add(wanted[:2])
        assert home.ids()[2:] == [one.document.id for one in wanted[:2]]

    def test_a_file_that_has_gone_meanwhile(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        path = file(incoming, "n.txt", prose(1))
        wanted = additions(look(curator, path))
        path.unlink()
        with pytest.raises(UnreadableFile, match=r"n\.txt"):
            curator.add(wanted)

    def test_a_guessed_id_taken_meanwhile_gives_way(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        paths = [file(incoming, f"n{n}.txt", prose(n)) for n in range(2)]
        first, second = (additions(look(curator, path), id="meme-nom")[0] for path in paths)
        curator.add([first])
        (added,) = curator.add([second])
        assert added.document.id == "meme-nom-2"

    def test_the_same_content_added_meanwhile(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        wanted = additions(look(curator, file(incoming, "n.txt", prose(1))))
        curator.add(wanted)
        with pytest.raises(BadRequest, match="déjà"):
            curator.add(wanted)

    def test_a_file_that_lies_there_enters_the_catalogue(self, home: Home) -> None:
        path = file(home.corpus, "depose.txt", prose(1))
        home.builder().build()
        assert states(home)["depose"] == "current"
        (candidate,) = look(home.curator(), path)
        assert candidate.here
        (added,) = home.curator().add(additions([candidate]))
        assert added.document.id == "note-numero-1-sur-le-logement-des-jeunes"
        assert added.document.source == "depose.txt"
        assert path.is_file()
        assert entry(home, added.document.id).catalogued

    def test_a_copy_of_a_file_that_lies_there(self, home: Home, incoming: Path) -> None:
        file(home.corpus, "depose.txt", prose(1))
        (candidate,) = look(home.curator(), file(incoming, "copie.txt", prose(1)))
        assert candidate.here
        home.curator().add(additions([candidate]))
        assert not (home.corpus / "copie.txt").exists()
        assert entry(home, candidate.document.id).source == "depose.txt"

    def test_one_document_takes_over_from_another(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        (candidate,) = look(curator, file(incoming, "n.txt", prose(1)))
        (added,) = curator.add([Addition(candidate, candidate.document, replaces="charte")])
        assert added.replaced == "charte"
        older = entry(home, "charte")
        assert (older.status, older.replaced_by) == ("remplacé", added.document.id)
        assert (home.corpus / "charte.txt").is_file()
        (again,) = look(curator, file(incoming, "m.txt", prose(2)))
        with pytest.raises(BadRequest, match="déjà remplacé"):
            curator.add([Addition(again, again.document, replaces="charte")])

    @pytest.mark.parametrize("link", ["same_as", "part_of"])
    def test_links(self, home: Home, incoming: Path, link: str) -> None:
        path = file(incoming, "n.txt", prose(1))
        add(home.curator(), [path], id="n", **{link: "charte"})
        assert getattr(entry(home, "n"), link) == "charte"

    def test_links_to_nothing_are_refused(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        candidates = look(curator, file(incoming, "n.txt", prose(1)))
        with pytest.raises(UnknownDocument, match="rien"):
            curator.add(additions(candidates, same_as="rien"))
        with pytest.raises(UnknownDocument, match="rien"):
            curator.add([Addition(candidates[0], candidates[0].document, replaces="rien")])
        assert home.catalogue() == CATALOGUE

    def test_what_the_catalogue_would_refuse_changes_nothing(
        self, home: Home, incoming: Path
    ) -> None:
        with pytest.raises(CatalogueInvalid) as caught:
            add(home.curator(), [file(incoming, "n.txt", prose(1))], date="hier")
        assert str(home.corpus / FILE) in caught.value.message
        assert STAGED not in caught.value.message
        assert home.catalogue() == CATALOGUE
        assert not (home.corpus / "n.txt").exists()

    def test_the_first_document_of_all(self, tmp_path: Path, incoming: Path) -> None:
        home = Home(tmp_path / "new")
        home.corpus.mkdir(parents=True)
        add(home.curator(), [file(incoming, "n.txt", prose(1))], id="n")
        assert home.ids() == ["n"]
        assert home.catalogue().startswith("[[document]]\n")

    def test_an_unreadable_file_may_be_forced_in(self, home: Home, incoming: Path) -> None:
        (candidate,) = look(home.curator(), file(incoming, "plan-2020.png", "x"))
        home.curator().add(additions([candidate]))
        assert entry(home, "plan-2020").date == "2020"
        report = home.builder().build()
        assert [failed.source for failed in report.failed] == ["plan-2020.png"]
        assert states(home)["plan-2020"] == "unread"

    def test_what_was_read_is_not_read_again(self, home: Home, incoming: Path) -> None:
        home.builder().build()
        (added,) = add(home.curator(), [file(incoming, "scan01.txt", prose(1))])
        builder = home.builder()

        def never(*args: object) -> object:
            raise AssertionError(args)

        builder._harvester._readings.read = lambda tasks, tell: iter(never(t) for t in tasks)  # type: ignore[attr-defined, method-assign]
        builder.build()
        generations = home.generations()
        with generations.lease() as index:
            indexed = [p for p in index.all_passages() if p.document_id == added.document.id]
        generations.close()
        path = home.corpus / added.document.source
        anew = read_document(path, replace(added.document, sha256=""))
        assert [replace(p, twins=()) for p in indexed] == list(anew.passages)

    def test_another_writer_is_told(self, home: Home, incoming: Path) -> None:
        generations = home.generations()
        curator = home.curator()
        wanted = additions(look(curator, file(incoming, "n.txt", prose(1))))
        with generations.writing(), pytest.raises(IndexBusy, match="processus"):
            curator.add(wanted)
        generations.close()


class TestInstead:
    def replaced(self, home: Home, path: Path, identifier: str) -> str | None:
        curator = home.curator()
        (candidate,) = look(curator, path)
        former = next(one for one in curator.documents() if one.id == identifier)
        document = replace(former, title=former.title or "Sans titre")
        (added,) = curator.add([Addition(candidate, document, instead=True)])
        return added.archived

    def test_the_older_file_is_kept_with_its_digest(self, home: Home, incoming: Path) -> None:
        before = sha(home.corpus / "charte.txt")
        place = self.replaced(home, file(incoming, "charte-v2.txt", prose(1)), "charte")
        assert place == f".archives/{before[:12]}/charte.txt"
        assert sha(home.corpus / str(place)) == before
        document = entry(home, "charte")
        assert (document.source, document.title) == ("charte-v2.txt", "La charte")
        assert not (home.corpus / "charte.txt").exists()
        assert "# un commentaire" in home.catalogue()
        record = json.loads((home.corpus / ".archives/journal.jsonl").read_text())
        assert (record["id"], record["file"], record["sha256"]) == ("charte", "charte.txt", before)
        assert "La charte" in record["block"]

    def test_under_the_same_name(self, home: Home, incoming: Path) -> None:
        self.replaced(home, file(incoming, "charte.txt", prose(1)), "charte")
        assert entry(home, "charte").source == "charte.txt"
        assert (home.corpus / "charte.txt").read_text() == prose(1)
        assert archived(home) == ["charte.txt"]

    def test_the_next_citations_are_of_the_new_file(self, home: Home, incoming: Path) -> None:
        home.builder().build()
        self.replaced(home, file(incoming, "charte.txt", prose(1)), "charte")
        assert states(home)["charte"] == "stale"
        home.builder().build()
        generations = home.generations()
        with generations.lease() as index:
            texts = [p.text for p in index.all_passages() if p.document_id == "charte"]
            assert index.document("charte").sha256 == sha(home.corpus / "charte.txt")
        generations.close()
        assert any("canton 1 " in text for text in texts)
        assert not any("canton 100 " in text for text in texts)

    def test_a_document_whose_file_is_absent(self, home: Home, incoming: Path) -> None:
        (home.corpus / "charte.txt").unlink()
        assert self.replaced(home, file(incoming, "charte.txt", prose(1)), "charte") is None
        assert (home.corpus / "charte.txt").read_text() == prose(1)

    def test_a_file_without_an_entry(self, home: Home, incoming: Path) -> None:
        file(home.corpus, "depose.txt", prose(3))
        self.replaced(home, file(incoming, "mieux.txt", prose(1)), "depose")
        assert entry(home, "depose").source == "mieux.txt"
        assert archived(home) == ["depose.txt"]

    def test_back_and_forth(self, home: Home, incoming: Path) -> None:
        """The same bytes leave twice: the archives hold them once."""
        first, second = prose(100), prose(1)
        for text in (second, first, second, first):
            self.replaced(home, file(incoming, "charte.txt", text), "charte")
            assert (home.corpus / "charte.txt").read_text() == text
        assert archived(home) == ["charte.txt", "charte.txt"]
        assert len((home.corpus / ".archives/journal.jsonl").read_text().splitlines()) == 4


class TestRemove:
    def test_the_file_is_kept_and_its_entry_written_down(self, home: Home) -> None:
        before = sha(home.corpus / "charte.txt")
        (removed,) = home.curator().remove(["charte"])
        assert home.ids() == ["rapport-2022"]
        assert not (home.corpus / "charte.txt").exists()
        assert removed.archived == f".archives/{before[:12]}/charte.txt"
        assert sha(home.corpus / str(removed.archived)) == before

    def test_added_again_it_is_what_it_was(self, home: Home) -> None:
        document = entry(home, "charte")
        (removed,) = home.curator().remove(["charte"])
        (candidate,) = look(home.curator(), home.corpus / str(removed.archived))
        assert replace(candidate.document, sha256="") == document
        home.curator().add(additions([candidate]))
        assert entry(home, "charte") == document
        assert "# un commentaire" in home.catalogue()
        assert "date = 2020-05-07" in home.catalogue()

    def test_added_again_when_its_id_was_taken(self, home: Home, incoming: Path) -> None:
        home.curator().remove(["charte"])
        add(home.curator(), [file(incoming, "autre.txt", prose(1))], id="charte")
        (candidate,) = look(home.curator(), file(incoming, "vieille.txt", prose(100)))
        assert candidate.document.id == "charte-2"
        home.curator().add(additions([candidate]))
        assert entry(home, "charte-2").title == "La charte"
        assert entry(home, "charte").source == "autre.txt"

    def test_links_from_others(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        (candidate,) = look(curator, file(incoming, "n.txt", prose(1)))
        document = replace(candidate.document, id="n", same_as="rapport-2022")
        curator.add([Addition(candidate, document, replaces="charte")])
        text = home.catalogue()
        with pytest.raises(BadRequest, match=r"charte \(replaced_by"):
            curator.remove(["n"])
        with pytest.raises(BadRequest, match=r"n \(same_as"):
            curator.remove(["rapport-2022"])
        assert home.catalogue() == text
        (removed,) = curator.remove(["n"], force=True)
        assert removed.cleaned == ("charte",)
        charte = entry(home, "charte")
        assert (charte.status, charte.replaced_by) == ("archive", None)
        (back,) = look(curator, home.corpus / str(removed.archived))
        assert back.document.same_as == "rapport-2022"

    def test_links_that_have_gone_are_not_brought_back(self, home: Home, incoming: Path) -> None:
        curator = home.curator()
        add(curator, [file(incoming, "n.txt", prose(1))], id="n", part_of="charte")
        removed = curator.remove(["n", "charte"])
        (back,) = look(curator, home.corpus / str(removed[0].archived))
        assert back.document.part_of is None
        curator.add(additions([back]))
        assert entry(home, "n").part_of is None

    def test_unknown_ids_are_told_with_what_is_near(self, home: Home) -> None:
        with pytest.raises(UnknownDocument, match="charte"):
            home.curator().remove(["chartre"])

    def test_a_file_without_an_entry_and_an_entry_without_a_file(self, home: Home) -> None:
        file(home.corpus, "depose.txt", prose(3))
        (home.corpus / "charte.txt").unlink()
        gone = home.curator().remove(["depose", "charte"])
        assert [bool(one.archived) for one in gone] == [True, False]
        assert home.ids() == ["rapport-2022"]
        assert archived(home) == ["depose.txt"]

    def test_its_questions_are_counted(self, home: Home) -> None:
        row = {"document": "charte", "quote": "x", "questions": ["Quoi ?"], "summary": ""}
        file(home.corpus / "expansion", "charte.jsonl", json.dumps(row) + "\n")
        (removed,) = home.curator().remove(["charte"])
        assert removed.orphans == 1

    def test_a_journal_that_was_tampered_with_loses_nothing(self, home: Home) -> None:
        journal = home.corpus / ".archives/journal.jsonl"
        file(journal.parent, journal.name, 'rubbish\n[]\n{"id": "x"}')
        (removed,) = home.curator().remove(["charte"])
        lines = journal.read_text(encoding="utf-8").splitlines()
        assert lines[:3] == ["rubbish", "[]", '{"id": "x"}']
        assert json.loads(lines[3])["id"] == "charte"
        (back,) = look(home.curator(), home.corpus / str(removed.archived))
        assert back.document.title == "La charte"

    def test_it_is_no_more_cited(self, home: Home) -> None:
        home.builder().build()
        home.curator().remove(["charte"])
        assert states(home) == {"rapport-2022": "current", "charte": "leaving"}
        report = home.builder().build()
        assert report.removed == ("charte",)
        assert states(home) == {"rapport-2022": "current"}


class TestList:
    def test_states(self, home: Home, incoming: Path) -> None:
        assert set(states(home).values()) == {"stale"}
        home.builder().build()
        assert set(states(home).values()) == {"current"}
        file(home.corpus, "nouveau.txt", prose(3))
        (home.corpus / "charte.txt").unlink()
        (home.corpus / FILE).write_text(CATALOGUE.replace('"Le rapport"', '"Le rapport annuel"'))
        found = states(home)
        assert found == {"charte": "absent", "rapport-2022": "stale", "nouveau": "stale"}

    def test_what_the_index_holds_is_counted(self, home: Home) -> None:
        file(home.corpus, "pages.txt", prose(3) + "\f" + prose(4))
        home.builder().build()
        row = next(row for row in home.curator().list() if row.document.id == "pages")
        assert (row.pages, row.document.catalogued) == (2, False)
        assert row.passages > 0
        assert row.document.title

    def test_a_file_in_quarantine(self, home: Home, incoming: Path) -> None:
        (candidate,) = look(home.curator(), file(incoming, "blanc.txt", "…\n"))
        home.curator().add(additions([candidate]))
        home.builder().build()
        assert states(home)["blanc"] == "quarantined"

    def test_an_invalid_catalogue_is_told(self, home: Home) -> None:
        (home.corpus / FILE).write_text("[[document]]\n")
        with pytest.raises(CatalogueInvalid):
            home.curator().list()


class TestRecover:
    def test_a_change_that_was_cut_short_is_finished(
        self, home: Home, incoming: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        curator = home.curator()
        assert not curator.recover()
        wanted = additions(look(curator, file(incoming, "n.txt", prose(1))), id="n")
        with monkeypatch.context() as patch:
            patch.setattr("assistant.transactions.finish", lambda folder: None)
            patch.setattr(curator._kept, "hand_over", lambda *args: None)
            curator.add(wanted)
        assert (home.corpus / JOURNAL).exists()
        assert "n" not in home.ids()
        assert home.curator().recover()
        assert entry(home, "n").source == "n.txt"

    def test_whoever_is_at_work_finishes_it(self, home: Home) -> None:
        (home.corpus / JOURNAL).write_text('{"schema": 1, "steps": []}')
        generations = home.generations()
        with generations.writing():
            assert not home.curator().recover()
        generations.close()

    def test_the_next_change_finishes_it_first(
        self, home: Home, incoming: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("assistant.transactions.finish", lambda folder: None)
            home.curator().remove(["charte"])
        home.curator().remove(["rapport-2022"])
        assert home.ids() == []
        assert len(archived(home)) == 2
        shutil.rmtree(home.corpus / ".archives")
