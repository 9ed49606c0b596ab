"""From one file to its passages."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.domain import Document, ReadDocument
from assistant.errors import UnreadableFile
from assistant.ingest.pipeline import read_document
from ingest_samples import (
    ARTICLE,
    CORPUS,
    DECK,
    DOCUMENTS,
    EXCERPT,
    PARAGRAPHS,
    REPORT,
    SCAN,
    degrade,
    read_corpus,
    wrap,
)  # fmt: skip


def _write(folder: Path, text: str | bytes, name: str = "note.txt") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _repaired(read: ReadDocument) -> int:
    return sum(bool(page.changes) for page in read.pages)


def test_an_unlisted_file_is_called_by_its_own_title(tmp_path: Path) -> None:
    path = _write(tmp_path, f"Une méthode pour Bellerive\n\n{PARAGRAPHS}")
    read = read_document(path, Document(id="note", title="note", catalogued=False))
    assert read.document.title == "Une méthode pour Bellerive"
    assert read.document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    listed = read_document(path, Document(id="note", title="Le titre du catalogue"))
    assert listed.document.title == "Le titre du catalogue"


def test_a_clean_text_is_shown_word_for_word(tmp_path: Path) -> None:
    read = read_document(_write(tmp_path, PARAGRAPHS), Document(id="note", title="Note"))
    assert " ".join(" ".join(p.text for p in read.passages).split()) == " ".join(PARAGRAPHS.split())
    assert not any(p.restored for p in read.passages)
    assert (_repaired(read), read.noise_lines, read.furniture_lines) == (0, 0, 0)


def test_a_scan_is_shown_repaired_and_says_so(tmp_path: Path) -> None:
    read = read_document(_write(tmp_path, wrap(degrade(PARAGRAPHS))), Document(id="n", title="N"))
    assert any(p.restored for p in read.passages)
    assert _repaired(read) == 1
    assert "l’intérêt" in " ".join(p.text for p in read.passages).lower()
    assert all(p.raw for p in read.passages)


@pytest.mark.parametrize("data", [b"", b"   \n", b"12 34", b"\x00\x01\x02" * 99])
def test_what_cannot_be_read_is_said_so(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        read_document(_write(tmp_path, data), Document(id="n", title="N"))


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_document(tmp_path / "absent.txt", Document(id="n", title="N"))


def test_a_file_of_furniture_alone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_document(
            _write(tmp_path, "© La Ruche / 2021\nAccueil\nMenu"), Document(id="n", title="N")
        )


def test_markdown_is_read(tmp_path: Path) -> None:
    path = _write(tmp_path, f"# Un guide\n\n{PARAGRAPHS}", "guide.md")
    read = read_document(path, Document(id="g", title="g", catalogued=False))
    assert read.document.title == "Un guide"
    assert read.passages[0].heading == "Un guide"


def test_figures_of_the_corpus() -> None:
    read = read_corpus()
    assert {name: len(read[name].pages) for name in DOCUMENTS} == {
        DECK: 18, SCAN: 18, EXCERPT: 2, REPORT: 12, ARTICLE: 1,
    }  # fmt: skip
    for name in (DECK, ARTICLE):
        assert _repaired(read[name]) == 0
        assert not any(p.restored for p in read[name].passages)
    for name in (SCAN, EXCERPT, REPORT):
        assert _repaired(read[name]) == len(read[name].pages)
    assert (CORPUS / f"{DECK}.txt").exists()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_passage_is_complete(name: str) -> None:
    for p in read_corpus()[name].passages:
        assert p.document_id == name
        assert p.id.startswith(f"{name}:")
        assert p.text.strip() == p.text != ""
        assert p.raw
        assert (p.page is None) == (name == ARTICLE)
        assert not p.twins


def test_a_file_of_few_words_is_read(tmp_path: Path) -> None:
    read = read_document(
        _write(tmp_path, "Bal de Bellerive\n\nEntrée : 3 euros\n\nBuvette sur place"),
        Document(id="bal", title="Bal"),
    )
    assert "Entrée : 3 euros" in " ".join(p.text for p in read.passages)


def test_a_paragraph_without_end_is_cut_between_sentences(tmp_path: Path) -> None:
    sentence = "La commission locale a réuni les associations et les entreprises du canton numéro"
    text = " ".join(f"{sentence} {n}." for n in range(200))
    passages = read_document(_write(tmp_path, text), Document(id="long", title="L")).passages
    assert len(passages) > 8
    assert all(len(p.text.split()) <= 200 for p in passages)
    assert all(p.text.startswith("La commission") and p.text.endswith(".") for p in passages)
    joined = " ".join(p.text for p in passages)
    assert joined == text
    for p in passages:
        for span in p.spans:
            assert p.text[span.start : span.end] in p.raw[span.raw_start : span.raw_end]
