"""`assistant validated`: the answers that editors write."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import wiring, wording
from assistant.errors import BadRequest, ValidatedInvalid
from assistant.faces.cli_output import write, write_json
from assistant.faces.cli_table import Column, table
from assistant.faces.render import counted, visible
from assistant.schema import to_json
from assistant.settings import Settings
from assistant.sources import day_text

if TYPE_CHECKING:
    from assistant.validated.desk import Desk, Row
    from assistant.validated.format import Problem

_MOST_BYTES = 20_000_000


def run(args: argparse.Namespace, settings: Settings) -> int:
    return _VERBS[args.validated_verb](args, wiring.make_desk(settings))


def _new(args: argparse.Namespace, desk: Desk) -> int:
    path = desk.new(args.slug, args.question)
    if args.json:
        write_json({"path": str(path)})
    else:
        _say(wording.VALIDATED_WRITTEN.format(path=path))
        _say(wording.VALIDATED_NEXT)
    return 0


def _check(args: argparse.Namespace, desk: Desk) -> int:
    examined = desk.check()
    wrong = [problem for problem in examined.problems if problem.gravity == "error"]
    if args.json:
        write_json(
            {
                "files": list(examined.loaded.files),
                "right": [answer.id for answer in examined.answers],
                "problems": to_json(examined.problems),
            }
        )
    else:
        for problem in examined.problems:
            _say(_told(problem))
        files, right = len(examined.loaded.files), len(examined.answers)
        warned = len(examined.problems) - len(wrong)
        counts = (
            counted(wording.VALIDATED_FILES, files),
            counted(wording.VALIDATED_RIGHT, right),
            counted(wording.VALIDATED_ERRORS, len(wrong)),
            counted(wording.VALIDATED_WARNINGS, warned),
        )
        _say(", ".join(counts) + ".")
    return ValidatedInvalid.exit_code if wrong else 0


def _list(args: argparse.Namespace, desk: Desk) -> int:
    rows = desk.rows()
    if args.json:
        write_json({"answers": to_json(rows)})
    elif rows:
        columns: list[Column] = [(name, "left") for name in wording.VALIDATED_COLUMNS]
        write(table(columns, [_row(row) for row in rows]))
    else:
        _say(wording.VALIDATED_NONE)
    return 0


def _from_feedback(args: argparse.Namespace, desk: Desk) -> int:
    drafted = desk.from_answers(_export(args.file))
    if args.json:
        write_json(to_json({"paths": [str(p) for p in drafted.paths], "left": drafted.left}))
    else:
        for path in drafted.paths:
            _say(wording.VALIDATED_WRITTEN.format(path=path))
        for left in drafted.left:
            _say(wording.VALIDATED_LEFT.format(place=left.place, reason=left.reason))
        if drafted.paths:
            _say(wording.VALIDATED_NEXT)
    return 0 if drafted.paths or not drafted.left else BadRequest.exit_code


def _export(name: str) -> str:
    """The text of a file, or of standard input for « - ». Raises BadRequest."""
    shown = wording.VALIDATED_STDIN if name == "-" else name
    try:
        if name == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            said = wording.VALIDATED_EXPORT_TOO_LONG
            raise BadRequest(said.format(path=shown, most=_MOST_BYTES // 1_000_000))
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = wording.VALIDATED_NOT_UTF8
        said = wording.VALIDATED_EXPORT_UNREADABLE.format(path=shown, reason=reason)
        raise BadRequest(said) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        said = wording.VALIDATED_EXPORT_UNREADABLE.format(path=shown, reason=reason)
        raise BadRequest(said) from error


def _told(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}" if problem.line else problem.file
    return wording.VALIDATED_TOLD[problem.gravity].format(place=place, message=problem.message)


def _row(row: Row) -> tuple[str, ...]:
    review = day_text(row.review_date)
    return (
        row.id,
        row.question,
        row.profile or wording.VALIDATED_EVERYONE,
        wording.VALIDATED_LATE.format(date=review) if row.overdue else review,
        wording.VALIDATED_STATES[row.state],
    )


def _say(text: str) -> None:
    write(visible(text))


_VERBS: Mapping[str, Callable[[argparse.Namespace, Desk], int]] = {
    "new": _new,
    "check": _check,
    "list": _list,
    "from-feedback": _from_feedback,
}
