"""Building the index from the command line, with its progress on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant import wiring, wording
from assistant.faces.building import Progress
from assistant.faces.cli_output import tell
from assistant.faces.render import visible
from assistant.settings import Settings


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
            label = escape(visible(now.label))
            bar.update(
                task,
                description=f"{step_name(now.step)} {label}".strip(),
                completed=now.done,
                total=now.total or None,
            )

        yield show


def step_name(step: str) -> str:
    return wording.BUILD_STEPS.get(step, step)


class _Lines:
    """Says each step once."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def __call__(self, now: Progress) -> None:
        if now.step not in self._said:
            self._said.add(now.step)
            tell(step_name(now.step) + "…")
