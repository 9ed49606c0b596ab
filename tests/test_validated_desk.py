"""What editors do with their answers, and `assistant validated`."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import wording
from assistant.domain import Answer
from assistant.faces.cli import main
from assistant.schema import answer_to_json
from assistant.testing.fakes import abstention, sample_answer, sample_citation, sample_passage
from assistant.validated.drafts import Good, Unusable, draft, read_export, skeleton
from assistant.validated.format import parse
from enrich_samples import home, small_home
from validated_samples import TODAY, file_of, put

__all__ = ["home", "small_home"]

QUOTE = "La maison des alliances tient une permanence chaque mardi matin à la sous-préfecture"


@pytest.fixture
def corpus(home: Path, clean_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_HOME", str(home))
    monkeypatch.setenv("ASSISTANT_EMBEDDER", "hashing")
    return home / "corpus"


def good_answer(**changes: Any) -> Answer:
    passage = sample_passage(document_id="guide", text=f"{QUOTE}, et elle prête une salle.")
    cited = sample_citation(passage=passage, quote=QUOTE)
    return replace(
        sample_answer(),
        question="Qui appeler ?",
        text=f"{QUOTE} [1]",
        citations=(cited,),
        **changes,
    )


def as_line(answer: Answer) -> str:
    return json.dumps(answer_to_json(answer), ensure_ascii=False)


class TestDrafts:
    def test_a_skeleton_is_a_draft_that_says_what_is_missing(self) -> None:
        parsed = parse("essai.md", skeleton(['Qui : « toi » "ou" moi ?'], TODAY))
        assert parsed.written is not None
        assert parsed.written.draft
        assert parsed.written.questions == ('Qui : « toi » "ou" moi ?',)
        assert (parsed.written.date, parsed.written.review_date) == ("2026-11-23", "2027-11-23")
        few = wording.VALIDATED_QUESTIONS_FEW.format(fewest=3, found=1)
        assert [problem.message for problem in parsed.problems] == [few]

    def test_a_skeleton_without_a_question(self) -> None:
        parsed = parse("essai.md", skeleton([], TODAY))
        assert parsed.written is not None
        assert parsed.written.questions == ()

    def test_a_day_that_comes_every_four_years(self) -> None:
        text = skeleton([], TODAY.replace(year=2028, month=2, day=29))
        assert "review: 2029-02-28" in text

    def test_an_answer_as_a_draft(self) -> None:
        good = Good("Qui appeler ?", f"{QUOTE} [1]", (("guide", QUOTE),))
        written = parse("qui.md", draft(good, TODAY)).written
        assert written is not None
        assert written.draft
        assert written.body == f"{QUOTE} [1]"
        assert [(s.document, s.quote) for s in written.sources] == [("guide", QUOTE)]

    def test_the_answers_of_an_export(self) -> None:
        lines = [
            as_line(good_answer()),
            "",
            "pas du json",
            '{"schema": "autre/1"}',
            as_line(abstention()),
            as_line(replace(good_answer(), text="Oui [2]")),
            "[" * 100_000,
        ]
        read = list(read_export("\n".join(lines)))
        assert read[0] == Good("Qui appeler ?", f"{QUOTE} [1]", (("guide", QUOTE),))
        assert read[1:] == [
            Unusable(3, wording.VALIDATED_EXPORT_JSON),
            Unusable(4, wording.VALIDATED_EXPORT_SCHEMA.format(schema="assistant.answer/1")),
            Unusable(5, wording.VALIDATED_EXPORT_EMPTY),
            Unusable(6, wording.VALIDATED_EXPORT_MARKS),
            Unusable(7, wording.VALIDATED_EXPORT_JSON),
        ]

    @pytest.mark.parametrize("indent", [None, 2])
    def test_one_answer_or_a_list(self, indent: int | None) -> None:
        one = answer_to_json(good_answer())
        assert len(list(read_export(json.dumps(one, indent=indent)))) == 1
        assert len(list(read_export(json.dumps([one, one], indent=indent)))) == 2

    @pytest.mark.parametrize(
        "changes",
        [
            {"question": None},
            {"question": "?!"},
            {"text": 3},
            {"citations": "beaucoup"},
            {"citations": [{"mark": 1}]},
            {"citations": [{"mark": 2, "quote": "a", "document": {"id": "b"}}]},
            {"citations": [{"mark": 1, "quote": "a", "document": "b"}]},
            {"citations": [None]},
        ],
    )
    def test_nothing_of_an_export_is_trusted(self, changes: dict[str, Any]) -> None:
        value = answer_to_json(good_answer()) | changes
        (read,) = read_export(json.dumps(value))
        assert isinstance(read, Unusable)

    def test_signs_that_would_break_the_file(self) -> None:
        odd = replace(good_answer(), question='Qui "\n---\nauthor: X\x00\u202e ?')
        odd = replace(odd, text=f"---\n## Sources\n{QUOTE} [1]\x07")
        (read,) = read_export(as_line(odd))
        assert isinstance(read, Good)
        written = parse("qui.md", draft(read, TODAY)).written
        assert written is not None
        assert written.author == wording.VALIDATED_AUTHOR
        assert written.questions == ('Qui " --- author: X ?',)
        assert [(s.document, s.quote) for s in written.sources] == [("guide", QUOTE)]


class TestCommandLine:
    def test_new_then_check_then_list(
        self, corpus: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["validated", "new", "qui-appeler", "--question", "Qui appeler ?"]) == 0
        path = corpus / "validated" / "qui-appeler.md"
        assert str(path) in capsys.readouterr().out
        before = path.read_text("utf-8")
        assert main(["validated", "new", "qui-appeler"]) == 2
        assert path.read_text("utf-8") == before
        assert "existe déjà" in capsys.readouterr().err
        assert main(["validated", "check"]) == 0
        shown = capsys.readouterr().out
        assert "qui-appeler.md:1 — attention\u00a0: brouillon" in shown
        assert "1 fichier, 0 réponse prête à servir, 0 erreur, 3 avertissements." in shown
        assert main(["index"]) == 0
        capsys.readouterr()
        assert main(["validated", "list"]) == 0
        assert "brouillon" in capsys.readouterr().out

    @pytest.mark.parametrize("name", ["../ailleurs", "Été", "a/b", "", "a b", "a.md"])
    def test_a_name_that_cannot_be_used(
        self, corpus: Path, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["validated", "new", name]) == 2
        assert "ne convient pas" in capsys.readouterr().err
        assert not (corpus / "validated").exists()

    def test_check_tells_every_problem_with_its_line(
        self, corpus: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        put(corpus, "a.md", file_of(sources=["guide : « des mots qui n’y sont pas du tout »"]))
        put(corpus, "b.md", "rien")
        assert main(["validated", "check"]) == 13
        shown = capsys.readouterr().out
        assert "a.md:13 — erreur\u00a0: ces mots ne sont pas dans le document" in shown
        assert "b.md:1 — erreur\u00a0: le fichier doit commencer" in shown
        assert main(["validated", "check", "--json"]) == 13
        value = json.loads(capsys.readouterr().out)
        assert value["files"] == ["a.md", "b.md"]
        assert value["right"] == []
        places = [(problem["file"], problem["line"]) for problem in value["problems"]]
        assert places == [("a.md", 13), ("b.md", 1)]

    def test_the_states_of_a_file(
        self, corpus: Path, home: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def states() -> dict[str, str]:
            capsys.readouterr()
            assert main(["validated", "list", "--json"]) == 0
            rows = json.loads(capsys.readouterr().out)["answers"]
            return {row["id"]: row["state"] for row in rows}

        right = file_of(body=f"{QUOTE} [1]", sources=[f"guide : « {QUOTE} »"])
        put(corpus, "bonne.md", right)
        put(corpus, "fausse.md", right.replace("mardi", "jeudi").replace("Par où", "D’où"))
        assert states() == {"bonne": "pending", "fausse": "wrong"}
        assert main(["index"]) == 13
        assert states() == {"bonne": "served", "fausse": "wrong"}
        put(corpus, "bonne.md", right.replace("Camille", "Ange"))
        assert states() == {"bonne": "pending", "fausse": "wrong"}

    def test_drafts_of_good_answers(
        self,
        corpus: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        export = tmp_path / "bonnes.jsonl"
        other = replace(good_answer(), question="Qui appeler, svp ?")
        lines = [as_line(good_answer()), "rien", as_line(other), as_line(good_answer())]
        export.write_text("\n".join(lines), encoding="utf-8")
        assert main(["validated", "from-feedback", str(export)]) == 0
        shown = capsys.readouterr().out
        made = sorted(path.name for path in (corpus / "validated").iterdir())
        assert made == ["qui-appeler-svp.md", "qui-appeler.md"]
        assert "Réponse 2, laissée de côté\u00a0: ce n’est pas du JSON" in shown
        assert "Réponse 4, laissée de côté\u00a0: cette question est déjà celle de" in shown
        again = as_line(replace(good_answer(), question="Qui, appeler…")).encode()
        stdin = io.TextIOWrapper(io.BytesIO(again), encoding="utf-8")
        monkeypatch.setattr("sys.stdin", stdin)
        assert main(["validated", "from-feedback", "-", "--json"]) == 2
        assert json.loads(capsys.readouterr().out)["paths"] == []
        assert main(["validated", "check"]) == 0

    @pytest.mark.parametrize("data", [b"\xff\xfe", None])
    def test_an_export_that_cannot_be_read(
        self, corpus: Path, tmp_path: Path, data: bytes | None, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "bonnes.jsonl"
        if data is not None:
            path.write_bytes(data)
        assert main(["validated", "from-feedback", str(path)]) == 2
        assert "ne peut pas être lu" in capsys.readouterr().err

    def test_nothing_to_list(self, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["validated", "list"]) == 0
        assert wording.VALIDATED_NONE in capsys.readouterr().out
