"""Editors' answers in the index: built, stored, withdrawn with their documents."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from assistant import Settings, wording
from assistant.backends import generations as module
from assistant.domain import Report
from assistant.errors import IndexCorrupt, IndexIncompatible
from assistant.faces.cli import main
from assistant.validated.serve import editorial, notices, pieces
from assistant.wiring import make_builder, open_generations
from enrich_samples import home, small_home, small_settings
from validated_samples import TODAY, file_of, put

__all__ = ["home", "small_home"]

QUOTE = "la maison des alliances tient une permanence chaque mardi matin à la sous-préfecture"
SENTENCE = "La maison des alliances tient une permanence chaque mardi matin à la sous-préfecture"
BODY = f"{SENTENCE} [1]\n\nEn deux mots :\n- {SENTENCE} [1]\n- {SENTENCE} [2][1]"


def answer_file(**changes: str) -> str:
    return file_of(body=BODY, sources=[f"guide : « {QUOTE} »"] * 2, **changes)


@pytest.fixture
def settings(home: Path) -> Settings:
    return small_settings(home)


def build(settings: Settings) -> Report:
    return make_builder(settings).build()


def ids(settings: Settings) -> list[str]:
    with open_generations(settings).lease() as index:
        return [answer.id for answer in index.validated()]


def test_an_answer_goes_live_and_a_change_of_it_too(settings: Settings) -> None:
    builder = make_builder(settings)
    assert ids(settings) == []
    path = put(settings.path("corpus"), "permanence.md", answer_file())
    assert builder.state() == "behind"
    first = build(settings)
    assert first.validated == ("permanence",)
    assert first.unchanged == ("charte", "guide")
    assert builder.state() == "current"
    again = build(settings)
    assert again.generation == first.generation
    assert again.validated == ("permanence",)
    path.write_text(answer_file(author="Ange"), encoding="utf-8")
    assert builder.state() == "behind"
    assert build(settings).generation != first.generation
    with open_generations(settings).lease() as index:
        (answer,) = index.validated()
    assert answer.author == "Ange"
    path.unlink()
    assert builder.state() == "behind"
    assert build(settings).validated == ()
    assert ids(settings) == []


def test_a_removed_document_takes_its_answers_along(settings: Settings) -> None:
    corpus = settings.path("corpus")
    put(corpus, "permanence.md", answer_file())
    build(settings)
    (corpus / "guide.txt").unlink()
    report = build(settings)
    assert report.removed == ("guide",)
    assert report.validated == ()
    assert {file.source for file in report.validated_refused} == {"validated/permanence.md"}
    gone = wording.VALIDATED_DOCUMENT_UNKNOWN.format(document="guide")
    assert report.validated_refused[0].message.endswith(gone)
    with open_generations(settings).lease() as index:
        assert index.validated() == ()
        assert [document.id for document in index.documents()] == ["charte"]
    assert make_builder(settings).state() == "current"


def test_quotes_follow_a_document_that_is_cut_anew(settings: Settings) -> None:
    corpus = settings.path("corpus")
    put(corpus, "permanence.md", answer_file())
    guide = corpus / "guide.txt"
    guide.write_text("Un nouveau début, tout autre.\n\n" + guide.read_text("utf-8"), "utf-8")
    assert build(settings).validated == ("permanence",)
    with open_generations(settings).lease() as index:
        (answer,) = index.validated()
        shown = list(pieces(answer, index))
    cited = [citation for piece in shown for citation in piece.citations]
    assert [citation.mark for citation in cited] == [1, 2]
    for citation in cited:
        assert citation.passage.text[slice(*citation.span)] == citation.quote
        assert citation.quote.casefold() == QUOTE.casefold()
        assert citation.document.id == "guide"


def test_pieces_join_to_the_text_and_each_mark_comes_with_its_citation(settings: Settings) -> None:
    put(settings.path("corpus"), "permanence.md", answer_file())
    build(settings)
    with open_generations(settings).lease() as index:
        (answer,) = index.validated()
        shown = list(pieces(answer, index))
    assert "".join(piece.text for piece in shown) == answer.text
    assert [len(piece.citations) for piece in shown] == [1, 0, 0, 0, 1]


@pytest.mark.parametrize(("review", "late"), [("2026-11-22", True), ("2026-11-23", False)])
def test_a_past_review_date_is_said(settings: Settings, review: str, late: bool) -> None:
    put(settings.path("corpus"), "permanence.md", answer_file(review=review))
    build(settings)
    with open_generations(settings).lease() as index:
        (answer,) = index.validated()
    said = editorial(answer, TODAY)
    assert (said.id, said.author, said.review_date, said.overdue) == (
        "permanence", "Camille", review, late
    )  # fmt: skip
    expected = wording.NOTICE_OVERDUE.format(date="22\u00a0novembre 2026")
    assert notices(answer, TODAY) == ((expected,) if late else ())


def test_the_store_keeps_what_was_checked_and_is_checked_itself(settings: Settings) -> None:
    put(settings.path("corpus"), "permanence.md", answer_file(profile="elu"))
    name = build(settings).generation
    folder = settings.path("indexes") / name
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert len(manifest["validated"]) == 64
    with sqlite3.connect(folder / "passages.sqlite") as store:
        ((data,),) = store.execute("SELECT data FROM validated").fetchall()
        passage = json.loads(data)["citations"][0]["passage_id"]
        store.execute("UPDATE validated SET data = ?", (data.replace(passage, "ailleurs"),))
    store.close()
    with pytest.raises(IndexCorrupt):
        open_generations(settings).verify()  # type: ignore[attr-defined]


def test_an_older_form_of_index_is_refused(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SCHEMA", module.SCHEMA + 1)
    with (
        pytest.raises(IndexIncompatible, match="assistant index --rebuild"),
        open_generations(settings).lease(),
    ):
        pass
    assert make_builder(settings).state() == "incompatible"


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def _home(self, home: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ASSISTANT_HOME", str(home))
        monkeypatch.setenv("ASSISTANT_EMBEDDER", "hashing")

    def test_a_bad_answer_fails_the_command_and_not_the_build(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(settings.path("corpus"), "bonne.md", answer_file(review="2026-11-02"))
        bad = answer_file().replace("mardi", "vendredi").replace("Quelle étape", "Laquelle")
        put(settings.path("corpus"), "mauvaise.md", bad)
        assert main(["index"]) == 13
        shown = capsys.readouterr().out
        assert "réponses validées refusées" in shown
        assert "validated/mauvaise.md\u00a0: " in shown
        assert "la date de relecture est passée" in shown
        assert ids(settings) == ["bonne"]
        (settings.path("corpus") / "validated" / "mauvaise.md").unlink()
        assert main(["index"]) == 0

    def test_the_report_in_json(
        self, settings: Settings, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(settings.path("corpus"), "permanence.md", answer_file())
        assert main(["index", "--json"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert report["validated"] == ["permanence"]
        assert report["validated_refused"] == report["validated_warned"] == []


def test_the_samples_are_left_as_they_were(small_home: Path, home: Path) -> None:
    shutil.rmtree(home / "corpus")
    assert not (small_home / "corpus" / "validated").exists()
