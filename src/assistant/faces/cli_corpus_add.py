"""`assistant corpus add`: files come into the corpus, described by whoever brings them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.curate.curator import Curator
from assistant.curate.fields import said
from assistant.curate.values import Added, Addition, Candidate, Row, Skipped
from assistant.domain import Document
from assistant.errors import BadRequest, UnreadableFile
from assistant.faces.cli_build import shown_progress
from assistant.faces.cli_corpus_questions import Questions, likeness
from assistant.faces.cli_output import write_json
from assistant.faces.curating import (
    Indexing,
    bring_up_to_date,
    confirm,
    curator_of,
    may_ask,
    note,
    say,
)
from assistant.faces.render import counted
from assistant.schema import to_json
from assistant.settings import Settings

_FIELDS = ("title", "publisher", "date", "kind", "status", "id")
_OF_ONE_FILE = ("title", "id", "replaces", "same_as", "part_of")


@dataclass(slots=True)
class _Outcome:
    """What became of the files."""

    added: list[Added] = field(default_factory=list)
    present: list[Candidate] = field(default_factory=list)
    refused: list[Candidate] = field(default_factory=list)
    given_up: list[Candidate] = field(default_factory=list)
    likes: list[Candidate] = field(default_factory=list)


def run(args: argparse.Namespace, settings: Settings) -> int:
    curator = curator_of(settings)
    with shown_progress() as show:
        candidates, skipped = curator.look(map(Path, args.paths), show)
    if len(candidates) > 1 and any(getattr(args, name) is not None for name in _OF_ONE_FILE):
        raise BadRequest(wording.CURATE_ONE_FILE)
    if not args.json:
        _say_skipped(skipped, candidates)
    outcome = _add(curator, candidates, args)
    indexing = None
    if outcome.added and not args.no_index:
        indexing = bring_up_to_date(settings)
    rows = _rows(curator, outcome) if indexing is not None else ()
    if args.json:
        write_json(_to_json(outcome, skipped, indexing, rows))
    else:
        _say_outcome(outcome, indexing, rows)
    if indexing is not None and indexing.error is not None:
        return indexing.exit_code
    return UnreadableFile.exit_code if outcome.refused else 0


def _add(curator: Curator, candidates: Sequence[Candidate], args: argparse.Namespace) -> _Outcome:
    """One by one where somebody is asked, else all at once."""
    outcome = _Outcome()
    questions = None if args.yes or args.json or not may_ask() else Questions(curator)
    together: list[Addition] = []
    for candidate in candidates:
        if candidate.present is not None:
            outcome.present.append(candidate)
            if not args.json:
                name = candidate.path.name
                say(wording.CURATE_PRESENT.format(name=name, id=candidate.present.id))
            continue
        if candidate.failure and not args.force:
            outcome.refused.append(candidate)
            continue
        addition = _wanted(curator, candidate, args)
        if questions is None:
            together.append(addition)
            continue
        asked = questions.ask(addition)
        if asked is None:
            outcome.given_up.append(candidate)
            say(wording.CURATE_GIVEN_UP.format(path=candidate.path))
        else:
            outcome.added += curator.add([asked])
    if together:
        outcome.added += curator.add(together)
        outcome.likes = [one.candidate for one in together if likeness(one) is not None]
    return outcome


def _wanted(curator: Curator, candidate: Candidate, args: argparse.Namespace) -> Addition:
    """As the options say. Raises BadRequest."""
    document, instead = candidate.document, False
    if args.id is not None:
        document = said(document, "id", args.id)
        former = _document(curator, document.id)
        own = former is not None and candidate.here and former.source == candidate.path.name
        if former is not None and not own:
            _agree(former, args)
            document, instead = _as_before(former, document), True
    for name in _FIELDS:
        value = getattr(args, name)
        if value is not None and name != "id":
            document = said(document, name, value)
    document = replace(
        document,
        same_as=args.same_as or document.same_as,
        part_of=args.part_of or document.part_of,
    )
    return Addition(candidate, document, replaces=args.replaces, instead=instead)


def _document(curator: Curator, identifier: str) -> Document | None:
    return next((one for one in curator.documents() if one.id == identifier), None)


def _agree(former: Document, args: argparse.Namespace) -> None:
    """A file is not replaced unasked. Raises BadRequest."""
    if args.yes:
        return
    if args.json or not may_ask():
        raise BadRequest(wording.CURATE_NEEDS_YES)
    if not confirm(wording.CURATE_ASK_INSTEAD.format(id=former.id, file=former.source)):
        raise BadRequest(wording.CURATE_NOT_REPLACED)


def _as_before(former: Document, new: Document) -> Document:
    """A new version keeps what the catalogue said of the one before."""
    return replace(former, source=new.source, sha256=new.sha256) if former.catalogued else new


def _rows(curator: Curator, outcome: _Outcome) -> tuple[Row, ...]:
    wanted = {one.document.id for one in outcome.added}
    return tuple(row for row in curator.list() if row.document.id in wanted)


# --- telling -----------------------------------------------------------------------------


def _say_skipped(skipped: Sequence[Skipped], candidates: Sequence[Candidate]) -> None:
    for one in skipped:
        say(wording.CURATE_SKIPPED.format(path=one.path, reason=one.reason))
    if not candidates:
        say(wording.CURATE_NOTHING_FOUND)


def _say_outcome(outcome: _Outcome, indexing: Indexing | None, rows: Sequence[Row]) -> None:
    for one in outcome.added:
        _say_added(one)
    for candidate in outcome.likes:
        if candidate.like is not None:
            share, name = round(100 * candidate.like.share), candidate.like.document_id
            head = f"{candidate.path.name}\u00a0: "
            note(head + wording.CURATE_LIKE.format(share=share, id=name))
            note(wording.CURATE_LIKE_HOW.format(id=name))
    for candidate in outcome.refused:
        say(wording.CURATE_REFUSED.format(path=candidate.path, reason=candidate.failure))
    if outcome.refused:
        note(wording.CURATE_REFUSED_FORCE)
    if indexing is not None:
        _say_index(indexing, rows)
    elif outcome.added:
        say(wording.CURATE_INDEX_LATER)


def _say_added(added: Added) -> None:
    document = added.document
    line = wording.CURATE_UPDATED if added.archived else wording.CURATE_ADDED
    say(
        line.format(
            id=document.id, title=document.title, file=document.source, archived=added.archived
        )
    )
    if added.replaced is not None:
        note(wording.CURATE_NOW_REPLACED.format(id=added.replaced))
    if added.unread:
        note(counted(wording.CURATE_UNREAD, added.unread))


def _say_index(indexing: Indexing, rows: Sequence[Row]) -> None:
    if indexing.error is not None:
        say(wording.CURATE_INDEX_FAILED.format(message=indexing.error.message))
        return
    failures = {}
    if indexing.report is not None:
        failures = {one.source: one.message for one in indexing.report.failed}
    for row in rows:
        reason = failures.get(row.document.source, "")
        if row.passages:
            passages = counted(wording.CURATE_PASSAGES, row.passages)
            pages = counted(wording.CURATE_PAGES, row.pages)
            line = wording.CURATE_SEARCHABLE if row.pages else wording.CURATE_SEARCHABLE_UNPAGED
            say(line.format(id=row.document.id, passages=passages, pages=pages))
        else:
            say(wording.CURATE_NOT_SEARCHABLE.format(id=row.document.id, reason=reason))


def _to_json(
    outcome: _Outcome,
    skipped: Sequence[Skipped],
    indexing: Indexing | None,
    rows: Sequence[Row],
) -> dict[str, Any]:
    counts = {row.document.id: {"pages": row.pages, "passages": row.passages} for row in rows}
    likes = {one.sha256: to_json(one.like) for one in outcome.likes}
    return {
        "added": [
            {
                **to_json(one),
                "like": likes.get(one.document.sha256),
                "indexed": counts.get(one.document.id),
            }
            for one in outcome.added
        ],
        "present": [
            {"path": str(one.path), "id": one.present.id} for one in outcome.present if one.present
        ],
        "refused": [{"path": str(one.path), "reason": one.failure} for one in outcome.refused],
        "skipped": [{"path": str(one.path), "reason": one.reason} for one in skipped],
        "index": indexing.to_json() if indexing is not None else None,
    }
