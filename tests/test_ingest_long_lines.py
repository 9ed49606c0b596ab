from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from assistant.domain import Document
from assistant.errors import UnreadableFile
from assistant.ingest.long_lines import LONGEST, shorten
from assistant.ingest.pages import Context, Line, Page
from assistant.ingest.pipeline import read_document


def page(*lines: Line) -> Page:
    return Page(None, lines)


def test_ordinary_lines_stay_as_they_are() -> None:
    pages = (page(Line("a" * LONGEST, "b" * LONGEST), Line("", "")),)
    assert shorten(pages) == pages


@pytest.mark.parametrize("text", ["le maire " * 3_000, "a" * 9_000, "a " * 4_001])
def test_a_long_line_is_cut_and_nothing_is_lost(text: str) -> None:
    before = page(Line("avant", "avant"), Line(text, text, "item", 2), Line("après", "après"))
    (after,) = shorten([before])
    first, *pieces, last = after.lines
    assert (first, last) == (before.lines[0], before.lines[-1])
    assert "".join(piece.text for piece in pieces) == text
    assert all(len(piece.text) <= LONGEST for piece in pieces)
    assert {(piece.role, piece.level) for piece in pieces} == {("item", 2)}


def test_a_line_that_is_several_is_cut_at_its_breaks() -> None:
    (after,) = shorten([page(Line("le maire\r\nfait\n", "le maire\nfait\u2028alliance\n", "text"))])
    assert [(line.raw, line.text) for line in after.lines] == [
        ("le maire", "le maire"),
        ("fait", "fait"),
        ("", "alliance"),
    ]


def test_a_line_break_inside_a_line_harms_no_repair(tmp_path: Path) -> None:
    path = tmp_path / "titre.html"
    path.write_text("<article><p>Un</p><title>le\nmaire fait</title></article>" + "<p>é", "utf-8")
    with suppress(UnreadableFile):
        read_document(path, Document("d", ""))


def test_words_stay_whole_where_there_are_spaces() -> None:
    (after,) = shorten([page(Line("maire " * 3_000, "maire " * 3_000))])
    assert {word for line in after.lines for word in line.text.split()} == {"maire"}


def test_both_readings_of_a_line_are_kept() -> None:
    (after,) = shorten([page(Line("m\u00a0" * 5_000, "m " * 2_000))])
    assert "".join(line.raw for line in after.lines) == "m\u00a0" * 5_000
    assert "".join(line.text for line in after.lines) == "m " * 2_000


def test_a_document_of_one_line_is_read_and_says_where_it_is(tmp_path: Path) -> None:
    path = tmp_path / "une-ligne.txt"
    path.write_text("Le maire fait alliance avec les associations. " * 400, encoding="utf-8")
    told: list[tuple[int, int]] = []
    read = read_document(path, Document("d", ""), Context(lambda *pages: told.append(pages)))
    assert len(read.pages[0].lines) == 5
    assert told[-1] == (1, 1)
