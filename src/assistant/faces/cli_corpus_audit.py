"""`assistant corpus audit`: what the index holds of each document, what is worth a look."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from assistant import wiring, wording
from assistant.audit.values import Audit, PassageNote
from assistant.errors import StorageUnwritable
from assistant.faces import audit_words as words
from assistant.faces.audit_page import audit_page, thumbnails
from assistant.faces.cli_build import shown_progress
from assistant.faces.cli_output import tell, write, write_json
from assistant.faces.cli_table import Column, table
from assistant.faces.render import typeset
from assistant.schema import to_json
from assistant.settings import Settings

_RIGHT = frozenset({"questions", "repairs", "coverage"})


def run(args: argparse.Namespace, settings: Settings) -> int:
    auditor = wiring.make_auditor(settings)
    with shown_progress() as show:
        audit = auditor.audit(args.years, args.shown, tell=show)
    if args.html:
        viewer = wiring.make_page_viewer(settings)
        write_page(Path(args.html), audit_page(audit, thumbnails(audit, viewer)))
    if args.json:
        write_json(to_json(audit))
    else:
        write("\n\n".join(_sections(audit)))
    return 0


def write_page(path: Path, html: str) -> None:
    """Raises StorageUnwritable."""
    try:
        path.write_text(html, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StorageUnwritable(
            wording.AUDIT_UNWRITABLE.format(path=path, reason=reason)
        ) from error
    tell(typeset(wording.AUDIT_WRITTEN.format(path=path)))


def _sections(audit: Audit) -> list[str]:
    head = wording.AUDIT_ORIGIN.format(generation=audit.generation, date=words.day(audit.date))
    totals = "\n".join(f"  {value:>9}  {label}" for value, label in words.totals(audit))
    parts = [f"{wording.AUDIT_TITLE}\n{head}", totals, _documents(audit), _worst(audit)]
    for title, lines, nothing in words.findings(audit):
        parts.append("\n".join([title, *(f"  {line}" for line in lines or [nothing])]))
    parts += [_passages(title, notes) for title, notes in words.passage_lists(audit)]
    return parts


def _documents(audit: Audit) -> str:
    columns: list[Column] = [
        (label, "right" if name in _RIGHT else "left")
        for name, label in wording.AUDIT_COLUMNS.items()
    ]
    rows = [
        (
            item.document.id or item.document.source,
            words.state(item),
            words.pages(item),
            words.engines(item),
            words.grades(item),
            words.percent(item.coverage),
            words.passages(item),
            words.number(item.questions),
            words.rate(item.repairs),
        )
        for item in audit.documents
    ]
    return _titled(wording.AUDIT_DOCUMENTS, columns, rows, wording.AUDIT_DOCUMENTS_NONE)


def _worst(audit: Audit) -> str:
    sides: list[Column] = [(name, "left") for name in wording.AUDIT_PAGE_COLUMNS]
    rows = [
        (
            page.document_id,
            words.page(page.number, page.label),
            words.score(page.score),
            words.percent(page.coverage),
            words.why(page),
        )
        for page in audit.worst_pages
    ]
    return _titled(wording.AUDIT_WORST, sides, rows, wording.AUDIT_WORST_NONE)


def _passages(title: str, notes: Sequence[PassageNote]) -> str:
    count, *rest = wording.AUDIT_PASSAGE_COLUMNS
    columns: list[Column] = [(count, "right"), *((name, "left") for name in rest)]
    rows = [
        (words.number(n.words), n.document_id, words.page(n.page), words.line(n.first_words))
        for n in notes
    ]
    return _titled(title, columns, rows, wording.AUDIT_PASSAGES_NONE)


def _titled(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], nothing: str
) -> str:
    return f"{title}\n{table(columns, rows) if rows else '  ' + nothing}"
