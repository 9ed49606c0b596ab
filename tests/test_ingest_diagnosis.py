"""Scan or clean text, and which letters recognition lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from assistant.domain import Engine
from assistant.ingest.diagnosis import diagnose, diagnose_pages, overall
from assistant.ingest.pages import Line, Page
from assistant.lexicon import Lexicon
from ingest_samples import (
    ARTICLE,
    DECK,
    EXCERPT,
    PARAGRAPHS,
    REPORT,
    ROOT,
    SCAN,
    SENTENCES,
    cleaned,
    degrade,
    wrap,
)  # fmt: skip

SHARED = Path(os.environ.get("ASSISTANT_SHARED_DATA", ROOT.parent / "shared" / "data"))
PUBLIC = SHARED / "french" / "service-public-fiches.jsonl"


@pytest.mark.parametrize("name", [SCAN, EXCERPT, REPORT])
def test_scans_are_seen(name: str) -> None:
    diagnosis = cleaned(name).diagnosis
    assert diagnosis.ocr
    assert diagnosis.lost_accents


@pytest.mark.parametrize("name", [DECK, ARTICLE])
def test_clean_texts_are_seen(name: str) -> None:
    assert not cleaned(name).diagnosis.ocr


def test_a_scan_of_another_text_is_seen() -> None:
    diagnosis = diagnose(wrap(degrade(PARAGRAPHS)), Lexicon.shared())
    assert diagnosis.ocr
    assert diagnosis.lost_accents


@pytest.mark.parametrize("text", [PARAGRAPHS, "\n".join(SENTENCES), *SENTENCES])
def test_clean_french_is_no_scan(text: str) -> None:
    assert not diagnose(text, Lexicon.shared()).ocr


def test_an_article_read_as_a_capital_counts_in_any_text() -> None:
    lexicon = Lexicon.shared()
    misread = "Uaction, Uécoute et Pexécution : Uinnovation vient de Pexpérience."
    assert diagnose(misread, lexicon).ocr
    assert not diagnose("Une action du PNUD, une FAQ de l’UNIOPSS et du FEDER.", lexicon).ocr


def test_numbering_and_degrees_are_no_misreadings() -> None:
    text = "Les alinéas 1°, 2° et 3° du n° 12 et du n° 13, à 20°, à 12:30 et à 14:15."
    assert not diagnose(text, Lexicon.shared()).ocr


def test_without_words_there_is_nothing_to_judge() -> None:
    assert not diagnose("12 34", Lexicon.shared()).ocr


@pytest.mark.skipif(not PUBLIC.exists(), reason="public French texts not found")
def test_public_texts_are_left_as_they_are() -> None:
    lexicon = Lexicon.shared()
    lines = PUBLIC.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    scans = [text for text in texts if diagnose(text, lexicon).ocr]
    words = sum(len(text.split()) for text in texts)
    assert sum(len(text.split()) for text in scans) < words / 2_000, scans[:3]


def _page(text: str, number: int, engine: Engine = "pypdf") -> Page:
    return Page(number, tuple(Line(line, line) for line in text.split("\n")), engine=engine)


def test_a_recognised_page_is_a_scan_for_certain() -> None:
    pages = [_page(PARAGRAPHS, 1), _page("Oui.", 2, "ocr"), _page(PARAGRAPHS, 3, "ocr")]
    assert [d.ocr for d in diagnose_pages(pages, Lexicon.shared())] == [False, True, True]


def test_good_pages_of_a_mixed_document_are_left_alone() -> None:
    scan = wrap(degrade(PARAGRAPHS))
    pages = [_page(scan, 1), _page(PARAGRAPHS, 2), _page(scan, 3), _page("Fin.", 4)]
    found = diagnose_pages(pages, Lexicon.shared())
    assert [d.ocr for d in found] == [True, False, True, True]
    assert overall(found).ocr


def test_a_bad_page_of_a_good_document_is_seen() -> None:
    pages = [*(_page(PARAGRAPHS, n) for n in range(1, 30)), _page(wrap(degrade(PARAGRAPHS)), 30)]
    found = diagnose_pages(pages, Lexicon.shared())
    assert [d.ocr for d in found] == [*[False] * 29, True]


def test_a_few_misread_letters_are_enough() -> None:
    misread = PARAGRAPHS.replace("commune", "comrnune").replace("réunion", "réunlon")
    assert diagnose(misread.replace("territoires", "territolres"), Lexicon.shared()).ocr


def test_no_page_is_no_scan() -> None:
    assert not overall(diagnose_pages([], Lexicon.shared())).ocr
