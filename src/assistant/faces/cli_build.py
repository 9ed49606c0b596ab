"""Building the index from the command line, with its progress on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant import wiring, wording
from assistant.faces.building import Paced, Progress
from assistant.faces.cli_output import tell
from assistant.faces.render import counted, decimal, duration, visible
from assistant.settings import Settings

_SPEAK_EVERY = 10.0


def build_if_needed(settings: Settings) -> None:
    """Build unless the index is current. Raises what the builder raises."""
    builder = wiring.make_builder(settings)
    state = builder.state()
    if state == "current":
        return
    tell(wording.INDEX_STATES[state])
    with shown_progress() as show:
        builder.build(progress=show, rebuild=state == "corrupt")


@contextmanager
def shown_progress() -> Iterator[Callable[[Progress], None]]:
    """A bar at a terminal, one line per step elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines()
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(now: Progress) -> None:
            label = escape(visible(" · ".join([now.label, *pace(now)])))
            bar.update(
                task,
                description=f"{step_name(now.step)} {label}".strip(),
                completed=now.done,
                total=now.total or None,
            )

        yield show


def step_name(step: str) -> str:
    return wording.BUILD_STEPS.get(step, step)


def pace(now: Progress) -> list[str]:
    """« 412 pages », « 35 pages/s », « encore 2 min 10 s »: what is known so far."""
    if not isinstance(now, Paced):
        return []
    said = [counted(wording.BUILD_PAGES, now.pages)] if now.pages else []
    if now.rate is not None:
        said.append(wording.BUILD_RATE.format(rate=decimal(now.rate, 0 if now.rate >= 10 else 1)))
    if now.left is not None and now.left >= 1:
        said.append(wording.BUILD_LEFT.format(time=duration(now.left)))
    return said


class _Lines:
    """Says each step once, and how a long one goes on now and then."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._step = ""
        self._spoke = 0.0

    def __call__(self, now: Progress) -> None:
        if now.step != self._step:
            self._step, self._spoke = now.step, self._clock()
            tell(step_name(now.step) + "…")
        elif pace(now) and self._clock() - self._spoke >= _SPEAK_EVERY:
            self._spoke = self._clock()
            tell(" · ".join([f"{now.done}/{now.total}", *pace(now)]))
