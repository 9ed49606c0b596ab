"""The printed samples say what was printed; pages are judged right and wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from pressroom import SAMPLES, Print, pieces_of, printed, scanned
from quality import spearman
from reading import Bound

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
PAGED = (CORPUS / "fondation-des-territoires-2020.txt").read_bytes()
FLOWING = (CORPUS / "21-mesures-odd17-2020.txt").read_bytes()


def texts_of(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def words(text: str) -> set[str]:
    """Long words, whatever mark of a note is raised after them."""
    return {word for word in re.sub(r"\d", " ", text).split() if word.isalpha() and len(word) > 5}


@pytest.mark.parametrize("how", [Print(), Print(columns=2, furniture=True), Print(width=300.0)])
def test_each_page_of_the_text_is_a_page_of_the_pdf(how: Print) -> None:
    sample = printed(PAGED, "Titre", how)
    read = texts_of(sample.pdf)
    assert len(read) == len(sample.pages) == len(pieces_of(PAGED)) == 18
    for page, text in zip(read, sample.pages, strict=True):
        assert words(text) <= words(page)


def test_a_text_without_pages_flows() -> None:
    sample = printed(FLOWING, "Titre", Print())
    assert len(sample.pages) > 1
    whole = words("\n".join(texts_of(sample.pdf)))
    assert words("\n".join(piece.text for piece in pieces_of(FLOWING)[0])) <= whole


def test_long_words_are_cut_between_syllables() -> None:
    sample = printed(PAGED, "Titre", Print(width=250.0, hyphens=True))
    pieces = [piece for page in pieces_of(PAGED) for piece in page]
    whole = words("\n".join(piece.text for piece in pieces))
    read = "\n".join(texts_of(sample.pdf))
    cut = [word for word in whole - words(read) if word.lower() not in read.lower()]
    assert len(cut) > 10
    assert all(re.sub(r"[-\x02\ufffe]\s*", "", read).count(word) for word in cut)


def test_a_scan_holds_no_letter_and_comes_out_the_same() -> None:
    sample = printed(FLOWING, "Titre", Print())
    scan = scanned(sample, 75)
    assert texts_of(scan.pdf) == [""] * len(sample.pages)
    assert scan.pages == sample.pages
    with pypdfium2.PdfDocument(scan.pdf) as document:
        assert document[0].get_size() == pytest.approx((595, 842), abs=2)


def test_every_kind_is_asked_for() -> None:
    assert list(SAMPLES) == [
        "text layer", "two columns", "hyphenated", "scan 150 dpi", "scan 200 dpi"
    ]  # fmt: skip


def test_a_page_is_right_when_the_words_begin_there() -> None:
    texts = Bound({"d": ("Les alliances en territoire", "La gouvernance des communs locaux", "")})
    assert texts.holds("d", 1, "les ALLIANCES en territoire")
    assert texts.holds("d", 2, "La gouvernance des cornmuns")
    assert not texts.holds("d", 1, "La gouvernance des communs locaux")
    assert not texts.holds("d", 3, "La gouvernance des communs locaux")
    assert not texts.holds("d", 4, "La gouvernance")
    assert not texts.holds("d", None, "La gouvernance")


def test_rank_correlation_counts_equal_values_at_their_mean() -> None:
    assert spearman([(0.0, 1.0), (0.1, 0.8), (0.3, 0.2)]) == pytest.approx(1)
    assert spearman([(0.0, 0.2), (0.1, 0.8), (0.3, 1.0)]) == pytest.approx(-1)
    assert 0.8 < spearman([(0, 1), (0, 0.9), (0.1, 0.9), (0.2, 0.1)]) < 1
