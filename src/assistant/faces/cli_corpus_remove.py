"""`assistant corpus remove`: documents leave the corpus, their files are kept apart."""

from __future__ import annotations

import argparse

from assistant import wording
from assistant.curate.values import Removed
from assistant.errors import BadRequest
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


def run(args: argparse.Namespace, settings: Settings) -> int:
    curator = curator_of(settings)
    documents = curator.named(args.ids)
    if not args.yes:
        if args.json or not may_ask():
            raise BadRequest(wording.CURATE_NEEDS_YES)
        for document in documents:
            note(f"{document.id} — {document.title} ({document.source})")
        number = counted(wording.CURATE_DOCUMENTS, len(documents))
        if not confirm(wording.CURATE_ASK_REMOVE.format(documents=number)):
            say(wording.CURATE_KEPT)
            return 0
    removed = curator.remove(args.ids, force=args.force)
    indexing = None
    if not args.no_index:
        indexing = bring_up_to_date(settings)
    if args.json:
        index = indexing.to_json() if indexing is not None else None
        write_json({"removed": to_json(removed), "index": index})
    else:
        for one in removed:
            _say(one)
        _say_index(indexing)
    return indexing.exit_code if indexing is not None else 0


def _say(removed: Removed) -> None:
    document = removed.document
    say(wording.CURATE_REMOVED.format(id=document.id, title=document.title or document.source))
    if removed.archived is not None:
        note(wording.CURATE_REMOVED_FILE.format(path=f"corpus/{removed.archived}"))
    if removed.cleaned:
        note(wording.CURATE_CLEANED.format(ids=", ".join(removed.cleaned)))
    if removed.orphans:
        note(counted(wording.CURATE_ORPHANS, removed.orphans))


def _say_index(indexing: Indexing | None) -> None:
    if indexing is None:
        say(wording.CURATE_INDEX_LATER)
    elif indexing.error is not None:
        say(wording.CURATE_INDEX_FAILED.format(message=indexing.error.message))
