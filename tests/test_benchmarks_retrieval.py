"""The retriever as it ships, on a small folder from end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import retrieval
from beir import Query, Text, read, write
from contest import Setting
from goldset import _expander
from texts import cut
from values import Chunk, Job, Source, numbered

from assistant.ingest.expansion import Expansion

DOCUMENTS = (
    Text("b/1", "Les alliances", "Une alliance réunit une commune et une entreprise."),
    Text("b/2", "", "Le chat dort sur le canapé de la maison."),
    Text("b/3", "La mairie", "La mairie ouvre à neuf heures le lundi."),
    Text("vide", "", ""),
)
QUERIES = (
    Query("q1", "Que réunit une alliance ?"),
    Query("q2", "Où dort le chat ?"),
    Query("q3", "À quelle heure ouvre la mairie ?"),
)
RELEVANT = {"q1": {"b/1": 2.0}, "q2": {"b/2": 1.0, "b/1": 0.5}, "q3": {"b/3": 1.0}}


@pytest.fixture
def folder(tmp_path: Path, clean_environment: Path) -> Path:
    write(tmp_path / "set", DOCUMENTS, QUERIES, RELEVANT)
    return tmp_path / "set"


def test_a_folder_is_indexed_asked_and_measured(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out" / "figures.json"
    assert retrieval.main([str(folder), "--json", str(target)]) == 0
    assert "set\u00a0: 4 documents, 3 questions" in capsys.readouterr().out
    result = json.loads(target.read_text(encoding="utf-8"))
    measures = result["variants"]["as shipped"]["measures"]
    assert (measures["hit@1"]["value"], measures["hit@1"]["total"]) == (1.0, 3)
    assert measures["R@20"]["value"] == 1.0
    assert result["notes"] == ["1 document(s) sans titre ni texte"]


def test_each_leg_and_helper_can_be_taken_away(folder: Path) -> None:
    result = retrieval.run(read(folder), retrieval.Settings(), ablation=True)
    names = list(result["variants"])
    assert names[0] == "as shipped"
    assert {"without lexical", "lexical alone", "without dense", "dense alone"} <= set(names)
    assert "without mending of typing errors" in names
    for one in result["variants"].values():
        assert one["measures"]["hit@20"]["value"] == 1.0


def test_a_bad_folder_is_told_in_french(
    tmp_path: Path, clean_environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert retrieval.main([str(tmp_path / "none")]) == 1
    assert "n’est pas un dossier" in capsys.readouterr().err


def test_novels_are_cut_at_sentence_ends() -> None:
    text = "Un deux trois. " * 10
    assert [len(piece.split()) for piece in cut(text, words=7)] == [9, 9, 9, 3]


def test_expansion_goes_to_the_chunk_that_holds_its_quote() -> None:
    rows = [Expansion("d", "une commune et une entreprise ensemble", ("Qui ?",), "Résumé.")]
    chunks = [
        Chunk("c1", "d", "Rien de cela ici."),
        Chunk("c2", "d", "On y voit une commune et une entreprise ensemble."),
        Chunk("c3", "other", "une commune et une entreprise ensemble"),
    ]
    extras = {chunk.id: chunk.extra for chunk in _expander(rows)(chunks)}
    assert extras == {"c1": "", "c2": "Qui ?\nRésumé.", "c3": ""}
    halves = [Chunk("c1", "d", "une commune"), Chunk("c2", "d", "et une entreprise ensemble")]
    assert [bool(chunk.extra) for chunk in _expander(rows)(halves)] == [False, True]


def test_a_job_comes_back_from_json() -> None:
    job = Job("e", "f", 5, {"a": 1}, (Source("s", "x"),), (Chunk("c", "s", "x", "y"),), ("q",))
    assert Job.from_json(json.loads(json.dumps(job.to_json()))) == job
    assert job.chunks[0].indexed == "x\ny"
    assert [chunk.id for chunk in numbered([("a", "x"), ("a", " "), ("b", "y")])] == [
        "c0000000",
        "c0000001",
    ]
    assert Setting("assistant", "", "", {}).name == "assistant"
