"""`assistant corpus add`, `list` and `remove`, from the arguments to the files."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant import wiring, wording
from assistant.errors import StorageFull
from assistant.faces.cli import main
from assistant.ingest.catalogue import FILE, load_catalogue
from curate_samples import CATALOGUE, Home, file, make_home, prose

N = "\u00a0"
Answers = Callable[..., list[str]]


@pytest.fixture
def home(tmp_path: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home where everything runs in this process."""
    home = make_home(tmp_path / "home")
    monkeypatch.setenv("ASSISTANT_HOME", str(home.root))
    monkeypatch.setattr(wiring, "make_curator", lambda settings: home.curator())
    monkeypatch.setattr(wiring, "make_builder", lambda settings: home.builder())
    return home


@pytest.fixture
def note(tmp_path: Path) -> Path:
    return file(tmp_path / "incoming", "Note du jour.txt", "Octobre 2023\n\n" + prose(1))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Somebody sits at the terminal and types these lines; the questions, as they come."""

    def typed(*lines: str | None) -> list[str]:
        left, asked = list(lines), []

        def answer(prompt: str) -> str:
            asked.append(prompt)
            line = left.pop(0)
            if line is None:
                raise EOFError
            return line

        monkeypatch.setattr("sys.stdin", Terminal())
        monkeypatch.setattr("builtins.input", answer)
        return asked

    return typed


def out_of(capsys: pytest.CaptureFixture[str]) -> Any:
    written = capsys.readouterr().out
    assert written.count("\n") == 1
    return json.loads(written)


def entry(home: Home, identifier: str) -> Any:
    documents = load_catalogue(home.corpus / FILE).documents.values()
    return next(one for one in documents if one.id == identifier)


class TestAdd:
    def test_unasked_it_goes_by_what_can_be_guessed(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["corpus", "add", str(note)]) == 0
        captured = capsys.readouterr()
        assert f"Ajouté{N}: note-du-jour-2023 — " in captured.out
        assert f"note-du-jour-2023{N}: " in captured.out
        assert "dans l’index" in captured.out
        assert "Lecture" in captured.err
        assert entry(home, "note-du-jour-2023").date == "2023-10"
        assert home.builder().state() == "current"

    def test_what_is_said_is_written(self, home: Home, note: Path) -> None:
        said = {
            "--title": "La   note d'essai",
            "--publisher": "Mairie",
            "--date": "17 octobre 2020",
            "--kind": "note",
            "--status": "Archive",
            "--id": "la-note",
            "--same-as": "charte",
        }
        options = [word for pair in said.items() for word in pair]
        assert main(["corpus", "add", *options, "--no-index", str(note)]) == 0
        document = entry(home, "la-note")
        assert document.title == "La note d'essai"
        assert (document.publisher, document.kind, document.status) == ("Mairie", "note", "archive")
        assert (document.date, document.date_precision) == ("2020-10-17", "day")
        assert document.same_as == "charte"

    def test_a_newer_one_takes_over(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["corpus", "add", "--replaces", "charte", str(note)]) == 0
        assert "désormais marqué" in capsys.readouterr().out
        assert entry(home, "charte").status == "remplacé"
        assert {row.state for row in home.curator().list()} == {"current"}

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["--date", "hier"], "octobre 2020"),
            (["--status", "vieux"], "en vigueur"),
            (["--status", "remplacé"], "--replaces"),
            (["--id", "Été"], "minuscules"),
            (["--title", " "], "titre"),
            (["--replaces", "rien"], "rien"),
            (["--part-of", "rien"], "rien"),
        ],
    )
    def test_what_cannot_be_used_is_refused(
        self,
        home: Home,
        note: Path,
        capsys: pytest.CaptureFixture[str],
        options: list[str],
        words: str,
    ) -> None:
        assert main(["corpus", "add", *options, str(note)]) == 2
        assert words in capsys.readouterr().err
        assert home.catalogue() == CATALOGUE

    def test_options_of_one_document_with_several_files(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file(note.parent, "autre.txt", prose(2))
        assert main(["corpus", "add", "--title", "T", str(note.parent)]) == 2
        assert "un seul fichier" in capsys.readouterr().err
        assert main(["corpus", "add", "--publisher", "Mairie", str(note.parent)]) == 0
        assert [entry(home, one).publisher for one in home.ids()[2:]] == ["Mairie", "Mairie"]

    def test_a_folder_with_all_sorts_of_things(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        folder = note.parent
        file(folder, "copie.txt", prose(100))
        file(folder, "vide.txt", "")
        file(folder, "photo.png", "x")
        file(folder, ".cache", "x")
        assert main(["corpus", "add", str(folder)]) == 4
        shown = capsys.readouterr().out
        assert f"« charte »{N}: rien à faire" in shown.replace(f"«{N}", "« ").replace(f"{N}»", " »")
        assert f"Refusé{N}: {folder / 'vide.txt'}{N}: fichier vide" in shown
        assert f"Laissé de côté{N}: {folder / 'photo.png'}" in shown
        assert f"Laissé de côté{N}: {folder / '.cache'}" in shown
        assert len(home.ids()) == 3

    def test_in_json(self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file(note.parent, "vide.txt", "")
        assert main(["corpus", "add", "--json", str(note.parent)]) == 4
        told = out_of(capsys)
        assert told["added"][0]["document"]["id"] == "note-du-jour-2023"
        assert told["added"][0]["indexed"]["passages"] > 0
        assert told["refused"][0]["reason"] == "fichier vide"
        assert told["index"]["added"] == ["charte", "rapport-2022", "note-du-jour-2023"]
        assert main(["corpus", "add", "--json", str(note)]) == 0
        told = out_of(capsys)
        assert told["present"] == [{"path": str(note), "id": "note-du-jour-2023"}]
        assert (told["added"], told["index"]) == ([], None)

    def test_forced_in(self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]) -> None:
        empty = file(note.parent, "vide.txt", "")
        assert main(["corpus", "add", "--force", str(empty)]) == 0
        assert f"vide{N}: rien à chercher. fichier vide" in capsys.readouterr().out

    def test_names_of_files_are_shown_as_they_are_typed(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = file(note.parent, "l'eau: 50%.txt", prose(2))
        assert main(["corpus", "add", "--no-index", str(path)]) == 0
        assert "l'eau- 50%.txt" in capsys.readouterr().out

    def test_a_path_that_is_not_there(self, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["corpus", "add", "absent.pdf"]) == 2
        assert "absent.pdf" in capsys.readouterr().err

    def test_what_resembles_another_is_told(
        self, home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home.builder().build()
        path = file(tmp_path / "in", "charte-2.txt", prose(100, paragraphs=6))
        assert main(["corpus", "add", str(path)]) == 0
        shown = capsys.readouterr().out
        assert "--replaces charte" in shown
        assert "--same-as charte" in shown

    def test_a_build_that_fails_does_not_undo_the_addition(
        self,
        home: Home,
        note: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        def build(*args: object, **kwargs: object) -> None:
            raise StorageFull("Plus de place.")

        builder = home.builder()
        monkeypatch.setattr(builder, "build", build)
        monkeypatch.setattr(wiring, "make_builder", lambda settings: builder)
        assert main(["corpus", "add", str(note)]) == 7
        shown = capsys.readouterr().out
        assert "bien enregistrés" in shown
        assert "Plus de place." in shown
        assert len(home.ids()) == 3

    def test_an_interrupted_change_is_finished_first(
        self,
        home: Home,
        note: Path,
        capsys: pytest.CaptureFixture[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with monkeypatch.context() as patch:
            patch.setattr("assistant.transactions.finish", lambda folder: None)
            home.curator().remove(["charte"])
        assert main(["corpus", "list"]) == 0
        captured = capsys.readouterr()
        assert captured.err == wording.CURATE_RECOVERED + "\n"
        assert "charte" not in captured.out


class TestInstead:
    def test_a_file_is_not_replaced_unasked(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["corpus", "add", "--id", "charte", str(note)]) == 2
        assert "--yes" in capsys.readouterr().err
        assert home.catalogue() == CATALOGUE

    def test_a_new_version_keeps_what_was_said(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["corpus", "add", "--id", "charte", "--yes", str(note)]) == 0
        assert ".archives/" in capsys.readouterr().out
        document = entry(home, "charte")
        assert (document.title, document.source) == ("La charte", note.name)

    def test_asked(self, home: Home, note: Path, answers: Answers) -> None:
        asked = answers("n")
        assert main(["corpus", "add", "--id", "charte", str(note)]) == 2
        assert "charte.txt" in asked[0]
        assert home.catalogue() == CATALOGUE
        answers("oui", "", "", "2024", "", "")
        assert main(["corpus", "add", "--id", "charte", str(note)]) == 0
        document = entry(home, "charte")
        assert (document.title, document.date) == ("La charte", "2024")
        assert document.publisher == "Le RAMEAU"


class TestQuestions:
    def test_enter_accepts_what_is_proposed(
        self, home: Home, note: Path, answers: Answers, capsys: pytest.CaptureFixture[str]
    ) -> None:
        asked = answers("", "", "", "", "", "")
        assert main(["corpus", "add", "--no-index", str(note)]) == 0
        assert [prompt.split()[0] for prompt in asked] == [
            "Identifiant", "Titre", "Éditeur", "Date", "Nature", "État",
        ]  # fmt: skip
        assert "[note-du-jour-2023]" in asked[0]
        assert entry(home, "note-du-jour-2023").date_precision == "month"
        assert "Ctrl-D" in capsys.readouterr().out

    def test_answers_are_checked_and_asked_again(
        self, home: Home, note: Path, answers: Answers, capsys: pytest.CaptureFixture[str]
    ) -> None:
        answers("Été", "ete", "-", "Titre", "Mairie", "hier", "été 2021", "-", "vieux", "projet")
        assert main(["corpus", "add", "--no-index", str(note)]) == 0
        document = entry(home, "ete")
        assert (document.date, document.date_precision) == ("2021-07", "season")
        assert (document.publisher, document.kind, document.status) == ("Mairie", None, "projet")
        shown = capsys.readouterr().out
        assert "octobre 2020" in shown
        assert "minuscules" in shown

    def test_giving_up_one_file_goes_on_with_the_next(
        self, home: Home, note: Path, answers: Answers, capsys: pytest.CaptureFixture[str]
    ) -> None:
        other = file(note.parent, "autre.txt", prose(2))
        answers("", "Titre", None, "deux", "", "", "", "", "")
        assert main(["corpus", "add", "--no-index", str(note), str(other)]) == 0
        assert home.ids()[2:] == ["deux"]
        assert f"Renoncé{N}: {note}" in capsys.readouterr().out

    def test_the_id_of_another_asks_whether_to_replace_it(
        self, home: Home, note: Path, answers: Answers
    ) -> None:
        answers("charte", "n", "charte", "o", "", "", "", "", "")
        assert main(["corpus", "add", "--no-index", str(note)]) == 0
        assert entry(home, "charte").source == note.name
        assert entry(home, "charte").title == "La charte"

    @pytest.mark.parametrize(
        ("answer", "field"), [("r", "replaced_by"), ("c", "same_as"), ("e", "part_of")]
    )
    def test_what_resembles_another_is_asked_about(
        self, home: Home, tmp_path: Path, answers: Answers, answer: str, field: str
    ) -> None:
        home.builder().build()
        path = file(tmp_path / "in", "n.txt", prose(100, paragraphs=6))
        answers("n", "", "", "", "", "", "?", answer)
        assert main(["corpus", "add", "--no-index", str(path)]) == 0
        holder, target = ("charte", "n") if answer == "r" else ("n", "charte")
        assert getattr(entry(home, holder), field) == target

    def test_what_was_archived_comes_back(
        self, home: Home, answers: Answers, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (removed,) = home.curator().remove(["charte"])
        answers("", "", "", "", "", "")
        path = home.corpus / str(removed.archived)
        assert main(["corpus", "add", "--no-index", str(path)]) == 0
        assert "ses champs sont repris" in capsys.readouterr().out
        assert entry(home, "charte").title == "La charte"


class TestRemove:
    def test_asked(self, home: Home, answers: Answers, capsys: pytest.CaptureFixture[str]) -> None:
        answers("non")
        assert main(["corpus", "remove", "charte"]) == 0
        assert "Rien n’a été retiré" in capsys.readouterr().out
        asked = answers("o")
        assert main(["corpus", "remove", "charte"]) == 0
        assert "1 document" in asked[0]
        assert f"Retiré{N}: charte — La charte" in capsys.readouterr().out
        assert home.ids() == ["rapport-2022"]
        assert home.builder().state() == "current"

    def test_unasked(self, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["corpus", "remove", "charte"]) == 2
        assert "--yes" in capsys.readouterr().err
        assert main(["corpus", "remove", "--yes", "--json", "charte"]) == 0
        told = out_of(capsys)
        assert told["removed"][0]["document"]["id"] == "charte"
        assert told["removed"][0]["archived"].startswith(".archives/")
        assert told["index"]["added"] == ["rapport-2022"]

    def test_unknown(self, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["corpus", "remove", "--yes", "chartes"]) == 2
        assert f"Vouliez-vous dire{N}: charte{N}?" in capsys.readouterr().err

    def test_links_are_told_and_cleaned_when_forced(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["corpus", "add", "--no-index", "--part-of", "charte", str(note)]) == 0
        assert main(["corpus", "remove", "--yes", "--no-index", "charte"]) == 2
        assert "part_of" in capsys.readouterr().err
        assert main(["corpus", "remove", "--yes", "--no-index", "--force", "charte"]) == 0
        shown = capsys.readouterr().out
        assert f"liens effacés dans{N}: note-du-jour-2023" in shown
        assert "assistant index" in shown


class TestList:
    def test_where_there_is_little_room(
        self, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("assistant.faces.cli_corpus_list._width", lambda: 80)
        assert main(["corpus", "list"]) == 0
        lines = capsys.readouterr().out.split("\n")
        assert max(map(len, lines)) <= 80
        first = next(n for n, line in enumerate(lines) if line.lstrip().startswith("charte"))
        assert lines[first].endswith("à indexer")
        assert [line.strip() for line in lines[first + 1 : first + 3]] == [
            "La charte",
            "charte.txt",
        ]

    def test_every_document_and_its_state(
        self, home: Home, note: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        home.builder().build()
        file(home.corpus, "depose.txt", prose(3))
        assert main(["corpus", "list"]) == 0
        lines = capsys.readouterr().out.split("\n")
        charte = next(line for line in lines if line.lstrip().startswith("charte"))
        assert "7 mai 2020" in charte.replace(N, " ")
        assert charte.endswith("à jour")
        depose = next(line for line in lines if line.lstrip().startswith("depose"))
        assert depose.endswith("à indexer, hors catalogue")
        assert lines[-2].startswith("3 documents, 0 page, ")

    def test_in_json(self, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["corpus", "list", "--json"]) == 0
        rows = out_of(capsys)["documents"]
        assert [row["document"]["id"] for row in rows] == ["charte", "rapport-2022"]
        assert {row["state"] for row in rows} == {"stale"}

    def test_names_from_outside_cannot_steer_the_terminal(
        self, home: Home, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file(home.corpus, "a\x1b[2Jb.txt", prose(3))
        assert main(["corpus", "list"]) == 0
        assert "\x1b" not in capsys.readouterr().out

    def test_an_empty_corpus(self, home: Home, capsys: pytest.CaptureFixture[str]) -> None:
        for path in home.corpus.iterdir():
            path.unlink()
        assert main(["corpus", "list"]) == 0
        assert "assistant corpus add" in capsys.readouterr().out
