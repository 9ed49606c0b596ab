"""Folders in BEIR's shape: what is read, what is forgiven, what is refused in French."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from beir import Folder, FolderInvalid, Query, Text, read, write

Rows = list[dict[str, Any]]
DOCUMENTS: Rows = [{"_id": "a", "title": "Un titre", "text": "Un texte."}]
QUERIES: Rows = [{"_id": "q", "text": "Une question ?"}]


def make(
    path: Path,
    documents: Rows | str = DOCUMENTS,
    queries: Rows | str = QUERIES,
    qrels: str = "q\ta\t1\n",
) -> Path:
    for name, content in (("corpus.jsonl", documents), ("queries.jsonl", queries)):
        text = content if isinstance(content, str) else "\n".join(map(json.dumps, content))
        (path / name).write_text(text, encoding="utf-8")
    (path / "qrels.tsv").write_text(qrels, encoding="utf-8")
    return path


def test_what_is_written_is_read(tmp_path: Path) -> None:
    documents = (Text("a", "", "Un texte."), Text("b é/#", "Un titre", ""))
    queries = (Query("1", "Quoi ?"),)
    write(tmp_path / "set", documents, queries, {"1": {"a": 1, "b é/#": 2}})
    assert read(tmp_path / "set") == Folder("set", documents, queries, {"1": {"a": 1, "b é/#": 2}})


@pytest.mark.parametrize(
    "qrels",
    [
        "q\ta\t2\n",
        "query-id\tcorpus-id\tscore\nq\ta\t2\n",
        "q\t0\ta\t2\n",
        "q a 2\n",
        "q\ta\t2.0\r\n\n",
        "\ufeffquery\tdocument\tgrade\nq\ta\t2",
    ],
)
def test_every_usual_form_of_qrels(tmp_path: Path, qrels: str) -> None:
    assert read(make(tmp_path, qrels=qrels)).relevant == {"q": {"a": 2.0}}


@pytest.mark.parametrize("qrels", ["q\ta\n", "query-id\tcorpus-id\nq\ta\n"])
def test_without_grades_all_are_alike(tmp_path: Path, qrels: str) -> None:
    assert read(make(tmp_path, qrels=qrels)).relevant == {"q": {"a": 1.0}}


def test_the_folder_of_qrels_of_beir(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels.tsv").rename(tmp_path / "qrels" / "test.tsv")
    assert read(tmp_path).relevant == {"q": {"a": 1.0}}


def test_a_header_is_not_a_query_and_the_second_line_is_no_header(tmp_path: Path) -> None:
    with pytest.raises(FolderInvalid, match=r"« qrels\.tsv », ligne 2"):
        read(make(tmp_path, qrels="q\ta\t1\nq\ta\tbeaucoup\n"))


def test_missing_titles_empty_texts_and_numbers_as_ids(tmp_path: Path) -> None:
    documents: Rows = [{"id": 1, "text": "x"}, {"id": "2", "title": None, "text": None}]
    queries: Rows = [{"id": 7, "question": "Quoi ?"}]
    found = read(make(tmp_path, documents, queries, "7\t1\t1\n"))
    assert found.documents == (Text("1", "", "x"), Text("2", "", ""))
    assert found.queries == (Query("7", "Quoi ?"),)
    assert found.notes == ("1 document(s) sans titre ni texte",)


def test_ids_may_hold_anything_but_tabs(tmp_path: Path) -> None:
    name = "à b/#?'\"\u2028c"
    found = read(make(tmp_path, [{"_id": name, "text": "x"}], qrels=f"q\t{name}\t1\n"))
    assert found.relevant == {"q": {name: 1.0}}


def test_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    found = read(make(tmp_path, '{"_id": "a", "text": "x \\ud800"}'))
    assert found.documents[0].text == "x ?"


def test_zero_grades_are_not_relevant_and_unjudged_queries_not_asked(tmp_path: Path) -> None:
    queries: Rows = [*QUERIES, {"_id": "r", "text": "Autre ?"}, {"_id": "s", "text": "Et ?"}]
    found = read(make(tmp_path, queries=queries, qrels="q\ta\t1\nr\ta\t0\nx\ta\t1\nq\tz\t1\n"))
    assert [query.id for query in found.queries] == ["q"]
    assert found.relevant == {"q": {"a": 1.0, "z": 1.0}}
    assert found.notes == (
        "2 question(s) sans document pertinent, non posée(s)",
        "1 question(s) notée(s) mais absente(s) de queries.jsonl",
        "1 document(s) pertinent(s) absent(s) du corpus, comptés comme manqués",
    )


def test_the_same_line_twice_is_one_document(tmp_path: Path) -> None:
    assert len(read(make(tmp_path, [*DOCUMENTS, *DOCUMENTS])).documents) == 1


def test_a_sample_is_spread_evenly(tmp_path: Path) -> None:
    queries: Rows = [{"_id": str(n), "text": "?"} for n in range(10)]
    found = read(make(tmp_path, queries=queries, qrels="".join(f"{n}\ta\t1\n" for n in range(10))))
    assert [query.id for query in found.sample(4).queries] == ["0", "2", "5", "7"]
    assert found.sample(None) == found.sample(10) == found.sample(99) == found


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"documents": "{"}, "« corpus.jsonl », ligne 1\u00a0: ce n’est pas du JSON."),
        ({"documents": "\n[]"}, "« corpus.jsonl », ligne 2\u00a0: il faut un objet JSON."),
        ({"documents": [{"text": "x"}]}, "« corpus.jsonl », ligne 1\u00a0: il manque « id »"),
        ({"documents": [{"id": "", "text": "x"}]}, "il manque « id »"),
        ({"documents": [{"id": "a", "text": 3}]}, "« text » doit être un texte."),
        ({"documents": "\n"}, "« corpus.jsonl » est vide."),
        (
            {"documents": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]},
            "« a » désigne déjà autre chose.",
        ),
        ({"queries": [{"id": "q"}]}, "il manque « question »"),
        ({"qrels": "\n"}, "« qrels.tsv » est vide."),
        ({"qrels": "q\ta\t1\nq\n"}, "« qrels.tsv », ligne 2"),
        ({"qrels": "x\ta\t1\n"}, "les identifiants ne se correspondent pas."),
    ],
)
def test_what_is_wrong_is_said_in_french(
    tmp_path: Path, changed: dict[str, Any], message: str
) -> None:
    with pytest.raises(FolderInvalid) as caught:
        read(make(tmp_path, **changed))
    assert message in str(caught.value)


def test_a_missing_folder_or_file_is_said_in_french(tmp_path: Path) -> None:
    with pytest.raises(FolderInvalid, match="n’est pas un dossier"):
        read(tmp_path / "none")
    with pytest.raises(FolderInvalid, match=r"Il manque « corpus\.jsonl »"):
        read(tmp_path)
    (make(tmp_path) / "queries.jsonl").write_bytes(b"\xff\xfe")
    with pytest.raises(FolderInvalid, match="UTF-8"):
        read(tmp_path)
