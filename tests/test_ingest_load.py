"""Bytes to pages: encodings, page breaks, what cannot be read."""

from __future__ import annotations

import re

import pytest
from rapidfuzz import fuzz

from assistant.errors import UnreadableFile
from assistant.french import fold
from assistant.ingest.blocks import cut_blocks
from assistant.ingest.load.text import decode, load_text
from ingest_samples import ARTICLE, DECK, EXCERPT, REPORT, SCAN, SENTENCES, cleaned, load

TEXT = "\n".join(SENTENCES)
LATIN = TEXT.replace("’", "'").replace("œ", "oe").replace("€", "euros").replace("Œ", "OE")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", TEXT),
        ("utf-8-sig", TEXT),
        ("utf-16", TEXT),
        ("cp1252", TEXT),
        ("latin-1", LATIN),
    ],
)
def test_encodings(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_decomposed_accents_are_composed() -> None:
    assert load_text("L’e\u0301cole du village".encode())[0].lines[0].text == "L’école du village"


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems(ends: str) -> None:
    (page,) = load_text(TEXT.replace("\n", ends).encode())
    assert [line.text for line in page.lines] == list(SENTENCES)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \n\t\r\n ",
        b"1 2 3\n4,5 %\n",
        b"\x00\x01\x02\x03" * 400,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        b"%PDF-1.7\n" + bytes(range(256)) * 8,
    ],
    ids=["empty", "blank", "numbers", "zeros", "picture", "pdf"],
)
def test_what_is_no_text_is_refused_in_french(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        load_text(data)
    assert re.search(r"fichier|contenu", refusal.value.message)


def test_form_feeds_are_pages_and_blank_ones_count() -> None:
    pages = load_text("Première page\f\fTroisième page\f".encode())
    assert [page.number for page in pages] == [1, 3]


def test_a_text_without_breaks_has_no_pages() -> None:
    assert [page.number for page in load_text(TEXT.encode())] == [None]


def test_lines_set_in_by_one_space_are_no_pages() -> None:
    indented = "\n".join(f" {sentence}" for sentence in SENTENCES[:20])
    assert len(load_text(f"Titre du document\n\n{indented}".encode())) <= 1 + len(
        [s for s in SENTENCES[:20] if not s.endswith(".")]
    )
    prose = "\n".join(f" {s}" for s in SENTENCES if s.endswith("."))
    assert [page.number for page in load_text(f"Titre\n\n{prose}".encode())] == [None]


def test_a_verse_set_in_by_one_space_is_one_page() -> None:
    verse = "Les bénévoles\n rangent la salle\n en silence\n et sans hâte\n"
    assert len(load_text(verse.encode())) == 1


def test_the_deck_has_the_same_eighteen_slides_in_both_versions() -> None:
    assert [page.number for page in load(DECK)] == list(range(1, 19))
    assert [page.number for page in load(SCAN)] == list(range(1, 19))


def test_slide_titles_agree_page_by_page() -> None:
    titles = [
        {b.refs[0].page: b.text for b in cut_blocks(cleaned(name).pages) if b.kind == "title"}
        for name in (DECK, SCAN)
    ]
    assert [set(found) for found in titles] == [set(range(18)), set(range(18))]
    for page in range(18):
        ratio = fuzz.partial_ratio(fold(titles[0][page]), fold(titles[1][page]))
        assert ratio >= 90, (page, titles[0][page], titles[1][page])


def test_page_starts_of_the_report() -> None:
    starts = [next(line.text for line in page.lines if line.text) for page in cleaned(REPORT).pages]
    expected = (
        "En synthèse", "A la racine", "bien commun :", "Vers une vision", "gouvernance, nous ont",
        "Apprendre à", "Un cadre juridique", "La mesure de", "Les modes de partenariat",
        "des pratiques de terrain", "Conclusion", "L’Observatoire",
    )  # fmt: skip
    assert len(starts) == len(expected)
    for start, words in zip(starts, expected, strict=True):
        assert start.startswith(words)
    assert [page.number for page in load(REPORT)] == list(range(1, 13))


def test_the_excerpt_has_two_pages_and_the_article_none() -> None:
    assert [page.number for page in load(EXCERPT)] == [1, 2]
    assert [page.number for page in load(ARTICLE)] == [None]
