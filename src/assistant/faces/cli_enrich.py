"""`assistant enrich`: draft questions for passages, put the reviewed ones in service."""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant import wiring, wording
from assistant.errors import BadRequest
from assistant.faces.cli_build import build_if_needed, shown_progress
from assistant.faces.cli_output import write, write_json
from assistant.faces.render import counted, visible
from assistant.schema import to_json
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.accept and (args.document or args.out or args.limit):
        raise BadRequest(wording.CLI_ENRICH_ALONE)
    if args.build:
        build_if_needed(settings)
    if args.accept:
        _accept(Path(args.accept), args.json, settings)
    else:
        _draft(args, settings)
    return 0


def _draft(args: argparse.Namespace, settings: Settings) -> None:
    enricher = wiring.make_enricher(settings)
    with shown_progress() as show:
        report = enricher.run(
            document=args.document,
            out=Path(args.out) if args.out else None,
            limit=args.limit,
            jobs=args.jobs,
            progress=show,
        )
    if args.json:
        write_json(to_json(report))
        return
    if not (report.written or report.failed or report.left):
        _say(wording.ENRICH_NOTHING)
        return
    done = counted(wording.ENRICHED, report.written)
    _say(f"{done}, {counted(wording.ENRICH_LEFT, report.left)}.")
    for failed in report.failed:
        _say(wording.ENRICH_FAILED.format(passage=failed.passage, problem=failed.problem))
    for path in report.files:
        _say(wording.ENRICH_FILE.format(path=path))
    if report.files:
        _say(wording.ENRICH_NEXT)


def _accept(path: Path, as_json: bool, settings: Settings) -> None:
    accepted = wiring.make_reviewer(settings).accept(path)
    if as_json:
        write_json(to_json(accepted))
        return
    _say(counted(wording.ENRICH_MOVED, accepted.moved) + ".")
    for refused in accepted.refused:
        _say(wording.ENRICH_REFUSED.format(line=refused.line, problem=refused.problem))
    if accepted.moved:
        _say(wording.ENRICH_INDEX)


def _say(text: str) -> None:
    write(visible(text))
