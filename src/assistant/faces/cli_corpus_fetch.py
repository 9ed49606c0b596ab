"""`assistant corpus fetch`: public documents, downloaded when asked for and agreed to."""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant import wiring, wording
from assistant.errors import BadRequest, DownloadFailed
from assistant.faces.cli_output import tell, write, write_json
from assistant.faces.render import counted, visible
from assistant.schema import to_json
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.curate.fetch.values import Fetched, FetchReport, Listed, Source, Step

_KILOBYTE = 1_000
_SAID_EVERY = 10.0


def run(args: argparse.Namespace, settings: Settings) -> int:
    _check(args)
    fetcher = wiring.make_fetcher(settings, private=args.allow_private)
    if args.list:
        _show(fetcher.listed(), args.json)
        return 0
    sources = fetcher.chosen(None if args.all else args.ids)
    if sources and not args.yes and not _agreed(sources, args.json):
        tell(wording.FETCH_REFUSED)
        return 0
    try:
        with _shown() as show:
            report = fetcher.run(sources, update=args.update, tell=show)
    except KeyboardInterrupt:
        tell(wording.FETCH_STOPPED)
        raise
    if args.json:
        write_json(to_json(report))
    else:
        _report(report)
    return DownloadFailed.exit_code if report.of("failed") else 0


def _check(args: argparse.Namespace) -> None:
    """Raises BadRequest."""
    if args.list:
        if args.ids or args.all or args.update:
            raise BadRequest(wording.FETCH_ALONE)
    elif args.ids and args.all:
        raise BadRequest(wording.FETCH_EITHER)
    elif not args.ids and not args.all:
        raise BadRequest(wording.FETCH_WHAT)


def _agreed(sources: Sequence[Source], as_json: bool) -> bool:
    """Whether whoever sits at the terminal wants this machine to go to the internet.

    Raises BadRequest where nobody can be asked.
    """
    if as_json or not sys.stdin.isatty():
        raise BadRequest(wording.FETCH_YES_NEEDED)
    names = list(dict.fromkeys(source.host for source in sources))
    hosts = counted(wording.FETCH_HOSTS, len(names)).format(names=", ".join(names))
    documents = counted(wording.FETCH_DOCUMENTS, len(sources))
    tell(visible(wording.FETCH_CONFIRM.format(documents=documents, hosts=hosts)))
    try:
        return input(wording.FETCH_CONFIRM_PROMPT).strip().lower() in ("o", "oui")
    except EOFError:
        return False


def _show(listed: Sequence[Listed], as_json: bool) -> None:
    if as_json:
        write_json({"documents": [_row(one) for one in listed]})
        return
    if not listed:
        _say(wording.FETCH_NOTHING)
    for one in listed:
        source = one.source
        known = [source.fields.get(name, "") for name in ("publisher", "date", "kind")]
        details = ", ".join([source.host, *filter(None, known)])
        _say(wording.FETCH_LISTED.format(id=source.id, state=wording.FETCH_STATES[one.state]))
        _say(wording.FETCH_LISTED_MORE.format(title=source.title, details=details))


def _row(one: Listed) -> dict[str, str]:
    return {**one.source.fields, "address": one.source.address, "state": one.state}


def _report(report: FetchReport) -> None:
    if not report.documents:
        _say(wording.FETCH_NOTHING)
    for one in report.documents:
        if one.state != "failed":
            _say(_line(one))
    failed, changed = report.of("failed"), report.of("changed")
    if failed:
        _say(counted(wording.FETCH_SUMMARY_FAILED, len(failed)))
    for one in failed:
        _say(wording.FETCH_FAILED.format(id=one.id, address=one.address))
        _say(f"  {one.problem}")
    if changed:
        _say(wording.FETCH_CHANGED_NEXT)
    if report.of("fetched") or report.of("updated"):
        _say(wording.FETCH_INDEX)


def _line(one: Fetched) -> str:
    return wording.FETCH_DONE[one.state].format(
        id=one.id, file=one.file, size=_kilobytes(one.bytes)
    )


@contextmanager
def _shown() -> Iterator[Callable[[Step], None]]:
    """A bar at a terminal; elsewhere a line per document, per long wait and now and then."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(now: Step) -> None:
            text = escape(visible(_body(now) if now.state == "body" else _step(now)))
            total = now.total if now.total >= 0 else None
            bar.update(task, description=text, total=total, completed=now.done)

        yield show


class _Lines:
    def __init__(self) -> None:
        self._last, self._said = "", 0.0

    def __call__(self, now: Step) -> None:
        if now.id != self._last or now.state == "wait":
            self._last, self._said = now.id, time.monotonic()
            tell(visible(_step(now)))
        elif now.state == "body" and time.monotonic() - self._said >= _SAID_EVERY:
            self._said = time.monotonic()
            tell(visible(_body(now)))


def _step(now: Step) -> str:
    step = wording.FETCH_STEP.format(number=now.number, of=now.of, id=now.id)
    if now.state != "wait":
        return step
    return wording.FETCH_STEP_WAIT.format(step=step, seconds=round(now.seconds), host=now.host)


def _body(now: Step) -> str:
    step, left = _step(now), now.left
    done, rate = _kilobytes(now.done), _kilobytes(now.rate)
    if left is None:
        return wording.FETCH_STEP_BYTES.format(step=step, done=done, rate=rate)
    return wording.FETCH_STEP_BYTES_OF.format(
        step=step, done=done, total=_kilobytes(now.total), rate=rate, left=round(left)
    )


def _kilobytes(count: float) -> str:
    """Never « 0 » for something."""
    return f"{math.ceil(count / _KILOBYTE):,}".replace(",", "\u202f")


def _say(text: str) -> None:
    write(visible(text))
