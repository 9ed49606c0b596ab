"""The light set, installed by `make` in an environment of its own, answers without torch."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1_000_000_000
# What the surrounding run says about itself (make, pytest, the settings of whoever runs it).
OURS = ("ASSISTANT_", "PYTEST_", "MAKE", "MFLAGS", "PYTHONPATH", "VIRTUAL_ENV", "COVERAGE_")

pytestmark = pytest.mark.light


def _environment(**more: str) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith(OURS)} | more


def _run(
    *command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(env or _environment()),
        capture_output=True,
        encoding="utf-8",
        timeout=900,
        check=False,
    )


def _registry_answers(folder: Path) -> bool:
    pip = (sys.executable, "-m", "pip", "--retries", "1", "--timeout", "20", "--no-cache-dir")
    wanted = ("--no-deps", "-c", "constraints.txt", "-d", folder, "annotated-types")
    return _run(*pip, "download", *wanted).returncode == 0


def _bytes_on_disk(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*"))


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("light")
    required = os.environ.get("ASSISTANT_REQUIRE", "").split(",")
    if "registry" not in required and not _registry_answers(folder / "probe"):
        pytest.skip("no package registry can be reached: the light set cannot be installed")
    venv = folder / "venv"
    made = _run("make", "install", f"VENV={venv}", f"PYTHON={sys.executable}", "EXTRAS=")
    assert made.returncode == 0, made.stderr
    return venv / "bin"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in ("corpus", "prompts", "models"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def test_it_holds_no_torch(bin_folder: Path) -> None:
    code = "import importlib.util as u; print([n for n in ('torch', 'ragas') if u.find_spec(n)])"
    assert _run(bin_folder / "python", "-c", code).stdout.strip() == "[]"


def test_it_stays_under_a_gigabyte(bin_folder: Path) -> None:
    assert _bytes_on_disk(bin_folder.parent) < LIMIT


def test_what_it_holds_agrees_with_itself(bin_folder: Path) -> None:
    checked = _run(bin_folder / "python", "-m", "pip", "check")
    assert checked.returncode == 0, checked.stdout


def test_a_second_installation_does_nothing(bin_folder: Path) -> None:
    again = _run("make", "install", f"VENV={bin_folder.parent}", "EXTRAS=")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_the_package_imports_from_anywhere(bin_folder: Path, tmp_path: Path) -> None:
    imported = _run(bin_folder / "python", "-c", "import assistant", cwd=tmp_path)
    assert imported.returncode == 0, imported.stderr


def test_the_command_shows_its_help(bin_folder: Path, tmp_path: Path) -> None:
    shown = _run(bin_folder / "assistant", "--help", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert "ask" in shown.stdout


def test_it_answers_the_first_question(bin_folder: Path, home: Path) -> None:
    env = _environment(ASSISTANT_HOME=str(home))
    command = (bin_folder / "assistant", "ask", "--build", "--json", "Comment faire alliance ?")
    asked = _run(*command, cwd=home, env=env)
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert answer["verdict"] == "answered"
    assert answer["citations"]
