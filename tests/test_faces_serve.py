"""`serve`, in a process of its own: what it says, what it answers meanwhile, how it ends."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant import wording
from assistant.errors import ServerUnavailable
from assistant.faces.serve import serve
from assistant.settings import Settings
from web_samples import PATIENCE, wait_until

ROOT = Path(__file__).parents[1]
BUILDING = wording.SERVER_BUILDING.split("…")[0]
ASK = {"question": "Comment faire alliance ?"}

# a server whose index, builder and assistant are the fakes that `{setup}` makes
PROGRAM = """
import sys, time
from pathlib import Path
sys.path.insert(0, {tests!r})
from assistant import wiring
from assistant.errors import AssistantError, CorpusMissing, IndexBusy
from assistant.faces.serve import serve
from assistant.settings import Settings
from assistant.testing import FakeBuilder
from web_samples import Endless, Named
assistant, builder, gate = Named(), FakeBuilder("current"), Path({gate!r})

class Gated(FakeBuilder):
    def build(self, progress=None, rebuild=False):
        report = super().build(progress, rebuild)
        while not gate.exists():
            progress(Step)
            time.sleep(0.02)
        return report

class Step:
    step, done, total, label = "read", 4, 5, "un fichier"

class Busy(Gated):
    tries = 0
    def build(self, progress=None, rebuild=False):
        Busy.tries += 1
        if not gate.exists():
            raise IndexBusy("Une indexation est déjà en cours.")
        return FakeBuilder.build(self, progress, rebuild)

{setup}
wiring.make_builder = lambda settings: builder
wiring.build = lambda settings: assistant
try:
    serve(Settings(port=0), build=True)
except AssistantError as error:
    print(error.message, file=sys.stderr)
    sys.exit(error.exit_code)
"""


class Run:
    """A server under way and what it has written."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT / "src"), **environment},
        )
        self.out: list[str] = []
        self.err: list[str] = []
        self._readers = [
            threading.Thread(target=lines.extend, args=(stream,), daemon=True)
            for lines, stream in ((self.out, self.process.stdout), (self.err, self.process.stderr))
        ]
        for reader in self._readers:
            reader.start()

    @property
    def text(self) -> str:
        return "".join([*self.out, *self.err])

    def says(self, words: str) -> None:
        """Wait until it has said `words`."""
        wait_until(lambda: words in self.text or self.process.poll() is not None)
        assert words in self.text, self.text

    def address(self) -> str:
        self.says("prêt")
        return next(line.split()[-1] for line in self.out if "http://" in line)

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        code = self.process.wait(PATIENCE)
        for reader in self._readers:
            reader.join(PATIENCE)
        return code


@contextmanager
def running(command: list[str], **environment: str) -> Iterator[Run]:
    run = Run(command, environment)
    try:
        yield run
    finally:
        run.process.kill()
        run.ended()
        for stream in (run.process.stdout, run.process.stderr):
            assert stream is not None
            stream.close()


@contextmanager
def server(tmp_path: Path, setup: str = "") -> Iterator[tuple[Run, Path]]:
    gate = tmp_path / "gate"
    program = PROGRAM.format(tests=str(ROOT / "tests"), gate=str(gate), setup=setup)
    with running([sys.executable, "-c", program]) as run:
        yield run, gate


class TestServe:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_says_that_it_is_ready_and_ends_cleanly(self, tmp_path: Path, number: int) -> None:
        with server(tmp_path) as (run, _):
            address = run.address()
            assert wording.SERVER_READY.format(address=address) in run.text
            assert httpx.get(f"{address}/health").json()["status"] == "ready"
            assert run.stop(number) == 0
            assert wording.SERVER_STOPPED in run.text
            assert "Traceback" not in run.text

    def test_ends_cleanly_while_it_answers(self, tmp_path: Path) -> None:
        with server(tmp_path, "assistant = Endless()") as (run, _):
            url = f"{run.address()}/api/ask/stream"
            with httpx.stream("POST", url, json=ASK, timeout=PATIENCE) as response:
                lines = response.iter_lines()
                assert next(lines) == "event: delta"
                assert run.stop(signal.SIGTERM) == 0
            assert "Traceback" not in run.text

    def test_tells_a_question_that_the_first_index_is_being_built(self, tmp_path: Path) -> None:
        with server(tmp_path, "builder = Gated('absent')") as (run, gate):
            run.says(BUILDING)
            address = run.err[0].split()[-1]
            wait_until(lambda: "40" in _error(httpx.post(f"{address}/api/ask", json=ASK)))
            assert httpx.get(f"{address}/health").json()["status"] == "building"
            assert "prêt" not in run.text
            gate.touch()
            assert run.address() == address
            assert httpx.post(f"{address}/api/ask", json=ASK).status_code == 200

    def test_can_be_stopped_during_the_first_build(self, tmp_path: Path) -> None:
        with server(tmp_path, "builder = Gated('absent')") as (run, _):
            run.says(BUILDING)
            assert run.stop(signal.SIGTERM) == 0
            assert "Traceback" not in run.text

    def test_the_older_index_answers_during_a_rebuild(self, tmp_path: Path) -> None:
        with server(tmp_path, "builder = Gated('behind')") as (run, gate):
            address = run.address()
            assert httpx.post(f"{address}/api/ask", json=ASK).status_code == 200
            run.says(wording.SERVER_REBUILDING)
            gate.touch()
            run.says(wording.SERVER_REBUILT)

    def test_waits_for_another_build(self, tmp_path: Path) -> None:
        with server(tmp_path, "builder = Busy('absent')") as (run, gate):
            run.says(BUILDING)
            gate.touch()
            run.address()

    def test_ends_with_the_reason_when_nothing_can_answer(self, tmp_path: Path) -> None:
        setup = "builder = FakeBuilder('absent', error=CorpusMissing('Aucun document.'))"
        with server(tmp_path, setup) as (run, _):
            assert run.ended() == 4
            assert "Aucun document." in run.text
            assert "Traceback" not in run.text

    def test_goes_on_with_the_older_index_when_the_build_fails(self, tmp_path: Path) -> None:
        setup = "builder = FakeBuilder('behind', error=CorpusMissing('Aucun document.'))"
        with server(tmp_path, setup) as (run, _):
            run.says("Aucun document.")
            assert httpx.post(f"{run.address()}/api/ask", json=ASK).status_code == 200

    def test_a_port_that_is_taken_is_named(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen(1)
            port = other.getsockname()[1]
            with pytest.raises(ServerUnavailable, match=str(port)) as raised:
                serve(Settings(port=port), build=False)
        assert "ASSISTANT_PORT=" in raised.value.message

    def test_an_address_that_is_not_ours_is_named(self) -> None:
        with pytest.raises(ServerUnavailable, match=r"192\.0\.2\.1"):
            serve(Settings(host="192.0.2.1"), build=False)


class TestApp:
    def test_importing_it_is_light(self) -> None:
        code = (
            "import app, sys; "
            "heavy = {'gradio', 'fastapi', 'uvicorn', 'chromadb', 'llama_index', 'torch'}; "
            "print('loaded', *(heavy & set(sys.modules)))"
        )
        with running([sys.executable, "-c", code]) as run:
            assert run.ended() == 0
            assert run.text == "loaded\n"

    def test_serves_a_real_corpus(self, tmp_path: Path) -> None:
        shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
        environment = {"ASSISTANT_HOME": str(tmp_path), "ASSISTANT_PORT": "0"}
        with running([sys.executable, "app.py"], **environment) as run:
            run.says(BUILDING)
            address = run.address()
            answer = httpx.post(f"{address}/api/ask", json=ASK, timeout=PATIENCE).json()
            assert answer["verdict"] == "answered"
            assert httpx.get(f"{address}/health").json()["generation"]
            assert run.stop(signal.SIGTERM) == 0


def _error(response: httpx.Response) -> str:
    body: Any = response.json()
    assert body["error"]["code"] == "index_busy", body
    return str(body["error"]["message"])
