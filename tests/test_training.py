"""The pure parts of training/embedding: spelling noise, sentences, spans, storage, steps."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

SCRIPTS = Path(__file__).parents[1] / "training" / "embedding"
NAMES = [path.stem for path in SCRIPTS.glob("*.py")]


@pytest.fixture(autouse=True)
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The scripts import each other by bare names: seen here only, and forgotten after."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    kept = {name: sys.modules.pop(name) for name in NAMES if name in sys.modules}
    yield
    for name in NAMES:
        sys.modules.pop(name, None)
    sys.modules.update(kept)


def script(name: str) -> ModuleType:
    return importlib.import_module(name)


def test_noise_is_repeatable_and_leaves_numbers_and_short_words() -> None:
    noised = script("noise").noised
    text = "Les 21 mesures de la mission pour les partenariats de 2020 en région"
    versions = [noised(text, random.Random(seed)) for seed in range(30)]
    assert versions == [noised(text, random.Random(seed)) for seed in range(30)]
    assert len(set(versions)) > 20
    assert all("21" in version and "2020" in version for version in versions)


def test_short_sentences_are_joined_and_no_word_is_lost() -> None:
    sentences = script("soft_match").sentences
    text = "Un titre. " + "mot " * 30 + "! Une fin\nsur deux lignes"
    found = sentences(text)
    assert " ".join(found).split() == text.split()
    assert found[0].startswith("Un titre. mot")
    assert found[-1] == "Une fin sur deux lignes"
    assert sentences("") == [""]


def test_windows_hold_whole_texts_in_runs() -> None:
    passages = script("passages")
    words = " ".join(f"Mot{number}." for number in range(500))
    runs = list(passages.windows(words))
    assert " ".join(runs) == words
    assert all(len(run.split()) >= passages.PASSAGE_WORDS for run in runs[:-1])


def test_a_span_may_leave_its_passage() -> None:
    passages = script("passages")
    text = " ".join(f"m{number}" for number in range(60))
    rows = [passages.span("kind", "group", text, random.Random(seed)) for seed in range(80)]
    taken = [row for row in rows if row["passage"] != text]
    assert 10 < len(taken) < 60
    for row in taken:
        asked = {word for word in row["query"].split() if word in text.split()}
        assert not asked & set(row["passage"].split())


def test_whole_numbers_keep_the_vectors() -> None:
    export = script("export")
    vectors = np.random.default_rng(5).normal(size=(50, 64)).astype(np.float32)
    vectors *= np.logspace(-3, 3, 50, dtype=np.float32)[:, None]
    vectors[7] = 0
    stored = export.whole_numbers(vectors)
    assert stored["embeddings"].dtype == np.int8
    back = stored["embeddings"] * stored["weights"][:, None]
    largest = np.abs(vectors).max(axis=1)
    assert np.all(np.abs(back - vectors).max(axis=1) <= largest / 250 + 1e-9)


def test_spread_axes_of_full_strength_make_every_axis_alike() -> None:
    spread_axes = script("export").spread_axes
    chance = np.random.default_rng(5)
    rows = (chance.normal(size=(4000, 6)) * [5, 3, 1, 1, 0.5, 0.3]).astype(np.float32)
    rows -= rows.mean(axis=0)
    even = np.cov((rows @ spread_axes(rows, 0.5)).T)
    assert np.allclose(even, np.eye(6), atol=0.05)
    turned = rows @ spread_axes(rows, 0.0)
    assert np.allclose(np.linalg.norm(turned, axis=1), np.linalg.norm(rows, axis=1), rtol=1e-3)


def test_pairs_that_are_no_translations_are_dropped() -> None:
    prepare = script("prepare")
    assert prepare.sound("Good morning.", "Bonjour.")
    assert not prepare.sound("OK", "OK")
    assert not prepare.sound("Good", "Une phrase sans aucun rapport avec celle-là, et bien longue")
    english, french = prepare.cut("word " * 180, "mot " * 200)
    assert len(english.split()) == prepare.TEACHER_WORDS
    assert len(french.split()) == 100


def test_steps_go_on_where_they_stopped(tmp_path: Path) -> None:
    pipeline = script("pipeline")
    steps = pipeline.steps(tmp_path, tmp_path, True, 1)

    def names(first: str | None = None) -> list[str]:
        return [step.name for step in pipeline.to_do(steps, tmp_path, first)]

    def finish(name: str) -> None:
        step = next(step for step in steps if step.name == name)
        (tmp_path / step.result).touch()
        pipeline.stamp(tmp_path, step).write_text(pipeline.arguments_of(step), encoding="utf-8")

    assert names()[0] == "prepare"
    for name in ("prepare", "vocabulary", "teach"):
        finish(name)
    assert names()[0] == "passages"
    assert names("vocabulary")[0] == "vocabulary"
    (tmp_path / "tokenizer.json").unlink()
    assert names()[:2] == ["vocabulary", "teach"]
    whole = pipeline.steps(tmp_path, tmp_path, False, 1)
    assert pipeline.to_do(whole, tmp_path)[0].name == "prepare", "other arguments, other data"
