"""`assistant corpus show`: a document's pages, or one of them raw against repaired."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import wiring, wording
from assistant.audit.values import DiffLine, DocumentReview, PageReview, Piece
from assistant.errors import AssistantError, UnknownDocument
from assistant.faces import audit_words as words
from assistant.faces.cli_corpus_audit import write_page
from assistant.faces.cli_output import write, write_json
from assistant.faces.cli_table import Column, colours, table
from assistant.faces.render import visible
from assistant.faces.show_page import document_page, review_page
from assistant.schema import to_json
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.audit.auditor import Auditor

_MARKS = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
_COLOURS = {
    "same": ("", ""),
    "removed": ("\x1b[9;31m", "\x1b[0m"),
    "added": ("\x1b[4;32m", "\x1b[0m"),
}


def run(args: argparse.Namespace, settings: Settings) -> int:
    auditor = wiring.make_auditor(settings)
    try:
        shown = _page if args.page is not None else _document
        return shown(args, settings, auditor)
    except UnknownDocument:
        raise _unknown(args.id, auditor) from None


def _document(args: argparse.Namespace, settings: Settings, auditor: Auditor) -> int:
    review = auditor.document(args.id)
    if args.html:
        write_page(Path(args.html), document_page(review))
    if args.json:
        write_json(to_json(review))
    else:
        write(_overview(review))
    return 0


def _page(args: argparse.Namespace, settings: Settings, auditor: Auditor) -> int:
    review = auditor.page(args.id, args.page)
    if args.html:
        write_page(Path(args.html), review_page(review, _picture(review, settings)))
    if args.json:
        write_json(to_json(review))
    else:
        write("\n".join(_review(review, _COLOURS if colours() else _MARKS)))
    return 0


def _unknown(document_id: str, auditor: Auditor) -> UnknownDocument:
    near = get_close_matches(document_id, auditor.names(), 3, 0.5)
    said = wording.SHOW_UNKNOWN if near else wording.UNKNOWN_DOCUMENT
    return UnknownDocument(said.format(id=visible(document_id), near=", ".join(near)))


def _picture(review: PageReview, settings: Settings) -> bytes:
    """The page as it is printed; b"" where it cannot be drawn."""
    if review.page.number is None:
        return b""
    viewer = wiring.make_page_viewer(settings)
    try:
        view = viewer.page(review.document.document.id, review.page.number)
        return viewer.picture(view) if view.pictured else b""
    except AssistantError:
        return b""


def _overview(review: DocumentReview) -> str:
    columns: list[Column] = [(name, "left") for name in wording.SHOW_COLUMNS]
    rows = [words.page_row(page) for page in review.pages]
    return f"{words.heading(review.document)}\n\n{table(columns, rows)}"


def _review(review: PageReview, marks: dict[str, tuple[str, str]]) -> Iterator[str]:
    yield words.heading(review.document)
    yield words.page_heading(review.page)
    yield from words.figures(review)
    yield from words.changes(review)
    legend = wording.SHOW_LEGEND if marks is _MARKS else wording.SHOW_LEGEND_COLOURS
    yield f"\n{legend}\n"
    for line in review.lines:
        yield _line(line, marks)


def _line(line: DiffLine, marks: dict[str, tuple[str, str]]) -> str:
    return " ".join(_marked(piece, marks) for piece in line.pieces)


def _marked(piece: Piece, marks: dict[str, tuple[str, str]]) -> str:
    opening, closing = marks[piece.kind]
    return f"{opening}{visible(piece.text)}{closing}"
