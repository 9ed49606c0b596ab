"""The audit: index, catalogue and files put side by side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.audit.auditor import Auditor
from assistant.audit.values import Audit, Link, Outdated, SetAside
from assistant.domain import Change, Quality
from assistant.errors import UnknownDocument, UnknownPage
from assistant.ingest.files import CorpusFiles
from assistant.ports import Quarantined
from page_samples import FakeGenerations, FakeIndex, document, page_text, passage

STAGES = {"load": 1}
CATALOGUE = """
[[document]]
file = "un.txt"
id = "un"
title = "Un"
publisher = "Le RAMEAU"
kind = "rapport"
date = "2012"

[[document]]
file = "deux.txt"
id = "deux"
title = "Deux"
publisher = "Le RAMEAU"
kind = "rapport"
date = "2022"
part_of = "absent"

[[document]]
file = "absent.txt"
id = "absent"
title = "Absent"
"""
EXPANSION = [
    {
        "document": "un",
        "quote": "Les élus réunissent les habitants",
        "questions": ["Qui ?", "Où ?"],
    },
    {"document": "un", "quote": "Une phrase qui n’est plus là", "questions": ["Quoi ?"]},
]


class FakeQuarantine:
    def __init__(self, *entries: Quarantined) -> None:
        self._entries = entries

    def entries(self) -> tuple[Quarantined, ...]:
        return self._entries


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "catalogue.toml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "expansion").mkdir()
    rows = "\n".join(json.dumps(row) for row in EXPANSION)
    (tmp_path / "expansion" / "un.jsonl").write_text(rows, encoding="utf-8")
    for name in ("un", "deux", "neuf"):
        (tmp_path / f"{name}.txt").write_text(f"Le texte {name}", encoding="utf-8")
    (tmp_path / "image.bmp").write_bytes(b"BM")
    (tmp_path / "piege.txt").write_text("x", encoding="utf-8")
    return tmp_path


LINES = ["Les élus réunissent les habitants", "autour du projet de la commune"]


def auditor_of(corpus: Path, known: Mapping[str, str] | None = None) -> Auditor:
    from assistant.ingest.expansion import digests, load_expansions

    files = CorpusFiles(corpus, {".txt"}, STAGES)
    found, _ = files.find(digests(load_expansions(corpus)))
    hashes = {file.document.id: file.hash for file in found if file.document.id in ("un", "deux")}
    documents = {file.document.id: file.document for file in found}
    good, bad = Quality(score=0.9, words=11), Quality(score=0.3, words=4)
    index = FakeIndex(
        [documents["un"], documents["deux"]],
        [
            passage("a", LINES, document_id="un", heading="Titre"),
            passage("b", ["Court"], document_id="deux", page=None),
            replace(
                passage("c", LINES, document_id="deux", page=None), heading="H", twins=("un:a",)
            ),
        ],
        [
            page_text(LINES, document_id="un", quality=good),
            page_text(
                [("Bruit illisible", ""), ("théme", "thème")],
                document_id="un",
                number=2,
                quality=bad,
                changes=(Change(1, "accent", "théme", "thème"),),
                engine="ocr",
            ),
            page_text([], document_id="un", number=3, state="unread", engine="ocr"),
            page_text(["Court", *LINES], document_id="deux", number=None, quality=good),
        ],
        {**hashes, **(known or {})},
    )
    aside = Quarantined("piege.txt", "k", "fichier chiffré", "2026-01-02", 3)
    return Auditor(corpus, FakeGenerations(index), files, FakeQuarantine(aside))  # type: ignore[arg-type]


@pytest.fixture
def audit(corpus: Path) -> Audit:
    return auditor_of(corpus).audit(today=date(2026, 5, 7))


def test_each_document_s_figures(audit: Audit) -> None:
    un = audit.documents[0]
    assert (un.document.id, un.state, un.pages) == ("un", "current", 3)
    assert (un.pages_read, un.pages_unread, un.pages_empty) == (2, 1, 0)
    assert un.engines == {"text": 1, "ocr": 1}
    assert un.grades == {"good": 1, "poor": 1}
    signs = [len("".join(line.split())) for line in (*LINES, "Bruit illisible", "théme")]
    assert un.coverage == pytest.approx(sum(signs[:2]) / sum(signs))
    assert (un.words, un.passages, un.said_elsewhere) == (12, 1, 1)
    assert un.score == pytest.approx((0.9 * 11 + 0.3 * 1) / 12)
    assert (un.questions, un.changes, un.changes_by_kind) == (2, 1, {"accent": 1})
    assert un.repairs == pytest.approx(1_000 / 14)


def test_files_and_what_became_of_them(audit: Audit) -> None:
    states = {item.document.source: (item.state, item.problem) for item in audit.documents}
    assert states["un.txt"] == ("current", "")
    assert states["neuf.txt"] == ("new", "")
    assert states["piege.txt"] == ("failed", "fichier chiffré")
    assert states["absent.txt"] == (
        "missing",
        "fichier cité par le catalogue mais absent du dossier",
    )
    assert states["image.bmp"][0] == "failed"
    assert "bmp" in states["image.bmp"][1]
    assert audit.quarantine == (SetAside("piege.txt", "fichier chiffré", "2026-01-02", 3),)


def test_a_file_that_changed_or_went_away(corpus: Path) -> None:
    auditor = auditor_of(corpus)
    (corpus / "un.txt").write_text("Autre chose", encoding="utf-8")
    (corpus / "deux.txt").unlink()
    states = {item.document.id: item.state for item in auditor.audit().documents}
    assert (states["un"], states["deux"]) == ("changed", "missing")


def test_a_file_that_the_last_build_could_not_read(corpus: Path) -> None:
    audit = auditor_of(corpus, {"neuf": "h"}).audit()
    (found,) = [item for item in audit.documents if item.document.id == "neuf"]
    assert found.state == "failed"
    assert found.problem.startswith("la dernière indexation")


def test_orphans_and_broken_links(audit: Audit) -> None:
    orphans = audit.orphans
    assert [row.startswith("un") for row in orphans.expansions] == [True]
    assert "neuf.txt" in orphans.uncatalogued
    assert orphans.without_file == ("absent.txt",)
    assert orphans.links == (Link("deux", "part_of", "absent", "absent"),)


def test_what_is_out_of_date(audit: Audit) -> None:
    assert audit.outdated == (Outdated("un", "older", "deux", 10),)


def test_the_worst_pages_first_and_passages_worth_a_look(corpus: Path) -> None:
    audit = auditor_of(corpus).audit(shown=1)
    assert [(p.document_id, p.number) for p in audit.worst_pages] == [("un", 3)]
    assert [note.id for note in audit.longest] == ["deux:c"]
    assert [note.id for note in audit.emptiest] == ["deux:b"]
    assert [note.id for note in audit.without_heading] == ["deux:b"]
    assert audit.longest[0].first_words.startswith("Les élus")


def test_the_totals_add_up(audit: Audit) -> None:
    assert audit.totals.documents == 2
    assert audit.totals.pages == 4
    assert audit.totals.pages_unread == 1
    assert audit.totals.pages_poor == 1
    assert audit.totals.passages == 3
    assert audit.totals.words == sum(item.words for item in audit.documents)
    assert audit.totals.questions == 2
    assert (audit.date, audit.generation) == ("2026-05-07", "g1")


def test_the_same_twice(corpus: Path) -> None:
    auditor = auditor_of(corpus)
    assert auditor.audit() == auditor.audit()


def test_one_page_raw_against_read(corpus: Path) -> None:
    review = auditor_of(corpus).page("un", 2)
    assert review.dropped == 1
    assert [piece.kind for piece in review.lines[1].pieces] == ["removed", "added"]
    assert review.changes_by_kind == {"accent": 1}
    assert review.passages == ()
    assert auditor_of(corpus).page("un", 1).passages == ("un:a",)
    assert auditor_of(corpus).page("deux", 1).page.number is None


def test_one_document_s_pages(corpus: Path) -> None:
    review = auditor_of(corpus).document("un")
    assert [page.number for page in review.pages] == [1, 2, 3]
    assert review.document.pages == 3


def test_what_is_not_there(corpus: Path) -> None:
    auditor = auditor_of(corpus)
    with pytest.raises(UnknownDocument):
        auditor.page("none", 1)
    with pytest.raises(UnknownPage, match="n’a pas de page 4"):
        auditor.page("un", 4)
    assert auditor.names() == ("un", "deux")


def test_it_is_told_how_far_it_is(corpus: Path) -> None:
    steps: list[tuple[int, int]] = []
    auditor_of(corpus).audit(tell=lambda step: steps.append((step.done, step.total)))
    assert steps == [(0, 2), (1, 2), (2, 2)]


def test_documents_of_an_index_without_pages_have_no_figures(corpus: Path) -> None:
    index = FakeIndex([document()], [passage("p", ["Un"])], [])
    files = CorpusFiles(corpus, {".txt"}, STAGES)
    audit = Auditor(corpus, FakeGenerations(index), files, FakeQuarantine()).audit()  # type: ignore[arg-type]
    (found,) = [item for item in audit.documents if item.document.id == "doc"]
    assert (found.coverage, found.score, found.pages) == (None, None, 0)
    assert audit.totals.coverage is None
