"""`assistant index`: bring the index up to date and say what changed."""

from __future__ import annotations

import argparse

from assistant import wiring, wording
from assistant.domain import FailedFile, Report
from assistant.errors import AssistantError, ValidatedInvalid
from assistant.faces.cli_build import shown_progress
from assistant.faces.cli_output import tell, write, write_json
from assistant.faces.guiding import has_guide
from assistant.faces.render import counted, decimal, typeset, visible
from assistant.schema import to_json
from assistant.settings import Settings


def run(args: argparse.Namespace, settings: Settings) -> int:
    if args.jobs:
        settings = settings.model_copy(update={"read_jobs": args.jobs})
    builder = wiring.make_builder(settings)
    if args.state:
        state = builder.state()
        if args.json:
            write_json({"state": state})
        else:
            write(typeset(wording.INDEX_STATES[state]))
        return 0
    with shown_progress() as show:
        report = builder.build(progress=show, rebuild=args.rebuild, retry=args.retry)
    if args.json:
        write_json(to_json(report))
    else:
        write(report_text(report))
    tell_guided(settings)
    return ValidatedInvalid.exit_code if report.validated_refused else 0


def tell_guided(settings: Settings) -> None:
    """What the new index leaves of the guided path; a broken path fails no build."""
    try:
        lost = wiring.make_guide(settings).path().lost() if has_guide(settings) else ()
    except AssistantError as error:
        tell(error.message)
        return
    steps = len({one.advice for one in lost})
    if steps:
        tell(counted(wording.INDEX_GUIDED_LOST, steps))


def report_text(report: Report) -> str:
    """The report as a table: what, how many, which."""
    rate = decimal(1000 * report.repairs / report.words, 1) if report.words else "0"
    rows: list[tuple[str, int, tuple[str, ...]]] = [
        (wording.INDEX_ADDED, len(report.added), report.added),
        (wording.INDEX_UPDATED, len(report.updated), report.updated),
        (wording.INDEX_UNCHANGED, len(report.unchanged), report.unchanged),
        (wording.INDEX_REMOVED, len(report.removed), report.removed),
        (wording.INDEX_FAILED, len(report.failed), _told(report.failed)),
        (wording.INDEX_UNREAD, len(report.unread), _told(report.unread)),
        (wording.INDEX_UNCATALOGUED, len(report.uncatalogued), report.uncatalogued),
        (wording.INDEX_ORPHANS, len(report.orphans), report.orphans),
        (wording.INDEX_VALIDATED, len(report.validated), ()),
        (
            wording.INDEX_VALIDATED_REFUSED,
            len({file.source for file in report.validated_refused}),
            _told(report.validated_refused),
        ),
        (
            wording.INDEX_VALIDATED_WARNED,
            len({file.source for file in report.validated_warned}),
            _told(report.validated_warned),
        ),
        (wording.INDEX_PASSAGES, report.passages, ()),
        (wording.INDEX_PAGES, report.pages, ()),
        (wording.INDEX_PAGES_POOR, report.pages_poor, ()),
        (wording.INDEX_PAGES_REPAIRED, report.pages_repaired, ()),
        (
            wording.INDEX_REPAIRS,
            report.repairs,
            (wording.INDEX_REPAIR_RATE.format(rate=rate),) if report.repairs else (),
        ),
        (wording.INDEX_FURNITURE, report.furniture_lines, ()),
        (wording.INDEX_NOISE, report.noise_lines, ()),
        (wording.INDEX_TWINS, report.twins, ()),
    ]
    label_width = max(len(label) for label, _, _ in rows)
    head = wording.INDEX_DONE.format(
        generation=report.generation, seconds=decimal(report.seconds, 1)
    )
    return "\n".join([head, *(_row(*row, label_width) for row in rows)])


def _told(files: tuple[FailedFile, ...]) -> tuple[str, ...]:
    return tuple(f"{file.source}\u00a0: {file.message}" for file in files)


def _row(label: str, number: int, names: tuple[str, ...], label_width: int) -> str:
    first = f"  {label:<{label_width}}  {number:>6}"
    indent = "\n" + " " * (len(first) + 2)
    shown = [visible(name).replace("\n", " ") for name in names]
    return first + ("  " + indent.join(shown) if shown else "")
