"""The arrows of the architecture, drawn from the code's own imports."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from assistant import wording
from assistant.french import STOP_WORDS, words

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "assistant"
MODULES = sorted(PACKAGE.rglob("*.py"))

VALUES = {"domain", "ports", "errors", "wording"}
STAGE = VALUES | {"french", "lexicon", "sources", "standing", "quotes", "prompts"}
FACE = VALUES | {"wiring", "core", "schema", "settings", "sources", "intake"}

CURATING = {"curate.curator", "curate.values", "curate.fields", "curate.fetch.values"}

MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "errors": set(),
    "wording": set(),
    "french": set(),
    "quotes": {"french"},
    "prompts": {"errors", "wording"},
    "ports": {"domain"},
    "lexicon": {"french"},
    "placing": {"domain"},
    "standing": {"domain"},
    "schema": {"domain"},
    "sources": {"domain", "wording"},
    "intake": {"domain", "errors", "wording"},
    "settings": {"errors", "wording"},
    "backends": VALUES,
    "ingest": STAGE | {"transactions"},
    "enrichment": STAGE | {"ingest.expansion"},
    "transactions": {"errors", "wording"},
    "curate": STAGE
    | {
        "transactions",
        "ingest.catalogue",
        "ingest.expansion",
        "ingest.files",
        "ingest.progress",
    },
    "audit": STAGE
    | {"placing", "ingest.catalogue", "ingest.expansion", "ingest.files", "ingest.twins"},
    "viewing": STAGE | {"placing"},
    "guided": STAGE | {"answer.legal"},
    "validated": STAGE | {"answer", "retrieve", "ingest.expansion", "curate.names"},
    "retrieve": STAGE,
    "answer": STAGE | {"retrieve"},
    "worker": VALUES | {"wiring", "backends", "ingest"},
    "core": VALUES
    | {"answer", "validated.match", "validated.serve"}
    | {"retrieve.terms", "retrieve.explain", "retrieve.timely", "intake"},
    "evaluate": FACE | {"french", "quotes", "prompts"},
    # `assistant eval` drives it; "" holds the version
    "faces": FACE
    | {"audit.values", "audit.auditor", "viewing.values", "viewing.viewer", "evaluate", ""}
    | {"validated.desk", "validated.format"}
    | {"guided.guide", "guided.states", "guided.values"}
    | CURATING,
    "adapters": FACE,
    "testing": FACE | {"evaluate"},
    "": {"domain", "settings", "wiring"},
    "__main__": {"faces"},
}
"""Layer → what it may import beside itself. `wiring` knows everything."""

HEAVY = {
    "torch", "sentence_transformers", "transformers", "gradio", "chromadb", "llama_index", "bm25s",
    "wordfreq", "model2vec", "ragas", "uvicorn",
}  # fmt: skip
HEAVY_WHOLE = {
    "faces/ui.py": "gradio",
    "faces/guided_page.py": "gradio",
    "adapters/llama_index.py": "llama_index",
}
"""Modules that are about one heavy package from end to end; the package imports them inside
functions only, or leaves it to whoever wants them."""
LIGHT_STANDARD = sys.stdlib_module_names


@dataclass(frozen=True)
class Import:
    """`target` is dotted; `inside` says whether a function body holds the import."""

    source: Path
    line: int
    target: str
    inside: bool

    def __str__(self) -> str:
        return f"{self.source.relative_to(PACKAGE)}:{self.line} imports {self.target}"


def layer(path: Path) -> str:
    """The folder or top-level module; "" for the package's own __init__."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "" if parts == ("__init__",) else parts[0]


@lru_cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> list[Import]:
    found: list[Import] = []
    package = ["assistant", *path.relative_to(PACKAGE).parts[:-1]]

    def visit(node: ast.AST, inside: bool) -> None:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            inside = True
        if isinstance(node, ast.Import):
            found.extend(Import(path, node.lineno, alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                name = f"{base}.{alias.name}"
                known = base.split(".")[0] == "assistant" and is_module(name)
                found.append(Import(path, node.lineno, name if known else base, inside))
        within = inside or isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for child in ast.iter_child_nodes(node):
            visit(child, within)

    visit(tree(path), False)
    return found


def is_module(dotted: str) -> bool:
    place = PACKAGE.joinpath(*dotted.split(".")[1:])
    return place.is_dir() or place.with_suffix(".py").is_file()


def ours(path: Path) -> Iterator[tuple[Import, str]]:
    """Imports of the package itself, each with the dotted rest after « assistant »."""
    for one in imports(path):
        root, _, rest = one.target.partition(".")
        if root == "assistant":
            yield one, rest


def allowed(source: str, rest: str) -> bool:
    """Whether a module of layer `source` may import assistant.`rest`."""
    target = rest.split(".", maxsplit=1)[0]
    if target in (source, "") and source:
        return target == source or "" in MAY_IMPORT.get(source, ())
    return any(rest == name or rest.startswith(f"{name}.") for name in MAY_IMPORT[source] if name)


def all_imports() -> list[Import]:
    return [one for path in MODULES for one in imports(path)]


def test_every_layer_is_drawn() -> None:
    assert {layer(path) for path in MODULES} - {"wiring"} == set(MAY_IMPORT)


def test_no_arrow_points_up() -> None:
    wrong = [
        str(one)
        for path in MODULES
        if layer(path) != "wiring"
        for one, rest in ours(path)
        if not allowed(layer(path), rest)
    ]
    assert wrong == []


def test_the_drawing_sees_arrows() -> None:
    seen = {(layer(one.source), rest.split(".")[0]) for p in MODULES for one, rest in ours(p)}
    assert {("core", "answer"), ("faces", "wiring"), ("answer", "retrieve")} <= seen
    assert not allowed("retrieve", "answer.abstain")
    assert not allowed("ingest", "retrieve.terms")
    assert not allowed("core", "retrieve.hybrid")
    assert not allowed("backends", "french")
    assert not allowed("faces", "answer.triage")
    assert allowed("core", "retrieve.terms")


def test_only_wiring_knows_the_backends() -> None:
    users = {layer(one.source) for p in MODULES for one, rest in ours(p) if "backends" in rest}
    assert users == {"wiring", "backends", "worker"}


def test_the_nouns_need_the_standard_library_alone() -> None:
    roots = {one.target.split(".")[0] for one in imports(PACKAGE / "domain.py")}
    assert roots <= LIGHT_STANDARD


def test_heavy_packages_are_imported_where_they_are_used() -> None:
    wrong = [
        str(one)
        for one in all_imports()
        if one.target.split(".")[0] in HEAVY and not one.inside
        if HEAVY_WHOLE.get(str(one.source.relative_to(PACKAGE))) != one.target.split(".")[0]
    ]
    assert wrong == []


@pytest.mark.parametrize("path", HEAVY_WHOLE)
def test_a_heavy_module_is_itself_imported_where_it_is_used(path: str) -> None:
    name = "assistant." + path.removesuffix(".py").replace("/", ".")
    assert (PACKAGE / path).is_file()
    assert [str(one) for one in all_imports() if one.target == name and not one.inside] == []


def test_no_import_goes_round() -> None:
    """Modules imported at load time form no circle."""
    above: dict[str, set[str]] = {}
    for path in MODULES:
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        above[name] = {rest for one, rest in ours(path) if not one.inside and rest}
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join([*path, name])
        if name not in done:
            for other in sorted(above.get(name, ())):
                walk(other, (*path, name))
            done.add(name)

    for name in above:
        walk(name, ())


# --- the environment ---------------------------------------------------------------------

READS_ENVIRONMENT = re.compile(r"^(?:environb?|getenvb?|putenv)$")


def environment_uses(path: Path) -> Iterator[str]:
    """Every read of the environment; one variable written by subscript is no read."""
    module = tree(path)
    written = {
        id(target.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Subscript)
    }
    for node in ast.walk(module):
        name = node.attr if isinstance(node, ast.Attribute) else ""
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            name = next((a.name for a in node.names if READS_ENVIRONMENT.match(a.name)), "")
        if READS_ENVIRONMENT.match(name) and id(node) not in written:
            yield f"{path.relative_to(PACKAGE)}:{getattr(node, 'lineno', 0)}"


def test_only_settings_reads_the_environment() -> None:
    others = [path for path in MODULES if path.name != "settings.py"]
    assert [use for path in others for use in environment_uses(path)] == []


def test_only_the_ragas_bridge_writes_a_variable() -> None:
    writers = [
        str(path.relative_to(PACKAGE))
        for path in MODULES
        if path.name != "settings.py"
        and re.search(r"\bos\.environ|import environ", path.read_text("utf-8"))
    ]
    assert set(writers) <= {"evaluate/ragas_bridge.py"}


# --- French sentences --------------------------------------------------------------------

ACCENTED = re.compile(r"[àâäçéèêëîïôöùûüœ]", re.IGNORECASE)
PATTERN_SIGN = re.compile(r"[|\\^$]|\(\?")


def docstrings(module: ast.Module) -> set[int]:
    return {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def french_sentences(path: Path) -> Iterator[tuple[int, str]]:
    """Literals of four words or more with a French accent, regular expressions and lists of
    bare words apart."""
    module = tree(path)
    apart = docstrings(module)
    for node in ast.walk(module):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        text = node.value
        if id(node) in apart or not ACCENTED.search(text) or len(text.split()) < 4:
            continue
        if PATTERN_SIGN.search(text) or is_word_list(text):
            continue
        yield node.lineno, text


def is_word_list(text: str) -> bool:
    """Bare lower-case words: many of them, or few without an article or another small word."""
    if re.search(r"[^\s\w'’#,…*-]|[.!?]", text) or re.search(r"^\s*[A-ZÀ-Ö]", text):
        return False
    return len(text.split()) >= 12 or not set(words(text)) & STOP_WORDS


ALLOWED_SENTENCES: dict[str, set[str]] = {}
"""Module → French sentences that may stand outside wording.py. None is needed."""


def test_french_sentences_live_in_wording() -> None:
    wrong = [
        f"{path.relative_to(PACKAGE)}:{line} {text!r}"
        for path in MODULES
        if path.name != "wording.py" and layer(path) != "testing"
        for line, text in french_sentences(path)
        if text not in ALLOWED_SENTENCES.get(str(path.relative_to(PACKAGE)), set())
    ]
    assert wrong == []


def test_the_search_for_french_sentences_finds_some() -> None:
    assert len(list(french_sentences(PACKAGE / "wording.py"))) > 100


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_of(item)
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from texts_of(item)


WORDING = {
    name: list(texts_of(value))
    for name, value in vars(wording).items()
    if name.isupper() and name != "ARGPARSE"
}


@pytest.mark.parametrize("name", WORDING)
def test_wording_has_french_typography(name: str) -> None:
    for text in WORDING[name]:
        assert "'" not in text or '"' in text, f"straight apostrophe: {text}"
        assert not re.search(r" [;!?»]|« (?! )|«\S", text), f"ordinary space: {text}"
        assert not re.search(r"(?<=\w)[!?](?=\s|$)", text), f"no space before: {text}"


# --- what an import costs ----------------------------------------------------------------


def loaded_by(code: str, home: Path) -> set[str]:
    """The heavy packages that a program has loaded when it ends."""
    program = f"{code}\nimport sys\nprint(*sorted({HEAVY!r} & set(sys.modules)))"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ASSISTANT_")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=home,
        env=kept | {"ASSISTANT_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split("\n")[-2].split())


def test_importing_loads_nothing_heavy(tmp_path: Path) -> None:
    assert loaded_by("import assistant", tmp_path) == set()


def test_building_loads_nothing_heavy(built_home: Path) -> None:
    code = "from assistant import build, Settings; build(Settings())"
    assert loaded_by(code, built_home) & {"torch", "gradio", "llama_index", "chromadb"} == set()


def test_answering_loads_no_model_no_page_no_framework(built_home: Path) -> None:
    code = (
        "from assistant import build, Settings\n"
        "answer = build(Settings()).ask('Comment faire alliance ?')\n"
        "assert answer.citations"
    )
    loaded = loaded_by(code, built_home)
    assert "chromadb" in loaded
    assert loaded & {"torch", "gradio", "llama_index", "transformers", "uvicorn"} == set()


def test_the_command_line_loads_nothing_heavy(tmp_path: Path) -> None:
    code = "import assistant.faces.cli, assistant.__init__"
    assert loaded_by(code, tmp_path) == set()
