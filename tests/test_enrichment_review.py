from __future__ import annotations

import errno
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.domain import Passage
from assistant.enrichment.review import (
    Accepted,
    Refused,
    accept,
    append,
    read_lines,
    review_folder,
    rows_in,
)
from assistant.errors import BadRequest, StorageUnwritable
from assistant.ingest.expansion import Expansion, load_expansions

TEXT = "La maison des alliances tient une permanence chaque mardi matin à la sous-préfecture."
QUOTE = "La maison des alliances tient une permanence chaque mardi matin"
ROW = Expansion("guide", QUOTE, ("Où aller ?", "permanence mardi"), "Où trouver de l’aide.")
PASSAGES = (
    Passage(id="g1", document_id="guide", text=TEXT, raw=TEXT.upper()),
    Passage(id="c1", document_id="charte", text="Tout autre chose.", raw="Tout autre chose."),
)


def line(row: Expansion = ROW, **changes: Any) -> str:
    value = {
        "document": row.document,
        "quote": row.quote,
        "questions": list(row.questions),
        "summary": row.summary,
    }
    return json.dumps(value | changes, ensure_ascii=False)


def written(corpus: Path, *lines: str, name: str = "guide.jsonl") -> Path:
    path = review_folder(corpus) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def accepted(path: Path, corpus: Path, passages: Sequence[Passage] = PASSAGES) -> Accepted:
    return accept(path, corpus, passages)


# --- writing -----------------------------------------------------------------------------


def test_a_row_is_one_line_that_the_index_can_read(tmp_path: Path) -> None:
    path = tmp_path / "expansion" / "a-relire" / "guide.jsonl"
    append(path, ROW)
    append(path, ROW)
    assert path.read_text(encoding="utf-8") == f"{line()}\n{line()}\n"
    assert rows_in([path, path.with_name("absent.jsonl")]) == (ROW, ROW)
    assert load_expansions(tmp_path) == ()


def test_a_line_that_an_editor_left_open_is_closed_first(tmp_path: Path) -> None:
    path = tmp_path / "guide.jsonl"
    path.write_text('{"document": "gui', encoding="utf-8")
    append(path, ROW)
    first, second = read_lines(path)
    assert isinstance(first.row, str)
    assert second.row == ROW


def test_a_full_disk_leaves_no_half_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "guide.jsonl"
    append(path, ROW)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "plein")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="plein"):
        append(path, ROW)
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_in_french(tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("")
    for path in (tmp_path, tmp_path / "fichier" / "guide.jsonl"):
        with pytest.raises(StorageUnwritable, match="--out"):
            append(path, ROW)


# --- accepting ---------------------------------------------------------------------------


def test_sound_rows_go_into_service_and_leave_the_review(tmp_path: Path) -> None:
    path = written(tmp_path, line(), "", line(questions=["Quel jour ?"]))
    found = accepted(path, tmp_path)
    target = tmp_path / "expansion" / "guide.jsonl"
    assert found == Accepted(2, (str(target),), ())
    assert load_expansions(tmp_path) == (
        ROW,
        Expansion("guide", QUOTE, ("Quel jour ?",), ROW.summary),
    )
    assert not path.exists()


def test_they_are_added_to_what_is_in_service(tmp_path: Path) -> None:
    old = Expansion("guide", "d’autres mots", ("Qui ?",))
    append(tmp_path / "expansion" / "guide.jsonl", old)
    accepted(written(tmp_path, line()), tmp_path)
    assert load_expansions(tmp_path) == (old, ROW)


def test_one_file_may_hold_several_documents(tmp_path: Path) -> None:
    other = Passage(id="x", document_id="autre", text=TEXT, raw=TEXT)
    path = written(tmp_path, line(), line(document="autre"), name="tout.jsonl")
    assert accepted(path, tmp_path, (*PASSAGES, other)).moved == 2
    names = {file.name for file in (tmp_path / "expansion").glob("*.jsonl")}
    assert names == {"guide.jsonl", "autre.jsonl"}


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("{", "JSON"),
        (line(resume="…"), "resume"),
        (line(document="inconnu"), "inconnu"),
        (line(document="../guide"), "n’est pas dans l’index"),
        (line(document="charte"), "aucun extrait"),
        (line(quote="La maison des alliances"), "de 8 à 20 mots"),
        (line(quote=" ".join(["mot"] * 21)), "de 8 à 20 mots"),
        (line(quote="des mots qui ne sont nulle part dans ce guide"), "aucun extrait"),
        (line(questions=[]), "de 1 à 8"),
        (line(questions=[f"Combien de {n} ?" for n in range(9)]), "de 1 à 8"),
        (line(questions=["Où aller ?", "ou aller"]), "question 2\u00a0: répète"),
        (line(questions=[f"{QUOTE} ?"]), "question 1\u00a0: recopie"),
        (line(summary="a" * 201), "200"),
        (line(summary=""), "200"),
    ],
)
def test_a_bad_row_stays_with_its_reason(tmp_path: Path, bad: str, said: str) -> None:
    path = written(tmp_path, bad, line())
    found = accepted(path, tmp_path)
    assert found.moved == 1
    (refused,) = found.refused
    assert refused.line == 1
    assert said in refused.problem
    assert path.read_text(encoding="utf-8") == f"{bad}\n"
    assert load_expansions(tmp_path) == (ROW,)


def test_when_nothing_is_sound_nothing_changes(tmp_path: Path) -> None:
    path = written(tmp_path, "{", "\t", "[")
    assert accepted(path, tmp_path) == Accepted(
        0, (), (Refused(1, "ce n’est pas un objet JSON"), Refused(3, "ce n’est pas un objet JSON"))
    )
    assert path.read_text(encoding="utf-8") == "{\n\t\n[\n"
    assert list((tmp_path / "expansion").glob("*.jsonl")) == []


def test_taken_up_after_a_stop_nothing_is_there_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, line())

    def stopped(self: Path, *_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(Path, "unlink", stopped)
        with pytest.raises(KeyboardInterrupt):
            accepted(path, tmp_path)
    assert path.exists()
    assert accepted(path, tmp_path).moved == 1
    assert load_expansions(tmp_path) == (ROW,)
    assert not path.exists()


def test_a_file_in_service_is_not_accepted_again(tmp_path: Path) -> None:
    path = tmp_path / "expansion" / "guide.jsonl"
    append(path, ROW)
    with pytest.raises(BadRequest, match="a-relire"):
        accepted(path, tmp_path)
    assert load_expansions(tmp_path) == (ROW,)


def test_a_file_that_cannot_be_read_is_told_in_french(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="introuvable"):
        accepted(tmp_path / "absent.jsonl", tmp_path)
    (tmp_path / "binaire.jsonl").write_bytes(b"\xff")
    with pytest.raises(BadRequest, match="UTF-8"):
        accepted(tmp_path / "binaire.jsonl", tmp_path)
