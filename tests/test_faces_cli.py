"""faces/cli: the verbs, their output in French and JSON, and the exit codes."""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant import errors, wiring, wording
from assistant.domain import Delta, Done, FailedFile, LegScore, Profile, Turn
from assistant.faces import cli
from assistant.faces.cli import main
from assistant.faces.cli_french import french_argparse
from assistant.faces.cli_parser import VERBS, parser
from assistant.schema import ANSWER_SCHEMA
from assistant.settings import Settings
from assistant.testing import (
    FakeAssistant,
    FakeBuilder,
    FakeProgress,
    abstention,
    sample_answer,
    sample_hit,
    sample_report,
)
from assistant.testing.model_replies import failing, said
from model_samples import Start, start

__all__ = ["start"]

ROOT = Path(__file__).resolve().parents[1]
N = "\u00a0"
QUESTION = "Comment faire alliance ?"


@dataclass
class World:
    """What the command line finds behind `wiring`."""

    assistant: FakeAssistant = field(default_factory=FakeAssistant)
    builder: FakeBuilder = field(default_factory=lambda: FakeBuilder("current"))
    problems: tuple[str, ...] = ()
    settings: list[Settings] = field(default_factory=list)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    world = World()

    def build(settings: Settings) -> FakeAssistant:
        world.settings.append(settings)
        return world.assistant

    monkeypatch.setattr(wiring, "build", build)
    monkeypatch.setattr(wiring, "make_builder", lambda settings: world.builder)
    monkeypatch.setattr(wiring, "check_index", lambda settings: world.problems)
    for name in [name for name in os.environ if name.startswith("ASSISTANT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ASSISTANT_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return world


@pytest.fixture
def piped(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def pipe(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))

    return pipe


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))


def out_of(capsys: pytest.CaptureFixture[str]) -> Any:
    """Standard output as the one line of JSON it must be."""
    written = capsys.readouterr().out
    assert written.count("\n") == 1
    return json.loads(written)


# --- ask ---------------------------------------------------------------------------------


def test_ask_prints_the_answer_and_its_sources(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", *QUESTION.split()]) == 0
    shown = capsys.readouterr().out
    assert world.assistant.asked[0].question == QUESTION
    assert "[1] 21 mesures pour réussir l’ODD 17 — Le RAMEAU" in shown
    assert "« Faire alliance".replace(" ", N, 1) in shown


def test_ask_json_is_the_versioned_answer(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", QUESTION]) == 0
    answer = out_of(capsys)
    assert answer["schema"] == ANSWER_SCHEMA
    assert answer["question"] == QUESTION
    assert answer["citations"][0]["document"]["title"]


def test_abstaining_is_a_success(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.assistant.answer = abstention()
    assert main(["ask", "Quel temps fera-t-il ?"]) == 0
    assert "Je ne sais pas" in capsys.readouterr().out


@pytest.mark.parametrize("words", [[], ["-"]])
def test_a_question_can_come_from_standard_input(
    world: World, piped: Callable[[bytes], None], words: list[str]
) -> None:
    piped(b"\xef\xbb\xbf" + "L’élu peut-il « agir » ?\n".encode())
    assert main(["ask", *words]) == 0
    assert world.assistant.asked[0].question == "L’élu peut-il « agir » ?"


def test_standard_input_that_is_not_text_is_refused_in_french(
    world: World, piped: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    piped(b"\xff\xfe\x00binaire")
    assert main(["ask", "-"]) == 2
    captured = capsys.readouterr()
    assert "UTF-8" in captured.err
    assert captured.out == ""
    assert not world.assistant.asked


def test_endless_standard_input_is_refused_without_being_read_whole(
    world: World, piped: Callable[[bytes], None]
) -> None:
    piped(b"a" * 1_000_000)
    assert main(["ask"]) == 2
    assert not world.assistant.asked
    assert sys.stdin.buffer.read(1)


@pytest.mark.usefixtures("at_a_terminal")
def test_ask_without_a_question_at_a_terminal_does_not_wait(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask"]) == 2
    assert "assistant ask" in capsys.readouterr().err


def test_an_argument_that_is_not_utf8_is_refused(world: World) -> None:
    assert main(["ask", os.fsdecode(b"caf\xe9")]) == 2
    assert not world.assistant.asked


def test_a_question_may_begin_with_a_dash(world: World) -> None:
    assert main(["ask", "--", "--json", "?"]) == 0
    assert world.assistant.asked[0].question == "--json ?"


def test_profile_and_history_reach_the_assistant(world: World, tmp_path: Path) -> None:
    turns = [{"role": "user", "content": "Bonjour"}, {"role": "assistant", "content": "Bonjour !"}]
    file = tmp_path / "échanges.json"
    file.write_text(json.dumps(turns), encoding="utf-8")
    assert main(["ask", "--profile", "elu", "--history", str(file), QUESTION]) == 0
    asked = world.assistant.asked[0]
    assert asked.profile is Profile.ELU
    assert asked.history == (Turn("user", "Bonjour"), Turn("assistant", "Bonjour !"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"{}",
        b"[1]",
        b'[{"role": "system", "content": "x"}]',
        b'[{"role": "user", "content": 3}]',
        b'[{"role": ["user"], "content": "x"}]',
        b"[" * 200_000,
    ],
)
def test_a_history_that_is_no_history_is_refused(
    world: World, tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "h.json"
    file.write_bytes(content)
    assert main(["ask", "--history", str(file), QUESTION]) == 2
    assert "Le fichier d’échanges" in capsys.readouterr().err
    assert not world.assistant.asked


def test_an_absent_history_is_refused(world: World) -> None:
    assert main(["ask", "--history", "absent.json", QUESTION]) == 2


# --- errors and exit codes ---------------------------------------------------------------


def _all_errors() -> Iterator[type[errors.AssistantError]]:
    pending = [errors.AssistantError]
    while pending:
        kind = pending.pop()
        yield kind
        pending += kind.__subclasses__()


OUR_ERRORS = sorted(
    (kind for kind in _all_errors() if kind.__module__ == "assistant.errors"),
    key=lambda kind: kind.code,
)


@pytest.mark.parametrize("kind", OUR_ERRORS, ids=lambda kind: kind.code)
def test_every_expected_error_has_its_exit_code_and_message(
    world: World, kind: type[errors.AssistantError], capsys: pytest.CaptureFixture[str]
) -> None:
    world.assistant.error = kind("Voici ce qu'il faut faire: rien.")
    assert main(["ask", QUESTION]) == kind.exit_code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"Voici ce qu’il faut faire{N}: rien.\n"
    assert main(["ask", QUESTION, "--json"]) == kind.exit_code
    assert out_of(capsys) == {
        "error": {"code": kind.code, "message": f"Voici ce qu’il faut faire{N}: rien."}
    }


def test_the_documented_table_is_the_one_of_the_code() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").split("## Exit codes")[1]
    rows = re.findall(r"^\| (\d+) \| [^|]+ \|([^|]*)\|$", page, re.MULTILINE)
    documented = {int(code): set(re.findall(r"`(\w+)`", codes)) for code, codes in rows}
    expected: dict[int, set[str]] = {0: set(), cli.READER_GONE: set()}
    expected[cli.INTERRUPTED] = {"interrupted"}
    for kind in OUR_ERRORS:
        expected.setdefault(kind.exit_code, set()).add(kind.code)
    assert documented == expected
    assert len(rows) == len(documented)


def test_an_unexpected_error_is_one_french_line(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(settings: Settings) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(wiring, "build", broken)
    assert main(["ask", QUESTION]) == 1
    shown = capsys.readouterr().err
    assert shown.startswith("Erreur inattendue (ZeroDivisionError)")
    assert shown.count("\n") == 1
    assert "secret" not in shown
    assert main(["ask", QUESTION, "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err
    monkeypatch.setenv("ASSISTANT_DEBUG", "1")
    assert main(["ask", QUESTION, "--json"]) == 1
    captured = capsys.readouterr()
    assert "Traceback" in captured.err
    assert json.loads(captured.out)["error"]["code"] == "error"


def test_a_full_disk_is_told_as_such(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(settings: Settings) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(wiring, "build", full)
    assert main(["ask", QUESTION]) == errors.StorageFull.exit_code


def test_ctrl_c_is_130(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(settings: Settings) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(wiring, "build", interrupted)
    assert main(["ask", QUESTION]) == 130
    assert capsys.readouterr().err == "Interrompu.\n"


def test_a_wrong_setting_is_said_in_french(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_PORT", "beaucoup")
    assert main(["ask", QUESTION]) == errors.SettingsInvalid.exit_code
    assert "ASSISTANT_PORT" in capsys.readouterr().err


# --- usage -------------------------------------------------------------------------------

_ENGLISH = re.compile(
    r"\b(usage|error|the following|required|invalid|unrecognized|expected|argument \w+:|show this|"
    r"positional|choose|ignored|ambiguous|allowed)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["ask", "--profile", "roi", "x"],
        ["ask", "--profile"],
        ["ask", "--nothing"],
        ["ask", "--jso", "x"],
        ["ask", "--json=yes", "x"],
        ["search", "-k", "many", "x"],
        ["search", "-k", "0", "x"],
        ["index", "--rebuild", "--state"],
        ["serve", "--port", "70000"],
        ["doctor", "extra"],
    ],
)
def test_usage_errors_are_french_and_2(
    world: World, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == "" or "--json=yes" in arguments
    shown = captured.err or json.loads(captured.out)["error"]["message"]
    assert not _ENGLISH.search(shown.replace("assistant", "")), shown
    assert f"Utilisation{N}: assistant" in shown


def test_usage_errors_obey_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--json", "-k", "0"]) == 2
    assert out_of(capsys)["error"]["code"] == "bad_request"


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_help_is_french(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*filter(None, [verb]), "--help"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"Utilisation{N}: assistant {verb}".rstrip())
    assert not _ENGLISH.search(shown), shown


def test_every_word_of_argparse_that_a_user_can_meet_is_translated() -> None:
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    # those below are said to a programmer only, while a parser is being made
    internal = re.compile(
        r"conflicting|__call__|positionals|mutually|not callable|cannot|can't open|invalid option|"
        r"dest= is|conflict_resolution|mode %r"
    )
    words = {
        argument.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("_", "ngettext")
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert len(words) > 20
    untranslated = {word for word in words - set(wording.ARGPARSE) if not internal.search(word)}
    assert not untranslated


def test_argparse_is_left_as_it_was() -> None:
    with french_argparse():
        parser("0")
    assert "usage:" in argparse.ArgumentParser(prog="x").format_usage()


@pytest.mark.parametrize("command", [["-m", "assistant"], ["-m", "assistant.faces.cli"]])
def test_the_modules_run(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *command, "--help"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr == ""
    assert "Utilisation" in done.stdout


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    script = (
        "import sys; from assistant.faces.cli import main; main(['--help']); "
        "print(sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    loaded = set(ast.literal_eval(done.stdout.splitlines()[-1]))
    assert not loaded & {
        *("torch", "gradio", "chromadb", "llama_index", "sentence_transformers", "bm25s"),
        *("fastapi", "starlette", "uvicorn", "wordfreq", "rich"),
    }


def test_an_output_that_is_not_unicode_loses_letters_but_not_the_answer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    assert main(["ask", QUESTION]) == 0
    assert "première étape".encode("latin-1") in raw.getvalue()
    assert main(["ask", "--json", QUESTION]) == 0
    last = raw.getvalue().decode("latin-1").splitlines()[-1]
    assert json.loads(last)["text"] == sample_answer().text


def test_a_reader_that_leaves_is_no_traceback(
    world: World, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert main(["ask", QUESTION]) == cli.READER_GONE
    assert "Traceback" not in capfd.readouterr().err


# --- building ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "rebuilds"),
    [
        ("current", []),
        ("absent", [False]),
        ("behind", [False]),
        ("incompatible", [False]),
        ("corrupt", [True]),
    ],
)
def test_build_makes_the_index_usable_first(
    world: World, state: str, rebuilds: list[bool], capsys: pytest.CaptureFixture[str]
) -> None:
    world.builder = FakeBuilder(state)
    assert main(["ask", "--build", "--json", QUESTION]) == 0
    captured = capsys.readouterr()
    assert world.builder.rebuilds == rebuilds
    assert json.loads(captured.out)["question"] == QUESTION
    assert ("Lecture…" in captured.err) == bool(rebuilds)


def test_without_build_the_index_is_left_alone(world: World) -> None:
    world.builder = FakeBuilder("behind")
    assert main(["ask", QUESTION]) == 0
    assert world.builder.rebuilds == []


def test_a_failed_build_stops_the_question(world: World) -> None:
    world.builder = FakeBuilder("absent", error=errors.CorpusMissing("Pas de documents."))
    assert main(["ask", "--build", QUESTION]) == errors.CorpusMissing.exit_code
    assert not world.assistant.asked


def test_the_progress_bar_shows_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.faces.cli_build import shown_progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "stderr", terminal)
    with shown_progress() as show:
        show(FakeProgress("read", 1, 4, "[bold]\x1b[2Jfichier.txt"))
        show(FakeProgress("read", 3, 4, "[bold]\x1b[2Jfichier.txt"))
    assert "Lecture" in terminal.getvalue()
    assert "3/4" in terminal.getvalue()
    assert "\x1b[2Jfichier" not in terminal.getvalue()


# --- index -------------------------------------------------------------------------------


def test_index_prints_what_it_did(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.builder = FakeBuilder(
        "behind",
        sample_report(
            removed=("vieux",),
            failed=(FailedFile("abîmé.pdf", "Fichier\x1b illisible."),),
            uncatalogued=("nouveau",),
            orphans=("rapport : « une citation »",),
        ),
    )
    assert main(["index"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Index g1 prêt en 0,5 s\n")
    for label, number in [
        *((wording.INDEX_ADDED, 1), (wording.INDEX_UPDATED, 0), (wording.INDEX_UNCHANGED, 1)),
        *((wording.INDEX_REMOVED, 1), (wording.INDEX_FAILED, 1), (wording.INDEX_UNCATALOGUED, 1)),
        *((wording.INDEX_ORPHANS, 1), (wording.INDEX_PAGES_REPAIRED, 1)),
        (wording.INDEX_FURNITURE, 7),
        *((wording.INDEX_NOISE, 2), (wording.INDEX_TWINS, 3), (wording.INDEX_PASSAGES, 12)),
    ]:
        assert re.search(rf"^  {label} +{number}\b", shown, re.MULTILINE), label
    assert f"abîmé.pdf{N}: Fichier illisible." in shown


def test_index_json_and_rebuild(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index", "--rebuild", "--json"]) == 0
    assert world.builder.rebuilds == [True]
    assert out_of(capsys)["pages_repaired"] == 1


@pytest.mark.parametrize("state", ["absent", "incompatible", "corrupt", "behind", "current"])
def test_index_state(world: World, state: str, capsys: pytest.CaptureFixture[str]) -> None:
    world.builder = FakeBuilder(state)
    assert main(["index", "--state", "--json"]) == 0
    assert out_of(capsys) == {"state": state}
    assert main(["index", "--state"]) == 0
    assert "index" in capsys.readouterr().out
    assert world.builder.rebuilds == []


# --- search ------------------------------------------------------------------------------


def test_search_shows_the_words_found(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "faire", "alliance"]) == 0
    shown = capsys.readouterr().out
    assert "  1. 0,870  21 mesures pour réussir l’ODD 17, p." in shown
    assert f"mots trouvés{N}: alliance, faire" in shown
    assert "Faire alliance, c’est agir" in shown
    assert "n°" not in shown
    assert "Question lue" not in shown


def test_search_explains_itself(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    hit = sample_hit(legs=(LegScore("lexical", 1, 12.3, ("alliance",), 0.5), LegScore("x", 2, 0.4)))
    world.assistant.hits = (hit,)
    assert main(["search", "--explain", "faire", "alliance"]) == 0
    reading, first = capsys.readouterr().out.split("\n\n")
    assert reading.split("\n") == [
        f"Question lue{N}: «{N}faire alliance{N}»",
        f"Cherché tel quel{N}: faire, alliance",
    ]
    assert f"     mots n°{N}1 (12,300, poids{N}0,50) · x n°{N}2 (0,400)\n" in first
    assert f"     mots trouvés{N}: alliance\n" in first


def test_search_json_k_and_nothing_found(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--json", "-k", "1", "alliance"]) == 0
    found = out_of(capsys)
    assert (found["schema"], found["query"]) == ("assistant.search/1", "alliance")
    assert found["hits"][0]["legs"][0]["words"] == ["alliance", "faire"]
    assert (found["reading"], found["matched"]) == (None, [])
    world.assistant.hits = ()
    assert main(["search", "alliance"]) == 0
    assert "Aucun extrait" in capsys.readouterr().out


def test_search_json_explains_when_asked(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--json", "--explain", "faire alliance"]) == 0
    found = out_of(capsys)
    assert found["reading"]["text"] == "faire alliance"
    assert [word["how"] for word in found["reading"]["words"]] == ["kept", "kept"]
    assert found["matched"] == [{"words": ["alliance", "faire"], "beside": []}]


# --- chat --------------------------------------------------------------------------------


def test_chat_keeps_the_history_and_obeys_its_commands(
    world: World, piped: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = ["/aide", "/sources", "Un ?", "", "Deux ?", "/sources", "/effacer", "Trois ?"]
    piped("\n".join([*lines, "/rien", "/QUITTER", "Jamais ?"]).encode())
    assert main(["chat", "--profile", "agent"]) == 0
    asked = world.assistant.asked
    assert [one.question for one in asked] == ["Un ?", "Deux ?", "Trois ?"]
    assert [len(one.history) for one in asked] == [0, 2, 0]
    assert asked[1].history[0] == Turn("user", "Un ?")
    assert {one.profile for one in asked} == {Profile.AGENT}
    captured = capsys.readouterr()
    assert captured.out.count("[1] 21 mesures") == 4
    assert wording.CHAT_NO_SOURCES in captured.out
    assert "/effacer" in captured.out
    assert "/rien" in captured.err


def test_chat_keeps_only_the_newest_turns(
    world: World, piped: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_MAX_HISTORY_TURNS", "2")
    piped(b"Un\nDeux\nTrois\n")
    assert main(["chat"]) == 0
    assert world.assistant.asked[2].history[0] == Turn("user", "Deux")


def test_chat_json_is_one_answer_per_line(
    world: World, piped: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    piped(b"Un\n/aide\n/sources\n/effacer\nDeux\n")
    assert main(["chat", "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["question"] for line in lines] == ["Un", "Deux"]


def test_an_error_does_not_end_the_conversation(
    world: World, piped: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    world.assistant.error = errors.IndexBusy("Patientez.")
    piped(b"Un\nDeux\n")
    assert main(["chat"]) == 0
    assert capsys.readouterr().err == "Patientez.\nPatientez.\n"
    assert len(world.assistant.asked) == 2


def test_a_fallback_answer_replaces_what_was_shown(
    world: World,
    piped: Callable[[bytes], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    async def stream(*_: object) -> Any:
        yield Delta("Début perdu")
        yield Done(abstention(text="Réponse de secours."))

    monkeypatch.setattr(world.assistant, "stream", stream)
    piped(b"Un\n")
    assert main(["chat"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("Début perdu\n") < shown.index("Réponse de secours.")


def test_chat_refuses_what_is_not_text(world: World, piped: Callable[[bytes], None]) -> None:
    piped(b"\xff\xfe\n")
    assert main(["chat"]) == 2


def test_chat_at_a_terminal_ends_with_ctrl_d(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = iter(["Un ?"])

    def read(prompt: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", read)
    assert main(["chat"]) == 0
    assert len(world.assistant.asked) == 1
    assert wording.CHAT_WELCOME in capsys.readouterr().out


# --- serve -------------------------------------------------------------------------------


def test_serve_hands_over_settings_and_build(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[tuple[str, int, bool]] = []

    def serve(settings: Settings, *, build: bool) -> None:
        served.append((settings.host, settings.port, build))

    monkeypatch.setattr("assistant.faces.serve.serve", serve)
    monkeypatch.setenv("ASSISTANT_PORT", "8000")
    assert main(["serve"]) == 0
    assert main(["serve", "--host", "::1", "--port", "9000", "--build"]) == 0
    assert served == [("127.0.0.1", 8000, False), ("::1", 9000, True)]


def test_a_port_already_taken_is_said_in_french(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == errors.ServerUnavailable.exit_code
    assert str(port) in capsys.readouterr().err


# --- doctor ------------------------------------------------------------------------------


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "un.txt").write_text("texte", encoding="utf-8")
    (folder / "catalogue.toml").write_text('[un]\ntitle = "Un"\n', encoding="utf-8")
    return folder


@pytest.mark.usefixtures("corpus")
def test_doctor_finds_all_in_order(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    shown = capsys.readouterr().out
    assert "✗" not in shown
    assert wording.DOCTOR_OK in shown
    assert f"✓ Documents{N}: 1 fichier dans " in shown
    assert world.assistant.asked


@pytest.mark.usefixtures("corpus", "world")
@pytest.mark.parametrize(("setting", "shown"), [("off", "désactivée"), ("auto", "facultative")])
def test_doctor_says_whether_scans_are_read(
    setting: str, shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_OCR", setting)
    monkeypatch.setenv("ASSISTANT_OCR_COMMAND", "no-such-command")
    assert main(["doctor"]) == 0
    line = next(x for x in capsys.readouterr().out.split("\n") if wording.DOCTOR_OCR in x)
    assert line.startswith("✓")
    assert shown in line


def chat_line(capsys: pytest.CaptureFixture[str]) -> str:
    shown = capsys.readouterr().out
    return next(line for line in shown.split("\n") if wording.DOCTOR_CHAT in line)


@pytest.mark.usefixtures("corpus", "world")
def test_doctor_says_that_no_model_writes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    line = chat_line(capsys)
    assert line.startswith("✓")
    assert "aucun" in line


@pytest.mark.usefixtures("corpus", "world")
def test_doctor_tries_the_model(
    start: Start, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = start(lambda call: said(call, "Prêt."))
    for name, value in {
        "CHAT": "vllm",
        "CHAT_URL": server.url,
        "CHAT_MODEL": "essai",
        "CHAT_TOKENS_PER_DAY": "5000",
    }.items():
        monkeypatch.setenv(f"ASSISTANT_{name}", value)
    assert main(["doctor"]) == 0
    line = chat_line(capsys)
    assert line.startswith("✓")
    assert re.search(rf"«{N}essai{N}» a répondu en \d+,\d s{N}; \d+ jetons comptés", line)
    server.script = lambda call: said(call, "")
    assert main(["doctor"]) == 0
    assert "n’a rien répondu" in chat_line(capsys)
    server.script = lambda call: failing(401)
    assert main(["doctor"]) == 0
    line = chat_line(capsys)
    assert line.startswith("✗")
    assert "refuse la clé" in line


@pytest.mark.usefixtures("corpus", "world")
def test_doctor_names_what_a_model_lacks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ASSISTANT_CHAT", "mistral")
    assert main(["doctor"]) == errors.SettingsInvalid.exit_code
    assert "ASSISTANT_CHAT_KEY" in chat_line(capsys)


@pytest.mark.usefixtures("corpus")
def test_doctor_json(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.builder = FakeBuilder("behind")
    assert main(["doctor", "--json"]) == 0
    report = out_of(capsys)
    assert report["ok"] is True
    failed = [check["name"] for check in report["checks"] if not check["ok"]]
    assert failed == [wording.DOCTOR_INDEX]


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("state", ["absent", "incompatible", "corrupt"])
def test_doctor_fails_without_a_usable_index(
    world: World, state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    world.builder = FakeBuilder(state)
    assert main(["doctor"]) == errors.IndexMissing.exit_code
    shown = capsys.readouterr().out
    assert "assistant index" in shown
    assert wording.DOCTOR_PROBLEMS in shown


@pytest.mark.usefixtures("corpus")
def test_doctor_reads_the_checksums(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.problems = ("passages.sqlite a changé.",)
    assert main(["doctor"]) == errors.IndexCorrupt.exit_code
    assert "passages.sqlite a changé." in capsys.readouterr().out


@pytest.mark.usefixtures("world")
def test_doctor_counts_markdown_and_not_the_folder_s_own_files(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in corpus.iterdir():
        path.unlink()
    for name in ("README.md", "catalogue.toml", "sources.toml", ".caché.md", "note.md"):
        (corpus / name).write_text("")
    main(["doctor"])
    assert "1 fichier " in capsys.readouterr().out


def test_doctor_without_a_corpus(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == errors.CorpusMissing.exit_code
    assert "aucun document" in capsys.readouterr().out


def test_doctor_reads_the_catalogue(
    world: World, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "catalogue.toml").write_text("[un\n", encoding="utf-8")
    assert main(["doctor"]) == errors.CatalogueInvalid.exit_code
    (corpus / "catalogue.toml").unlink()
    assert main(["doctor"]) == 0
    assert "hors catalogue" in capsys.readouterr().out


def test_doctor_reports_an_unwritable_index_folder(
    world: World, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus.parent / "indexes").write_text("un fichier", encoding="utf-8")
    assert main(["doctor"]) == 0
    assert re.search(f"✗ {wording.DOCTOR_WRITE}", capsys.readouterr().out)


@pytest.mark.usefixtures("corpus")
def test_doctor_goes_on_after_an_unexpected_error(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(settings: Settings) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(wiring, "check_index", broken)
    assert main(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert "ZeroDivisionError" in shown
    assert wording.DOCTOR_DISK in shown


@pytest.mark.usefixtures("corpus")
def test_doctor_names_a_missing_package(
    world: World, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    required = ["rich>=13", "absent-package>=1", "other-absent; extra == 'dev'"]
    monkeypatch.setattr(metadata, "requires", lambda name: required)
    assert main(["doctor"]) == 1
    shown = capsys.readouterr().out
    assert "absent-package" in shown
    assert f"Option dev{N}: non installée" in shown


# --- eval --------------------------------------------------------------------------------


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    items = [
        {
            "id": "q1",
            "split": "dev",
            "profile": "citoyen",
            "type": "factual",
            "question": QUESTION,
            "history": [],
            "answerable": True,
            "key_facts": ["dialogue territorial"],
            "forbidden": [],
            "evidence": [
                {
                    "doc": "mesures-2020",
                    "quote": "Le dialogue territorial en est la première étape.",
                }
            ],
            "reference": "Le dialogue territorial.",
        }
    ]
    path = tmp_path / "eval" / "gold.jsonl"
    path.parent.mkdir()
    path.write_text("\n".join(map(json.dumps, items)) + "\n", encoding="utf-8")
    return path


@pytest.mark.usefixtures("gold")
def test_eval_prints_and_saves_the_measures(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "reports" / "eval.json"
    assert main(["eval", "--split", "dev", "--json", str(out)]) == 0
    assert world.assistant.asked[-1].question == QUESTION
    assert json.loads(out.read_text(encoding="utf-8"))["schema"]
    assert capsys.readouterr().out.strip()


def test_eval_json_can_go_to_standard_output(
    world: World, gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["eval", "--gold", str(gold), "--json", "-"]) == 0
    assert out_of(capsys)["schema"]


@pytest.mark.usefixtures("gold")
def test_eval_says_where_it_cannot_write(world: World, tmp_path: Path) -> None:
    assert main(["eval", "--json", str(tmp_path)]) == 2


@pytest.mark.usefixtures("gold")
def test_the_gate_fails_with_its_reasons(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["eval", "--gate"]) == errors.GateFailed.exit_code
    assert "thresholds.toml" in capsys.readouterr().err


def test_a_gold_file_that_is_absent(world: World) -> None:
    assert main(["eval", "--gold", "absent.jsonl"]) == errors.GoldInvalid.exit_code


@pytest.mark.parametrize("suffix", ["md", "docx", "pdf"])
def test_an_answer_can_be_taken_along(
    suffix: str, tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"reponse.{suffix}"
    assert main(["ask", "--export", str(path), "Comment faire alliance ?"]) == 0
    assert path.stat().st_size > 300
    assert str(path) in capsys.readouterr().err


def test_a_file_of_another_kind_is_refused_before_the_question(
    tmp_path: Path, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "reponse.odt"
    assert main(["ask", "--export", str(path), "Comment faire alliance ?"]) == 2
    assert ".docx" in capsys.readouterr().err
    assert not path.exists()
    assert not world.assistant.asked
